import type { CityProfile } from '../city/pack-schema.ts';
import type { Merge } from '../sheet/grid.ts';
import type { CellSpec, SheetSpec, Style } from '../sheet/write.ts';
import { cellText } from '../tables/table-csv.ts';
import {
  columnRuns,
  isWords,
  namingColumn,
  valueIn,
  type ReportColumn,
  type ReportRow,
  type ReportTable,
} from '../tables/report-table.ts';
import type { Summary } from '../summary/summary.ts';
import {
  dateOf,
  displayWidth,
  footerOf,
  heightOf,
  LOOK,
  periodOf,
  sheetNameOf,
  SIGNATURE,
  spread,
} from './workbook-style.ts';

/** Excel's number formats by kind; percentages are stored as fractions of one so that they stay numbers. */
const FORMATS: Readonly<Record<string, string>> = {
  count: '#,##0',
  percent: '0.0%',
  points: '0.0',
  rank: '0',
  money: '#,##0.00',
  wan: '#,##0.00',
  decimal: '0.00',
};

/**
 * By what a figure is divided for its cell: 652 tenths of a percent are shown from 0.652, fen as yuan or 万元. Every
 * figure was computed in integers.
 */
const SHEET_UNITS: Readonly<Record<string, number>> = {
  percent: 1000,
  points: 10,
  money: 100,
  wan: 1_000_000,
  decimal: 100,
};

/** Sheets wider than this many places are printed across. */
const UPRIGHT_PLACES = 92;
const HEADER_LINE = 14;
const PAGE_PLACES = 88;

/** Rows of a sheet above its header: title, and the row of unit and place. */
const TOP = 2;

/** A table as its sheet: title, unit, one or two header rows repeated on every page, rows, total, notes, signature. */
export function tableSheet(table: ReportTable, summary: Summary, profile: CityProfile): SheetSpec {
  const { columns } = table;
  const width = columns.length;
  const widths = filled(
    columns.map((column) => widthOf(column, [...table.rows, ...(table.total ? [table.total] : [])])),
  );
  const places = widths.reduce((sum, one) => sum + one, 0);
  const header = headerRows(columns, widths);
  const body = [
    ...table.rows.map((row) => bodyRow(columns, row, STYLES)),
    ...(table.total ? [bodyRow(columns, table.total, TOTAL_STYLES)] : []),
  ];
  const notes = [...(table.rows.length === 0 ? ['本期无此项数据。'] : []), ...table.notes.map((note) => note.zh)].map(
    (note) => `注：${note}`,
  );
  const first = TOP + header.rows.length;
  const below = first + body.length;
  const rows = [
    spread({ value: `${profile.name.zh}${periodOf(summary)}${table.zh}（${table.id}）`, style: LOOK.title }, width),
    unitRow(table, { summary, profile, width }),
    ...header.rows,
    ...body,
    ...notes.map((value): CellSpec[] => [{ value, style: LOOK.note }]),
    [{ value: SIGNATURE, style: LOOK.signature } as CellSpec],
  ];
  return {
    name: sheetNameOf(table),
    rows,
    columnWidths: [...widths, 10],
    rowHeights: [
      34,
      20,
      ...header.heights,
      ...[...table.rows, ...(table.total ? [table.total] : [])].map((row) => rowHeight(columns, row, widths)),
      ...notes.map((note) => heightOf(note, places, HEADER_LINE)),
      40,
    ],
    merges: [
      { top: 0, left: 0, bottom: 0, right: width - 1 },
      ...header.merges,
      ...notes.map((_, index) => ({ top: below + index, left: 0, bottom: below + index, right: width - 1 })),
    ],
    freeze: { rows: first, columns: frozenColumns(columns) },
    landscape: places > UPRIGHT_PLACES,
    printTitleRows: first,
    printArea: { top: 0, left: 0, bottom: rows.length - 1, right: width - 1 },
    footer: footerOf(summary, profile),
  };
}

/** 填报单位 at the left; a way back beside the table, where it is not printed. */
const unitRow = (
  table: ReportTable,
  { summary, profile, width }: { readonly summary: Summary; readonly profile: CityProfile; readonly width: number },
): CellSpec[] => [
  ...spread(
    { value: `填报单位：${profile.office.zh}　　单位：${table.unit.zh}${dateOf(summary)}`, style: LOOK.unit },
    width,
  ),
  { value: '返回目录', style: LOOK.back, link: "'目录'!A1" },
];

