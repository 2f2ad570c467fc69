/**
 * The books that the golden files hold, by name. Each but the roster is about one way in which clerks' sheets differ.
 */
import { PROJECT_COLUMNS } from '../../../../shared/schema/project.ts';
import { FINANCE_COLUMNS } from '../../../../shared/schema/finance.ts';
import { TARGET_COLUMNS } from '../../../../shared/schema/target.ts';
import { bookOf, columnAt, FIELDS, household, identityOf, plainSheet, roster, TITLE } from './households.ts';
import type { BookContent, Content, SheetContent } from './sheet-content.ts';

type AnyColumn = { readonly field: string; readonly header: string };

/** A sheet of another table, under a title. */
function officeSheet(name: string, title: string, columns: readonly AnyColumn[], rows: readonly Readonly<Record<string, Content>>[]): SheetContent {
  const used = columns.filter(({ field }) => rows.some((row) => field in row));
  return { name, rows: [[title], used.map(({ header }) => header), ...rows.map((row) => used.map(({ field }) => row[field] ?? null))] };
}

const PROJECTS = officeSheet('项目表', '冠县扶贫项目情况表（2016年第二季度）', PROJECT_COLUMNS, [
  {
    project_no: 'GX-2016-001',
    project_type: '电商试点村',
    project_name: '定远寨村电商服务站',
    county_name: '冠县',
    town_name: '定远寨镇',
    village_name: '定远寨村',
    zone: '黄河故道北片区',
    status: '建成',
    completed_on: { day: 42_546 },
    quantity: 1,
    investment_wan: 12.5,
    households_driven: 10,
    persons_driven: 20,
    households_planned: 12,
  },
  {
    project_no: 'GX-2016-002',
    project_type: '养驴场',
    project_name: '毛庄养驴场',
    county_name: '冠县',
    town_name: '定远寨镇',
    village_name: '毛庄村',
    zone: '黄河故道北片区',
    status: '在建',
    completed_on: null,
    quantity: 1,
    capacity: 800,
    investment_wan: 260.1234,
    households_driven: 0,
    persons_driven: 0,
    households_planned: 60,
  },
]);

const FINANCE = officeSheet('金融表', '冠县金融扶贫情况表（2016年第二季度）', FINANCE_COLUMNS, [
  {
    finance_type: '企业贷款',
    county_name: '冠县',
    borrower_name: '冠县某某食品有限公司',
    borrower_id: '91350100M000100Y43',
    above_scale: '是',
    bank: '冠县农商行',
    amount_wan: 100.25,
    interest_subsidy_pct: 3.5,
    issued_on: { day: 42_461 },
    due_on: { day: 42_826 },
    persons_driven: 25,
  },
]);

const TARGETS = officeSheet('任务表', '2016年脱贫任务分解表', TARGET_COLUMNS, [
  { year: 2016, unit_name: '冠县', plan_persons: 20_000, registered_households: 15_000, registered_persons: 30_000 },
  { year: 2016, unit_name: '高唐县', plan_persons: 12_500, registered_households: 9000, registered_persons: 18_000 },
]);

/** Excel keeps 15 digits of a number: the last one of a household number and the last three of an identity number are gone. */
const digits = bookOf(
  plainSheet([
    household(1, { household_no: 3_715_990_000_000_001 }),
    household(2, { head_id_no: 371_599_196_202_020_000 }),
    household(3, { household_no: '3.71599E+15', head_id_no: '3.71599E+17' }),
    household(4, { head_id_no: `${identityOf(4).slice(0, 15)}000` }),
    household(5),
  ]),
);

/** Days as clerks type them; the first is a serial number of the file's own date system. */
function dates(date1904: boolean): BookContent {
  const shift = date1904 ? 1462 : 0;
  const texts = ['2016-06-30', '2016/6/30', '2016.6.30', '2016年6月30日', '20160630', '2016年6月', '２０１６．６．３０', '6月30日', '2016-02-30'];
  return {
    sheets: [
      plainSheet([
        household(1, { report_date: { day: 42_551 - shift, format: 'yyyy"年"m"月"d"日"' } }),
        household(2, { report_date: { day: 42_551.75 - shift, format: 'yyyy/m/d h:mm' } }),
        household(3, { report_date: 20_160_630 }),
        ...texts.map((text, at) => household(4 + at, { report_date: text })),
      ]),
    ],
    date1904,
  };
}

const words = bookOf(
  plainSheet(
    [
      household(1, { edu_ok: '√', med_ok: '有', house_ok: '否', food_cloth_ok: 1 }),
      household(2, { edu_ok: '×', med_ok: '无', house_ok: '是', food_cloth_ok: 0 }),
      household(3, { edu_ok: 'Y', med_ok: 'n', house_ok: 'N', food_cloth_ok: true }),
      household(4, { edu_ok: '不适用', med_ok: '１', house_ok: '×', food_cloth_ok: '大概' }),
      household(5, { household_type: '五保户', labour_count: 0, wage_income: 0, net_income: 3000, pc_net_income: 1000, wubao_income: 1500, main_cause: '01因病', exit_status: '0', house_ok: '否' }),
    ],
    { house_ok: '危房户' },
  ),
);

