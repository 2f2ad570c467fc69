/**
 * The households of the golden files and the columns that they stand in.
 */
import { identityCheckDigit } from '../../../../shared/rules/numbers.ts';
import { HOUSEHOLD_COLUMNS } from '../../../../shared/schema/household.ts';
import { cellReference, columnLetters } from '../../../../shared/sheet/reference.ts';
import type { BookContent, Content, SheetContent } from './sheet-content.ts';

export type Household = Readonly<Record<string, Content>>;

/** An identity number of area 371599. */
export function identityOf(at: number): string {
  const body = `3715991960010${String(1001 + at).padStart(4, '0')}`;
  return body + identityCheckDigit(body);
}

/** A household without a fault. */
export function household(at: number, changes: Household = {}): Household {
  return {
    county_name: '冠县',
    town_name: '定远寨镇',
    village_name: '定远寨村',
    household_no: `371599${String(at).padStart(10, '0')}`,
    head_name: `${'赵钱孙李周吴郑王冯陈'[at % 10]}大山`,
    head_id_no: identityOf(at),
    household_size: 3,
    labour_count: 1,
    household_type: '一般贫困户',
    main_cause: '缺技术',
    exit_status: '未脱贫',
    wage_income: 6000,
    business_income: 2000,
    business_cost: 500,
    property_income: 0,
    transfer_income: 1500,
    dibao_income: 0,
    wubao_income: 0,
    net_income: 9000,
    pc_net_income: 3000,
    base_pc_net_income: 2800,
    primary_channel: null,
    measures: null,
    uplift_persons: 0,
    uplift_amount: 0,
    edu_ok: '是',
    med_ok: '是',
    house_ok: '是',
    food_cloth_ok: '是',
    report_date: { day: 42_551 },
    remark: null,
    ...changes,
  };
}

const headerOf = (field: string): string => HOUSEHOLD_COLUMNS.find((column) => column.field === field)?.header ?? field;
export const FIELDS: readonly string[] = Object.keys(household(1));
export const columnAt = (field: string): number => FIELDS.indexOf(field);
export const TITLE = '聊城市冠县定远寨镇建档立卡贫困户增收情况季度表（2016年第二季度）';

/** A title, one row of headers (some written otherwise) and the rows. */
export function plainSheet(rows: readonly Household[], headers: Readonly<Record<string, string>> = {}, name = '花名册'): SheetContent {
  return {
    name,
    rows: [[TITLE], FIELDS.map((field) => headers[field] ?? headerOf(field)), ...rows.map((row) => FIELDS.map((field) => row[field] ?? null))],
    merges: [[0, 0, 0, FIELDS.length - 1]],
  };
}

export const bookOf = (...sheets: SheetContent[]): BookContent => ({ sheets });

/** The households of the roster: what every writer must bring over whole. */
const ROSTER: readonly Household[] = [
  household(1, { remark: '低保户, "已核实"' }),
  household(2, {
    village_name: '毛庄村',
    head_name: '阿依·古丽',
    household_size: 4,
    wage_income: 7300.5,
    net_income: 10_300.5,
    pc_net_income: 2575.13,
    base_pc_net_income: 2100.25,
    primary_channel: '转移就业',
    measures: '务工、培训',
    uplift_persons: 4,
    uplift_amount: 1899.52,
  }),
  household(3, { head_name: '李　四', household_type: '低保贫困户', dibao_income: 1200, remark: '第一行\n第二行' }),
  household(4, { head_name: '王𬭎', main_cause: '因病', exit_status: '预脱贫', report_date: { day: 42_550 } }),
  household(5, {
    head_name: '欧阳䶮',
    household_size: 1,
    labour_count: 0,
    household_type: '五保贫困户',
    wage_income: 0,
    business_income: 0,
    business_cost: 0,
    property_income: 0.1,
    transfer_income: 1366.67,
    wubao_income: 1366.67,
    net_income: 1366.77,
    pc_net_income: 1366.77,
    base_pc_net_income: 1300,
    primary_channel: '社会帮扶',
    measures: '捐助',
    uplift_persons: 1,
    uplift_amount: 66.77,
    remark: '<备注> & 其他',
  }),
  household(6, { village_name: '前杏园村', base_pc_net_income: 0, edu_ok: '√', med_ok: '有', house_ok: 'Y', food_cloth_ok: '1' }),
];

/** As clerks write them: other words, and lines broken to save width. */
const ROSTER_HEADERS: Readonly<Record<string, string>> = { head_name: '户主\n姓名', head_id_no: '身份证号', household_size: '家庭\n人口数' };

const GROUPS: readonly (readonly [title: string, first: string, last: string])[] = [
  ['基本情况', 'county_name', 'exit_status'],
  ['收入情况（元）', 'wage_income', 'base_pc_net_income'],
  ['带动情况', 'primary_channel', 'uplift_amount'],
  ['两不愁三保障', 'edu_ok', 'food_cloth_ok'],
];
const ADDED = new Set([
  'household_size',
  'wage_income',
  'business_income',
  'business_cost',
  'property_income',
  'transfer_income',
  'dibao_income',
  'wubao_income',
  'net_income',
  'uplift_persons',
  'uplift_amount',
]);

/** The roster as a clerk lays it out: title, unit row, two header rows, a serial column, a blank row, a total by formula, a footer. */
function rosterSheet(): SheetContent {
  const width = FIELDS.length + 1;
  const rows: Content[][] = [
    [TITLE],
    Array.from({ length: width }, (_, column): Content => (column === 0 ? '填报单位：冠县定远寨镇' : column === width - 1 ? '单位：元' : null)),
    ['序号', ...FIELDS.map((): Content => null)],
    [null, ...FIELDS.map((field): Content => ROSTER_HEADERS[field] ?? headerOf(field))],
  ];
  const merges: [number, number, number, number][] = [
    [0, 0, 0, width - 1],
    [2, 0, 3, 0],
  ];
  for (const [title, first, last] of GROUPS) {
    rows[2]![columnAt(first) + 1] = title;
    merges.push([2, columnAt(first) + 1, 2, columnAt(last) + 1]);
  }
  for (const field of ['report_date', 'remark']) {
    const column = columnAt(field) + 1;
    rows[2]![column] = headerOf(field);
    rows[3]![column] = null;
    merges.push([2, column, 3, column]);
  }
  for (const [at, one] of ROSTER.entries()) {
    if (at === 4) rows.push(Array.from({ length: width }, (): Content => null));
    rows.push([at + 1, ...FIELDS.map((field) => one[field] ?? null)]);
  }
  const last = rows.length;
  rows.push(['合计', ...FIELDS.map((field, at): Content => (ADDED.has(field) ? totalOf(field, at + 1, 5, last) : null))]);
  rows.push(['填表人：韩立新', null, null, '审核人：周保全', null, null, '联系电话：0635-0000000']);
  return { name: '户表', rows, merges };
}

function totalOf(field: string, column: number, first: number, last: number): Content {
  const letters = columnLetters(column);
  const fen = ROSTER.reduce((sum, one) => sum + Math.round(Number(one[field]) * 100), 0);
  return { formula: `SUM(${letters}${first}:${letters}${last})`, result: fen / 100 };
}

export const roster = (): BookContent => bookOf(rosterSheet());

/** Where a field of the nth household stands in a plain sheet. */
export const placeOf = (field: string, at: number): string => cellReference(at + 2, columnAt(field));
