/**
 * Which sheets of a workbook are read. Clerks keep one sheet for each village, last quarter's beside this one's, a copy
 * for themselves: all that belongs to the report is read together, and whatever is passed over is told (rules F06,
 * F18).
 */
import { foldWidth } from '../parse/folding.ts';
import { locateTable, type Located } from '../parse/header.ts';
import { readCell, Unreadable } from '../parse/values.ts';
import type { FileContext, SheetFacts } from '../rules/facts.ts';
import type { Finding } from '../rules/finding.ts';
import type { Cell, Sheet, Workbook } from '../sheet/grid.ts';
import { cellReader, firstRowsOf, heightOf, rowOf } from '../sheet/text-cells.ts';
import { findPeriod, type Period } from '../time/period.ts';
import type { ReadFile } from './read-file.ts';
import { sheetFindings } from './findings.ts';
import { leftOutValues } from './left-out-values.ts';
import type { Misplaced } from './misplaced-corrections.ts';
import { wordAgainstReading } from './sheet-names.ts';
import { bodyOf } from './table-body.ts';
import { FAILING_SHEET } from './our-marks.ts';

type NamedFacts = Extract<SheetFacts, { readonly name: string }>;

/** A workbook, where its tables lie, and what is to be told of the sheets. */
export type LocatedTables = {
  readonly read: ReadFile;
  readonly findings: readonly Finding[];
  readonly facts: readonly SheetFacts[];
};

/**
 * Stage 2: the sheets to read, in their order; several may hold the same table.
 * @param corrections in sheets that are not read (rule F17)
 */
export function locateTables(
  workbook: Workbook,
  corrections: readonly Misplaced[],
  context: FileContext,
): LocatedTables {
  const { found, unread } = tablesIn(workbook.sheets);
  const { kept: meant, left: unmeant } = withoutUnmeant(found);
  const { kept: ofPeriod, left: others } = withoutOtherPeriods(meant, context.period);
  const { kept: located, left: copies } = withoutCopies(ofPeriod);
  const facts: NamedFacts[] = [
    ...unread,
    ...unmeant,
    ...others,
    ...copies,
    ...located.flatMap(hiddenParts),
    ...located.flatMap(leftOutValues),
    ...corrections.map(({ sheet, rows }) => ({
      what: 'misplaced corrections' as const,
      name: sheet,
      list: FAILING_SHEET,
      rows,
    })),
  ];
  const findings = facts.flatMap((sheet) => sheetFindings(sheet, sheet.name, context));
  return { read: { workbook, located }, findings, facts };
}

/**
 * The sheets that hold a table, and those that seem to hold one and are not read. A hidden sheet is not read, unless no
 * other sheet holds a table.
 */
function tablesIn(sheets: readonly Sheet[]): { found: Located[]; unread: NamedFacts[] } {
  const found: Located[] = [];
  const hidden: Located[] = [];
  const unread: NamedFacts[] = [];
  for (const sheet of sheets) {
    if (heightOf(sheet) === 0) continue;
    const { name } = sheet;
    const layout = locateTable(sheet);
    if (layout && !sheet.hidden) found.push({ sheet, layout });
    else if (layout) hidden.push({ sheet, layout });
    else if (!sheet.hidden && wordAgainstReading(name) === null) {
      // The last sheet of each table: a workbook may have a hundred villages.
      const last = new Map(found.map((one) => [one.layout.table, one]));
      const former = [...last.values()].find((one) => continues(sheet, one));
      if (former) unread.push({ what: 'no header', name, former: former.sheet.name });
    }
  }
  const isOnlyHidden = found.length === 0;
  for (const { sheet } of hidden)
    unread.push({ what: isOnlyHidden ? 'only hidden sheet' : 'hidden sheet', name: sheet.name });
  return { found: isOnlyHidden ? hidden : found, unread };
}

/**
 * Examples, struck-off households and copies that are kept aside, by the words in their names. A sheet without data is
 * not told.
 */
function withoutUnmeant(found: readonly Located[]): Sorted {
  const words = new Map(found.map((one) => [one, wordAgainstReading(one.sheet.name)]));
  const kept: Located[] = [];
  const left: NamedFacts[] = [];
  for (const one of found) {
    const { name } = one.sheet;
    const word = words.get(one) ?? null;
    const isRead = !found.some((other) => other.layout.table === one.layout.table && words.get(other) === null);
    if (word === null || isRead) kept.push(one);
    if (word !== null && bodyOf(one.sheet, one.layout).data.length > 0)
      left.push({ what: 'unmeant sheet', name, word, isRead });
  }
  return { kept, left };
}

/** Some sheets are kept, the others left, with the reason. */
type Sorted = { readonly kept: readonly Located[]; readonly left: readonly NamedFacts[] };

