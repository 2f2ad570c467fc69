/**
 * Goes through the records of a BIFF8 stream ([MS-XLS] 2.1.4) ahead of the library: counts cells before anything is built from them, reads
 * what the library does slowly or not at all, and blanks out every record that is not needed to read cells.
 */
import type { Merge } from './grid.ts';
import { encrypted, olderThanBiff8, tooMany } from './legacy-refusal.ts';
import { damaged } from './refusal.ts';

const RECORD = {
  formula: 0x06,
  eof: 0x0a,
  date1904: 0x22,
  filePass: 0x2f,
  continue: 0x3c,
  colInfo: 0x7d,
  boundSheet: 0x85,
  mulRk: 0xbd,
  rString: 0xd6,
  mergeCells: 0xe5,
  sst: 0xfc,
  labelSst: 0xfd,
  number: 0x203,
  label: 0x204,
  boolErr: 0x205,
  string: 0x207,
  row: 0x208,
  rk: 0x27e,
  bof: 0x809,
} as const;
/** A record that the library passes over (MsoDrawingGroup). */
const PASSED_OVER = 0xeb;
const BIFF8 = 0x600;
const CELLS: ReadonlySet<number> = new Set([
  RECORD.formula,
  RECORD.mulRk,
  RECORD.rString,
  RECORD.labelSst,
  RECORD.number,
  RECORD.label,
  RECORD.boolErr,
  RECORD.rk,
]);
const KEPT: ReadonlySet<number> = new Set([
  ...CELLS,
  RECORD.eof,
  RECORD.boundSheet,
  RECORD.sst,
  RECORD.string,
  RECORD.bof,
]);
const CONTINUED: ReadonlySet<number> = new Set([RECORD.sst, RECORD.string, RECORD.label, RECORD.rString]);
const WORKSHEET = 0;
const MOST_MERGES = 65_536;
/** The library looks through all pieces of a record for each text; honest writers fill them (8,224 bytes) before they begin another. */
const MOST_PIECES = 4000;

/** What the records say of one worksheet, apart from its cells. */
export type Biff8Sheet = {
  readonly name: string;
  readonly hidden: boolean;
  readonly merges: Merge[];
  readonly hiddenRows: number[];
  readonly hiddenColumns: { readonly first: number; readonly last: number }[];
  /** Formulas saved without their result, or with one that only fills its place, as row and column. */
  readonly unsolved: (readonly [row: number, column: number])[];
};

export type Biff8Stream = {
  /** A copy in which only cells and texts are left; all offsets are as they were. */
  readonly stream: Buffer;
  readonly date1904: boolean;
  readonly sheets: readonly Biff8Sheet[];
};

/**
 * @throws Refused F02 when the stream is encrypted, F01 when it is of an older version or its records do not hold together, F11 with more
 * than `mostCells` cells or texts.
 */
export function prepareBiff8(content: Buffer, mostCells: number): Biff8Stream {
  return new Preparation(content, mostCells).run();
}

class Preparation {
  private readonly stream: Buffer;
  private readonly mostCells: number;
  private readonly sheets = new Map<number, Biff8Sheet>();
  private readonly names = new Set<string>();
  private date1904 = false;
  private sheet: Biff8Sheet | undefined;
  private depth = 0;
  private cells = 0;
  private pieces = 0;
  /** The record that a CONTINUE goes on with, 0 for one that is blanked out. */
  private open = 0;
  private waiting: readonly [row: number, column: number] | undefined;

  constructor(content: Buffer, mostCells: number) {
    this.stream = Buffer.from(content);
    this.mostCells = mostCells;
  }

  run(): Biff8Stream {
    const { stream } = this;
    let at = 0;
    while (at + 4 <= stream.length) {
      const type = stream.readUInt16LE(at);
      const end = at + 4 + stream.readUInt16LE(at + 2);
      if (at === 0) checkVersion(type, stream);
      // Streams are filled up with zeros to the end of their sector.
      if (this.depth === 0 && type !== RECORD.bof) break;
      if (end > stream.length) throw broken();
      this.record(type, at, stream.subarray(at + 4, end));
      at = end;
    }
    if (this.depth !== 0 || this.sheets.size === 0) throw broken();
    return { stream: stream.subarray(0, at), date1904: this.date1904, sheets: [...this.sheets.values()] };
  }

  private record(type: number, at: number, body: Buffer): void {
    if (type === RECORD.continue) this.goOn(at);
    else {
      if (!KEPT.has(type)) this.stream.writeUInt16LE(PASSED_OVER, at);
      this.open = CONTINUED.has(type) ? type : 0;
      this.pieces = 0;
      if (CELLS.has(type)) this.cell(type, body);
      else this.other(type, at, body);
    }
  }

  private goOn(at: number): void {
    if (this.open === 0) this.stream.writeUInt16LE(PASSED_OVER, at);
    else if (++this.pieces > MOST_PIECES) throw broken();
  }

