/**
 * A file as it was sent, into a workbook or the reason why not. The first bytes decide; names and extensions lie.
 */
import { isBareBiff, readBiff8 } from './biff8.ts';
import { readCompoundFile } from './compound-workbook.ts';
import { readCsv } from './csv.ts';
import { refuseGarbled } from './garbled.ts';
import type { ReadLimits, Refusal, Workbook } from './grid.ts';
import { readHtml } from './html.ts';
import { refuseOtherKinds, startsWith } from './other-kinds.ts';
import { readPackage } from './package.ts';
import { otherKind, Refused, tooLarge } from './refusal.ts';
import { decodeText } from './text.ts';
import { withoutCovered } from './unseen-cells.ts';

export type ReadOptions = {
  /**
   * Whether a text reads like a table of ours, say by a known header; settles the encoding of short files (see
   * decodeText).
   */
  readonly looksRight?: (text: string) => boolean;
};

/**
 * Reads .xlsx, .xlsm (macros ignored), .xlsb, .xls and .et from Excel 97 on, .ods, a web page with a table, and
 * delimited text.
 *
 * Never throws for what the bytes hold: anything that is no readable table comes back as a refusal, whose detail says
 * in Chinese and English what was got, what was expected and the way out. A text file or web page gives one sheet
 * without a name.
 */
export function readWorkbook(bytes: Uint8Array, limits: ReadLimits, options: ReadOptions = {}): Workbook | Refusal {
  try {
    const workbook = readBytes(bytes, limits, options);
    refuseGarbled(workbook.sheets);
    return workbook;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Old Office files, and encrypted new ones: [MS-CFB] 2.2. */
const COMPOUND_FILE = '\u{d0}\u{cf}\u{11}\u{e0}\u{a1}\u{b1}\u{1a}\u{e1}';

/** Web exports named .xls. */
const HTML =
  /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|title|link|body|meta|style|script|form|table|center|font|span|div|p\b|!--)/i;

/** The XML of Excel 2003, saved mail pages (MHTML). */
const OTHER_MARKUP = /^\s*(?:<\?xml(?![^>]*>\s*<(?:!doctype\s+html|html))|mime-version:)/i;

function readBytes(bytes: Uint8Array, limits: ReadLimits, options: ReadOptions): Workbook {
  if (bytes.length === 0)
    throw tooLarge(
      '空文件（0 字节），应为 .xlsx 或 .csv 表格。请重新上传。',
      'Empty file (0 bytes), expected an .xlsx or .csv table. Upload it again.',
    );
  if (bytes.length > limits.fileBytes) throw fileTooLarge(bytes.length, limits.fileBytes);
  if (startsWith(bytes, 'PK\u{3}\u{4}') || startsWith(bytes, 'PK\u{5}\u{6}'))
    return asShown(readPackage(bytes, limits));
  if (startsWith(bytes, COMPOUND_FILE)) return asShown(readCompoundFile(bytes, limits));
  if (isBareBiff(bytes)) return asShown(readBiff8(Buffer.from(bytes), limits));
  refuseOtherKinds(bytes);
  const { text, encoding } = decodeText(bytes, options.looksRight);
  const start = text.slice(0, 1000);
  if (OTHER_MARKUP.test(start)) throw otherKind('网页归档或 XML 文件', 'a web archive or XML file');
  if (HTML.test(start)) return { format: 'html', encoding, sheets: readHtml(text, limits) };
  return { format: 'csv', encoding, sheets: [readCsv(text, limits)] };
}

/** Merges cover values in the files of any format but text and pages. */
function asShown(workbook: Workbook): Workbook {
  return { ...workbook, sheets: workbook.sheets.map(withoutCovered) };
}

function fileTooLarge(size: number, limit: number): Error {
  const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
  return tooLarge(
    `文件 ${megabytes(size)} MB（${size} 字节），超过上限 ${megabytes(limit)} MB。请删去图片和多余的工作表，或拆分后上报。`,
    `The file has ${megabytes(size)} MB (${size} bytes), the limit is ${megabytes(limit)} MB. Remove pictures and needless sheets, or split it.`,
  );
}