/** Last quarter's sheet may stay beside this one's. Alone it is read, and refused by rule F07. */
function withoutOtherPeriods(found: readonly Located[], period: Period): Sorted {
  const periods = new Map(found.map((one) => [one, periodOf(one)]));
  const kept: Located[] = [];
  const left: NamedFacts[] = [];
  for (const one of found) {
    const stated = periods.get(one) ?? null;
    const isBeside = found.some((other) => other.layout.table === one.layout.table && periods.get(other) === period);
    if (stated === null || stated === period || !isBeside) kept.push(one);
    else left.push({ what: 'other quarter', name: one.sheet.name, period: stated });
  }
  return { kept, left };
}

/**
 * A copy kept aside, or villages beside the sheet of the whole township: households are read once, from the larger or
 * the first.
 */
function withoutCopies(found: readonly Located[]): Sorted {
  if (new Set(found.map(({ layout }) => layout.table)).size === found.length) return { kept: found, left: [] };
  const contents = found.map(rowsOf);
  const kept: Located[] = [];
  const left: NamedFacts[] = [];
  for (const [at, one] of found.entries()) {
    const own = contents[at] ?? new Set();
    const original = found.find((other, index) => {
      const theirs = contents[index] ?? new Set();
      // Of equal ones the first; an earlier one that holds all of its rows has as many.
      const isFuller = theirs.size > own.size || index < at;
      return (
        isFuller && other.layout.table === one.layout.table && own.size > 0 && [...own].every((row) => theirs.has(row))
      );
    });
    if (original) left.push({ what: 'copy', name: one.sheet.name, original: original.sheet.name });
    else kept.push(one);
  }
  return { kept, left };
}

/** What of a table the clerk does not see. */
function hiddenParts({ sheet, layout }: Located): NamedFacts[] {
  const { name } = sheet;
  const rows = [...sheet.hiddenRows].filter((row) => row >= layout.firstRow && rowOf(sheet, row).length > 0);
  const headers = layout.columns.filter((placed) => sheet.hiddenColumns.has(placed.index)).map(({ header }) => header);
  return [
    ...(rows.length > 0 ? [{ what: 'hidden rows' as const, name, rows: rows.length }] : []),
    ...(headers.length > 0 ? [{ what: 'hidden columns' as const, name, headers }] : []),
  ];
}

/** The quarter that a sheet states: all rows that state any agree on it, or its title names it; null when neither. */
export function periodOf({ sheet, layout }: Located): Period | null {
  const index = layout.columns.find(({ column }) => column.type.kind === 'period')?.index;
  if (index === undefined) return layout.titlePeriod;
  let stated: Period | null = null;
  let before: Cell = null;
  const height = heightOf(sheet);
  const cellIn = cellReader(sheet);
  for (let row = layout.firstRow; row < height; row++) {
    const cell = cellIn(row, index);
    if (cell === before) continue;
    before = cell;
    const period = cell === null || typeof cell === 'object' ? null : findPeriod(foldWidth(String(cell)));
    if (period === null) continue;
    if (stated !== null && stated !== period) return null;
    stated = period;
  }
  return stated ?? layout.titlePeriod;
}

/** The rows of a table as texts that are equal when the rows are, whatever the order of their columns. */
function rowsOf({ sheet: { rows }, layout }: Located): ReadonlySet<string> {
  const columns = layout.columns.toSorted((a, b) => (a.column.field < b.column.field ? -1 : 1));
  return new Set(
    rows.slice(layout.firstRow).flatMap((cells) => {
      const values = columns.flatMap(({ column, index }): [string, Cell][] => {
        const cell = cells[index] ?? null;
        return cell === null ? [] : [[column.field, cell]];
      });
      return values.length === 0 ? [] : [JSON.stringify(values)];
    }),
  );
}

/**
 * Rows of a sheet without a header that are looked at, and the share of required cells that makes one a row of the
 * table before.
 */
const TRIED_ROWS = 50;
const ENOUGH = 0.8;

/**
 * Whether a sheet without a header continues the table of another sheet: one of its rows can be read as a row of that
 * table.
 */
function continues(sheet: Sheet, { layout }: Located): boolean {
  const required = layout.columns.filter(({ column }) => column.required);
  return firstRowsOf(sheet, TRIED_ROWS).some((cells) => {
    const readable = required.filter(({ column, index, fenPerUnit, inverted }) => {
      const value = readCell(column, cells[index] ?? null, { fenPerUnit, inverted, date1904: sheet.date1904 });
      return value !== null && !(value instanceof Unreadable);
    });
    return required.length > 0 && readable.length >= required.length * ENOUGH;
  });
}
