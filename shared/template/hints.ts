import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { columnOf, type Column } from '../schema/column.ts';
import type { FINANCE_COLUMNS } from '../schema/finance.ts';
import { HOUSEHOLD_COLUMNS } from '../schema/household.ts';
import type { PROJECT_COLUMNS } from '../schema/project.ts';
import type { TableKind } from '../schema/tables.ts';
import type { TARGET_COLUMNS } from '../schema/target.ts';

/**
 * What to fill in, in the clerk's words. A hint does not repeat format, unit, choices and rules: they come from the
 * column tables. `{city}` and its kin are the city's own words (hintOf).
 */
type HintsOf<C extends readonly Column[]> = { readonly [F in C[number]['field']]: Text };

/** Months that one person can have worked in a quarter. */
const MONTHS_EACH = columnOf(HOUSEHOLD_COLUMNS, 'work_months').range.max.times;

const HOUSEHOLD: HintsOf<typeof HOUSEHOLD_COLUMNS> = {
  period: { zh: '本表的季度', en: 'the quarter of this sheet' },
  county_name: {
    zh: '所在县（市、区），属开发区、度假区的也可填开发区、度假区',
    en: 'county, or the zone that reports it',
  },
  town_name: { zh: '所在乡镇或街道', en: 'township or sub-district' },
  village_name: { zh: '所在行政村（居）全称', en: 'full name of the village or residents’ committee' },
  village_code: {
    zh: '统计用区划代码；与村名都填时应一致',
    en: 'statistical division code; must agree with the village',
  },
  household_no: {
    zh: '建档立卡系统中的户编号；一户一行，不得重复',
    en: 'number in the register; one row a household, no repeats',
  },
  head_name: { zh: '户主姓名，少数民族姓名用间隔号“·”', en: 'name of the head of household' },
  head_id_no: {
    zh: '户主身份证号18位，或残疾人证号20位、22位，末位可为X',
    en: 'ID number of the head: 18 characters, or 20 or 22 of a disability certificate',
  },
  household_size: { zh: '登记在册的家庭人口', en: 'registered members' },
  labour_count: { zh: '家庭人口中有劳动能力的人数', en: 'members who are able to work' },
  household_type: { zh: '贫困户属性，只选一项', en: 'type of the household, one only' },
  poverty_standard: {
    zh: '识别时所用的标准，不填按省定标准',
    en: 'line by which it was identified; provincial when blank',
  },
  main_cause: { zh: '最主要的一项致贫原因', en: 'the one main cause of poverty' },
  other_causes: { zh: '其他致贫原因，最多两项，不与主要原因重复', en: 'at most two more causes' },
  exit_status: {
    zh: '季度末的状态；年终核实前填“预脱贫”，不填“脱贫”',
    en: 'state at the end of the quarter; 预脱贫 before the year-end check',
  },
  wage_income: { zh: '本季度全家务工、工资收入', en: 'wages of the quarter' },
  business_income: {
    zh: '本季度种植、养殖、加工、经商等收入，不扣成本',
    en: 'income from farming and trade, costs not deducted',
  },
  business_cost: { zh: '取得生产经营性收入所花的成本，填正数', en: 'cost of that business, as a positive number' },
  property_income: { zh: '光伏分红、土地流转、入股等收入', en: 'dividends, land transfer and the like' },
  transfer_income: {
    zh: '低保金、五保金、养老金等各项补助合计，不小于“其中”各项之和',
    en: 'all allowances; not below the sum of its parts',
  },
  dibao_income: { zh: '转移性收入中的低保金', en: 'part of it: subsistence allowance' },
  wubao_income: { zh: '转移性收入中的五保金；与低保金只能有一项', en: 'part of it: five guarantees; never both' },
  pension_income: { zh: '转移性收入中的养老保险金', en: 'part of it: pension' },
  family_planning_income: { zh: '转移性收入中的计划生育金', en: 'part of it: family planning' },
  eco_income: { zh: '转移性收入中的生态补偿金', en: 'part of it: ecological compensation' },
  net_income: {
    zh: '工资性收入＋生产经营性收入－生产经营性支出＋财产性收入＋转移性收入，亏损填负数',
    en: 'wages + business − cost + property + transfers; a loss is negative',
  },
  pc_net_income: { zh: '家庭纯收入÷家庭人口数，四舍五入到分', en: 'net income / members, rounded to 0.01' },
  base_pc_net_income: {
    zh: '去年同一季度的人均纯收入；新识别的户填0并在备注说明',
    en: 'per-capita net income of the same quarter last year; 0 if new',
  },
  primary_channel: {
    zh: '带动增收的主要渠道，只选一项；有带动增收人数时必填',
    en: 'main channel, one only; needed when persons were uplifted',
  },
  measures: {
    zh: '落实到户的措施；主要渠道为产业项目时至少有一项产业类措施',
    en: 'measures taken; with channel 产业项目 at least one of industry',
  },
  uplift_persons: { zh: '本季度因帮扶实现增收的人数，没有填0', en: 'persons whose income rose; 0 if none' },
  uplift_amount: { zh: '本季度因帮扶增加的收入，没有填0', en: 'increase of income; 0 if none' },
  migrant_workers: { zh: '本季度务工的人数，不超过劳动力人数', en: 'members at work away from the farm' },
  work_months: {
    zh: `各务工人员本季度务工月数之和，每人最多${MONTHS_EACH}个月`,
    en: `months worked, all workers together, at most ${MONTHS_EACH} each`,
  },
  edu_ok: {
    zh: '义务教育阶段子女没有失学辍学；没有适龄子女填“是”',
    en: 'no child out of school; 是 when there is none',
  },
  med_ok: { zh: '全家参加基本医疗保险', en: 'all members have basic medical insurance' },
  house_ok: { zh: '住房安全，不是危房', en: 'the house is safe' },
  food_cloth_ok: { zh: '吃穿不愁', en: 'no worry about food and clothing' },
  water_ok: { zh: '饮水安全', en: 'safe drinking water' },
  helper_name: { zh: '结对帮扶责任人姓名，不能是户主本人', en: 'the official in charge; not the head of household' },
  phone: { zh: '户主或帮扶责任人的手机号，或 {areaCode}-xxxxxxx', en: 'mobile number, or {areaCode}-xxxxxxx' },
  report_date: { zh: '填表的日期', en: 'date of filling in' },
  remark: { zh: '需要说明的事项，200字以内', en: 'remarks, up to 200 characters' },
};