  private cell(type: number, body: Buffer): void {
    if (body.length < 6) throw broken();
    this.giveUp();
    this.cells += type === RECORD.mulRk ? Math.floor((body.length - 6) / 6) : 1;
    if (this.cells > this.mostCells) throw tooMany(this.mostCells);
    if (type !== RECORD.formula) return;
    if (body.length < 22) throw broken();
    // A result of text follows in a record of its own. The formula itself is not looked at: 0xFFFF makes the library leave it.
    const place = [body.readUInt16LE(0), body.readUInt16LE(2)] as const;
    if (body.readUInt16LE(12) === 0xffff && body[6] === 0) this.waiting = place;
    else if (isPlaceholder(body) && this.depth === 1) this.sheet?.unsolved.push(place);
    body.writeUInt16LE(0xffff, 20);
  }

  private other(type: number, at: number, body: Buffer): void {
    switch (type) {
      case RECORD.bof:
        if (this.depth++ === 0) this.sheet = this.sheets.get(at);
        break;
      case RECORD.eof:
        this.giveUp();
        this.depth--;
        break;
      case RECORD.filePass:
        throw encrypted();
      case RECORD.string:
        if (this.waiting === undefined) this.stream.writeUInt16LE(PASSED_OVER, at);
        this.waiting = undefined;
        break;
      case RECORD.sst:
        if (body.length < 8 || body.readUInt32LE(4) > this.mostCells) throw tooMany(this.mostCells);
        break;
      case RECORD.date1904:
        this.date1904 = body[0] === 1;
        break;
      case RECORD.boundSheet:
        this.boundSheet(body, at);
        break;
      default:
        if (this.depth === 1 && this.sheet !== undefined) layout(type, body, this.sheet);
    }
  }

  private boundSheet(body: Buffer, at: number): void {
    const length = body[6] ?? 0;
    const wide = ((body[7] ?? 0) & 1) === 1;
    if (body.length < 8 + length * (wide ? 2 : 1)) throw broken();
    const name = body.toString(wide ? 'utf16le' : 'latin1', 8, 8 + length * (wide ? 2 : 1));
    if (length === 0 || this.names.has(name)) throw broken();
    this.names.add(name);
    if (body[5] !== WORKSHEET) this.stream.writeUInt16LE(PASSED_OVER, at);
    else {
      const hidden = ((body[4] ?? 0) & 3) !== 0;
      this.sheets.set(body.readUInt32LE(0), {
        name,
        hidden,
        merges: [],
        hiddenRows: [],
        hiddenColumns: [],
        unsolved: [],
      });
    }
  }

  private giveUp(): void {
    if (this.waiting !== undefined && this.depth === 1) this.sheet?.unsolved.push(this.waiting);
    this.waiting = undefined;
  }
}

/** Set by programs that do not calculate, and never by Excel from 97 on, which keeps the bit reserved. */
const CALCULATE_ON_OPEN = 2;
/** What JExcelAPI leaves behind the flags of every formula that it writes. */
const JEXCELAPI = 0xfce0_0000;

/** Whether a formula's result is only there to fill its place: 0, or the 4 that JExcelAPI gives to all. */
function isPlaceholder(formula: Buffer): boolean {
  if ((formula.readUInt16LE(14) & CALCULATE_ON_OPEN) === 0) return false;
  const result = formula.readDoubleLE(6);
  return result === 0 || (result === 4 && formula.readUInt32LE(16) === JEXCELAPI);
}

function layout(type: number, body: Buffer, sheet: Biff8Sheet): void {
  if (type === RECORD.row && body.length >= 16) {
    if ((body[12]! & 0x20) !== 0 && sheet.hiddenRows.length < MOST_MERGES) sheet.hiddenRows.push(body.readUInt16LE(0));
  } else if (type === RECORD.colInfo && body.length >= 10) {
    if ((body[8]! & 1) === 0 || sheet.hiddenColumns.length >= MOST_MERGES) return;
    sheet.hiddenColumns.push({ first: body.readUInt16LE(0), last: body.readUInt16LE(2) });
  } else if (type === RECORD.mergeCells) {
    for (let at = 2; at + 8 <= body.length && sheet.merges.length < MOST_MERGES; at += 8) {
      const [top, bottom, left, right] = [0, 2, 4, 6].map((field) => body.readUInt16LE(at + field)) as [
        number,
        number,
        number,
        number,
      ];
      if (bottom >= top && right >= left) sheet.merges.push({ top, left, bottom, right });
    }
  }
}

function checkVersion(type: number, stream: Buffer): void {
  const old =
    type === 0x09 || type === 0x209 || type === 0x409 || (type === RECORD.bof && stream.readUInt16LE(4) === 0x500);
  if (old) throw olderThanBiff8();
  if (type !== RECORD.bof || stream.length < 8 || stream.readUInt16LE(4) !== BIFF8) throw broken();
}

function broken(): Error {
  return damaged('.xls 的记录有误', 'the records of the .xls are wrong');
}
