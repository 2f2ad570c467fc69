/**
 * The sheet 需改正的户: the rows that were not accepted, on their own.
 */
import type { Located } from '../check/locate.ts';
import type { Language } from '../language/language.ts';
import type { Finding } from '../rules/finding.ts';
import type { Cell } from '../sheet/grid.ts';
import type { CellSpec, SheetSpec } from '../sheet/sheet-spec.ts';
import { HEADER, LINK, NOTICE, TITLE, TOLD, widthsOf } from './marked-styles.ts';
import { dataCell, formatsOf, widthOf } from './clerk-sheet.ts';
import { FAILING_SHEET, markHeader, noticeText } from '../check/our-marks.ts';
import { fingerprintOf } from '../check/misplaced-corrections.ts';
import { linkTo } from './cell-link.ts';
import { problemsText, worstOf, type SheetProblems } from './sheet-problems.ts';

/** Cells of it at most (about 7,000 households); whoever has more will not correct them one by one. */
const FAILING_CELLS = 300_000;

export type MarkedTable = Located & {
  readonly problems: SheetProblems;
  /** The name of the clerk's sheet in the marked workbook; null when it is not in it. */
  readonly name: string | null;
};

/** Each table's failing rows below a header of their own, with a link to where they stand; null when no row fails. */
export function failingSheet(tables: readonly MarkedTable[], language: Language): SheetSpec | null {
  const zh = language === 'zh';
  const blocks = tables
    .map((table) => ({ table, failing: [...table.problems.byRow].filter(([, findings]) => findings.some(isError)) }))
    .filter(({ failing }) => failing.length > 0);
  if (blocks.length === 0) return null;
  const total = blocks.reduce((sum, { failing }) => sum + failing.length, 0);
  const inPlace = zh
    ? '请到原表中改正（点“原行”跳转），改在这里不起作用'
    : 'correct them in their own sheet (click the row); changes made here do nothing';
  const rows: CellSpec[][] = [
    [{ value: zh ? `需改正的户：共 ${total} 行` : `Rows to correct: ${total}`, style: TITLE }],
    [{ value: `${noticeText(language)}${zh ? '。' : '. '}${inPlace}${zh ? '。' : '.'}`, style: NOTICE }],
  ];
  let columnWidths: number[] = [];
  let left = FAILING_CELLS;
  let shownRows = 0;
  const starts: number[] = [];
  for (const { table, failing } of blocks) {
    const { sheet, layout, problems } = table;
    const width = widthOf(sheet, layout.firstRow);
    const formats = formatsOf(table, width);
    const header = headersOf(table, width);
    if (blocks.length > 1) rows.push([], [{ value: sheet.name || layout.table.title, style: { bold: true } }]);
    starts.push(rows.length);
    rows.push([zh ? '原行' : 'Row', ...header, markHeader(language)].map((value) => ({ value, style: HEADER })));
    const shown = failing.sort(([a], [b]) => a - b).slice(0, Math.floor(left / width));
    left -= shown.length * width;
    shownRows += shown.length;
    for (const [row, findings] of shown) {
      const label = zh ? `第${row + 1}行` : `row ${row + 1}`;
      const cells = sheet.rows[row] ?? [];
      const marks = problems.byCell.get(row);
      const made: CellSpec[] = [
        { value: label, style: LINK, ...(table.name === null ? {} : { link: linkTo(table.name, row, 0) }) },
      ];
      for (let column = 0; column < width; column++) {
        const marked = marks?.get(column);
        made.push(dataCell(cells[column] ?? null, formats[column], marked && worstOf(marked)));
      }
      const values = made.slice(1).map(writtenValue);
      made.push({ value: problemsText(findings, language, '；'), style: TOLD[worstOf(findings)] });
      // By this the system knows that a clerk corrected the row here, where it is not read (rule F17).
      if (table.name !== null) made.push(fingerprintOf(values, row + 1, table.name));
      rows.push(made);
    }
    const measured = [
      8,
      ...widthsOf(
        [header],
        shown.map(([row]) => sheet.rows[row] ?? []),
        width,
      ),
      60,
      0,
    ];
    columnWidths = measured.map((one, column) => Math.max(one, columnWidths[column] ?? 0));
  }
  const rest = total - shownRows;
  if (rest > 0) rows.push([{ value: zh ? `……另有 ${rest} 行` : `… ${rest} more`, style: { bold: true } }]);
  const [start = 2] = starts;
  const only = starts.length === 1 && rest === 0;
  return {
    name: FAILING_SHEET,
    rows,
    columnWidths,
    rowHeights: [28, 22],
    merges: [{ top: 1, left: 0, bottom: 1, right: 9 }],
    freeze: { rows: only ? start + 1 : 2, columns: 1 },
    ...(only ? { autoFilter: { top: start, left: 0, bottom: rows.length - 1, right: columnWidths.length - 2 } } : {}),
    landscape: true,
  };
}

const isError = (finding: Finding): boolean => finding.severity === 'error';

/** The value of a cell as it will be read again. */
function writtenValue(spec: CellSpec): Cell {
  const value = spec !== null && typeof spec === 'object' ? spec.value : spec;
  return Number.isNaN(value) ? { broken: '#NUM!' } : value;
}

/** One line, whatever the depth of the clerk's header. */
function headersOf({ sheet, layout }: Located, width: number): string[] {
  const lowest = sheet.rows[layout.firstRow - 1] ?? [];
  const placed = new Map(layout.columns.map(({ index, header }) => [index, header]));
  return Array.from({ length: width }, (_, column) => {
    const cell = lowest[column] ?? null;
    return placed.get(column) ?? (cell === null || typeof cell === 'object' ? '' : String(cell));
  });
}
