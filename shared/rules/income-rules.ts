import type { Text } from '../language/language.ts';
import { columnOf, type Column } from '../schema/column.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow as Row } from '../schema/household.ts';
import { boundsText, numberRange, unitsIn } from '../schema/range.ts';
import { isSize, NO_SIZE, SIZE, sizeOf, withinHousehold } from './household-size.ts';
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

/** Under 100 yuan. */
const isSmall = (amount: number | null): boolean => amount !== null && amount > 0 && amount < 10_000;

const transferParts = (row: Row): number =>
  row.dibao_income +
  row.wubao_income +
  (row.pension_income ?? 0) +
  (row.family_planning_income ?? 0) +
  (row.eco_income ?? 0);

const LABOUR = columnOf(HOUSEHOLD_COLUMNS, 'labour_count');
const MONTHS = columnOf(HOUSEHOLD_COLUMNS, 'work_months');
const SIZE_BOUNDS = boundsText(SIZE.range, String(SIZE.range.max));

/** Rule N16, which says it all; 低保金 or 五保金 alone is judged by N13 and N14. */
const hasBothAllowances = (row: Row): boolean => row.dibao_income > 0 && row.wubao_income > 0;

/** Net income of a household that spent more on its business than it earned is a loss. */
const mayBeLoss = (column: Column): boolean => numberRange(column).min < 0;
const ANY_NUMBER: Text = { zh: '', en: 'a number' };
const NOT_NEGATIVE: Text = { zh: '不小于0的', en: 'a number of 0 or more' };

/**
 * A wrong income makes net income wrong (N07); the figure per head, derived from the same net income, is then not a
 * mistake of its own.
 */
const followsStatedNet = (row: Row): boolean =>
  Math.abs(row.pc_net_income * row.household_size - row.net_income) <= 100 * row.household_size;

/** Household size, labour and money. Source of each rule: its `basis`. */
export const INCOME_RULES = [
  {
    code: 'N01',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['household_size'],
    zh: `第{row}行家庭人口数为“{value}”，应为${SIZE_BOUNDS.zh}的整数`,
    en: `Row {row}: the household size is “{value}”; expected an integer ${SIZE_BOUNDS.en}`,
    basis: '建档立卡 data checks 贫困户空挂',
    cell: { when: 'invalid' },
    check: (row) => !isSize(row.household_size),
  },
  {
    code: 'N03',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['labour_count', 'household_size'],
    zh: `第{row}行劳动力人数为“{value}”，应为${withinHousehold(LABOUR).zh}的整数`,
    en: `Row {row}: the labour force is “{value}”; expected an integer ${withinHousehold(LABOUR).en}`,
    basis: 'logic',
    cell: { when: 'invalid', params: () => NO_SIZE },
    check: (row) => isSize(row.household_size) && row.labour_count > row[LABOUR.range.max.field] && sizeOf(row),
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
    check: (row) => row.household_type === '3' && row.labour_count > 0,
  },
  {
    code: 'N05',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['wage_income'],
    zh: '第{row}行“{header}”为“{value}”，应填{bound}数字，小数最多到分；没有这笔钱的填0',
    en: 'Row {row}: “{header}” is “{value}”; enter {bound}, to the fen at most, and 0 where there is no such money',
    basis: '建档立卡 data checks; a net income may be a loss',
    cell: { when: 'invalid', params: (_city, column) => ({ bound: mayBeLoss(column) ? ANY_NUMBER : NOT_NEGATIVE }) },
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
    check: (row) =>
      INCOMES.some((field) => isSmall(row[field])) &&
      INCOMES.filter((field) => isSmall(row[field])).map((field) => ({ field, amount: yuan(row[field] ?? 0) })),
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
    check: (row) =>
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
    check: (row) =>
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
    check: (row) => row.wage_income > 0 && row.labour_count === 0,
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
    check: (row) => row.business_income > 0 && row.business_cost === 0,
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
    check: (row) => row.business_cost > row.business_income && { income: yuan(row.business_income) },
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
    check: (row) =>
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
    check: (row) =>
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
    check: (row) =>
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
    cell: { when: 'invalid', params: () => ({ detail: { zh: '应为不小于0的数字', en: 'expected a number >= 0' } }) },
    check: (row) => {
      const detail = workProblem(row);
      return detail !== null && { detail };
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
    check: (row) => hasBothAllowances(row) && { dibao: yuan(row.dibao_income), wubao: yuan(row.wubao_income) },
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
    check: (row) =>
      isSize(row.household_size) &&
      (perCapita(row) <= 0 || perCapita(row) > 2_500_000) && { value: yuan(perCapita(row)) },
  },
] as const satisfies readonly Rule[];

/** Migrant workers, their months and their wages; null where they agree. */
function workProblem(row: Row): Text | null {
  const workers = row[MONTHS.range.max.field] ?? 0;
  const months = (row.work_months ?? 0) / unitsIn(MONTHS.type);
  const most = MONTHS.range.max.times;
  if (workers === 0)
    return months > 0 ? { zh: '填了务工月数，务工人数却没有', en: 'months are given, but no workers' } : null;
  // Wages without any labour are told by N09.
  if (workers > row.labour_count && !(row.labour_count === 0 && row.wage_income > 0))
    return { zh: `多于劳动力人数${row.labour_count}`, en: `more than the labour force of ${row.labour_count}` };
  if (months === 0) return { zh: '填了务工人数，务工月数却没有', en: 'workers are given, but no months' };
  if (months > most * workers)
    return {
      zh: `务工月数为${months}，每人每季最多${most}个月`,
      en: `${months} months, at most ${most} for each worker in a quarter`,
    };
  return row.wage_income === 0
    ? { zh: '有人务工，工资性收入却为0', en: 'somebody works, but the wage income is 0' }
    : null;
}
