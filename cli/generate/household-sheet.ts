import type { Column } from '../../shared/schema/column.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow } from '../../shared/schema/household.ts';
import type { Merge } from '../../shared/sheet/grid.ts';
import type { CellSpec } from '../../shared/sheet/sheet-spec.ts';
import { periodTitle } from '../../shared/time/period.ts';
import { cellOf } from './cells.ts';
import { Draw } from './draw.ts';
import type { Habits } from './style.ts';
import type { TownshipAt } from './township-at.ts';

/** A sheet before it becomes a file; `places` says where each record went. */
export type SheetDraft = {
  readonly rows: CellSpec[][];
  readonly merges: readonly Merge[];
  /** 1-based row of the sheet or line of the CSV for each record. */
  readonly places: readonly number[];
  /** Zero-based column of each field. */
  readonly columns: ReadonlyMap<string, number>;
};

/** The blocks in which columns come; clerks shuffle blocks, rarely single columns. What no block names comes last. */
const BLOCKS = [
  ['period', 'county_name', 'town_name', 'village_name', 'village_code'],
  ['household_no', 'head_name', 'head_id_no'],
  ['household_size', 'labour_count', 'household_type', 'poverty_standard', 'main_cause', 'other_causes', 'exit_status'],
  [
    'wage_income',
    'business_income',
    'business_cost',
    'property_income',
    'transfer_income',
    'dibao_income',
    'wubao_income',
    'pension_income',
    'family_planning_income',
    'eco_income',
    'net_income',
    'pc_net_income',
    'base_pc_net_income',
  ],
  ['primary_channel', 'measures', 'uplift_persons', 'uplift_amount'],
  ['migrant_workers', 'work_months'],
  ['edu_ok', 'med_ok', 'house_ok', 'food_cloth_ok', 'water_ok'],
  ['helper_name', 'phone', 'report_date', 'remark'],
] as const;
const UNNAMED = HOUSEHOLD_COLUMNS.map(({ field }): string => field).filter(
  (field) => !BLOCKS.flat().some((named) => named === field),
);
const ORDERS = [
  [0, 1, 2, 3, 4, 5, 6, 7],
  [0, 1, 2, 3, 4, 5, 6, 7],
  [0, 1, 2, 6, 3, 5, 4, 7],
  [1, 0, 2, 4, 3, 6, 5, 7],
];
const INCOME = new Set<string>(BLOCKS[3]);
const PARTS = new Set<string>(BLOCKS[3].slice(5, 10));
const SAFEGUARDS = new Set<string>(BLOCKS[6].slice(0, 4));
/** What a total row adds; per-capita figures do not add. */
const ADDED = new Set<string>([
  ...BLOCKS[3].filter((field) => !field.includes('pc_')),
  'household_size',
  'labour_count',
  'uplift_persons',
  'uplift_amount',
  'migrant_workers',
  'work_months',
]);
const HEAD = { bold: true, align: 'center', wrap: true, border: true } as const;
const TITLE = { bold: true, size: 16, align: 'center' } as const;
const BLANK_EVERY = 187;

/** The household sheet of a township as its clerk keeps it. */
export function householdSheet(
  township: TownshipAt,
  records: readonly HouseholdRow[],
  asWorkbook: boolean,
): SheetDraft {
  const { habits, period, countyName } = township;
  const { name } = township.township;
  const columns = columnsOf(habits);
  const lead = habits.serialColumn ? 1 : 0;
  const width = columns.length + lead;
  const rows: CellSpec[][] = [];
  const merges: Merge[] = [];
  const wide = (text: string): void => {
    merges.push({ top: rows.length, left: 0, bottom: rows.length, right: width - 1 });
    rows.push([{ value: text, style: TITLE }, ...blank(width - 1)]);
  };
  if (habits.title)
    wide(`${township.rootName}${countyName}${name}建档立卡贫困户增收情况季度表（${periodTitle(period)}）`);
  if (habits.unitRow) {
    rows.push([`填报单位：${countyName}${name}`, ...blank(width - 2), `单位：${habits.unit}`]);
  }
  header({ rows, merges, columns, habits, lead });

  const places: number[] = [];
  const label = `${township.label}:${period}`;
  records.forEach((record, index) => {
    if (habits.blankRows && index > 0 && index % BLANK_EVERY === 0) rows.push(blank(width));
    const clerk = { habits, asWorkbook, label: `${label}:${index}` };
    const cells = columns.map((column) => clerkCell(column, record, clerk));
    rows.push(lead ? [index + 1, ...cells] : cells);
    places.push(rows.length);
  });
  if (habits.totals) rows.push(totalRow(columns, records, { habits, asWorkbook, lead }));
  if (habits.footer) {
    const foot = blank(width);
    foot[0] = '填表人：韩立新';
    foot[4] = '审核人：周保全';
    foot[8] = `联系电话：${township.areaCode}-0000000`;
    rows.push(foot);
  }
  return { rows, merges, places, columns: new Map(columns.map((column, index) => [column.field, index + lead])) };
}

const blank = (width: number): CellSpec[] => Array.from({ length: Math.max(0, width) }, () => null);

function columnsOf(habits: Habits): Column[] {
  const fields = (ORDERS[habits.order] ?? []).flatMap((block): readonly string[] => BLOCKS[block] ?? []);
  return [...fields, ...UNNAMED]
    .filter((field) => !habits.omitted.has(field) && (field !== 'period' || habits.periodColumn))
    .map((field) => {
      const column = HOUSEHOLD_COLUMNS.find((candidate) => candidate.field === field);
      if (!column) throw new RangeError(`no column ${field}`);
      return column;
    });
}

