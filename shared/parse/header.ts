import type { TableDefinition } from '../schema/tables.ts';
import { TABLES } from '../schema/tables.ts';
import type { Column } from '../schema/column.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { findPeriod, type Period } from '../time/period.ts';
import { foldHeader, foldWidth } from './text.ts';

/** Where a table lies in its sheet and how its columns are to be read. */
export type Layout = {
  readonly table: TableDefinition;
  readonly columns: readonly PlacedColumn[];
  /** Zero-based row after the last header row. */
  readonly firstRow: number;
  /** From the title above the header, when it names one. */
  readonly titlePeriod: Period | null;
  /** The whole text above the header; it may mark the file as a full replacement (全量). */
  readonly title: string;
  /** Headers of required columns that are not there, and those that are there twice. */
  readonly missing: readonly string[];
  readonly repeated: readonly string[];
  /** A header or unit row names 元 and 万元 at once; its text. */
  readonly ambiguousUnit: string | null;
};

export type PlacedColumn = {
  readonly column: Column;
  readonly index: number;
  /** As the clerk's sheet writes it. */
  readonly header: string;
  readonly fenPerUnit: number;
  readonly inverted: boolean;
};

const HEADER_SEARCH_ROWS = 15;
const HEADER_DEPTH = 3;
/** Share of the required headers that makes a row the header (domain: rule F04). */
const ENOUGH = 0.6;

/** Finds the header of whichever of the four tables the sheet holds; null when no 15 first rows have 60% of one's required headers. */
export function locateTable(sheet: Sheet): Layout | null {
  const filled = fillMerges(sheet, HEADER_SEARCH_ROWS + HEADER_DEPTH);
  let best: { table: TableDefinition; top: number; depth: number; share: number; labels: Label[] } | null = null;
  for (let top = 0; top < Math.min(HEADER_SEARCH_ROWS, filled.length); top++) {
    for (let depth = 1; depth <= HEADER_DEPTH && top + depth <= filled.length; depth++) {
      const labels = labelsOf(filled.slice(top, top + depth));
      for (const table of TABLES) {
        const required = table.columns.filter((column) => column.core);
        const index = headerIndex(table);
        const found = new Set(labels.map((label) => index.get(label.folded)?.column.field));
        const share = required.filter((column) => found.has(column.field)).length / required.length;
        // Of equal matches the one of fewest rows: a title row above the header is not part of it.
        if (share >= ENOUGH && (!best || share > best.share || (share === best.share && depth < best.depth)))
          best = { table, top, depth, share, labels };
      }
    }
  }
  return best ? layOut(best.table, best.top, best.depth, best.labels, filled) : null;
}

/** Whether any recognised header occurs in the text; confirms a guess at its encoding. */
export function hasKnownHeader(text: string): boolean {
  const head = foldWidth(text.slice(0, 20_000));
  let found = 0;
  for (const table of TABLES)
    for (const column of table.columns) if (column.header.length > 2 && head.includes(foldWidth(column.header))) found++;
  return found > 0 || /户编号|户主|贫困|项目|填报/.test(head);
}

type Label = { readonly index: number; readonly folded: string; readonly text: string; readonly levels: string };

function layOut(
  table: TableDefinition,
  top: number,
  depth: number,
  labels: readonly Label[],
  filled: readonly (readonly Cell[])[],
): Layout {
  const above = filled.slice(0, top).map((row) => [...new Set(row.filter((cell) => cell !== null).map(String))].join(' '));
  const title = above.join('\n');
  const unitRow = above.find((line) => /单位\s*[:：]|金额单位/.test(line) && /元/.test(line));
  const rowUnit = unitRow === undefined ? null : unitOf(unitRow.slice(unitRow.search(/单位\s*[:：]\s*[^填\s]*元|金额单位/)));
  let ambiguousUnit = rowUnit === 'both' ? (unitRow ?? null) : null;
  const index = headerIndex(table);
  const placed: PlacedColumn[] = [];
  const repeated: string[] = [];
  for (const label of labels) {
    const match = index.get(label.folded);
    if (!match) continue;
    if (placed.some((other) => other.column === match.column)) {
      repeated.push(label.text);
      continue;
    }
    let fenPerUnit = 100;
    if (match.column.type.kind === 'money') {
      const ownUnit = headerUnit(label.levels);
      if (ownUnit === 'both') ambiguousUnit ??= label.text;
      const unit = ownUnit ?? (rowUnit === 'both' ? null : rowUnit) ?? match.column.type.unit;
      fenPerUnit = unit === '万元' ? 1_000_000 : 100;
    }
    placed.push({ column: match.column, index: label.index, header: label.text, fenPerUnit, inverted: match.inverted });
  }
  const titlePeriod = findPeriod(foldWidth(title));
  const there = new Set(placed.map((one) => one.column.field));
  const missing = table.columns
    .filter((column) => column.core && !there.has(column.field) && !(column.type.kind === 'period' && titlePeriod))
    .map((column) => column.header);
  return { table, columns: placed, firstRow: top + depth, titlePeriod, title, missing, repeated, ambiguousUnit };
}

