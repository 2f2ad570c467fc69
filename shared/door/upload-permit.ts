/** What a link permits its holder to upload: one file, of these bytes, to one place. */
import { limitsFor } from '../check/file-limits.ts';
import type { CityPack } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { parseUploadKey, uploadKey } from '../ledger/keys.ts';
import { isSystemFile } from '../ledger/system-files.ts';
import type { Link } from './link.ts';

/** How long a permit can be used. A clerk on a slow line needs minutes, and a stolen permit is soon worth nothing. */
export const PERMIT_SECONDS = 3_600;

/** The file that a page wants to send. */
export type FileToSend = {
  readonly period: string;
  readonly fileName: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
};

/** A permit: where the file goes, and which bytes it has. */
export type UploadPermit = { readonly key: string; readonly bytes: number; readonly sha256: string };

/** Characters that no name of a file on a disk has; a slash would lead to another place. */
// oxlint-disable-next-line no-control-regex
const NOT_IN_NAMES = /[/\\\u0000-\u001f\u007f]/u;

/** S3 takes keys of 1,024 bytes. What is left is for the division, the quarter and the ending of the receipt. */
const LONGEST_NAME_BYTES = 700;

/** The permit for a file; a text that says why there is none. */
export function permitFor(link: Link, file: FileToSend, pack: CityPack): UploadPermit | { readonly refused: Text } {
  const { division } = link;
  const { period, fileName, bytes, sha256 } = file;
  const slot = parseUploadKey(`${division}/${period}/x`, pack);
  if (slot === null || !pack.hasProgramme(slot.period))
    return refused('这个季度不能填报', 'this quarter takes no reports');
  const isName = fileName !== '' && !NOT_IN_NAMES.test(fileName) && fileName !== '.' && fileName !== '..';
  if (!isName || new TextEncoder().encode(fileName).length > LONGEST_NAME_BYTES || !fileName.isWellFormed())
    return refused('文件名不能用，请改名后再上报', 'the file has a name that cannot be used, give it another');
  const key = uploadKey({ division, period: slot.period, fileName });
  if (isSystemFile({ key, size: bytes }))
    return refused('这是软件自己的文件，不用上报', 'this is a file of a program, which is not reported');
  const { fileBytes } = limitsFor(division);
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > fileBytes)
    return refused(
      `文件应为 1 字节至 ${fileBytes / 1_048_576} MB`,
      `the file must have between 1 byte and ${fileBytes / 1_048_576} MB`,
    );
  if (!/^[0-9a-f]{64}$/.test(sha256)) return refused('缺少文件的校验值', 'the checksum of the file is missing');
  return { key, bytes, sha256 };
}

const refused = (zh: string, en: string): { readonly refused: Text } => ({ refused: { zh, en } });
