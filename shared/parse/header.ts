import type { TableDefinition } from '../schema/tables.ts';
import { TABLES } from '../schema/tables.ts';
import type { Column } from '../schema/column.ts';
import type { Cell, Merge, Sheet } from '../sheet/grid.ts';
import { firstRowsOf } from '../sheet/text-cells.ts';
import type { Period } from '../time/period.ts';
import { foldHeader, foldText } from './folding.ts';
import { isNote, titleOfPeriod } from './titles.ts';

/** Where a table lies in its sheet and how its columns are to be read. */
export type Layout = {
  readonly table: TableDefinition;
  readonly columns: readonly PlacedColumn[];
  /** Zero-based row after the last header row. */
  readonly firstRow: number;
  /** From the title above the header, when it names one. */
  readonly titlePeriod: Period | null;
  /** The line that names it; '' where none does. */
  readonly periodTitle: string;
  /** The lines above the header without the notes among them; one may mark the file as a full replacement (全量). */
  readonly titles: readonly string[];
  /** The whole text above the header. */
  readonly title: string;
  /** Required columns that are not there, and headers of those that are there twice. */
  readonly missing: readonly Column[];
  readonly repeated: readonly (HeaderCell & { readonly column: Column })[];
  /** Headers that lead to no column; one of them may be a missing one under another name. */
  readonly unknown: readonly HeaderCell[];
  /** A header or unit row that names 元 and 万元 at once, or neither (千元). */
  readonly ambiguousUnit: HeaderCell | null;
};

/** A sheet and the table in it. */
export type Located = { readonly sheet: Sheet; readonly layout: Layout };

/** A text at or above the header, zero-based. */
export type HeaderCell = { readonly text: string; readonly row: number; readonly index: number };

export type PlacedColumn = {
  readonly column: Column;
  readonly index: number;
  /** As the clerk's sheet writes it. */
  readonly header: string;
  /** Zero-based row of the header's own cell; a merged one begins above the last header row. */
  readonly headerRow: number;
  readonly fenPerUnit: number;
  /** The header, its group or the sheet's unit row says the unit; otherwise it is that of the column. */
  readonly statesUnit: boolean;
  readonly inverted: boolean;
};

const HEADER_SEARCH_ROWS = 15;
const HEADER_DEPTH = 3;
/** Share of the required headers that makes a row the header (domain: rule F04). */
const ENOUGH = 0.6;

/**
 * Finds the header of whichever of the four tables the sheet holds; null when no 15 first rows have 60% of one's
 * required headers.
 */
export function locateTable(sheet: Sheet): Layout | null {
  const filled = fillMerges(sheet, HEADER_SEARCH_ROWS);
  const folded = filled.map((row) =>
    row.map((cell) => (typeof cell === 'string' && cell.trim() !== '' ? foldHeader(cell) : null)),
  );
  let best = null as { table: TableDefinition; top: number; depth: number; share: number } | null;
  for (let top = 0; top < folded.length; top++) {
    for (let depth = 1; depth <= HEADER_DEPTH && top + depth <= folded.length; depth++) {
      const labels = lowestOf(folded.slice(top, top + depth));
      for (const table of TABLES) {
        const share = shareOf(table, labels);
        // Of equal matches the one of fewest rows: a title row above the header is not part of it.
        if (share >= ENOUGH && (!best || share > best.share || (share === best.share && depth < best.depth)))
          best = { table, top, depth, share };
      }
    }
    // Nothing below can match better.
    if (best?.share === 1 && best.depth === 1) break;
  }
  if (!best) return null;
  const { table, top, depth } = best;
  const groups = groupsAbove(sheet, filled, top);
  return layOut({ table, top, end: top + depth, groups, merges: sheet.merges }, filled);
}

/** In each column the lowest row that says something there. */
const lowestOf = (rows: readonly (readonly (string | null)[])[]): (string | null)[] =>
  Array.from(
    { length: Math.max(0, ...rows.map((row) => row.length)) },
    (_, index) => rows.findLast((row) => row[index])?.[index] ?? null,
  );

/** Share of a table's required columns that are among the labels. */
function shareOf(table: TableDefinition, labels: readonly (string | null)[]): number {
  const { byLabel, required } = headerIndex(table);
  const found = new Set<string>();
  for (const label of labels) {
    const column = label === null ? undefined : byLabel.get(label)?.column;
    if (column?.core) found.add(column.field);
  }
  return found.size / required;
}

/** Whether any recognised header occurs in the text; confirms a guess at its encoding. */
export function hasKnownHeader(text: string): boolean {
  const head = foldText(text.slice(0, 20_000));
  let found = 0;
  for (const table of TABLES)
    for (const column of table.columns) if (column.header.length > 2 && head.includes(foldText(column.header))) found++;
  return found > 0 || /户编号|户主|贫困|项目|填报/.test(head);
}