const PROJECT: HintsOf<typeof PROJECT_COLUMNS> = {
  project_no: { zh: '项目编号，全县全年不重复', en: 'unique in the county and year' },
  project_type: { zh: '项目类型，只选一项', en: 'type of the project' },
  project_name: { zh: '项目名称', en: 'name of the project' },
  county_name: { zh: '项目所在县（市、区）', en: 'county of the project' },
  town_name: { zh: '项目所在乡镇或街道；县级项目可不填', en: 'township; blank for a county project' },
  village_name: { zh: '项目所在行政村；试点村项目必填', en: 'village; needed for a pilot village' },
  zone: { zh: '所属扶贫片区', en: 'development zone' },
  status: { zh: '季度末的建设状态', en: 'state at the end of the quarter' },
  completed_on: { zh: '建成的填，不晚于季度末；规划的不填', en: 'of a built project; blank for a planned one' },
  quantity: { zh: '处数、座数；屋顶光伏填该村屋顶数', en: 'how many; rooftops in the village' },
  capacity: {
    zh: '养驴场填存栏头数（平均每处不少于600头），光伏填装机千瓦',
    en: 'head of donkeys (600 a farm at least), kW of photovoltaics',
  },
  investment_wan: { zh: '总投资', en: 'total investment' },
  households_driven: { zh: '实际带动的贫困户数', en: 'poor households driven' },
  persons_driven: { zh: '实际带动的贫困人数，不小于户数', en: 'poor persons driven, not below households' },
  households_planned: { zh: '计划带动的贫困户数；建成的另填实际户数', en: 'households planned' },
  entity_name: { zh: '实施企业、合作社名称', en: 'enterprise or cooperative in charge' },
  uscc: { zh: '实施主体的18位统一社会信用代码', en: 'unified credit code, 18 characters' },
};

const FINANCE: HintsOf<typeof FINANCE_COLUMNS> = {
  finance_type: { zh: '资金或贷款的类型，只选一项', en: 'kind of fund or loan' },
  county_name: { zh: '所在县（市、区）；市级资金填{city}', en: 'county; {city} for municipal money' },
  fund_level: { zh: '担保贴息资金的层级', en: 'level of a fund' },
  borrower_name: { zh: '企业名称或农户户主姓名；贷款必填', en: 'enterprise or farmer; needed for loans' },
  borrower_id: {
    zh: '企业填18位统一社会信用代码，农户填18位身份证号；贷款必填',
    en: 'credit code or ID number; needed for loans',
  },
  above_scale: { zh: '是否规模以上企业；企业贷款填写', en: 'above scale; for enterprise loans' },
  bank: { zh: '承办银行；贷款必填', en: 'bank; needed for loans' },
  amount_wan: { zh: '资金或贷款金额', en: 'amount' },
  leverage: { zh: '担保贴息资金、保证金的放大倍数', en: 'leverage of a fund or deposit' },
  interest_subsidy_pct: { zh: '贴息率', en: 'rate of the interest subsidy' },
  issued_on: { zh: '发放或到位的日期，应在本季度内', en: 'date of issue, within the quarter' },
  due_on: { zh: '到期日期，晚于发放日期', en: 'due date, after the issue' },
  persons_driven: {
    zh: '企业贷款带动的贫困人数，每人对应贷款不超过{loan}万元',
    en: 'poor persons driven; at most {loan} 万元 of loan each',
  },
};

const TARGET: HintsOf<typeof TARGET_COLUMNS> = {
  year: { zh: '年度', en: 'year' },
  unit_name: { zh: '县（市、区）或开发区、度假区', en: 'county or zone' },
  plan_persons: { zh: '全年计划增收脱贫的人数', en: 'persons to be uplifted in the year' },
  registered_households: { zh: '在册贫困户数', en: 'registered households' },
  registered_persons: { zh: '在册贫困人数', en: 'registered persons' },
};

const HINTS: Readonly<Record<TableKind, Readonly<Record<string, Text>>>> = {
  household: HOUSEHOLD,
  project: PROJECT,
  finance: FINANCE,
  target: TARGET,
};

/** @throws RangeError for a field that the table does not have; the types make sure that every column has a hint */
export function hintOf(kind: TableKind, field: string, { profile, programme }: City): Text {
  const hint = HINTS[kind][field];
  if (!hint) throw new RangeError(`no hint for ${kind}.${field}`);
  const known: Readonly<Record<string, string>> = {
    city: profile.name.zh,
    areaCode: profile.areaCode,
    loan: String(programme.loanPerPerson / FEN_PER_WAN),
  };
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (placeholder, name: string) => known[name] ?? placeholder);
  return { zh: filled(hint.zh), en: filled(hint.en) };
}

const FEN_PER_WAN = 1_000_000;
