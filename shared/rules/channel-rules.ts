import { CHANNELS, MEASURES } from '../schema/codes.ts';
import { columnOf } from '../schema/column.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow as Row } from '../schema/household.ts';
import { choices } from './choices.ts';
import { isSize, NO_SIZE, sizeOf, withinHousehold } from './household-size.ts';
import { perCapita, yuan } from './money.ts';
import type { Rule } from './rule.ts';

const INDUSTRY_MEASURES = MEASURES.filter((measure) => measure.industry);
const INDUSTRY: ReadonlySet<string> = new Set(INDUSTRY_MEASURES.map((measure) => measure.code));

const UPLIFT = columnOf(HOUSEHOLD_COLUMNS, 'uplift_persons');

const totalIncome = (row: Row): number =>
  row.wage_income + row.business_income + row.property_income + row.transfer_income;

/** Uplift: channel, measures, persons, amount. Source of each rule: its `basis`. */
export const CHANNEL_RULES = [
  {
    code: 'C01',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['primary_channel', 'uplift_persons'],
    zh: `第{row}行有增收人数，但未填主要增收渠道，应为${choices(CHANNELS)}中的一项`,
    en: `Row {row}: uplift persons without primary channel; expected one of ${choices(CHANNELS)}`,
    basis: 'seed additivity',
    check: (row) => row.uplift_persons > 0 && row.primary_channel === null,
  },
  {
    code: 'C02',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['primary_channel'],
    zh: `第{row}行主要增收渠道为“{value}”，只能填一项：${choices(CHANNELS)}`,
    en: `Row {row}: the primary channel is “{value}”; expected exactly one of ${choices(CHANNELS)}`,
    basis: 'seed additivity; A3a 必选只能选一项 style',
    cell: { when: 'invalid' },
  },
  {
    code: 'C03',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['primary_channel', 'uplift_persons'],
    zh: '第{row}行填了主要增收渠道“{value}”，但增收人数为0，请核对',
    en: 'Row {row}: channel “{value}” given but no uplift persons; please check',
    basis: 'logic',
    check: (row) => row.primary_channel !== null && row.uplift_persons === 0,
  },
  {
    code: 'C04',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['measures'],
    zh: `第{row}行带动措施“{value}”无法识别，应为${choices(MEASURES)}`,
    en: `Row {row}: measure “{value}” is not known; expected of ${choices(MEASURES)}`,
    basis: 'dictionary',
    cell: { when: 'invalid' },
  },
  {
    code: 'C05',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['measures', 'primary_channel'],
    zh: `第{row}行主要增收渠道为产业项目，带动措施为“{value}”，应至少有一项产业类措施（${choices(INDUSTRY_MEASURES)}）`,
    en:
      'Row {row}: channel 产业项目, measures “{value}”; expected at least one industry measure ' +
      `(${choices(INDUSTRY_MEASURES)})`,
    basis: 'seed',
    check: (row) => row.primary_channel === 'IND' && !(row.measures ?? []).some((measure) => INDUSTRY.has(measure)),
  },
  {
    code: 'C06',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['wage_income', 'primary_channel'],
    zh: '第{row}行主要增收渠道为转移就业，但工资性收入为0，请核对这两列',
    en: 'Row {row}: the channel is 转移就业, but the wage income is 0; check both',
    basis: 'logic',
    check: (row) => row.primary_channel === 'EMP' && row.wage_income === 0,
  },
  {
    code: 'C07',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['transfer_income', 'primary_channel'],
    zh: '第{row}行主要增收渠道为{channel}，但转移性收入为0，请核对这两列',
    en: 'Row {row}: the channel is {channel}, but the transfer income is 0; check both',
    basis: 'logic',
    check: (row) =>
      (row.primary_channel === 'EDM' || row.primary_channel === 'SOC') &&
      row.transfer_income === 0 && { channel: CHANNELS.find(({ code }) => code === row.primary_channel)?.zh ?? '' },
  },
  {
    code: 'C08',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['uplift_persons', 'household_size'],
    zh: `第{row}行增收人数为“{value}”，应为${withinHousehold(UPLIFT).zh}的整数`,
    en: `Row {row}: uplift persons are “{value}”; expected an integer ${withinHousehold(UPLIFT).en}`,
    basis: 'logic',
    cell: { when: 'invalid', params: () => NO_SIZE },
    check: (row) => isSize(row.household_size) && row.uplift_persons > row[UPLIFT.range.max.field] && sizeOf(row),
  },
  {
    code: 'C09',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['uplift_persons', 'household_size'],
    zh: `第{row}行增收人数为{value}，少于家庭人口数{size}，请核对，属实的在备注中说明`,
    en:
      'Row {row}: {value} uplift persons, below the household size of {size}; please check, and explain in the ' +
      'remarks if it is right',
    basis: '脱贫以户为单位',
    check: (row) =>
      isSize(row.household_size) &&
      row.uplift_persons > 0 &&
      row.uplift_persons < row.household_size && { size: row.household_size },
  },
  {
    code: 'C10',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['uplift_amount', 'uplift_persons'],
    zh: '第{row}行有增收人数，但增收金额为0，请填写增收金额',
    en: 'Row {row}: uplift persons without an amount; enter it',
    basis: 'logic',
    check: (row) => row.uplift_persons > 0 && row.uplift_amount === 0,
  },
  {
    code: 'C11',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['uplift_amount', 'wage_income', 'business_income', 'property_income', 'transfer_income'],
    zh: '第{row}行增收金额为{value}元，大于家庭总收入{total}元，请核对',
    en: 'Row {row}: the uplift amount is {value} yuan, above the total income of {total}; please check',
    basis: 'logic',
    check: (row) =>
      row.uplift_amount > totalIncome(row) && { value: yuan(row.uplift_amount), total: yuan(totalIncome(row)) },
  },
  {
    code: 'C12',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: [
      'uplift_persons',
      'pc_net_income',
      'base_pc_net_income',
      'household_size',
      'wage_income',
      'business_income',
      'business_cost',
      'property_income',
      'transfer_income',
    ],
    zh: '第{row}行计为增收，但人均纯收入{now}元未高于上年同期的{base}元，请核对',
    en:
      "Row {row}: counted as uplifted, but per-capita net income of {now} yuan is not above last year's {base}; " +
      'please check',
    basis: 'definition',
    check: (row) =>
      isSize(row.household_size) &&
      row.uplift_persons > 0 &&
      perCapita(row) <= row.base_pc_net_income && { now: yuan(perCapita(row)), base: yuan(row.base_pc_net_income) },
  },
] as const satisfies readonly Rule[];