/** Headers in one cell that are no coincidence; a sentence may name three. */
const FEWEST_IN_CELL = 6;

/** The row, from 1, of a header of which all is in one cell, as a text that nothing separates; null where none is. */
export function unseparatedHeader({ rows }: Sheet): number | null {
  const at = rows.slice(0, HEADER_SEARCH_ROWS).findIndex((cells) =>
    cells.some((cell) => {
      if (typeof cell !== 'string' || cell.length < FEWEST_IN_CELL * 3) return false;
      const text = foldHeader(cell);
      const named = TABLES.map(
        ({ columns }) => columns.filter(({ header }) => header.length > 2 && text.includes(foldHeader(header))).length,
      );
      return Math.max(...named) >= FEWEST_IN_CELL;
    }),
  );
  return at < 0 ? null : at + 1;
}

/** `level` counts header rows from 0. */
type Label = {
  readonly index: number;
  readonly level: number;
  readonly folded: string;
  readonly text: string;
  readonly levels: string;
};

/**
 * Where the header begins when the rows of groups above `top` count: those that a merged header reaches into, and one
 * that states a unit for its group, 收入情况（万元）.
 */
function groupsAbove(sheet: Sheet, filled: readonly (readonly Cell[])[], top: number): number {
  const merged = sheet.merges.filter(({ bottom }) => bottom >= top).map((merge) => merge.top);
  const row = filled[top - 1] ?? [];
  // One text from the first column on is the title, …收入表（万元）.
  const isTitle = (row[0] ?? null) !== null && new Set(row.filter((cell) => cell !== null)).size === 1;
  const unit =
    !isTitle && row.some((cell) => typeof cell === 'string' && !UNIT.test(foldText(cell)) && headerUnit(cell) !== null);
  return Math.max(0, Math.min(top, ...merged, unit ? top - 1 : top));
}

/**
 * Where a header lies: the first row of its labels, the row after the last, and the first row of the groups above the
 * labels.
 */
type HeaderRows = {
  readonly table: TableDefinition;
  readonly top: number;
  readonly end: number;
  readonly groups: number;
  readonly merges: readonly Merge[];
};

/** The unit of a money column: what its own header says, else the row of units, else the column's own. */
function moneyUnit(
  { type }: Column,
  levels: string,
  rowUnit: ReturnType<typeof unitOf>,
): Pick<PlacedColumn, 'fenPerUnit' | 'statesUnit'> {
  if (type.kind !== 'money') return { fenPerUnit: 100, statesUnit: false };
  const ownUnit = headerUnit(levels);
  const unit = ownUnit ?? (rowUnit === 'unclear' ? null : rowUnit) ?? type.unit;
  return { fenPerUnit: unit === '万元' ? 1_000_000 : 100, statesUnit: ownUnit !== null || rowUnit !== null };
}

function layOut({ table, top, end, groups, merges }: HeaderRows, filled: readonly (readonly Cell[])[]): Layout {
  const labels = labelsOf(filled.slice(groups, end), groups, merges);
  const above = filled
    .slice(0, top)
    .map((row) => [
      ...new Set(row.flatMap((cell) => (cell === null || typeof cell === 'object' ? [] : [String(cell).trim()]))),
    ]);
  const titles = above.map((cells) => cells.filter((cell) => !isNote(cell)).join(' ')).filter((line) => line !== '');
  const unitCell = unitCellOf(filled.slice(0, groups));
  const rowUnit = unitCell ? unitOf(unitCell.text) : null;
  let ambiguousUnit = rowUnit === 'unclear' ? unitCell : null;
  const { byLabel } = headerIndex(table);
  const placed: PlacedColumn[] = [];
  const repeated: (HeaderCell & { column: Column })[] = [];
  const unknown: HeaderCell[] = [];
  for (const label of labels) {
    const match = byLabel.get(label.folded);
    const cell = { text: label.text, row: groups + label.level, index: label.index };
    if (!match) {
      unknown.push(cell);
      continue;
    }
    if (placed.some((other) => other.column === match.column)) {
      repeated.push({ ...cell, column: match.column });
      continue;
    }
    const isMoney = match.column.type.kind === 'money';
    if (isMoney && headerUnit(label.levels) === 'unclear')
      ambiguousUnit ??= { ...cell, text: unitLevel(label.levels) ?? cell.text };
    placed.push({
      column: match.column,
      index: label.index,
      header: label.text,
      headerRow: cell.row,
      ...moneyUnit(match.column, label.levels, rowUnit),
      inverted: match.inverted,
    });
  }
  const named = titleOfPeriod(titles);
  const there = new Set(placed.map((one) => one.column.field));
  const missing = table.columns.filter(
    (column) => column.core && !there.has(column.field) && !(column.type.kind === 'period' && named),
  );
  return {
    table,
    columns: placed,
    firstRow: end,
    titlePeriod: named?.period ?? null,
    periodTitle: named?.line ?? '',
    titles,
    title: above.map((cells) => cells.join(' ')).join('\n'),
    missing,
    repeated,
    unknown,
    ambiguousUnit,
  };
}

