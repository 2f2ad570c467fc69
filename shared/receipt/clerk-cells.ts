/** The cells of a clerk's table, as the marked workbook writes them again. */
import type { Located } from '../parse/header.ts';
import type { Severity } from '../rules/rule.ts';
import type { BrokenCell, Cell, Sheet } from '../sheet/grid.ts';
import type { CellValue, StyledCell } from '../sheet/sheet-spec.ts';
import { dataStyle } from './marked-styles.ts';

/**
 * `text` keeps digits as text when the clerk types them again. Any other format is one of dates: `shift` is added to a
 * date of the sheet, because the workbook that comes back counts days from 1900.
 */
export type ColumnFormat = 'text' | { readonly shift: number };

const DIGITS: ReadonlySet<string> = new Set(['household_no', 'id_no', 'village_code', 'credit_code', 'project_no']);
/** Days between the two dates from which Excel counts, in 1900 and in 1904. */
const SHIFT_OF_1904 = 1462;

/** The format of each column of the sheet; undefined where the cells stay as they are. */
export function columnFormats({ sheet, layout }: Located, width: number): (ColumnFormat | undefined)[] {
  const formats = Array.from<ColumnFormat | undefined>({ length: width });
  for (const { column, index } of layout.columns) {
    if (DIGITS.has(column.type.kind)) formats[index] = 'text';
    else if (column.type.kind === 'date') formats[index] = { shift: sheet.date1904 ? SHIFT_OF_1904 : 0 };
  }
  return formats;
}

/** Numbers that a date column shows as days: from March 1900 to the year 2119. */
const isSerialDate = (cell: Cell): cell is number => typeof cell === 'number' && cell > 60 && cell < 80_000;

/** One cell below the header, filled by the severity of its problems. */
export function dataCell(cell: Cell, format: ColumnFormat | undefined, severity: Severity | undefined): StyledCell {
  if (format === 'text') return { value: valueOf(cell), style: dataStyle('@', severity) };
  return format !== undefined && isSerialDate(cell)
    ? { value: cell + format.shift, style: dataStyle('yyyy-mm-dd', severity) }
    : { value: valueOf(cell), style: dataStyle(undefined, severity) };
}

/** The writer knows one error value only: every failed formula becomes #NUM!, so that it cannot pass as text. */
export const valueOf = (cell: Cell): CellValue => (isBroken(cell) ? Number.NaN : cell);

export const isBroken = (cell: Cell): cell is BrokenCell => cell !== null && typeof cell === 'object';

/**
 * The number of columns in use, so that our own column comes after the last one and touches no merged cell of the
 * header.
 */
export function usedWidth(sheet: Sheet, firstRow: number): number {
  let width = 1;
  for (const cells of sheet.rows) {
    let used = cells.length;
    while (used > width && (cells[used - 1] ?? null) === null) used--;
    width = Math.max(width, used);
  }
  return sheet.merges.reduce((most, { top, right }) => (top < firstRow ? Math.max(most, right + 1) : most), width);
}
