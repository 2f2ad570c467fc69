/**
 * Takes an .xlsb ([MS-XLSB]) apart ahead of the library: finds its sheets, counts cells before anything is built from them, and leaves of
 * each part only the records that hold cells and texts.
 */
import { tooMany } from './legacy-refusal.ts';
import { damaged } from './refusal.ts';
import type { ColumnRange } from './used-area.ts';

const ROW = 0x00;
const BLANK_CELL = 0x01;
/** Cells 0x0C to 0x12 leave out their column, which is the one after the cell before; 0x0C is blank. */
const FIRST_SHORT_CELL = 0x0c;
const LAST_SHORT_CELL = 0x12;
const SHORT_TO_LONG = 0x0b;
const TEXT_CELL = 0x06;
const TEXT_FORMULA = 0x08;
const RICH_TEXT_CELL = 0x3e;
const TEXT = 0x13;
const TEXTS_BEGIN = 0x9f;
const TEXTS_END = 0xa0;
const COLUMNS = 0x3c;
const MERGE = 0xb0;
const BOOK_PROPERTIES = 0x99;
const SHEET = 0x9c;
const MOST_RANGES = 16_384;
const MOST_MERGES = 65_536;

export type XlsbSheet = { readonly name: string; readonly hidden: boolean; readonly relationship: string };

/** Sheets and date system of the workbook part. */
export function readXlsbBook(part: Buffer): { sheets: XlsbSheet[]; date1904: boolean } {
  const sheets: XlsbSheet[] = [];
  let date1904 = false;
  for (const { type, body } of recordsOf(part)) {
    if (type === BOOK_PROPERTIES) date1904 = ((body[0] ?? 0) & 1) === 1;
    if (type !== SHEET) continue;
    if (body.length < 16) throw broken();
    const relationship = wideText(body, 8);
    const name = wideText(body, 12 + relationship.length * 2);
    sheets.push({ name, hidden: (body.readUInt32LE(0) & 3) !== 0, relationship });
  }
  return { sheets, date1904 };
}

/** A workbook part with sheets named 1, 2 and so on, for the library. */
export function plainXlsbBook(sheets: number): Buffer {
  const records = Array.from({ length: sheets }, (_, index) => {
    const name = String(index + 1);
    const body = Buffer.alloc(16 + name.length * 2);
    body.writeUInt32LE(index + 1, 4);
    body.writeUInt32LE(name.length, 12);
    body.write(name, 16, 'utf16le');
    return Buffer.concat([Buffer.from([0x9c, 0x01, body.length]), body]);
  });
  return Buffer.concat(records);
}

/** The texts of a shared strings part, their formatting taken off. */
export function plainXlsbTexts(part: Buffer, most: number): Buffer {
  const kept: Buffer[] = [];
  let texts = 0;
  for (const { type, body, whole } of recordsOf(part)) {
    if (type === TEXT) {
      if (++texts > most) throw tooMany(most);
      wideText(body, 1);
      body[0] = 0;
    }
    if (type === TEXT || type === TEXTS_BEGIN || type === TEXTS_END) kept.push(whole);
  }
  return Buffer.concat(kept);
}

/** Counts the cells of all sheets together. */
export type CellBudget = { left: number; readonly most: number };

export type PlainXlsbSheet = {
  readonly part: Buffer;
  readonly hiddenRows: number[];
  readonly hiddenColumns: ColumnRange[];
};

/** The cells and merges of a sheet part with the rows that have any, and what is hidden, which the library is slow at. */
export function plainXlsbSheet(part: Buffer, budget: CellBudget): PlainXlsbSheet {
  const kept: Buffer[] = [];
  const hiddenRows: number[] = [];
  const hiddenColumns: ColumnRange[] = [];
  let merges = 0;
  let row: Buffer | undefined;
  let keptRow: Buffer | undefined;
  let column = -1;
  for (const { type, body, whole } of recordsOf(part)) {
    if (type === ROW) {
      if (body.length < 12) throw broken();
      row = whole;
      if ((body[11]! & 0x10) !== 0 && hiddenRows.length < MOST_RANGES) hiddenRows.push(body.readUInt32LE(0));
      column = -1;
    } else if (type <= LAST_SHORT_CELL || type === RICH_TEXT_CELL) {
      const short = type >= FIRST_SHORT_CELL && type <= LAST_SHORT_CELL;
      if (row === undefined || body.length < (short ? 4 : 8)) throw broken();
      column = short ? column + 1 : body.readUInt32LE(0);
      if (type === BLANK_CELL || type === FIRST_SHORT_CELL) continue;
      if (--budget.left < 0) throw tooMany(budget.most);
      if (row !== keptRow) kept.push(row);
      keptRow = row;
      if (!short) plainCell(type, body);
      kept.push(short ? longCell(type, column, body) : whole);
    } else if (type === MERGE && body.length === 16 && ++merges <= MOST_MERGES) kept.push(whole);
    else if (type === COLUMNS && body.length >= 18 && (body[16]! & 1) === 1 && hiddenColumns.length < MOST_RANGES) {
      hiddenColumns.push({ first: body.readUInt32LE(0), last: body.readUInt32LE(4) });
    }
  }
  return { part: Buffer.concat(kept), hiddenRows, hiddenColumns };
}

/** A cell with its column, which the library loses count of where blanks are left out. */
function longCell(shortType: number, column: number, body: Buffer): Buffer {
  const type = shortType - SHORT_TO_LONG;
  const length = body.length + 4;
  const cell = Buffer.alloc(9 + body.length);
  cell[0] = type;
  for (let at = 0; at < 4; at++) cell[at + 1] = ((length >> (7 * at)) & 0x7f) | (at < 3 ? 0x80 : 0);
  cell.writeUInt32LE(column, 5);
  body.copy(cell, 9);
  plainCell(type, cell.subarray(5));
  return cell;
}

/** Sees to it that the text of a cell is all there, and takes its formatting off. */
function plainCell(type: number, body: Buffer): void {
  if (type === TEXT_CELL || type === TEXT_FORMULA) wideText(body, 8);
  if (type !== RICH_TEXT_CELL) return;
  wideText(body, 9);
  body[8] = 0;
}

type XlsbRecord = { readonly type: number; readonly body: Buffer; readonly whole: Buffer };

/** Records are views into a part that belongs to this reader alone, so they may be changed. */
function* recordsOf(part: Buffer): Generator<XlsbRecord> {
  let at = 0;
  while (at < part.length) {
    const start = at;
    let type = part[at++]!;
    if (type >= 0x80) type = (type & 0x7f) | ((part[at++] ?? 0) << 7);
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = part[at++];
      if (byte === undefined) throw broken();
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (at + length > part.length) throw broken();
    yield { type: type & 0x3fff, body: part.subarray(at, at + length), whole: part.subarray(start, at + length) };
    at += length;
  }
}

/** A text with its length in front; none is written as length 0xFFFFFFFF. */
function wideText(body: Buffer, at: number): string {
  if (at + 4 > body.length) throw broken();
  const length = body.readUInt32LE(at);
  if (length === 0xffffffff) return '';
  if (length * 2 > body.length - at - 4) throw broken();
  return body.toString('utf16le', at + 4, at + 4 + length * 2);
}

function broken(): Error {
  return damaged('.xlsb 的记录有误', 'the records of the .xlsb are wrong');
}
