/**
 * The cells of a worksheet of an .xlsb.
 */
import { doubleCell, errorCell, rkNumber, textCell, type CellBudget, type SheetLayout } from './binary-cells.ts';
import { GridRows, type TextBudget } from './grid-rows.ts';
import type { Cell, ReadLimits, Sheet } from './grid.ts';
import { damaged } from './refusal.ts';
import { brokenXlsb, recordsOf, textLength, wideText, type XlsbRecord } from './xlsb-records.ts';

const ROW = 0x00;
const BLANK = 0x01;
const RK = 0x02;
const ERROR = 0x03;
const BOOL = 0x04;
const REAL = 0x05;
const TEXT = 0x06;
const SHARED_TEXT = 0x07;
const TEXT_FORMULA = 0x08;
const REAL_FORMULA = 0x09;
const BOOL_FORMULA = 0x0a;
const ERROR_FORMULA = 0x0b;
/**
 * Cells 0x0C to 0x12 leave out their column, which is the one after the cell before; 0x0C is blank, the others follow
 * RK and so on.
 */
const FIRST_SHORT_CELL = 0x0c;
const LAST_SHORT_CELL = 0x12;
const SHORT_TO_LONG = 0x0b;
const COLUMNS = 0x3c;
const RICH_TEXT = 0x3e;
const CELL_METADATA = 0x31;
const VALUE_METADATA = 0x32;
const SHEET_DATA_BEGIN = 0x91;
const SHEET_DATA_END = 0x92;
const MERGE = 0xb0;
/** The numbers from here on are two bytes long and belong to what surrounds the cells, or to formulas. */
const FIRST_LONG_NUMBER = 0x80;

/** A shared text, told how long it is before it is made; undefined when there is none of that number. */
export type XlsbTexts = (index: number, ofLength: (characters: number) => void) => string | undefined;

export type XlsbBook = {
  readonly texts: XlsbTexts;
  readonly limits: ReadLimits;
  readonly characters: TextBudget;
  readonly budget: CellBudget;
};

export class XlsbSheetReader {
  private readonly book: XlsbBook;
  private readonly layout: SheetLayout;
  private readonly grid: GridRows;
  private row = -1;
  private column = -1;
  private isInData = false;

  constructor(book: XlsbBook, layout: SheetLayout) {
    this.book = book;
    this.layout = layout;
    this.grid = new GridRows(book.limits, layout.name, book.characters);
  }

  /** @throws Refused F01 when the records do not hold together, F11 beyond the limits. */
  read(part: Buffer): Sheet {
    for (const record of recordsOf(part)) {
      const { type, body } = record;
      if (type === ROW) this.open(body);
      else if (type <= LAST_SHORT_CELL || type === RICH_TEXT) this.cell(record);
      else this.look(record);
    }
    return this.layout.sheet(this.grid);
  }

  private open(body: Buffer): void {
    if (body.length < 12) throw brokenXlsb();
    this.row = body.readUInt32LE(0);
    this.column = -1;
    if ((body[11]! & 0x10) !== 0) this.layout.hiddenRows.add(this.row);
  }

  private cell({ type, body }: XlsbRecord): void {
    const isShort = type >= FIRST_SHORT_CELL && type <= LAST_SHORT_CELL;
    if (this.row < 0 || body.length < (isShort ? 4 : 8)) throw brokenXlsb();
    this.column = isShort ? this.column + 1 : body.readUInt32LE(0);
    const long = isShort ? type - SHORT_TO_LONG : type;
    if (long === BLANK) return;
    this.book.budget.spend(1);
    this.grid.put(this.row, this.column, this.value(long, body, isShort ? 4 : 8));
  }

  /** The value behind a cell's column and style; the formula that may follow is not looked at. */
  private value(type: number, body: Buffer, at: number): Cell {
    const least = (bytes: number): void => {
      if (body.length < at + bytes) throw brokenXlsb();
    };
    switch (type) {
      case RK:
        least(4);
        return rkNumber(body, at);
      case REAL:
      case REAL_FORMULA:
        least(8);
        return doubleCell(body, at);
      case BOOL:
      case BOOL_FORMULA:
        least(1);
        return body[at] !== 0;
      case ERROR:
      case ERROR_FORMULA:
        least(1);
        return errorCell(body[at]!);
      case SHARED_TEXT:
        least(4);
        return this.sharedText(body.readUInt32LE(at));
      case TEXT:
      case TEXT_FORMULA:
        return this.text(body, at);
      default:
        // A rich text has its flags in front.
        return this.text(body, at + 1);
    }
  }

  private text(body: Buffer, at: number): string {
    this.grid.checkLength(this.row, this.column, textLength(body, at));
    return textCell(wideText(body, at));
  }

  private sharedText(index: number): string {
    const text = this.book.texts(index, (length) => this.grid.checkLength(this.row, this.column, length));
    if (text === undefined) throw brokenXlsb();
    return text;
  }

  private look({ type, body }: XlsbRecord): void {
    if (type === SHEET_DATA_BEGIN) this.isInData = true;
    else if (type === SHEET_DATA_END) this.isInData = false;
    else if (type === MERGE && body.length === 16) {
      const [top, bottom] = [body.readUInt32LE(0), body.readUInt32LE(4)];
      this.layout.merge({ top, bottom, left: body.readUInt32LE(8), right: body.readUInt32LE(12) });
    } else if (type === COLUMNS && body.length >= 18) {
      if ((body[16]! & 1) === 1) this.layout.hideColumns(body.readUInt32LE(0), body.readUInt32LE(4));
    } else if (this.isInData && type < FIRST_LONG_NUMBER && type !== CELL_METADATA && type !== VALUE_METADATA)
      throw unknownCell(type);
  }
}

function unknownCell(type: number): Error {
  return damaged(
    `.xlsb 的单元格中有无法识别的记录 ${type}`,
    `among the cells of the .xlsb is a record of unknown kind ${type}`,
  );
}
