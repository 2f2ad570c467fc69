/** The clerk's own sheets, as they come back in the marked workbook. */
import { markHeader } from '../check/our-marks.ts';
import type { Language } from '../language/language.ts';
import type { Finding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import type { Cell, Merge, Sheet } from '../sheet/grid.ts';
import type { CellSpec, SheetSpec, StyledCell } from '../sheet/sheet-spec.ts';
import { columnFormats, dataCell, isBroken, usedWidth, valueOf } from './clerk-cells.ts';
import { columnWidths } from './column-widths.ts';
import { HEADER, HEADER_PROBLEM, ROW_PROBLEMS } from './marked-styles.ts';
import { worstOf } from './severity-text.ts';
import { problemsText, type MarkedTable } from './sheet-problems.ts';

/** The width of the column with the problems of each row, in characters. */
const PROBLEMS_WIDTH = 60;
/** The columns up to the household number stay in sight, unless it is further to the right than this. */
const FROZEN_COLUMNS = 6;
/** The rows that a header may have (parse/header.ts). */
const HEADER_DEPTH = 3;
/** In a longer sheet ordinary cells get no border, which halves time and memory. */
const BORDERED_ROWS = 5_000;

/**
 * A sheet with a table of ours: every value stays, cells with a problem are filled, comments and a last column to
 * filter by tell the problems.
 * @param commented the findings that get a comment; tens of thousands of comments make Excel crawl
 */
export function markedSheet(
  table: MarkedTable,
  name: string,
  commented: ReadonlySet<Finding>,
  language: Language,
): SheetSpec {
  const { sheet, layout } = table;
  const width = usedWidth(sheet, layout.firstRow);
  const header = layout.firstRow - 1;
  const key = layout.columns.find(({ column }) => column.type.kind === 'household_no')?.index ?? -1;
  return {
    name,
    rows: markedRows(table, width, commented, language),
    columnWidths: [
      ...columnWidths(sheet.rows.slice(Math.max(0, header - 1), header + 1), sheet.rows.slice(layout.firstRow), width),
      PROBLEMS_WIDTH,
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

/** A sheet that was not read, because it holds no table of ours or was passed over: it stays as it is. */
export function plainSheet(sheet: Sheet, name: string): SheetSpec {
  const width = sheet.rows.reduce((most, cells) => Math.max(most, cells.length), 0);
  return {
    name,
    rows: sheet.rows.map((cells) => cells.map((cell) => valueOf(cell))),
    columnWidths: columnWidths([], sheet.rows, width),
    merges: disjoint(sheet.merges),
    hidden: sheet.hidden,
  };
}

function markedRows(
  { sheet, layout, problems }: MarkedTable,
  width: number,
  commented: ReadonlySet<Finding>,
  language: Language,
): CellSpec[][] {
  const header = layout.firstRow - 1;
  const formats = columnFormats({ sheet, layout }, width);
  const isLarge = sheet.rows.length > BORDERED_ROWS;
  const specOf = (cells: readonly Cell[], row: number, column: number, findings?: readonly Finding[]): CellSpec => {
    const cell = cells[column] ?? null;
    const severity = findings && worstOf(findings);
    if (row <= header) return headCell(cells, column, { row, header }, severity);
    const isPlain = !findings && formats[column] === undefined && !isBroken(cell);
    return isPlain && isLarge ? cell : dataCell(cell, formats[column], severity);
  };
  return sheet.rows.map((cells, row): CellSpec[] => {
    if (cells.length === 0) return [];
    const byColumn = problems.byCell.get(row);
    const specs: CellSpec[] = [];
    for (let column = 0; column < Math.max(width, cells.length); column++) {
      const findings = byColumn?.get(column);
      const spec = specOf(cells, row, column, findings);
      const explained = findings?.filter((finding) => commented.has(finding)) ?? [];
      specs.push(
        explained.length === 0 ? spec : { ...asStyled(spec), comment: problemsText(explained, language, '\n') },
      );
    }
    const ofRow = problems.byRow.get(row);
    if (row === header) specs[width] = { value: markHeader(language), style: HEADER };
    else if (ofRow) specs[width] = { value: problemsText(ofRow, language, '；'), style: ROW_PROBLEMS[worstOf(ofRow)] };
    return specs;
  });
}

/** A cell of the header, or of the title above it. */
function headCell(
  cells: readonly Cell[],
  column: number,
  { row, header }: { readonly row: number; readonly header: number },
  severity: Severity | undefined,
): CellSpec {
  const value = valueOf(cells[column] ?? null);
  if (severity) return { value, style: HEADER_PROBLEM[severity] };
  const filled = new Set(cells.filter((cell) => cell !== null)).size;
  if (row === header || (row > header - HEADER_DEPTH && filled > 3)) return { value, style: HEADER };
  if (row === 0 && value !== null)
    return { value, style: { bold: true, size: 14, align: filled === 1 ? 'center' : 'left' } };
  return value;
}

const asStyled = (spec: CellSpec): StyledCell => (spec !== null && typeof spec === 'object' ? spec : { value: spec });

/** More merged cells than any honest sheet has; the merges beyond it are dropped. */
const MERGED_CELLS = 1_000_000;

/**
 * The merges that Excel takes. It calls a workbook damaged in which merges overlap or cover one cell only. Clumsy and
 * hostile files have such merges.
 */
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
