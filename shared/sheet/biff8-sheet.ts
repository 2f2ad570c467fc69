/**
 * The cells of a worksheet of BIFF8.
 */
import { doubleCell, errorCell, rkNumber, type CellBudget, type SheetLayout } from './binary-cells.ts';
import { brokenBiff8, recordsOf, type BiffRecord, type Substream } from './biff8-records.ts';
import { BiffText } from './biff8-text.ts';
import { GridRows, type TextBudget } from './grid-rows.ts';
import type { CellStyles } from './cell-styles.ts';
import type { Cell, ReadLimits, Sheet } from './grid.ts';
import { ShownCells, type CellPlace } from './shown-cells.ts';
import { leftOf, type RichText } from './struck-runs.ts';
import { damaged } from './refusal.ts';

const RECORD = {
  formula: 0x06,
  colInfo: 0x7d,
  /** RK under its number of Excel 3 and 4, which Excel still reads. */
  oldRk: 0x7e,
  mulRk: 0xbd,
  rString: 0xd6,
  mergeCells: 0xe5,
  labelSst: 0xfd,
  number: 0x203,
  label: 0x204,
  boolErr: 0x205,
  /** FORMULA under its numbers of Excel 3 and 4. */
  formula3: 0x206,
  string: 0x207,
  row: 0x208,
  rk: 0x27e,
  formula4: 0x406,
} as const;

/**
 * INTEGER, NUMBER, LABEL and BOOLERR of Excel 2: cells that lie otherwise, their texts in bytes of no known encoding.
 */
const CELLS_OF_EXCEL_2: ReadonlySet<number> = new Set([0x02, 0x03, 0x04, 0x05]);

/** What the sheets of a workbook share. */
export type Biff8Book = {
  readonly texts: readonly string[];
  /** Texts with several fonts by their number, kept where some font of the workbook is struck through. */
  readonly rich: ReadonlyMap<number, RichText>;
  readonly styles: CellStyles;
  readonly isStruckFont: (font: number) => boolean;
  readonly limits: ReadLimits;
  readonly characters: TextBudget;
  readonly budget: CellBudget;
};

/** A worksheet, and where formulas have a result that may only fill its place. */
export class Biff8Sheet {
  /** Whether some result was calculated by a program that marks all its formulas to be calculated on opening. */
  hasCalculated = false;
  private readonly book: Biff8Book;
  private readonly layout: SheetLayout;
  private readonly grid: GridRows;
  private readonly shown: ShownCells;
  private readonly placeholders: CellPlace[] = [];
  private waiting: CellPlace | undefined;

  constructor(book: Biff8Book, layout: SheetLayout) {
    this.book = book;
    this.layout = layout;
    this.grid = new GridRows(book.limits, layout.name, book.characters);
    this.shown = new ShownCells(this.grid, book.styles);
  }

  /** @throws Refused F01 when the records do not hold together, F11 beyond the limits. */
  read(stream: Buffer, substream: Substream): void {
    for (const record of recordsOf(stream, substream)) {
      if (this.isCell(record)) continue;
      if (record.type === RECORD.string) this.result(record);
      else this.look(record);
    }
    this.giveUp();
  }

  /** The sheet when all are read; zeros that only fill their place are given out as formulas without a result. */
  finish(isCalculated: boolean): Sheet {
    if (!isCalculated) for (const place of this.placeholders) this.shown.put(place, UNSOLVED);
    return this.layout.sheet(this.grid, this.shown.seen());
  }

  private isCell(record: BiffRecord): boolean {
    const { type, body } = record;
    switch (type) {
      case RECORD.number:
        this.put(body, 14, () => doubleCell(body, 6));
        return true;
      case RECORD.rk:
      case RECORD.oldRk:
        this.put(body, 10, () => rkNumber(body, 6));
        return true;
      case RECORD.mulRk:
        this.numbers(body);
        return true;
      case RECORD.labelSst:
        this.shared(body);
        return true;
      case RECORD.label:
      case RECORD.rString:
        this.put(body, 9, () => new BiffText(record, 6).text());
        return true;
      case RECORD.boolErr:
        this.put(body, 8, () => (body[7] === 1 ? errorCell(body[6]!) : body[6] !== 0));
        return true;
      case RECORD.formula:
      case RECORD.formula3:
      case RECORD.formula4:
        this.formula(body);
        return true;
      default:
        if (CELLS_OF_EXCEL_2.has(type)) throw ofExcel2();
        return false;
    }
  }

