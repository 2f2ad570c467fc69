/**
 * Which sheets of a workbook are read. Clerks keep one sheet for each village, last quarter's beside this one's, a copy for themselves: all that
 * belongs to the report is read together, and whatever is passed over is told (rules F06, F18).
 */
import { locateTable, type Layout } from '../parse/header.ts';
import { readCell, Unreadable } from '../parse/values.ts';
import type { Finding } from '../rules/finding.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { findPeriod, periodTitle, type Period } from '../time/period.ts';
import { foldWidth } from '../parse/folding.ts';
import { fileFinding } from './finding-at.ts';

/** A sheet and the table in it. */
export type Located = { readonly sheet: Sheet; readonly layout: Layout };

/** The sheets to read, in their order; several may hold the same table. */
export function locateAll(sheets: readonly Sheet[], period: Period): { located: Located[]; findings: Finding[] } {
  const found: Located[] = [];
  const findings: Finding[] = [];
  const tell: Tell = (sheet, detail, detailEn) =>
    void findings.push(fileFinding('F06', sheet, { sheet, detail, detailEn }));
  for (const sheet of sheets) {
    if (sheet.rows.length === 0) continue;
    const layout = locateTable(sheet);
    if (layout && !sheet.hidden) found.push({ sheet, layout });
    else if (layout)
      tell(sheet.name, `隐藏的工作表“${sheet.name}”没有读取`, `the hidden sheet “${sheet.name}” was not read`);
    else if (!sheet.hidden) {
      // The last sheet of each table: a workbook may have a hundred villages.
      const last = new Map(found.map((one) => [one.layout.table, one]));
      const former = [...last.values()].find((one) => continues(sheet, one));
      if (former) findings.push(fileFinding('F18', sheet.name, { sheet: sheet.name, former: former.sheet.name }));
    }
  }
  const ofPeriod = withoutOtherPeriods(found, period, tell);
  const located = withoutCopies(ofPeriod, tell);
  for (const one of located) tellHidden(one, tell);
  return { located, findings };
}

type Tell = (sheet: string, detail: string, detailEn: string) => void;

/** Last quarter's sheet may stay beside this one's. Alone it is read, and refused by rule F07. */
function withoutOtherPeriods(found: readonly Located[], period: Period, tell: Tell): Located[] {
  const periods = new Map(found.map((one) => [one, periodOf(one)]));
  return found.filter((one) => {
    const stated = periods.get(one) ?? null;
    if (stated === null || stated === period) return true;
    if (!found.some((other) => other.layout.table === one.layout.table && periods.get(other) === period)) return true;
    const { name } = one.sheet;
    tell(
      name,
      `工作表“${name}”是${periodTitle(stated)}的，没有读取`,
      `the sheet “${name}” is of ${stated} and was not read`,
    );
    return false;
  });
}

/** A copy kept aside, or villages beside the sheet of the whole township: households are read once, from the larger or the first. */
function withoutCopies(found: readonly Located[], tell: Tell): Located[] {
  if (new Set(found.map(({ layout }) => layout.table)).size === found.length) return [...found];
  const contents = found.map(rowsOf);
  return found.filter(({ sheet, layout }, at) => {
    const own = contents[at] ?? new Set();
    const original = found.find((other, index) => {
      const theirs = contents[index] ?? new Set();
      const isFuller = theirs.size > own.size || (theirs.size === own.size && index < at);
      return (
        isFuller && other.layout.table === layout.table && own.size > 0 && [...own].every((row) => theirs.has(row))
      );
    });
    if (!original) return true;
    const [copy, read] = [sheet.name, original.sheet.name];
    tell(
      copy,
      `工作表“${copy}”的内容“${read}”中都有，没有重复读取`,
      `all of the sheet “${copy}” stands in “${read}” too; it was not read twice`,
    );
    return false;
  });
}

function tellHidden({ sheet, layout }: Located, tell: Tell): void {
  const hiddenRows = [...sheet.hiddenRows].filter(
    (row) => row >= layout.firstRow && (sheet.rows[row]?.length ?? 0) > 0,
  );
  const hiddenColumns = layout.columns.filter((placed) => sheet.hiddenColumns.has(placed.index));
  if (hiddenRows.length > 0)
    tell(
      sheet.name,
      `“${sheet.name}”中有${hiddenRows.length}行被隐藏或筛选掉，已一并读取`,
      `“${sheet.name}” has ${hiddenRows.length} hidden or filtered rows with data, which were read as well`,
    );
  if (hiddenColumns.length > 0)
    tell(
      sheet.name,
      `“${sheet.name}”中有隐藏的列（${hiddenColumns.map((placed) => placed.header).join('、')}），已一并读取`,
      `“${sheet.name}” has hidden columns (${hiddenColumns.map((placed) => placed.header).join(', ')}), which were read as well`,
    );
}

/** The quarter that a sheet states: all rows that state any agree on it, or its title names it; null when neither. */
export function periodOf({ sheet, layout }: Located): Period | null {
  const index = layout.columns.find(({ column }) => column.type.kind === 'period')?.index;
  if (index === undefined) return layout.titlePeriod;
  let stated: Period | null = null;
  for (const cells of sheet.rows.slice(layout.firstRow)) {
    const cell = cells[index] ?? null;
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

/** Rows of a sheet without a header that are looked at, and the share of required cells that makes one a row of the table before. */
const TRIED_ROWS = 50;
const ENOUGH = 0.8;

/** Whether a sheet in which no header was found goes on where another one ended: a row of it reads as a row of that table. */
function continues(sheet: Sheet, { layout }: Located): boolean {
  const required = layout.columns.filter(({ column }) => column.required);
  return sheet.rows.slice(0, TRIED_ROWS).some((cells) => {
    const readable = required.filter(({ column, index, fenPerUnit, inverted }) => {
      const value = readCell(column, cells[index] ?? null, { fenPerUnit, inverted, date1904: sheet.date1904 });
      return value !== null && !(value instanceof Unreadable);
    });
    return required.length > 0 && readable.length >= required.length * ENOUGH;
  });
}
