/** The sheet 需改正的户: the rejected rows on their own, without the rows around them. */
import { fingerprintOf } from '../check/misplaced-corrections.ts';
import { FAILING_SHEET, markHeader } from '../check/our-marks.ts';
import type { Language, Text } from '../language/language.ts';
import type { Located } from '../parse/header.ts';
import type { Finding } from '../rules/finding.ts';
import type { Cell } from '../sheet/grid.ts';
import type { CellSpec, SheetSpec, StyledCell } from '../sheet/sheet-spec.ts';
import { linkTo } from './cell-link.ts';
import { columnFormats, dataCell, isBroken, usedWidth } from './clerk-cells.ts';
import { columnWidths } from './column-widths.ts';
import { HEADER, LINK, NOTICE, ROW_PROBLEMS, TITLE } from './marked-styles.ts';
import { noticeLine } from './notice-line.ts';
import { worstOf } from './severity-text.ts';
import { problemsText, type MarkedTable } from './sheet-problems.ts';

/** Cells of the sheet at most, about 7,000 households; nobody corrects more of them one by one. */
const MOST_CELLS = 300_000;
/** In characters: the link to the row, the problems, the hidden fingerprint. */
const ROW_WIDTH = 8;
const PROBLEMS_WIDTH = 60;
const HIDDEN = 0;

const ADVICE: Text = {
  zh: '请到原表中改正（点“原行”跳转），改在这里不起作用。',
  en: 'correct them in their own sheet (click the row); changes made here do nothing.',
};
const ROW_HEADER: Text = { zh: '原行', en: 'Row' };
const titleText = (rows: number): Text => ({ zh: `需改正的户：共 ${rows} 行`, en: `Rows to correct: ${rows}` });
const rowText = (number: number): Text => ({ zh: `第${number}行`, en: `row ${number}` });
const restText = (rows: number): Text => ({ zh: `……另有 ${rows} 行`, en: `… ${rows} more` });

/** A row of the clerk's sheet, zero-based, with its findings. */
type RejectedRow = readonly [row: number, findings: readonly Finding[]];

/**
 * The rejected rows of each table below a header of their own, each with a link to its row; null when there is no
 * rejected row.
 */
export function rejectedRowsSheet(tables: readonly MarkedTable[], language: Language): SheetSpec | null {
  const blocks = tables
    .map((table) => ({ table, rejected: rejectedRows(table) }))
    .filter(({ rejected }) => rejected.length > 0);
  if (blocks.length === 0) return null;
  const total = blocks.reduce((sum, { rejected }) => sum + rejected.length, 0);
  const rows: CellSpec[][] = [
    [{ value: titleText(total)[language], style: TITLE }],
    [{ value: noticeLine(ADVICE, language), style: NOTICE }],
  ];
  const headers: number[] = [];
  let widths: number[] = [];
  let cellsLeft = MOST_CELLS;
  let rest = total;
  for (const { table, rejected } of blocks) {
    const { sheet, layout } = table;
    const width = usedWidth(sheet, layout.firstRow);
    const listed = rejected.slice(0, Math.floor(cellsLeft / width));
    cellsLeft -= listed.length * width;
    rest -= listed.length;
    if (blocks.length > 1) rows.push([], [{ value: sheet.name || layout.table.title.zh, style: { bold: true } }]);
    headers.push(rows.length);
    for (const cells of blockRows(table, listed, width, language)) rows.push(cells);
    widths = blockWidths(table, listed, width).map((one, column) => Math.max(one, widths[column] ?? 0));
  }
  if (rest > 0) rows.push([{ value: restText(rest)[language], style: { bold: true } }]);
  const [header = 2] = headers;
  const isOneList = headers.length === 1 && rest === 0;
  const autoFilter = { top: header, left: 0, bottom: rows.length - 1, right: widths.length - 2 };
  return {
    name: FAILING_SHEET,
    rows,
    columnWidths: widths,
    rowHeights: [28, 22],
    merges: [{ top: 1, left: 0, bottom: 1, right: 9 }],
    freeze: { rows: isOneList ? header + 1 : 2, columns: 1 },
    ...(isOneList ? { autoFilter } : {}),
    landscape: true,
  };
}

const rejectedRows = ({ problems }: MarkedTable): RejectedRow[] =>
  [...problems.byRow]
    .filter(([, findings]) => findings.some(({ severity }) => severity === 'error'))
    .sort(([a], [b]) => a - b);

/** The header of one table and its rejected rows. */
function blockRows(
  table: MarkedTable,
  rejected: readonly RejectedRow[],
  width: number,
  language: Language,
): CellSpec[][] {
  const { sheet, problems, name } = table;
  const formats = columnFormats(table, width);
  const header = [ROW_HEADER[language], ...headersOf(table, width), markHeader(language)];
  return [
    header.map((value) => ({ value, style: HEADER })),
    ...rejected.map(([row, findings]): CellSpec[] => {
      const byColumn = problems.byCell.get(row);
      const cells = Array.from({ length: width }, (_, column) => {
        const ofCell = byColumn?.get(column);
        return dataCell(sheet.rows[row]?.[column] ?? null, formats[column], ofCell && worstOf(ofCell));
      });
      const label = rowText(row + 1)[language];
      return [
        { value: label, style: LINK, ...(name === null ? {} : { link: linkTo(name, row, 0) }) },
        ...cells,
        { value: problemsText(findings, language, '；'), style: ROW_PROBLEMS[worstOf(findings)] },
        // The next check compares the row with it, and finds a correction that the clerk made here in vain (rule F17).
        ...(name === null ? [] : [fingerprintOf(cells.map(readAgain), row + 1, name)]),
      ];
    }),
  ];
}

function blockWidths(table: MarkedTable, rejected: readonly RejectedRow[], width: number): number[] {
  const cells = rejected.map(([row]) => table.sheet.rows[row] ?? []);
  return [ROW_WIDTH, ...columnWidths([headersOf(table, width)], cells, width), PROBLEMS_WIDTH, HIDDEN];
}

/** A written cell as the next check reads it. */
const readAgain = ({ value }: StyledCell): Cell => (Number.isNaN(value) ? { broken: '#NUM!' } : value);

/** The clerk's headers in one line, however many rows the header has. */
function headersOf({ sheet, layout }: Located, width: number): string[] {
  const lowest = sheet.rows[layout.firstRow - 1] ?? [];
  const known = new Map(layout.columns.map(({ index, header }) => [index, header]));
  return Array.from({ length: width }, (_, column) => {
    const cell = lowest[column] ?? null;
    return known.get(column) ?? (cell === null || isBroken(cell) ? '' : String(cell));
  });
}