  private put(body: Buffer, least: number, value: () => Cell): void {
    if (body.length < least) throw brokenBiff8();
    this.giveUp();
    this.book.budget.spend(1);
    this.shown.put(placeOf(body), value());
  }

  private shared(body: Buffer): void {
    if (body.length < 10) throw brokenBiff8();
    this.giveUp();
    this.book.budget.spend(1);
    const { texts, rich, isStruckFont } = this.book;
    const index = body.readUInt32LE(6);
    const text = texts[index];
    if (text === undefined) throw brokenBiff8();
    const fonts = rich.get(index);
    this.shown.put(placeOf(body), text, fonts && ((isStruck) => leftOf(fonts, isStruck, isStruckFont)));
  }

  /** A row of small numbers in one record. */
  private numbers(body: Buffer): void {
    const count = Math.floor((body.length - 6) / 6);
    if (count < 1) throw brokenBiff8();
    this.giveUp();
    this.book.budget.spend(count);
    const [row, column] = [body.readUInt16LE(0), body.readUInt16LE(2)];
    for (let index = 0; index < count; index++) {
      const style = body.readUInt16LE(4 + 6 * index);
      this.shown.put([row, column + index, style], rkNumber(body, 6 + 6 * index));
    }
  }

  /**
   * [MS-XLS] 2.4.127, 2.5.133: a result that is no number is marked by 0xFFFF behind it; that of a text follows in a
   * record of its own.
   */
  private formula(body: Buffer): void {
    this.put(body, 16, () => {
      if (body.readUInt16LE(12) !== 0xffff) return doubleCell(body, 6);
      if (body[6] === 1) return body[8] !== 0;
      return body[6] === 2 ? errorCell(body[8]!) : null;
    });
    const place = placeOf(body);
    if (body.readUInt16LE(12) === 0xffff) {
      if (body[6] === 0) this.waiting = place;
    } else if ((body.readUInt16LE(14) & CALCULATE_ON_OPEN) !== 0) this.marked(body, place);
  }

  private marked(body: Buffer, place: CellPlace): void {
    const result = body.readDoubleLE(6);
    if (body.length >= 20 && body.readUInt32LE(16) === JEXCELAPI) {
      if (result === 0 || result === 4) this.shown.put(place, UNSOLVED);
    } else if (result === 0) this.placeholders.push(place);
    else this.hasCalculated = true;
  }

  private result(record: BiffRecord): void {
    if (this.waiting === undefined) return;
    const place = this.waiting;
    this.waiting = undefined;
    this.shown.put(place, new BiffText(record).text());
  }

  /** The formula before has waited for a text that did not come. */
  private giveUp(): void {
    if (this.waiting !== undefined) this.shown.put(this.waiting, UNSOLVED);
    this.waiting = undefined;
  }

  private look({ type, body }: BiffRecord): void {
    if (type === RECORD.row && body.length >= 16) {
      if ((body[12]! & 0x20) !== 0) this.layout.hiddenRows.add(body.readUInt16LE(0));
    } else if (type === RECORD.colInfo && body.length >= 10) {
      if ((body[8]! & 1) === 1) this.layout.hideColumns(body.readUInt16LE(0), body.readUInt16LE(2));
    } else if (type === RECORD.mergeCells) {
      for (let at = 2; at + 8 <= body.length; at += 8) {
        const [top, bottom] = [body.readUInt16LE(at), body.readUInt16LE(at + 2)];
        const [left, right] = [body.readUInt16LE(at + 4), body.readUInt16LE(at + 6)];
        this.layout.merge({ top, bottom, left, right });
      }
    }
  }
}

/** The first words of a cell's record. */
const placeOf = (body: Buffer): CellPlace => [body.readUInt16LE(0), body.readUInt16LE(2), body.readUInt16LE(4)];

const UNSOLVED: Cell = { broken: 'formula' };
/**
 * Set in formulas by programs other than Excel, which keeps the bit reserved from 97 on: by those that do not
 * calculate, and by OpenOffice and LibreOffice up to 4, which do.
 */
const CALCULATE_ON_OPEN = 2;
/** What JExcelAPI, which never calculates, leaves behind the flags of every formula that it writes. */
const JEXCELAPI = 0xfce0_0000;

function ofExcel2(): Error {
  return damaged('.xls 中有 Excel 2.0 的单元格记录', 'the .xls has records of cells of Excel 2.0');
}
