/**
 * Which sheets of a workbook are read. Clerks keep one sheet for each village, last quarter's beside this one's, a copy for themselves: all that
 * belongs to the report is read together, and whatever is passed over is told (rules F06, F18).
 */
import { locateTable, type Layout } from '../parse/header.ts';
import { readCell, Unreadable } from '../parse/values.ts';
import type { Finding } from '../rules/finding.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { findPeriod, periodTitle, type Period } from '../time/period.ts';
import { foldWidth } from '../parse/text.ts';
import { fileFinding } from './finding.ts';

/** A sheet and the table in it. */
export type Located = { readonly sheet: Sheet; readonly layout: Layout };

/** The sheets to read, in their order; several may hold the same table. */
export function locateAll(sheets: readonly Sheet[], period: Period): { located: Located[]; findings: Finding[] } {
  const found: Located[] = [];
  const findings: Finding[] = [];
  const tell = (sheet: string, detail: string, detailEn: string): void =>
    void findings.push(fileFinding('F06', sheet, { sheet, detail, detailEn }));
  for (const sheet of sheets) {
    if (sheet.rows.length === 0) continue;
    const layout = locateTable(sheet);
    if (layout && !sheet.hidden) found.push({ sheet, layout });
    else if (layout) tell(sheet.name, `隐藏的工作表“${sheet.name}”没有读取`, `the hidden sheet “${sheet.name}” was not read`);
    else if (!sheet.hidden) {
      const former = found.find((one) => continues(sheet, one));
      if (former) findings.push(fileFinding('F18', sheet.name, { sheet: sheet.name, former: former.sheet.name }));
    }
  }
  const located: Located[] = [];
  for (const one of found) {
    const { sheet, layout } = one;
    const others = found.filter((other) => other !== one && other.layout.table === layout.table);
    const stated = periodOf(one);
    if (stated !== null && stated !== period && others.some((other) => periodOf(other) === period)) {
      tell(
        sheet.name,
        `工作表“${sheet.name}”是${periodTitle(stated)}的，没有读取`,
        `the sheet “${sheet.name}” is of ${stated} and was not read`,
      );
      continue;
    }
    const original = located.find((other) => other.layout.table === layout.table && isCopy(one, other));
    if (original) {
      const [copy, read] = [sheet.name, original.sheet.name];
      tell(
        copy,
        `工作表“${copy}”的内容“${read}”中都有，没有重复读取`,
        `all of the sheet “${copy}” stands in “${read}” too; it was not read twice`,
      );
      continue;
    }
    located.push(one);
    tellHidden(one, tell);
  }
  return { located, findings };
}

function tellHidden({ sheet, layout }: Located, tell: (sheet: string, detail: string, detailEn: string) => void): void {
  const hiddenRows = [...sheet.hiddenRows].filter((row) => row >= layout.firstRow && (sheet.rows[row]?.length ?? 0) > 0);
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

/** Whether every row of a sheet stands in another one of the same columns. */
function isCopy(sheet: Located, other: Located): boolean {
  const rowsOf = ({ sheet: { rows }, layout }: Located): string[] =>
    rows.slice(layout.firstRow).flatMap((cells) => {
      const values = layout.columns.map(({ column, index }): [string, Cell] => [column.field, cells[index] ?? null]);
      return values.some(([, cell]) => cell !== null) ? [JSON.stringify(values.sort(([a], [b]) => (a < b ? -1 : 1)))] : [];
    });
  const there = new Set(rowsOf(other));
  const own = rowsOf(sheet);
  return own.length > 0 && own.every((row) => there.has(row));
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
