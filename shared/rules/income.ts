import type { HouseholdRow as Row } from '../schema/household.ts';
import { netIncome, perCapita, yuan } from './money.ts';
import type { Rule } from './rule.ts';

const INCOMES = [
  'wage_income',
  'business_income',
  'property_income',
  'transfer_income',
  'dibao_income',
  'wubao_income',
  'pension_income',
  'family_planning_income',
  'eco_income',
  // Net income and its share per head are compared with their parts (N07, N08); last year's figure stands alone.
  'base_pc_net_income',
] as const;

const transferParts = (row: Row): number =>
  row.dibao_income +
  row.wubao_income +
  (row.pension_income ?? 0) +
  (row.family_planning_income ?? 0) +
  (row.eco_income ?? 0);

/** Rule N01. What is judged by the size of the household waits until the size is right, so that one wrong cell is one finding. */
export const isSize = (size: number): boolean => size >= 1 && size <= 15;

/** The size, to stand after the words 家庭人口数. */
export const sizeOf = (row: Pick<Row, 'household_size'>): { size: string; sizeEn: string } => ({
  size: `（${row.household_size}人）`,
  sizeEn: ` of ${row.household_size}`,
});

/** Rule N16, which says it all; 低保金 or 五保金 alone is judged by N13 and N14. */
const hasBothAllowances = (row: Row): boolean => row.dibao_income > 0 && row.wubao_income > 0;

/** A wrong income makes net income wrong (N07); the figure per head, derived from the same net income, is then not a mistake of its own. */
const followsStatedNet = (row: Row): boolean =>
  Math.abs(row.pc_net_income * row.household_size - row.net_income) <= 100 * row.household_size;

