/**
 * One table of a web page, put together while its tags go by.
 */
import { GridRows, type TextBudget } from './grid-rows.ts';
import type { Merge, ReadLimits, Sheet } from './grid.ts';
import type { Strikes } from './html-strikes.ts';
import { htmlText } from './html-text.ts';
import { UnseenList } from './unseen-cells.ts';
import { withinUsedArea } from './used-area.ts';

const SPANS = /\b(row|col)span\s*=\s*["']?\s*([0-9]{1,7})/gi;
const NOT_SHOWN = /display\s*:\s*none/i;
const MOST_ROW_SPAN = 65_534;
const MOST_MERGES = 65_536;
/** A cell around another table is layout when it holds more than this, tags and all. */
const MOST_AROUND_TABLE = 30_000;
/** A cell's tags and entities may be longer than its text, but not without end. */
const LONGEST_MARKUP = 5_000_000;

/** What the tables of a page share. */
export type PageSettings = {
  readonly limits: ReadLimits;
  /** Of all tables of the page. */
  readonly characters: TextBudget;
  readonly strikes: Strikes | undefined;
};

type OpenCell = {
  readonly contentStart: number;
  readonly width: number;
  readonly isStruck: boolean;
  isAroundTable: boolean;
};

/** Puts cells in their places: one that spans rows pushes the cells of the rows below to the right. */
export class HtmlTable {
  /** Where its tag begins in the page. */
  readonly start: number;
  private readonly limits: ReadLimits;
  private readonly isShown: boolean;
  private readonly grid: GridRows;
  private readonly merges: Merge[] = [];
  private readonly hiddenRows = new Set<number>();
  /** By column: the row from which it is free. */
  private readonly freeFrom: number[] = [];
  private row = -1;
  private column = 0;
  private cell: OpenCell | undefined;
  private readonly strikes: Strikes | undefined;
  /** Whether the row is struck through as a whole. */
  private isRowStruck = false;
  private readonly struck = new UnseenList();
  private readonly partlyStruck = new UnseenList();

  constructor({ limits, characters, strikes }: PageSettings, start: number, tag: string) {
    this.limits = limits;
    this.start = start;
    this.strikes = strikes;
    this.isShown = !NOT_SHOWN.test(tag);
    this.grid = new GridRows(limits, '', characters);
  }

  get hasContent(): boolean {
    return this.grid.rows.length > 0;
  }

  /** Whether it has two rows and two columns. */
  get isTable(): boolean {
    return this.grid.rows.length >= 2 && this.grid.width >= 2;
  }

  nextRow(tag = ''): void {
    this.row++;
    this.column = 0;
    if (NOT_SHOWN.test(tag)) this.hiddenRows.add(this.row);
    this.isRowStruck = this.strikes?.isStruck('tr', tag, false) === true;
  }

  /** @param name td or th */
  open(name: string, tag: string, contentStart: number): void {
    if (this.row < 0) this.nextRow();
    while ((this.freeFrom[this.column] ?? 0) > this.row) this.column++;
    let height = 1;
    let width = 1;
    for (const [, kind, count] of tag.matchAll(SPANS)) {
      if (kind?.toLowerCase() === 'row') height = Math.min(MOST_ROW_SPAN, Math.max(1, Number(count)));
      else width = Math.min(this.limits.columns, Math.max(1, Number(count)));
    }
    const isStruck = this.strikes?.isStruck(name, tag, this.isRowStruck) === true;
    this.cell = { contentStart, width, isStruck, isAroundTable: false };
    if (height === 1 && width === 1) return;
    const { row, column } = this;
    if (this.merges.length < MOST_MERGES)
      this.merges.push({ top: row, left: column, bottom: row + height - 1, right: column + width - 1 });
    if (height === 1) return;
    const last = Math.min(column + width, this.limits.columns);
    for (let at = column; at < last; at++) this.freeFrom[at] = row + height;
  }

  /** Another table begins inside the open cell. */
  nest(): void {
    if (this.cell !== undefined) this.cell.isAroundTable = true;
  }

  close(text: string, contentEnd: number): void {
    if (this.cell === undefined) return;
    const { contentStart, width, isStruck, isAroundTable } = this.cell;
    const length = contentEnd - contentStart;
    if (!isAroundTable || length <= MOST_AROUND_TABLE) {
      if (length > LONGEST_MARKUP) this.grid.checkLength(this.row, this.column, length);
      this.put(text.slice(contentStart, contentEnd), isStruck);
    }
    this.column += width;
    this.cell = undefined;
  }

  private put(html: string, isStruck: boolean): void {
    const { grid, row, column, strikes } = this;
    const whole = htmlText(html);
    const cell = strikes === undefined ? whole : htmlText(strikes.left(html, isStruck));
    if (whole !== null && cell !== whole) {
      grid.count(row, column, whole.length);
      (cell === null ? this.struck : this.partlyStruck).add(row, column, whole);
    }
    grid.put(row, column, cell);
  }

  sheet(): Sheet {
    const { rows, width } = this.grid;
    const [struck, partlyStruck] = [this.struck.all(), this.partlyStruck.all()];
    return {
      name: '',
      hidden: !this.isShown,
      date1904: false,
      rows,
      merges: withinUsedArea(this.merges, rows.length, width),
      hiddenRows: new Set([...this.hiddenRows].filter((row) => row < rows.length)),
      hiddenColumns: new Set(),
      ...(struck && { struck }),
      ...(partlyStruck && { partlyStruck }),
    };
  }
}
