import type { Merge } from '../sheet/grid.ts';
import { writeWorkbook, type CellSpec, type SheetSpec, type Style } from '../sheet/write.ts';
import { periodTitle } from '../time/period.ts';
import { isPeriod } from '../time/period.ts';
import { columnRuns, type ReportColumn, type ReportRow, type ReportTable } from './model.ts';
import type { Summary } from './summary.ts';

const TITLE: Style = { bold: true, size: 16, align: 'center', vertical: 'center' };
const UNIT: Style = { size: 10, color: '595959' };
const HEADER: Style = { bold: true, fill: 'DDEBF7', align: 'center', vertical: 'center', wrap: true, border: true };
const LINK: Style = { color: '0563C1' };

/** Excel's number formats by kind; percentages are stored as fractions of one so that they stay numbers. */
const FORMATS: Readonly<Record<ReportColumn['kind'], string | undefined>> = {
  text: undefined,
  count: '#,##0',
  percent: '0.0%',
  points: '0.0',
  rank: '0',
  money: '#,##0.00',
  wan: '#,##0.00',
  decimal: '#,##0.00',
};

/** The formatted workbook of a summary: contents, the bulletin, then one sheet a table. Same summary, same bytes. */
export function summaryWorkbook(summary: Summary): Uint8Array {
  const tables = Object.values(summary.tables);
  return writeWorkbook([contentsSheet(summary, tables), ...tables.map((table) => tableSheet(table, summary.period))]);
}

const sheetName = (table: ReportTable): string => `${table.id} ${table.zh}`;

function contentsSheet(summary: Summary, tables: readonly ReportTable[]): SheetSpec {
  const period = isPeriod(summary.period) ? periodTitle(summary.period) : summary.period;
  const narrative = summary.narrative.trim().split('\n').slice(2);
  const rows: CellSpec[][] = [
    [{ value: `聊城市扶贫开发${period}汇总`, style: TITLE }],
    [{ value: `第${summary.revision}版　填报单位：聊城市扶贫办`, style: UNIT }],
    [],
    ...narrative.map((line): CellSpec[] => [{ value: line, style: { wrap: true, vertical: 'top' } }]),
    [],
    [{ value: '目录', style: { bold: true } }],
    ...tables.map((table): CellSpec[] => [{ value: sheetName(table), style: LINK, link: `'${sheetName(table)}'!A1` }]),
  ];
  return {
    name: '目录',
    rows,
    columnWidths: [78],
    rowHeights: [30, null, null, ...narrative.map((line) => 16 * Math.max(1, Math.ceil(line.length / 38)))],
  };
}

function tableSheet(table: ReportTable, period: string): SheetSpec {
  const { columns } = table;
  const width = columns.length;
  const twoLevels = columns.some((column) => column.group);
  const merges: Merge[] = [{ top: 0, left: 0, bottom: 0, right: width - 1 }];
  const firstHeader = 2;
  const header: CellSpec[][] = twoLevels
    ? [
        columns.map((column) => ({ value: column.group?.zh ?? column.zh, style: HEADER })),
        columns.map((column) => ({ value: column.zh, style: HEADER })),
      ]
    : [columns.map((column) => ({ value: column.zh, style: HEADER }))];
  if (twoLevels) merges.push(...headerMerges(columns, firstHeader));
  const body = [...table.rows.map((row) => bodyRow(columns, row, false)), ...(table.total ? [bodyRow(columns, table.total, true)] : [])];
  const title: CellSpec[] = columns.map((_, index) =>
    index === 0 ? { value: `聊城市${isPeriod(period) ? periodTitle(period) : period}${table.zh}（${table.id}）`, style: TITLE } : null,
  );
  const top = firstHeader + header.length;
  return {
    name: sheetName(table),
    rows: [
      title,
      [{ value: `填报单位：聊城市扶贫办　　单位：${table.unit.zh}`, style: UNIT }],
      ...header,
      ...body,
      ...table.notes.map((note): CellSpec[] => [{ value: `注：${note.zh}`, style: UNIT }]),
    ],
    columnWidths: columns.map((column) => widthOf(column, table.rows)),
    rowHeights: [28, 18, ...Array.from({ length: header.length + body.length }, () => 19)],
    merges,
    freeze: { rows: top, columns: 0 },
    landscape: width > 6,
    printTitleRows: top,
  };
}

/** Columns of a group share its upper cell; a column without a group spans both header rows. */
function headerMerges(columns: readonly ReportColumn[], top: number): Merge[] {
  return columnRuns(columns)
    .map(({ start, columns: members, group }) => ({ top, left: start, bottom: group ? top : top + 1, right: start + members.length - 1 }))
    .filter((merge) => merge.bottom > merge.top || merge.right > merge.left);
}

function bodyRow(columns: readonly ReportColumn[], row: ReportRow, total: boolean): CellSpec[] {
  return columns.map((column) => {
    const value = row[column.key] ?? null;
    const format = FORMATS[column.kind];
    const style: Style = {
      border: true,
      align: column.kind === 'text' ? 'left' : 'right',
      ...(format ? { numberFormat: format } : {}),
      ...(total ? { bold: true, fill: 'F2F2F2' } : {}),
    };
    return { value: typeof value === 'number' ? inSheetUnits(column, value) : value, style };
  });
}

/** 652 tenths of a percent are 0.652 to a sheet; fen are yuan. Only for showing: every figure was made from integers. */
function inSheetUnits(column: ReportColumn, value: number): number {
  if (column.kind === 'percent') return value / 1000;
  if (column.kind === 'points') return value / 10;
  if (column.kind === 'wan') return value / 1_000_000;
  return column.kind === 'money' || column.kind === 'decimal' ? value / 100 : value;
}

function widthOf(column: ReportColumn, rows: readonly ReportRow[]): number {
  const longest = Math.max(0, ...rows.map((row) => displayWidth(String(row[column.key] ?? ''))));
  return Math.min(60, Math.max(9, longest + 3, displayWidth(column.zh) + 2));
}

/** Han characters take two places. */
const displayWidth = (text: string): number => [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