/** A sheet whose header is being written. */
type Header = {
  readonly rows: CellSpec[][];
  readonly merges: Merge[];
  readonly columns: readonly Column[];
  readonly habits: Habits;
  /** Columns before the first of the table. */
  readonly lead: number;
};

/** One to three header rows: groups above, 其中 in the middle, the columns' own names below. */
function header(sheet: Header): void {
  const { rows, merges, columns, habits, lead } = sheet;
  const top = rows.length;
  const depth = habits.headerDepth;
  const labels: (string | null)[][] = Array.from({ length: depth }, () => [
    ...(lead ? [null] : []),
    ...columns.map(() => null),
  ]);
  if (lead && labels[0]) labels[0][0] = '序号';
  if (lead && depth > 1) merges.push({ top, left: 0, bottom: top + depth - 1, right: 0 });
  let group = '';
  columns.forEach((column, index) => {
    const left = index + lead;
    const own = groupOf(column, habits);
    const part = depth === 3 && PARTS.has(column.field);
    const level = depth === 1 || own === '' ? 0 : part ? 2 : 1;
    const cells = labels[level];
    if (cells) cells[left] = headerText(column, habits, level);
    if (depth > 1 && level < depth - 1) merges.push({ top: top + level, left, bottom: top + depth - 1, right: left });
    if (depth > 1 && own !== group && own !== '')
      spread(sheet, labels[0], { top, left, text: own, belongs: (other) => groupOf(other, habits) === own });
    if (part && !PARTS.has(columns[index - 1]?.field ?? ''))
      spread(sheet, labels[1], { top: top + 1, left, text: '其中', belongs: ({ field }) => PARTS.has(field) });
    group = own;
  });
  rows.push(...labels.map((line) => line.map((value): CellSpec => (value === null ? null : { value, style: HEAD }))));
}

/** A heading over the columns that belong to it. */
type Heading = {
  readonly top: number;
  readonly left: number;
  readonly text: string;
  readonly belongs: (column: Column) => boolean;
};

function spread(
  { merges, columns, lead }: Header,
  line: (string | null)[] | undefined,
  { top, left, text, belongs }: Heading,
): void {
  if (line) line[left] = text;
  const width = columns.slice(left - lead).findIndex((column) => !belongs(column));
  const right = width < 0 ? columns.length - 1 + lead : left + width - 1;
  if (right > left) merges.push({ top, left, bottom: top, right });
}

function groupOf({ field }: Column, habits: Habits): string {
  if (INCOME.has(field)) return `家庭收入（${habits.unit}）`;
  return SAFEGUARDS.has(field) ? '两不愁三保障' : '';
}

function headerText(column: Column, habits: Habits, level: number): string {
  const money = column.type.kind === 'money';
  const plain =
    level === 2 || (money && habits.headers !== 'template') ? column.header.replace('其中：', '') : column.header;
  if (habits.headers === 'with unit' && money) return `${plain}（${habits.unit}）`;
  // The first alias; one in four clerks has another. The place of the column tells which.
  return habits.headers === 'alias' && level < 2
    ? (column.aliases[column.field.length % 2] ?? column.aliases[0] ?? plain)
    : plain;
}

/** Who writes a cell: what is drawn for it is drawn by the row's label. */
type Clerk = { readonly habits: Habits; readonly asWorkbook: boolean; readonly label: string };

function clerkCell(column: Column, record: HouseholdRow, { habits, asWorkbook, label }: Clerk): CellSpec {
  const cell = cellOf(column, record[column.field as keyof HouseholdRow], habits, asWorkbook);
  const kind = column.type.kind;
  if (kind === 'household_no' || kind === 'id_no' || kind === 'village_code') {
    const text = typeof cell === 'string' ? cell : '';
    if (habits.fullWidth && new Draw(`${label}:${column.field}`).byte(0) < 8) return widened(text);
    return asWorkbook ? text : guarded(text, habits.longNumbers);
  }
  if (typeof cell !== 'number') return cell;
  if (habits.fullWidth && kind === 'int' && new Draw(`${label}:${column.field}`).byte(0) < 4)
    return widened(String(cell));
  if (kind === 'money' && habits.thousands && habits.unit === '元') return grouped(cell);
  return habits.numbersAsText ? String(cell) : cell;
}

/** Full-width digits, as an input method left in Chinese mode writes them. */
const widened = (text: string): string =>
  text.replace(/[0-9A-Z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** 12,345.67; written by hand, since the locale of a machine may differ. */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

function guarded(text: string, form: Habits['longNumbers']): string {
  if (form === 'formula') return `="${text}"`;
  if (form === 'tab') return `\t${text}`;
  return form === 'apostrophe' ? `'${text}` : text;
}

function totalRow(
  columns: readonly Column[],
  records: readonly HouseholdRow[],
  { habits, asWorkbook, lead }: Pick<Clerk, 'habits' | 'asWorkbook'> & Pick<Header, 'lead'>,
): CellSpec[] {
  const cells = columns.map((column): CellSpec => {
    if (!ADDED.has(column.field)) return null;
    const sum = records.reduce((total, record) => total + Number(record[column.field as keyof HouseholdRow]), 0);
    return cellOf(column, sum, habits, asWorkbook);
  });
  if (lead) return ['合计', ...cells];
  cells[0] = '合计';
  return cells;
}