const numbers = bookOf(
  plainSheet([
    household(1, { wage_income: '6000', business_income: ' 2,000.00 ', business_cost: '500元', property_income: '0', transfer_income: '1，500' }),
    household(2, { household_size: '３', labour_count: '1人', wage_income: '６０００', net_income: '9,000.00', pc_net_income: '3000.0' }),
    household(3, { wage_income: '约3.2万' }),
    household(4, { wage_income: -6000 }),
    household(5, { wage_income: null }),
    household(6, { wage_income: '0.6万元' }),
    household(7, { wage_income: { number: 6000, format: '#,##0.00' }, net_income: { number: 9000.004, format: '#,##0.00' } }),
    household(8, { wage_income: '6,0000' }),
  ]),
);

const NAMES = ['阿依•古丽', '阿依・古丽', '阿依．古丽', '阿依‧古丽', '阿依∙古丽', '阿依.古丽', '阿依·古丽', '李　四', '王 五', '㛃䶮𬭎', '张\u{e000}三', '张\u{fffd}三', '赵６', '_x0041_'];
const names = bookOf(plainSheet(NAMES.map((head_name, at) => household(at + 1, { head_name }))));

const inTenThousands = { wage_income: 0.6, business_income: 0.2, business_cost: 0.05, transfer_income: 0.15, net_income: 0.9, pc_net_income: 0.3, base_pc_net_income: 0.28 };
const MONEY = ['wage_income', 'business_income', 'business_cost', 'property_income', 'transfer_income', 'dibao_income', 'wubao_income', 'net_income', 'pc_net_income', 'base_pc_net_income', 'uplift_amount'];

/** A unit row above the header. */
function withUnitRow(sheet: SheetContent, unit: string): SheetContent {
  const [title = [], ...rest] = sheet.rows;
  return { ...sheet, rows: [title, ['填报单位：冠县定远寨镇', null, null, unit], ...rest] };
}

const wanRow = bookOf(withUnitRow(plainSheet([household(1, inTenThousands), household(2, { ...inTenThousands, wage_income: '6000元' })]), '金额单位：万元'));
const wanHeaders = bookOf(plainSheet([household(1, inTenThousands)], Object.fromEntries(MONEY.map((field) => [field, `${headerText(field)}（万元）`]))));
const bothUnits = bookOf(withUnitRow(plainSheet([household(1)]), '单位：元、万元'));

function headerText(field: string): string {
  const text = plainSheet([]).rows[1]?.[columnAt(field)];
  return typeof text === 'string' ? text : '';
}

/** Three header rows below a title and two lines of notes, headers with marks, full-width brackets and line breaks. */
function threeRows(): BookContent {
  const width = FIELDS.length;
  const empty = (): Content[] => Array.from({ length: width }, () => null);
  const [groups, middle, lowest] = [empty(), empty(), empty()];
  const merges: [number, number, number, number][] = [[0, 0, 0, width - 1]];
  const [incomeFrom, incomeTo, partsFrom, partsTo] = ['wage_income', 'base_pc_net_income', 'dibao_income', 'wubao_income'].map(columnAt) as [number, number, number, number];
  for (const [column, field] of FIELDS.entries()) {
    const text = headerText(field);
    if (column < incomeFrom || column > incomeTo) {
      groups[column] = field === 'household_no' ? '＊户编号' : field === 'county_name' ? '县(市、区)' : field === 'town_name' ? '乡 镇\n（街道）' : text;
      merges.push([3, column, 5, column]);
    } else if (column < partsFrom || column > partsTo) {
      middle[column] = text;
      merges.push([4, column, 5, column]);
    } else lowest[column] = text.replace('其中：', '');
  }
  groups[incomeFrom] = '家庭收入（单位：元）';
  middle[partsFrom] = '其中';
  merges.push([3, incomeFrom, 3, incomeTo], [4, partsFrom, 4, partsTo]);
  const head = [[TITLE], ['说明：一、本表由乡镇扶贫办填报。'], ['二、每户一行。'], groups, middle, lowest];
  const rows = [household(1), household(2, { household_type: '低保户', dibao_income: 300 })].map((one) => FIELDS.map((field) => one[field] ?? null));
  return bookOf({ name: '2016年2季度', rows: [...head, ...rows], merges });
}

/** 小计 and 合计 rows in the midst; the second sum was typed before a row was changed. */
function totals(): BookContent {
  const sheet = plainSheet([household(1), household(2)]);
  const more = plainSheet([household(3, { village_name: '毛庄村' }), household(4, { village_name: '毛庄村' })]);
  const sum = (label: string, persons: number, wages: Content): Content[] =>
    FIELDS.map((field, at) => (at === 0 ? label : field === 'household_size' ? persons : field === 'wage_income' ? wages : null));
  const rows = [
    ...sheet.rows,
    sum('小 计', 6, 12_000),
    [],
    ...more.rows.slice(2),
    sum('小计', 6, 11_000),
    sum('合  计：', 12, { formula: 'SUM(L3:L4)+SUM(L7:L8)', result: 24_000 }),
    ['填表人：韩立新', null, '审核：周保全'],
    ['注：本表一式两份'],
  ];
  return bookOf({ ...sheet, rows });
}