/** One label a column: the lowest header row that says something there; above it the group that it belongs to. */
function labelsOf(rows: readonly (readonly Cell[])[]): Label[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const labels: Label[] = [];
  const groups: string[] = rows.map(() => '');
  for (let index = 0; index < width; index++) {
    let text = '';
    const levels: string[] = [];
    rows.forEach((row, level) => {
      const cell = row[index];
      // In a CSV a merged group keeps only its first cell: the group runs on until the next one begins.
      if (typeof cell === 'string' && cell.trim() !== '') groups[level] = cell;
      else if (typeof cell !== 'string') groups[level] = level < rows.length - 1 ? (groups[level] ?? '') : '';
      if (typeof cell === 'string' && cell.trim() !== '') text = cell;
      levels.push(groups[level] ?? '');
    });
    if (text !== '')
      labels.push({
        index,
        folded: foldHeader(text),
        text: text.replace(/\s+/g, ''),
        levels: levels.includes(text) && levels.at(-1) === '' ? text : levels.join('\n'),
      });
  }
  return labels;
}

type Unit = '元' | '万元' | 'both' | null;

/** 元 when a text names only 元, `both` when it leaves the choice open. */
function unitOf(text: string): Unit {
  const tokens = foldWidth(text).match(/万元|元/g) ?? [];
  const kinds = new Set(tokens);
  if (kinds.size > 1) return 'both';
  return kinds.has('万元') ? '万元' : kinds.has('元') ? '元' : null;
}

/** Only what stands in brackets or after 单位 is a unit: 金额(万元), 家庭收入（单位：元）. The lowest level decides. */
function headerUnit(levels: string): Unit {
  for (const level of levels.split('\n').toReversed()) {
    const stated = foldWidth(level).match(/\(([^()]*元[^()]*)\)|单位:?(\S*元\S*)|[,，](万?元)$/);
    if (stated) return unitOf(stated[0]);
  }
  return null;
}

type HeaderIndex = ReadonlyMap<string, { readonly column: Column; readonly inverted: boolean }>;
const indexes = new WeakMap<TableDefinition, HeaderIndex>();

function headerIndex(table: TableDefinition): HeaderIndex {
  let index = indexes.get(table);
  if (!index) {
    const made = new Map<string, { column: Column; inverted: boolean }>();
    for (const column of table.columns) {
      const names = [column.header, column.header.replace(/^其中：/, ''), column.field, ...column.aliases];
      for (const name of names) if (!made.has(foldHeader(name))) made.set(foldHeader(name), { column, inverted: false });
      for (const name of column.inverse ?? []) made.set(foldHeader(name), { column, inverted: true });
    }
    index = made;
    indexes.set(table, index);
  }
  return index;
}

/** The first rows with every merged cell holding its rectangle's text. */
function fillMerges(sheet: Sheet, count: number): Cell[][] {
  const rows = sheet.rows.slice(0, count).map((row) => [...row]);
  for (const { top, left, bottom, right } of sheet.merges) {
    const value = rows[top]?.[left] ?? null;
    if (value === null) continue;
    for (let row = top; row <= Math.min(bottom, rows.length - 1); row++) {
      const cells = rows[row];
      if (!cells) continue;
      while (cells.length < left) cells.push(null);
      for (let column = left; column <= right; column++) cells[column] ??= value;
    }
  }
  return rows;
}
