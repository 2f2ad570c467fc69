/**
 * A file as it was sent, into a workbook or the reason why not. The first bytes decide; names and extensions lie.
 */
import { encrypted, olderThanBiff8 } from './legacy-refusal.ts';
import { openCompoundFile } from './compound-file.ts';
import { readCsv } from './csv.ts';
import type { ReadLimits, Refusal, Workbook } from './grid.ts';
import { readHtml } from './html.ts';
import { readBiff8, withinLegacySize } from './legacy.ts';
import { readPackage } from './package.ts';
import { otherKind, Refused, tooLarge } from './refusal.ts';
import { decodeText } from './text.ts';

export type ReadOptions = {
  /** Whether a text reads like a table of ours, say by a known header; settles the encoding of short files (see decodeText). */
  readonly looksRight?: (text: string) => boolean;
};

/**
 * Reads .xlsx, .xlsm (macros ignored), .xlsb, .xls and .et from Excel 97 on, .ods, a web page with a table, and delimited text.
 *
 * Never throws for what the bytes hold: anything that is no readable table comes back as a refusal, whose detail says in Chinese and
 * English what was got, what was expected and the way out. A text file or web page
 * gives one sheet without a name.
 */
export function readWorkbook(bytes: Uint8Array, limits: ReadLimits, options: ReadOptions = {}): Workbook | Refusal {
  try {
    if (bytes.length === 0)
      throw tooLarge(
        '空文件（0 字节），应为 .xlsx 或 .csv 表格。请重新上传。',
        'Empty file (0 bytes), expected an .xlsx or .csv table. Upload it again.',
      );
    if (bytes.length > limits.fileBytes) throw fileTooLarge(bytes.length, limits.fileBytes);
    if (startsWith(bytes, 'PK\u{3}\u{4}') || startsWith(bytes, 'PK\u{5}\u{6}')) return readPackage(bytes, limits);
    if (startsWith(bytes, COMPOUND_FILE)) return readCompoundFile(bytes, limits);
    for (const { magic, at, zh, en, wayOut = COPY_OUT } of OTHER_KINDS) {
      if (startsWith(bytes, magic, at)) throw otherKind(zh, en, wayOut);
    }
    const { text, encoding } = decodeText(bytes, options.looksRight);
    const start = text.slice(0, 1000);
    if (OTHER_MARKUP.test(start)) throw otherKind('网页归档或 XML 文件', 'a web archive or XML file');
    if (HTML.test(start)) return { format: 'html', encoding, sheets: [readHtml(text, limits)] };
    return { format: 'csv', encoding, sheets: [readCsv(text, limits)] };
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Old Office files, and encrypted new ones: [MS-CFB] 2.2. */
const COMPOUND_FILE = '\u{d0}\u{cf}\u{11}\u{e0}\u{a1}\u{b1}\u{1a}\u{e1}';

const COPY_OUT = {
  zh: '请上报原始的 Excel 或 WPS 表格，另存为 .xlsx。',
  en: 'Send the original Excel or WPS table, saved as .xlsx.',
};

const UNPACK = { zh: '请先解压，再逐个上报其中的表格。', en: 'Unpack it and send the tables in it one by one.' };

type OtherKind = {
  readonly magic: string;
  readonly at?: number;
  readonly zh: string;
  readonly en: string;
  readonly wayOut?: typeof COPY_OUT;
};

const OTHER_KINDS: readonly OtherKind[] = [
  { magic: '%PDF-', zh: ' PDF 文件', en: 'a PDF file' },
  { magic: '\u{89}PNG', zh: '图片（PNG）', en: 'a picture (PNG)' },
  { magic: '\u{ff}\u{d8}\u{ff}', zh: '照片（JPEG）', en: 'a photo (JPEG)' },
  { magic: 'GIF8', zh: '图片（GIF）', en: 'a picture (GIF)' },
  { magic: 'ftyp', at: 4, zh: '照片或视频（HEIC、MP4）', en: 'a photo or video (HEIC, MP4)' },
  { magic: 'Rar!\u{1a}\u{7}', zh: '压缩包（RAR）', en: 'an archive (RAR)', wayOut: UNPACK },
  { magic: "7z\u{bc}\u{af}'\u{1c}", zh: '压缩包（7z）', en: 'an archive (7z)', wayOut: UNPACK },
  { magic: '\u{1f}\u{8b}', zh: '压缩包（gzip）', en: 'an archive (gzip)', wayOut: UNPACK },
  { magic: 'ID;P', zh: '符号链接表（SYLK）', en: 'a SYLK table' },
  { magic: '{\\rtf', zh: '文字文档（RTF）', en: 'a text document (RTF)' },
];

/** Web exports named .xls. */
const HTML =
  /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|title|link|body|meta|style|script|form|table|center|font|span|div|p\b|!--)/i;

/** The XML of Excel 2003, saved mail pages (MHTML). */
const OTHER_MARKUP = /^\s*(?:<\?xml(?![^>]*>\s*<(?:!doctype\s+html|html))|mime-version:)/i;

function startsWith(bytes: Uint8Array, magic: string, at = 0): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic.charCodeAt(i)) return false;
  return true;
}

function readCompoundFile(bytes: Uint8Array, limits: ReadLimits): Workbook {
  withinLegacySize(bytes);
  const file = openCompoundFile(bytes);
  const { names } = file;
  if (names.has('ENCRYPTEDPACKAGE') || names.has('ENCRYPTION')) throw encrypted();
  const workbook = file.stream('WORKBOOK');
  if (workbook !== undefined) return readBiff8(workbook, limits);
  if (names.has('BOOK')) throw olderThanBiff8();
  if (names.has('WORDDOCUMENT'))
    throw otherKind('旧版 Word/WPS 文档（.doc/.wps）', 'an old Word or WPS document (.doc/.wps)', COPY_OUT);
  throw otherKind('不含表格的旧版 Office 文件', 'an old Office file without a table', COPY_OUT);
}

function fileTooLarge(size: number, limit: number): Error {
  const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
  return tooLarge(
    `文件 ${megabytes(size)} MB（${size} 字节），超过上限 ${megabytes(limit)} MB。请删去图片和多余的工作表，或拆分后上报。`,
    `The file has ${megabytes(size)} MB (${size} bytes), the limit is ${megabytes(limit)} MB. Remove pictures and needless sheets, or split it.`,
  );
}