/** Household size, labour and money. Source of each rule: its `basis`. */
export const INCOME_RULES: readonly Rule[] = [
  {
    code: 'N01',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['household_size'],
    zh: '第{row}行家庭人口数为“{value}”，应为1至15的整数',
    en: 'Row {row}: the household size is “{value}”; expected an integer from 1 to 15',
    basis: '建档立卡 data checks 贫困户空挂',
    check: (row: Row) => !isSize(row.household_size),
  },
  {
    code: 'N03',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['labour_count', 'household_size'],
    zh: '第{row}行劳动力人数为“{value}”，应为0至家庭人口数{size}之间的整数',
    en: 'Row {row}: the labour force is “{value}”; expected an integer from 0 to the household size{size}',
    basis: 'logic',
    check: (row: Row) => isSize(row.household_size) && row.labour_count > row.household_size && sizeOf(row),
  },
  {
    code: 'N04',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['labour_count', 'household_type'],
    zh: '第{row}行为五保户，但劳动力人数为“{value}”，请核对',
    en: 'Row {row}: 五保 household, but its labour force is “{value}”; please check',
    basis: '建档立卡 data checks',
    check: (row: Row) => row.household_type === '3' && row.labour_count > 0,
  },
  {
    code: 'N05',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['wage_income'],
    zh: '第{row}行“{header}”为“{value}”，应为不小于0、最多精确到分的数字，没有请填0',
    en: 'Row {row}: “{header}” is “{value}”; expected a number >= 0, to the fen at most; write 0 if none',
    basis: '建档立卡 data checks',
  },
  {
    code: 'N06',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['wage_income'],
    zh: '第{row}行“{header}”为{amount}元，不足100元，疑似误用万元为单位，请核对',
    en: 'Row {row}: “{header}” is {amount} yuan, under 100; entered in 万元 by mistake? please check',
    basis: '建档立卡 data checks工资性收入小于100',
    check: (row: Row) =>
      INCOMES.filter((field) => (row[field] ?? 0) > 0 && (row[field] ?? 0) < 10_000).map((field) => ({
        field,
        amount: yuan(row[field] ?? 0),
      })),
  },
  {
    code: 'N07',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['net_income', 'wage_income', 'business_income', 'business_cost', 'property_income', 'transfer_income'],
    zh: '第{row}行家庭纯收入为{value}元，按各项收入减支出应为{calc}元，请核对各项收入',
    en: 'Row {row}: net income is {value} yuan, but the incomes less the cost make {calc}; check the incomes',
    basis: 'formula',
    check: (row: Row) =>
      Math.abs(row.net_income - netIncome(row)) > 100 && { calc: yuan(netIncome(row)), value: yuan(row.net_income) },
  },
  {
    code: 'N08',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: [
      'pc_net_income',
      'household_size',
      'wage_income',
      'business_income',
      'business_cost',
      'property_income',
      'transfer_income',
      'net_income',
    ],
    zh: '第{row}行人均纯收入为{value}元，按家庭纯收入除以家庭人口数应为{calc}元，请改正',
    en: 'Row {row}: per-capita net income is {value} yuan, but net income by household size makes {calc}; correct it',
    basis: 'formula',
    check: (row: Row) =>
      isSize(row.household_size) &&
      Math.abs(row.pc_net_income - perCapita(row)) > 100 &&
      !followsStatedNet(row) && { calc: yuan(perCapita(row)), value: yuan(row.pc_net_income) },
  },
  {
    code: 'N09',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['wage_income', 'labour_count'],
    zh: '第{row}行工资性收入为“{value}”，但劳动力人数为0，请核对',
    en: 'Row {row}: wage income is “{value}” without labour force; please check',
    basis: '建档立卡 data checks',
    check: (row: Row) => row.wage_income > 0 && row.labour_count === 0,
  },
  {
    code: 'N10',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['business_income', 'business_cost'],
    zh: '第{row}行生产经营性收入为“{value}”，但生产经营性支出为0，请核对',
    en: 'Row {row}: business income is “{value}” without any cost; please check',
    basis: '建档立卡 data checks',
    check: (row: Row) => row.business_income > 0 && row.business_cost === 0,
  },
  {
    code: 'N11',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['business_cost', 'business_income'],
    zh: '第{row}行生产经营性支出为“{value}”，大于生产经营性收入{income}元，请核对',
    en: 'Row {row}: business cost “{value}” exceeds business income of {income} yuan; please check',
    basis: 'logic',
    check: (row: Row) => row.business_cost > row.business_income && { income: yuan(row.business_income) },
  },
  {
    code: 'N12',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: [
      'transfer_income',
      'dibao_income',
      'wubao_income',
      'pension_income',
      'family_planning_income',
      'eco_income',
    ],
    zh: '第{row}行转移性收入为{value}元，小于其中各项之和{sum}元，请核对',
    en: 'Row {row}: transfer income is {value} yuan, below the sum of its parts {sum}; please check',
    basis: 'logic',
    check: (row: Row) =>
      row.transfer_income < transferParts(row) && { value: yuan(row.transfer_income), sum: yuan(transferParts(row)) },
  },
  {
    code: 'N13',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['household_type', 'dibao_income'],
    zh: '第{row}行贫困户属性为“{value}”，但低保金为{amount}元，请核对这两列',
    en: 'Row {row}: the household type is “{value}”, but its 低保金 is {amount} yuan; check both',
    basis: '建档立卡 data checks',
    check: (row: Row) =>
      !hasBothAllowances(row) &&
      ((row.household_type === '2' && row.dibao_income === 0) ||
        (row.household_type === '1' && row.dibao_income > 0)) && {
        amount: yuan(row.dibao_income),
      },
  },
  {
    code: 'N14',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['household_type', 'wubao_income'],
    zh: '第{row}行贫困户属性为“{value}”，但五保金为{amount}元，请核对这两列',
    en: 'Row {row}: the household type is “{value}”, but its 五保金 is {amount} yuan; check both',
    basis: '建档立卡 data checks',
    check: (row: Row) =>
      !hasBothAllowances(row) &&
      ((row.household_type === '3' && row.wubao_income === 0) ||
        (row.household_type === '1' && row.wubao_income > 0)) && {
        amount: yuan(row.wubao_income),
      },
  },
  {
    code: 'N15',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['migrant_workers', 'work_months', 'wage_income', 'labour_count'],
    silentWithoutColumn: true,
    zh: '第{row}行“{header}”为“{value}”：{detail}，请核对',
    en: 'Row {row}: “{header}” is “{value}”: {detail}; please check',
    basis: '建档立卡 data checks',
    check: (row: Row) => {
      const workers = row.migrant_workers ?? 0;
      const tenths = row.work_months ?? 0;
      if (workers === 0)
        return tenths > 0 && { detail: '填了务工月数，务工人数却没有', detailEn: 'months are given, but no workers' };
      // Wages without any labour are told by N09.
      if (workers > row.labour_count && !(row.labour_count === 0 && row.wage_income > 0))
        return {
          detail: `多于劳动力人数${row.labour_count}`,
          detailEn: `more than the labour force of ${row.labour_count}`,
        };
      if (tenths === 0) return { detail: '填了务工人数，务工月数却没有', detailEn: 'workers are given, but no months' };
      if (tenths > 30 * workers) {
        const months = tenths / 10;
        return {
          detail: `务工月数为${months}，每人每季最多3个月`,
          detailEn: `${months} months, at most 3 for each worker in a quarter`,
        };
      }
      return (
        row.wage_income === 0 && {
          detail: '有人务工，工资性收入却为0',
          detailEn: 'somebody works, but the wage income is 0',
        }
      );
    },
  },
  {
    code: 'N16',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['dibao_income', 'wubao_income'],
    zh: '第{row}行同时填了低保金{dibao}元和五保金{wubao}元，只能享受其中一项，请改正',
    en: 'Row {row}: both 低保金 of {dibao} and 五保金 of {wubao} yuan; only one is possible, correct them',
    basis: '建档立卡 data checks',
    check: (row: Row) => hasBothAllowances(row) && { dibao: yuan(row.dibao_income), wubao: yuan(row.wubao_income) },
  },
  {
    code: 'N17',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: [
      'pc_net_income',
      'household_size',
      'wage_income',
      'business_income',
      'business_cost',
      'property_income',
      'transfer_income',
    ],
    zh: '第{row}行人均纯收入为{value}元，一般应大于0且不超过25000元，请核对',
    en: 'Row {row}: per-capita net income is {value} yuan, usually above 0 and at most 25,000; please check',
    basis: '建档立卡 data checks',
    check: (row: Row) =>
      isSize(row.household_size) &&
      (perCapita(row) <= 0 || perCapita(row) > 2_500_000) && { value: yuan(perCapita(row)) },
  },
];
