/**
 * The table of a web page: business systems export pages named .xls. Tolerant of unclosed tags; a page is scanned once, forwards.
 */
import { GridRows } from './grid-rows.ts';
import type { Merge, ReadLimits, Sheet } from './grid.ts';
import { MARKUP, markupEnd } from './html-markup.ts';
import { htmlText } from './html-text.ts';
import { otherKind } from './refusal.ts';
import { withinUsedArea } from './used-area.ts';

const SPANS = /\b(row|col)span\s*=\s*["']?\s*([0-9]{1,7})/gi;
const CELL_ENDS: ReadonlySet<string> = new Set(['tr', '/tr', 'td', '/td', 'th', '/th', '/table']);
const MOST_ROW_SPAN = 65_534;
const MOST_MERGES = 65_536;

/**
 * Reads the first table that has two rows and two columns, or else the first one with anything in it: pages put titles and layout into
 * tables too. Cells are text as shown, so that long IDs stay whole; tables inside a cell are part of its text.
 * @throws Refused F01 when there is no table, F11 beyond the limits.
 */
export function readHtml(text: string, limits: ReadLimits): Sheet {
  const reader = new HtmlReader(text, limits);
  let small: Sheet | undefined;
  for (let sheet = reader.nextTable(); sheet !== undefined; sheet = reader.nextTable()) {
    if (sheet.rows.length >= 2 && sheet.rows.some((row) => row.length >= 2)) return sheet;
    if (sheet.rows.length > 0) small ??= sheet;
  }
  if (small !== undefined) return small;
  throw otherKind('没有表格的网页', 'a web page without a table');
}

class HtmlReader {
  private readonly text: string;
  private readonly limits: ReadLimits;
  private readonly tag = new RegExp(MARKUP);
  /** Bounds of the current tag, and its name in lower case with the slash of a close tag. */
  private start = 0;
  private end = 0;
  private name = '';

  constructor(text: string, limits: ReadLimits) {
    this.text = text;
    this.limits = limits;
  }

  nextTable(): Sheet | undefined {
    while (this.next()) if (this.name === 'table') return this.readTable();
    return undefined;
  }

  private readTable(): Sheet {
    const table = new HtmlTable(this.limits);
    let depth = 1;
    while (depth > 0 && this.next()) {
      if (this.name === 'table') depth++;
      else if (this.name === '/table') depth--;
      if (depth !== 1) continue;
      if (CELL_ENDS.has(this.name)) table.close(this.text, this.start);
      if (this.name === 'tr') table.nextRow();
      else if (this.name === 'td' || this.name === 'th') table.open(this.text.slice(this.start, this.end), this.end);
    }
    table.close(this.text, depth === 0 ? this.start : this.text.length);
    return table.sheet();
  }

  private next(): boolean {
    const { text, tag } = this;
    tag.lastIndex = this.end;
    const match = tag.exec(text);
    if (match === null) return false;
    this.start = match.index;
    this.name = match[1]!.toLowerCase();
    this.end = markupEnd(text, this.name, match.index);
    return true;
  }
}

/** Puts cells in their places: one that spans rows pushes the cells of the rows below to the right. */
class HtmlTable {
  private readonly limits: ReadLimits;
  private readonly grid: GridRows;
  private readonly merges: Merge[] = [];
  /** By column: the row from which it is free. */
  private readonly freeFrom: number[] = [];
  private row = -1;
  private column = 0;
  private cell: { readonly contentStart: number; readonly width: number } | undefined;

  constructor(limits: ReadLimits) {
    this.limits = limits;
    this.grid = new GridRows(limits, '');
  }

  nextRow(): void {
    this.row++;
    this.column = 0;
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
    this.cell = { contentStart, width };
    if (height === 1 && width === 1) return;
    const { row, column } = this;
    if (this.merges.length < MOST_MERGES)
      this.merges.push({ top: row, left: column, bottom: row + height - 1, right: column + width - 1 });
    const last = Math.min(column + width, this.limits.columns);
    for (let at = column; at < last; at++) this.freeFrom[at] = row + height;
  }

  close(text: string, contentEnd: number): void {
    if (this.cell === undefined) return;
    this.grid.put(this.row, this.column, htmlText(text.slice(this.cell.contentStart, contentEnd)));
    this.column += this.cell.width;
    this.cell = undefined;
  }

  sheet(): Sheet {
    const { rows, width } = this.grid;
    const merges = withinUsedArea(this.merges, rows.length, width);
    return { name: '', hidden: false, date1904: false, rows, merges, hiddenRows: new Set(), hiddenColumns: new Set() };
  }
}