/** 单位：万元 or 金额单位：元 above the header. 填报单位：… names an office and no unit of money. */
function unitCellOf(above: readonly (readonly Cell[])[]): HeaderCell | null {
  for (const [row, cells] of above.entries())
    for (const [index, cell] of cells.entries()) {
      // The unit may stand in a cell of its own after the words 金额单位：.
      const next = cells[index + 1];
      if (typeof cell !== 'string') continue;
      const text = foldText(/单位\s*[:：]?\s*$/.test(cell) && typeof next === 'string' ? `${cell} ${next}` : cell);
      const stated = UNIT.exec(text) ?? BRACKETED_UNIT.exec(text);
      if (stated) return { text: stated[0], row, index };
    }
  return null;
}

const UNIT = /(?<!填报|填表|制表|编制|报送)单位\s*:?\s*\S*元.*/;

/** …收入表（万元）, at the end of a title. */
const BRACKETED_UNIT = /\([十百千万亿]*元\)$/;

/** Whether a merged group of a row ends in the column before. */
const endsBefore = (index: number, row: number, merges: readonly Merge[]): boolean =>
  merges.some(({ top, bottom, left, right }) => right > left && right === index - 1 && top <= row && bottom >= row);

/**
 * One label a column: the lowest header row that says something there; above it the group that it belongs to.
 * @param first row of the sheet that is the first of these
 */
function labelsOf(rows: readonly (readonly Cell[])[], first: number, merges: readonly Merge[]): Label[] {
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
      else if (typeof cell !== 'string' && (level === rows.length - 1 || endsBefore(index, first + level, merges)))
        groups[level] = '';
      if (typeof cell === 'string' && cell.trim() !== '') text = cell;
      levels.push(groups[level] ?? '');
    });
    if (text !== '')
      labels.push({
        index,
        level: rows.findIndex((row) => row[index] === text),
        folded: foldHeader(text),
        text: text.replace(/\s/g, ''),
        levels: levels.includes(text) && levels.at(-1) === '' ? text : levels.join('\n'),
      });
  }
  return labels;
}

type Unit = '元' | '万元' | 'unclear' | null;

/**
 * 元 when a text names only 元, `unclear` when it leaves the choice open, or names what amounts are never read in (千元).
 */
function unitOf(text: string): Unit {
  const kinds = new Set(foldText(text).match(/[十百千万亿]*元/g));
  const [unit] = kinds;
  if (unit === undefined) return null;
  return kinds.size === 1 && (unit === '元' || unit === '万元') ? unit : 'unclear';
}

/** Only what stands in brackets or after 单位 is a unit: 金额(万元), 家庭收入（单位：元）. */
const STATED_UNIT = /\(([^()]*元[^()]*)\)|单位:?(\S*元\S*)|[,，]([十百千万亿]*元)$/;

/** The lowest level of a header that states a unit. */
const unitLevel = (levels: string): string | undefined =>
  levels.split('\n').findLast((level) => STATED_UNIT.test(foldText(level)));

function headerUnit(levels: string): Unit {
  const stated = STATED_UNIT.exec(foldText(unitLevel(levels) ?? ''));
  return stated ? unitOf(stated[0]) : null;
}

type HeaderIndex = {
  readonly byLabel: ReadonlyMap<string, { readonly column: Column; readonly inverted: boolean }>;
  /** How many columns the table must have. */
  readonly required: number;
};
const indexes = new WeakMap<TableDefinition, HeaderIndex>();

function headerIndex(table: TableDefinition): HeaderIndex {
  let index = indexes.get(table);
  if (!index) {
    const byLabel = new Map<string, { column: Column; inverted: boolean }>();
    for (const column of table.columns) {
      const names = [column.header, column.header.replace(/^其中：/, ''), column.field, ...column.aliases];
      for (const name of names)
        if (!byLabel.has(foldHeader(name))) byLabel.set(foldHeader(name), { column, inverted: false });
      for (const name of column.inverse ?? []) byLabel.set(foldHeader(name), { column, inverted: true });
    }
    index = { byLabel, required: table.columns.filter((column) => column.core).length };
    indexes.set(table, index);
  }
  return index;
}

/** The first rows with every merged cell holding its rectangle's text. */
function fillMerges(sheet: Sheet, count: number): Cell[][] {
  const rows = firstRowsOf(sheet, count).map((row) => [...row]);
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
