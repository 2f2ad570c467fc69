/**
 * The clerk's own sheets as they come back.
 */
import type { Located } from '../check/locate.ts';
import type { Language } from '../language/language.ts';
import type { Finding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import type { Cell, Merge, Sheet } from '../sheet/grid.ts';
import type { CellSpec, CellValue, SheetSpec, StyledCell } from '../sheet/sheet-spec.ts';
import { dataStyle, HEADER, TOLD, widthsOf } from './marked-styles.ts';
import { markHeader } from '../check/our-marks.ts';
import { problemsText, worstOf, type SheetProblems } from './sheet-problems.ts';

const TOLD_WIDTH = 60;
/** A household number further right than this is not worth freezing all columns before it. */
const FROZEN_COLUMNS = 6;
/** Rows above the header that may belong to it (parse/header.ts). */
const HEADER_DEPTH = 3;
/** Rows beyond which ordinary cells get no border: half the time and memory. */
const BORDERED_ROWS = 5_000;

/**
 * A sheet with its table marked: every value as it was, problem cells filled, the reasons in comments and in a last column to filter by.
 * @param commented findings that get a comment; tens of thousands of comments would make Excel crawl
 */
export function markedSheet(
  { sheet, layout }: Located,
  name: string,
  problems: SheetProblems,
  commented: ReadonlySet<Finding>,
  language: Language,
): SheetSpec {
  const width = widthOf(sheet, layout.firstRow);
  const header = layout.firstRow - 1;
  const formats = formatsOf({ sheet, layout }, width);
  const isLarge = sheet.rows.length > BORDERED_ROWS;
  const rows = sheet.rows.map((cells, row): CellSpec[] => {
    if (cells.length === 0) return [];
    const marks = problems.byCell.get(row);
    const made: CellSpec[] = [];
    for (let column = 0; column < Math.max(width, cells.length); column++) {
      const cell = cells[column] ?? null;
      const findings = marks?.get(column);
      if (
        isLarge &&
        row > header &&
        !findings &&
        formats[column] === undefined &&
        (cell === null || typeof cell !== 'object')
      ) {
        made.push(cell);
        continue;
      }
      const spec =
        row > header
          ? dataCell(cell, formats[column], findings && worstOf(findings))
          : headCell(cell, row, header, cells, findings && worstOf(findings));
      const told = findings?.filter((finding) => commented.has(finding)) ?? [];
      made.push(told.length === 0 ? spec : { ...asStyled(spec), comment: problemsText(told, language, '\n') });
    }
    const ofRow = problems.byRow.get(row);
    if (row === header) made[width] = { value: markHeader(language), style: HEADER };
    else if (ofRow) made[width] = { value: problemsText(ofRow, language, '；'), style: TOLD[worstOf(ofRow)] };
    return made;
  });
  const key = layout.columns.find(({ column }) => column.type.kind === 'household_no')?.index ?? -1;
  return {
    name,
    rows,
    columnWidths: [
      ...widthsOf(sheet.rows.slice(Math.max(0, header - 1), header + 1), sheet.rows.slice(layout.firstRow), width),
      TOLD_WIDTH,
    ],
    rowHeights: sheet.rows.slice(0, layout.firstRow).map((_, row) => (row === header ? 32 : null)),
    merges: disjoint(sheet.merges),
    freeze: { rows: layout.firstRow, columns: key < FROZEN_COLUMNS ? key + 1 : 0 },
    autoFilter: { top: header, left: 0, bottom: Math.max(header, sheet.rows.length - 1), right: width },
    hidden: sheet.hidden,
    landscape: true,
    printTitleRows: layout.firstRow,
  };
}

/** A sheet that holds none of our tables, or one that was passed over: as it was. */
export function plainSheet(sheet: Sheet, name: string): SheetSpec {
  const width = sheet.rows.reduce((most, cells) => Math.max(most, cells.length), 0);
  return {
    name,
    rows: sheet.rows.map((cells) => cells.map((cell) => valueOf(cell))),
    columnWidths: widthsOf([], sheet.rows, width),
    merges: disjoint(sheet.merges),
    hidden: sheet.hidden,
  };
}

/** One cell of a table's body, as the sheet 需改正的户 shows it too. */
export function dataCell(cell: Cell, format: ColumnFormat | undefined, severity: Severity | undefined): StyledCell {
  if (format === undefined || format === 'text')
    return { value: valueOf(cell), style: dataStyle(format && '@', severity) };
  const isSerial = typeof cell === 'number' && cell > 60 && cell < 80_000;
  return isSerial
    ? { value: cell + format.shift, style: dataStyle('yyyy-mm-dd', severity) }
    : { value: valueOf(cell), style: dataStyle(undefined, severity) };
}

/** Digits that must stay text when they are typed again, or dates counted from a day that is `shift` days off Excel's usual one. */
export type ColumnFormat = 'text' | { readonly shift: number };

const DIGITS: ReadonlySet<string> = new Set(['household_no', 'id_no', 'village_code', 'credit_code']);

export function formatsOf({ sheet, layout }: Located, width: number): (ColumnFormat | undefined)[] {
  const formats = Array.from<ColumnFormat | undefined>({ length: width });
  for (const { column, index } of layout.columns) {
    if (DIGITS.has(column.type.kind)) formats[index] = 'text';
    else if (column.type.kind === 'date') formats[index] = { shift: sheet.date1904 ? 1462 : 0 };
  }
  return formats;
}

/** Columns in use, so that ours comes after the last one and touches no merge of the header. */
export function widthOf(sheet: Sheet, firstRow: number): number {
  let width = 1;
  for (const cells of sheet.rows) {
    let used = cells.length;
    while (used > width && (cells[used - 1] ?? null) === null) used--;
    width = Math.max(width, used);
  }
  return sheet.merges.reduce((most, { top, right }) => (top < firstRow ? Math.max(most, right + 1) : most), width);
}

/** The writer knows no error values but one: a failed formula stays a failed formula, as #NUM!, so that it cannot pass as text. */
const valueOf = (cell: Cell): CellValue => (cell !== null && typeof cell === 'object' ? Number.NaN : cell);

function headCell(
  cell: Cell,
  row: number,
  header: number,
  cells: readonly Cell[],
  severity: Severity | undefined,
): CellSpec {
  const value = valueOf(cell);
  if (severity) return { value, style: { ...HEADER, fill: dataStyle(undefined, severity).fill ?? '' } };
  const filled = new Set(cells.filter((one) => one !== null)).size;
  if (row === header || (row > header - HEADER_DEPTH && filled > 3)) return { value, style: HEADER };
  if (row === 0 && value !== null)
    return { value, style: { bold: true, size: 14, align: filled === 1 ? 'center' : 'left' } };
  return value;
}

const asStyled = (spec: CellSpec): StyledCell => (spec !== null && typeof spec === 'object' ? spec : { value: spec });

/** Cells that merges may cover before the rest of them are dropped: enough for any honest sheet. */
const MERGED_CELLS = 1_000_000;

/** Excel calls a workbook damaged in which merges overlap or cover one cell only; a hostile or clumsily made file has such. */
function disjoint(merges: readonly Merge[]): Merge[] {
  const covered = new Set<number>();
  return merges.filter(({ top, left, bottom, right }) => {
    const area = (bottom - top + 1) * (right - left + 1);
    if (area < 2 || covered.size + area > MERGED_CELLS) return false;
    const cells: number[] = [];
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) cells.push(row * 16_384 + column);
    if (cells.some((cell) => covered.has(cell))) return false;
    for (const cell of cells) covered.add(cell);
    return true;
  });
}