/** Columns of a group share its upper cell; a column without a group spans both header rows. */
function headerRows(columns: readonly ReportColumn[], widths: readonly number[]) {
  const lines = (text: string, width: number): number => Math.ceil(displayWidth(text) / Math.max(1, width - 1));
  const cell = (value: string): CellSpec => ({ value, style: LOOK.header });
  const height = (most: number): number => HEADER_LINE * most + 8;
  if (!columns.some((column) => column.group)) {
    const most = Math.max(...columns.map((column, index) => lines(column.zh, widths[index] ?? 1)));
    return { rows: [columns.map((column) => cell(column.zh))], heights: [height(most)], merges: [] as Merge[] };
  }
  const runs = columnRuns(columns);
  const lower = Math.max(...columns.map((column, index) => (column.group ? lines(column.zh, widths[index] ?? 1) : 1)));
  const spanning = Math.max(
    1,
    ...columns.map((column, index) => (column.group ? 1 : lines(column.zh, widths[index] ?? 1))),
  );
  const placesOf = (start: number, count: number): number =>
    widths.slice(start, start + count).reduce((sum, one) => sum + one, 0);
  const upper = Math.max(
    1,
    spanning - lower,
    ...runs.map(({ start, columns: members, group }) => (group ? lines(group.zh, placesOf(start, members.length)) : 1)),
  );
  return {
    rows: [columns.map((column) => cell(column.group?.zh ?? column.zh)), columns.map((column) => cell(column.zh))],
    heights: [height(upper), height(lower)],
    merges: runs
      .map(({ start, columns: members, group }) => ({
        top: TOP,
        left: start,
        bottom: group ? TOP : TOP + 1,
        right: start + members.length - 1,
      }))
      .filter((merge) => merge.bottom > merge.top || merge.right > merge.left),
  };
}

type Styles = Readonly<Record<string, Style>>;

function stylesOf(extra: Style): Styles {
  const base: Style = { size: 10, border: true, vertical: 'center', ...extra };
  const numbers = Object.entries(FORMATS).map(
    ([kind, numberFormat]) => [kind, { ...base, align: 'right', numberFormat }] as const,
  );
  // Away from a number at the right edge of the cell before it.
  const text: Style = { ...base, align: 'left', indent: 1, wrap: true };
  return { ...Object.fromEntries(numbers), text, line: text };
}

const STYLES = stylesOf({});
const TOTAL_STYLES = stylesOf({ bold: true, fill: 'F7F5F1' });

function bodyRow(columns: readonly ReportColumn[], row: ReportRow, styles: Styles): CellSpec[] {
  return columns.map(({ key, kind }) => {
    const value = valueIn(row[key]);
    const style = styles[kind];
    return { value: typeof value === 'number' ? value / (SHEET_UNITS[kind] ?? 1) : value, ...(style ? { style } : {}) };
  });
}

const NARROWEST = 7;
const WIDEST = 40;

/** As wide as its longest value; the header may take two or three lines. */
function widthOf(column: ReportColumn, rows: readonly ReportRow[]): number {
  const longest = Math.max(0, ...rows.map((row) => displayWidth(cellText(column, row[column.key], false))));
  return Math.min(
    WIDEST,
    Math.max(NARROWEST, longest + (isWords(column) ? 4 : 2), Math.ceil(displayWidth(column.zh) / 2) + 2),
  );
}

/** A table of few columns is stretched over the page, so that its title and the line to be signed have room. */
function filled(widths: readonly number[]): number[] {
  const sum = widths.reduce((total, one) => total + one, 0);
  return sum >= PAGE_PLACES ? [...widths] : widths.map((one) => Math.floor((one * PAGE_PLACES) / sum));
}

function rowHeight(columns: readonly ReportColumn[], row: ReportRow, widths: readonly number[]): number {
  const lines = columns.map((column, index) =>
    isWords(column)
      ? Math.ceil(displayWidth(cellText(column, row[column.key], false)) / Math.max(1, (widths[index] ?? 1) - 3))
      : 1,
  );
  return Math.max(19, HEADER_LINE * Math.max(1, ...lines) + 4);
}

/** Up to the column that names a row. */
function frozenColumns(columns: readonly ReportColumn[]): number {
  const naming = namingColumn(columns);
  const name = columns.findIndex((column) => column === naming);
  return name < 0 || name > 3 ? 0 : name + 1;
}