/** A sheet in front that is no table, last quarter's hidden, a copy behind, a hidden row and a hidden column in the one that counts. */
const hidden: BookContent = bookOf(
  { name: '填表说明', rows: [['填表说明'], ['一、每户一行']] },
  { ...plainSheet([household(9)], {}, '一季度'), hidden: true },
  { ...plainSheet([household(1), household(2), household(3)], {}, '二季度'), hiddenRows: [3], hiddenColumns: [columnAt('labour_count')] },
  plainSheet([household(4)], {}, '二季度 (2)'),
);

const DIVIDED: Content = { formula: '1/0', error: '#DIV/0!' };
const formulas = bookOf(
  plainSheet([
    household(1, { net_income: { formula: 'L3+M3-N3+O3+P3', result: 9000 }, head_name: { formula: '"赵"&"大山"', result: '赵大山' } }),
    household(2, { net_income: DIVIDED, remark: { formula: 'NA()', error: '#N/A' } }),
    household(3, { pc_net_income: { formula: 'S5/G5', result: 3000 }, wage_income: { formula: 'INDEX(A1:B2,9,9)', error: '#REF!' } }),
    household(4, { edu_ok: { formula: 'IF(G6>1,"是","否")', result: '是' } }),
  ]),
);
/** The same kind of formulas, saved by a program that does not calculate. */
const unsolved = bookOf(
  plainSheet([
    household(1, { net_income: { formula: 'L3+M3-N3+O3+P3' } }),
    household(2, { head_name: { formula: '"赵"&"大山"' } }),
    household(3, { remark: { formula: '"a"&"b"' } }),
    household(4),
  ]),
);

/** Formulas whose result is zero, and nothing but such formulas. */
const zeroResults = bookOf(
  plainSheet([1, 2, 3].map((at) => household(at, { dibao_income: { formula: `0*G${at + 2}`, result: 0 }, wubao_income: { formula: `0*G${at + 2}`, result: 0 } }))),
);

/** The format brush has merged three remarks, and what the lower two held is still there. */
function covered(): BookContent {
  const sheet = plainSheet([household(1, { remark: '见附件' }), household(2, { remark: '删除' }), household(3, { remark: '删除' }), household(4)]);
  return bookOf({ ...sheet, merges: [...(sheet.merges ?? []), [2, columnAt('remark'), 4, columnAt('remark')]] });
}

/** Texts that a spreadsheet would take for formulas if they were written carelessly. */
const INJECTED = ['=1+1', '+86 0635', '-1', '@SUM(A1)', '＝1＋1', "=HYPERLINK(\"http://127.0.0.1/\",\"a\")"];
const injection = bookOf(plainSheet(INJECTED.map((remark, at) => household(at + 1, { remark }))));

/** One village's name over several rows, as clerks merge it. */
function mergedVillages(): BookContent {
  const sheet = plainSheet([household(1), household(2, { village_name: null }), household(3, { village_name: '毛庄村' })]);
  const column = columnAt('village_name');
  return bookOf({ ...sheet, merges: [...(sheet.merges ?? []), [2, column, 3, column]] });
}

/** Formulas that were calculated, and whose result is the empty text. */
const emptyResults = bookOf(
  plainSheet([
    household(1, { remark: { formula: 'IF(G3>6,"多人口","")', result: '' } }),
    household(2, { other_cause: { formula: 'IF(G4>6,"多人口","")', result: '' }, remark: { formula: '""', result: '' } }),
    household(3),
  ]),
);

/** The last row is one that the clerk strikes through. */
const struck = bookOf(plainSheet([household(1), household(2), household(3)]));

const notes = bookOf({
  ...plainSheet([household(1), household(2)]),
  notes: [
    [2, columnAt('head_name'), '张三说：已核实'],
    [3, columnAt('wage_income'), '含务工补贴 300 元'],
  ],
});

function retitled(title: string): BookContent {
  const sheet = plainSheet([household(1), household(2)]);
  return bookOf({ ...sheet, rows: [[title], ...sheet.rows.slice(1)] });
}

export const BOOKS: Readonly<Record<string, BookContent>> = {
  roster: roster(),
  digits,
  dates: dates(false),
  'dates-1904': dates(true),
  words,
  numbers,
  names,
  'wan-row': wanRow,
  'wan-headers': wanHeaders,
  'both-units': bothUnits,
  'three-header-rows': threeRows(),
  totals: totals(),
  hidden,
  formulas,
  unsolved,
  'zero-results': zeroResults,
  covered: covered(),
  injection,
  'merged-villages': mergedVillages(),
  'empty-results': emptyResults,
  struck,
  notes,
  'last-quarter': retitled('冠县定远寨镇建档立卡贫困户季度表（2016年第一季度）'),
  'whole-file': retitled('冠县定远寨镇建档立卡贫困户季度表（2016年第二季度，全量）'),
  office: bookOf(PROJECTS, FINANCE),
  targets: bookOf(TARGETS),
};
