/**
 * The cells of a worksheet of an .xlsb.
 */
import { doubleCell, errorCell, rkNumber, textCell, type CellBudget, type SheetLayout } from './binary-cells.ts';
import { GridRows, type TextBudget } from './grid-rows.ts';
import type { CellStyles } from './cell-styles.ts';
import type { Cell, ReadLimits, Sheet } from './grid.ts';
import { ShownCells, type CellPlace } from './shown-cells.ts';
import { leftOf, type RichText } from './struck-runs.ts';
import { damaged } from './refusal.ts';
import { brokenXlsb, recordsOf, richText, textLength, wideText, type XlsbRecord } from './xlsb-records.ts';

const ROW = 0x00;
const BLANK = 0x01;
const RK = 0x02;
const ERROR = 0x03;
const BOOL = 0x04;
const REAL = 0x05;
const SHARED_TEXT = 0x07;
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

/** A shared text, and its fonts where it has several and some font of the workbook is struck through. */
export type XlsbText = { readonly text: string; readonly rich: RichText | undefined };

/** Told how long a text is before it is made; undefined when there is none of that number. */
export type XlsbTexts = (index: number, ofLength: (characters: number) => void) => XlsbText | undefined;

export type XlsbBook = {
  readonly texts: XlsbTexts;
  readonly styles: CellStyles;
  readonly isStruckFont: (font: number) => boolean;
  readonly limits: ReadLimits;
  readonly characters: TextBudget;
  readonly budget: CellBudget;
};

export class XlsbSheetReader {
  private readonly book: XlsbBook;
  private readonly layout: SheetLayout;
  private readonly grid: GridRows;
  private readonly shown: ShownCells;
  private row = -1;
  private column = -1;
  private isInData = false;

  constructor(book: XlsbBook, layout: SheetLayout) {
    this.book = book;
    this.layout = layout;
    this.grid = new GridRows(book.limits, layout.name, book.characters);
    this.shown = new ShownCells(this.grid, book.styles);
  }

  /** @throws Refused F01 when the records do not hold together, F11 beyond the limits. */
  read(part: Buffer): Sheet {
    for (const record of recordsOf(part)) {
      const { type, body } = record;
      if (type === ROW) this.open(body);
      else if (type <= LAST_SHORT_CELL || type === RICH_TEXT) this.cell(record);
      else this.look(record);
    }
    return this.layout.sheet(this.grid, this.shown.seen());
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
    const at = isShort ? 4 : 8;
    const place: CellPlace = [this.row, this.column, body.readUIntLE(at - 4, 3)];
    const rich = long === SHARED_TEXT || long === RICH_TEXT ? this.text(long, body, at) : undefined;
    if (rich === undefined) return this.shown.put(place, this.value(long, body, at));
    const { text, rich: fonts } = rich;
    const { isStruckFont } = this.book;
    this.shown.put(place, text, fonts && ((isStruck) => leftOf(fonts, isStruck, isStruckFont)));
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
      default:
        this.grid.checkLength(this.row, this.column, textLength(body, at));
        return textCell(wideText(body, at));
    }
  }

  /** A text that may have several fonts: a shared one, or one in the cell itself. */
  private text(type: number, body: Buffer, at: number): XlsbText {
    const check = (length: number): void => this.grid.checkLength(this.row, this.column, length);
    if (type === RICH_TEXT) {
      check(textLength(body, at + 1));
      const rich = richText(body, at);
      return { text: textCell(rich.text), rich };
    }
    if (body.length < at + 4) throw brokenXlsb();
    const text = this.book.texts(body.readUInt32LE(at), check);
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
