/**
 * One table of a web page, put together while its tags go by.
 */
import { GridRows, type TextBudget } from './grid-rows.ts';
import type { Merge, ReadLimits, Sheet } from './grid.ts';
import { htmlText } from './html-text.ts';
import { withinUsedArea } from './used-area.ts';

const SPANS = /\b(row|col)span\s*=\s*["']?\s*([0-9]{1,7})/gi;
const NOT_SHOWN = /display\s*:\s*none/i;
const MOST_ROW_SPAN = 65_534;
const MOST_MERGES = 65_536;
/** A cell around another table is layout when it holds more than this, tags and all. */
const MOST_AROUND_TABLE = 30_000;
/** A cell's tags and entities may be longer than its text, but not without end. */
const LONGEST_MARKUP = 5_000_000;

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
  private cell: { readonly contentStart: number; readonly width: number; isAroundTable: boolean } | undefined;

  constructor(limits: ReadLimits, characters: TextBudget, start: number, tag: string) {
    this.limits = limits;
    this.start = start;
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
  }

  open(tag: string, contentStart: number): void {
    if (this.row < 0) this.nextRow();
    while ((this.freeFrom[this.column] ?? 0) > this.row) this.column++;
    let height = 1;
    let width = 1;
    for (const [, kind, count] of tag.matchAll(SPANS)) {
      if (kind?.toLowerCase() === 'row') height = Math.min(MOST_ROW_SPAN, Math.max(1, Number(count)));
      else width = Math.min(this.limits.columns, Math.max(1, Number(count)));
    }
    this.cell = { contentStart, width, isAroundTable: false };
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
    const { contentStart, width, isAroundTable } = this.cell;
    const length = contentEnd - contentStart;
    if (!isAroundTable || length <= MOST_AROUND_TABLE) {
      if (length > LONGEST_MARKUP) this.grid.checkLength(this.row, this.column, length);
      this.grid.put(this.row, this.column, htmlText(text.slice(contentStart, contentEnd)));
    }
    this.column += width;
    this.cell = undefined;
  }

  sheet(): Sheet {
    const { rows, width } = this.grid;
    return {
      name: '',
      hidden: !this.isShown,
      date1904: false,
      rows,
      merges: withinUsedArea(this.merges, rows.length, width),
      hiddenRows: new Set([...this.hiddenRows].filter((row) => row < rows.length)),
      hiddenColumns: new Set(),
    };
  }
}
