/**
 * The workbook stream of .xls from Excel 97 on and of WPS .et.
 */
import { TextBudget } from './grid-rows.ts';
import { decryptBiff8 } from './biff8-decryption.ts';
import { brokenBiff8, recordsOf, substreamsOf, type Substream } from './biff8-records.ts';
import { Biff8Sheet, type Biff8Book } from './biff8-sheet.ts';
import { Biff8Styles } from './biff8-styles.ts';
import { NO_TEXTS, sharedTexts, type SharedTexts } from './biff8-text.ts';
import { CellBudget, SheetLayout } from './binary-cells.ts';
import { encrypted } from './legacy-refusal.ts';
import type { ReadLimits, Workbook } from './grid.ts';
import { olderThanBiff8 } from './refusal.ts';

const FILE_PASS = 0x2f;
const DATE_1904 = 0x22;
const WRITE_ACCESS = 0x5c;
const BOUND_SHEET = 0x85;
const SST = 0xfc;
const BOF = 0x809;
const BOFS_BEFORE: ReadonlySet<number> = new Set([0x09, 0x209, 0x409]);
const BIFF5 = 0x500;
const BIFF8 = 0x600;
const WORKSHEET = 0;
/** What Calc writes where Excel puts the user's name: a text of four narrow characters. */
const CALC = Buffer.from('\u{4}\0\0Calc', 'latin1');

/** Whether a file begins as a stream of Excel 2 to 4, or as one of a later Excel without its container. */
export function isBareBiff(bytes: Uint8Array): boolean {
  const type = bytes[0]! | (bytes[1]! << 8);
  const length = bytes[2]! | (bytes[3]! << 8);
  if (BOFS_BEFORE.has(type)) return length >= 4 && length <= 8;
  return type === BOF && (length === 8 || length === 16);
}

/**
 * Reads a Workbook stream.
 * @throws Refused F01 when it is damaged or of Excel 95 or older, F02 with a password, F11 beyond the limits.
 */
export function readBiff8(content: Buffer, limits: ReadLimits): Workbook {
  checkVersion(content);
  const stream = withoutEncryption(content);
  const [globals, ...others] = substreamsOf(stream);
  if (globals === undefined) throw brokenBiff8();
  const { declared, date1904, texts, look, isOfCalc } = readGlobals(stream, globals);
  const { isStruckFont } = look;
  const book: Biff8Book = {
    ...texts,
    styles: look.styles(),
    isStruckFont,
    limits,
    characters: new TextBudget(limits),
    budget: new CellBudget(),
  };
  const sheets = placed(declared, others).map(({ name, hidden, substream }) => {
    const sheet = new Biff8Sheet(book, new SheetLayout({ name, hidden, date1904 }));
    sheet.read(stream, substream);
    return sheet;
  });
  // A zero beside other results was calculated as they were.
  const isCalculated = isOfCalc || sheets.some(({ hasCalculated }) => hasCalculated);
  return { format: 'xls', sheets: sheets.map((sheet) => sheet.finish(isCalculated)) };
}

function checkVersion(stream: Buffer): void {
  if (stream.length < 8) throw brokenBiff8();
  const [type, version] = [stream.readUInt16LE(0), stream.readUInt16LE(4)];
  if (BOFS_BEFORE.has(type) || (type === BOF && version === BIFF5)) throw olderThanBiff8();
  if (type !== BOF || version !== BIFF8) throw brokenBiff8();
}

function withoutEncryption(stream: Buffer): Buffer {
  const [globals] = substreamsOf(stream);
  if (globals === undefined) throw brokenBiff8();
  for (const { type, body } of recordsOf(stream, globals)) {
    if (type !== FILE_PASS) continue;
    const plain = decryptBiff8(stream, body);
    if (plain === undefined) throw encrypted();
    return plain;
  }
  return stream;
}

type Declared = {
  readonly name: string;
  readonly hidden: boolean;
  readonly isWorksheet: boolean;
  readonly start: number;
};
type Globals = {
  readonly declared: readonly Declared[];
  readonly date1904: boolean;
  readonly texts: SharedTexts;
  readonly look: Biff8Styles;
  /** Whether the Calc of OpenOffice or LibreOffice wrote the file: it calculates. */
  readonly isOfCalc: boolean;
};

function readGlobals(stream: Buffer, globals: Substream): Globals {
  const declared: Declared[] = [];
  let date1904 = false;
  let texts = NO_TEXTS;
  const look = new Biff8Styles();
  let isOfCalc = false;
  for (const record of recordsOf(stream, globals)) {
    const { type, body } = record;
    if (type === BOUND_SHEET) declared.push(boundSheet(body));
    else if (type === SST) texts = sharedTexts(record, look.hasStruckFonts);
    else if (type === DATE_1904) date1904 = body[0] === 1;
    else if (type === WRITE_ACCESS) isOfCalc = body.subarray(0, CALC.length).equals(CALC);
    else look.take(record);
  }
  if (new Set(declared.map(({ name }) => name)).size < declared.length) throw brokenBiff8();
  return { declared, date1904, texts, look, isOfCalc };
}

function boundSheet(body: Buffer): Declared {
  const length = body[6] ?? 0;
  const isWide = ((body[7] ?? 0) & 1) === 1;
  const end = 8 + length * (isWide ? 2 : 1);
  if (length === 0 || body.length < end) throw brokenBiff8();
  return {
    name: body.toString(isWide ? 'utf16le' : 'latin1', 8, end),
    hidden: (body[4]! & 3) !== 0,
    isWorksheet: body[5] === WORKSHEET,
    start: body.readUInt32LE(0),
  };
}

/**
 * The worksheets with their substreams: where the workbook says that they begin, or in their order where it is mistaken
 * and there are as many as it says.
 */
function placed(
  declared: readonly Declared[],
  substreams: readonly Substream[],
): (Declared & { substream: Substream })[] {
  const byStart = new Map(substreams.map((substream) => [substream.start, substream]));
  const stated = declared.map(({ start }) => byStart.get(start));
  const isTrue = declared.every(({ isWorksheet }, index) => !isWorksheet || stated[index] !== undefined);
  const found = isTrue ? stated : declared.length === substreams.length ? substreams : [];
  const worksheets = declared.flatMap((sheet, index) => {
    const substream = found[index];
    return sheet.isWorksheet && substream !== undefined ? [{ ...sheet, substream }] : [];
  });
  const isDouble = new Set(worksheets.map(({ substream }) => substream)).size < worksheets.length;
  if (worksheets.length === 0 || isDouble) throw brokenBiff8();
  return worksheets;
}
