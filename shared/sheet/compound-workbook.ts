/**
 * An OLE2 compound file into a workbook: an .xls or .et, or an .xlsx that Excel encrypted.
 */
import { readBiff8 } from './biff8.ts';
import { openCompoundFile, type CompoundFile } from './compound-file.ts';
import { decryptPackage } from './encrypted-package.ts';
import { encrypted, hasRights } from './legacy-refusal.ts';
import type { ReadLimits, Workbook } from './grid.ts';
import { COPY_OUT } from './other-kinds.ts';
import { readPackage } from './package.ts';
import { olderThanBiff8, otherKind } from './refusal.ts';

/**
 * Reads .xls and .et from Excel 97 on, and what is encrypted under Excel's built-in password.
 * @throws Refused F01 when it is another kind of file or damaged, F02 with a password or under rights management, F11
 * beyond the limits.
 */
export function readCompoundFile(bytes: Uint8Array, limits: ReadLimits): Workbook {
  const file = openCompoundFile(bytes);
  const { names } = file;
  if (RIGHTS.some((name) => file.allNames.has(name))) throw hasRights();
  if (names.has('ENCRYPTEDPACKAGE')) return readEncrypted(file, limits);
  const workbook = file.stream('WORKBOOK');
  if (workbook !== undefined) return readBiff8(workbook, limits);
  if (names.has('BOOK')) throw olderThanBiff8();
  const [, zh, en] = OTHER_DOCUMENTS.find(([stream]) => names.has(stream)) ?? [
    '',
    '不含表格的旧版 Office 文件',
    'an old Office file without a table',
  ];
  throw otherKind(zh, en, COPY_OUT);
}

/** Rights management in an .xls, and around an .xlsx ([MS-OFFCRYPTO] 2.2.4, 2.2.11). */
const RIGHTS = ['\tDRMCONTENT', 'DRMENCRYPTEDTRANSFORM', 'DRMENCRYPTEDDATASPACE'];

/** Streams that tell what else a compound file is. */
const OTHER_DOCUMENTS = [
  ['WORDDOCUMENT', '旧版 Word/WPS 文档（.doc/.wps）', 'an old Word or WPS document (.doc/.wps)'],
  ['POWERPOINT DOCUMENT', '旧版演示文稿（.ppt/.dps）', 'an old presentation (.ppt/.dps)'],
  ['VISIODOCUMENT', ' Visio 图', 'a Visio drawing'],
  ['__PROPERTIES_VERSION1.0', ' Outlook 邮件（.msg）', 'an Outlook message (.msg)'],
  ['CATALOG', '文件夹的缩略图文件（Thumbs.db）', "a folder's thumbnails (Thumbs.db)"],
] as const;

function readEncrypted(file: CompoundFile, limits: ReadLimits): Workbook {
  const [info, content] = [file.stream('ENCRYPTIONINFO'), file.stream('ENCRYPTEDPACKAGE')];
  const plain = info && content && decryptPackage(info, content);
  if (plain === undefined) throw encrypted();
  return readPackage(plain, limits);
}
