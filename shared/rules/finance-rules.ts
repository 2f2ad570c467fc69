import { FINANCE_TYPES, FUND_LEVELS } from '../schema/codes.ts';
import { columnOf } from '../schema/column.ts';
import { FINANCE_COLUMNS, type FinanceRow as Row } from '../schema/finance.ts';
import { boundsText, daysIn, unitsIn } from '../schema/range.ts';
import { choices } from './choices.ts';
import { creditCodeIsSound, identityIsSound } from './numbers.ts';
import type { Rule, Verdict } from './rule.ts';

const AMOUNT = columnOf(FINANCE_COLUMNS, 'amount_wan');
const RATE = columnOf(FINANCE_COLUMNS, 'interest_subsidy_pct');
const LEVERAGE = columnOf(FINANCE_COLUMNS, 'leverage');
const ISSUED = columnOf(FINANCE_COLUMNS, 'issued_on');
const DUE = columnOf(FINANCE_COLUMNS, 'due_on');
const AMOUNT_BOUNDS = boundsText(AMOUNT.range, null);

/** Funds and loans. Source of each rule: its `basis`. */
export const FINANCE_RULES = [
  {
    code: 'L01',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['finance_type'],
    zh: `第{row}行记录类型为“{value}”，应为${choices(FINANCE_TYPES)}中的一项`,
    en: `Row {row}: the record type is “{value}”; expected one of ${choices(FINANCE_TYPES)}`,
    basis: 'dictionary',
    cell: { when: 'invalid' },
  },
  {
    code: 'L02',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['fund_level', 'finance_type'],
    zh: `第{row}行资金层级为“{value}”，担保贴息资金应填${choices(FUND_LEVELS)}中的一项`,
    en: `Row {row}: the fund level is “{value}”; a fund needs one of ${choices(FUND_LEVELS)}`,
    basis: 'seed 市级1亿元',
    cell: { when: 'invalid' },
    check: (row) => row.finance_type === 'FUND' && row.fund_level === null,
  },
  {
    code: 'L03',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['borrower_name', 'bank', 'finance_type'],
    zh: '第{row}行为贷款，但“{header}”为空白，请填写',
    en: 'Row {row}: a loan, but “{header}” is blank; fill it in',
    basis: 'logic',
    check: (row) =>
      isLoan(row) &&
      (['borrower_name', 'bank'] as const).filter((field) => row[field] === null).map((field) => ({ field })),
  },
  {
    code: 'L04',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['borrower_id', 'finance_type', 'uscc'],
    zh: '第{row}行“{header}”为“{value}”，企业应为18位统一社会信用代码（15位注册号请更换），农户应为18位身份证号，校验位须正确',
    en:
      'Row {row}: “{header}” is “{value}”; expected a sound 18-character unified credit code (replace a 15-digit ' +
      'number), for a farmer an ID number',
    basis: 'GB 32100-2015; standard example 91350100M000100Y4 -> 3, so ...Y4Z is wrong',
    cell: { when: 'invalid' },
    check: (row) =>
      'finance_type' in row
        ? isLoan(row) && borrowerProblem(row)
        : 'uscc' in row && row.uscc !== null && creditCodeProblem(row.uscc, 'uscc'),
  },
  {
    code: 'L05',
    level: 'row',
    severity: 'warning',
    table: 'finance',
    fields: ['above_scale', 'finance_type'],
    zh: '第{row}行是否规模以上为“{value}”，企业贷款应填“是”或“否”',
    en: 'Row {row}: above scale is “{value}”; an enterprise loan needs 是 or 否',
    basis: 'seed 82家规模以上企业',
    cell: { when: 'invalid' },
    check: (row) => row.finance_type === 'LOAN_ENT' && row.above_scale === null,
  },
  {
    code: 'L06',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['amount_wan', 'interest_subsidy_pct'],
    zh: `第{row}行“{header}”为“{value}”，金额应${AMOUNT_BOUNDS.zh}，贴息率应为${boundsText(RATE.range, `${RATE.range.max}%`).zh}`,
    en:
      `Row {row}: “{header}” is “{value}”; expected an amount ${AMOUNT_BOUNDS.en}, a subsidy rate of ` +
      `${RATE.range.min} to ${RATE.range.max}%`,
    basis: 'logic',
    cell: { when: 'invalid' },
    check: (row) => [
      ...(row.amount_wan <= AMOUNT.range.min ? [{ field: 'amount_wan' }] : []),
      ...((row.interest_subsidy_pct ?? 0) > RATE.range.max * unitsIn(RATE.type)
        ? [{ field: 'interest_subsidy_pct' }]
        : []),
    ],
  },
  {
    code: 'L07',
    level: 'row',
    severity: 'warning',
    table: 'finance',
    fields: ['leverage'],
    zh: '第{row}行放大倍数为“{value}”，应为不超过{max}的数字',
    en: 'Row {row}: the leverage is “{value}”; expected a number of at most {max}',
    basis: 'seed 300万->3000万; 10倍',
    cell: { when: 'invalid', params: ({ programme }) => ({ max: programme[LEVERAGE.range.max.programme] }) },
    check: (row, { programme }) => {
      const max = programme[LEVERAGE.range.max.programme];
      return row.leverage !== null && row.leverage > max * unitsIn(LEVERAGE.type) && { max };
    },
  },
  {
    code: 'L08',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['issued_on', 'due_on'],
    zh: '第{row}行“{header}”为“{value}”，发放日期应在本季度内，到期日期应晚于发放日期',
    en: 'Row {row}: “{header}” is “{value}”; expected an issue within the quarter, due after it',
    basis: 'logic',
    cell: { when: 'invalid' },
    check: (row, { period }) => {
      const { first, last } = daysIn(ISSUED.range, period);
      if ((first !== null && row.issued_on < first) || (last !== null && row.issued_on > last))
        return { field: 'issued_on' };
      return row.due_on !== null && row.due_on <= row[DUE.range.days.after] && { field: 'due_on' };
    },
  },
  {
    code: 'L09',
    level: 'row',
    severity: 'warning',
    table: 'finance',
    fields: ['amount_wan', 'persons_driven', 'finance_type'],
    zh: '第{row}行贷款额为{value}万元，超过每带动1名贫困人口5万元的标准（带动{persons}人），请核对',
    en: 'Row {row}: a loan of {value} 万元 is above 5 万元 for each of {persons} poor persons driven; please check',
    basis: 'dongyingnews 2020-07-30',
    check: (row) =>
      row.finance_type === 'LOAN_ENT' &&
      row.persons_driven !== null &&
      row.amount_wan > row.persons_driven * 5_000_000 && {
        value: row.amount_wan / 1_000_000,
        persons: row.persons_driven,
      },
  },
] as const satisfies readonly Rule[];

const isLoan = (row: Row): boolean => row.finance_type === 'LOAN_ENT' || row.finance_type === 'LOAN_HH';

/** An enterprise needs a credit code, a farmer an identity number. */
function borrowerProblem({ borrower_id: number, finance_type: type }: Row): Verdict {
  if (number === null) return true;
  return type === 'LOAN_HH' ? !identityIsSound(number) : creditCodeProblem(number, 'borrower_id');
}

/** The unified code, or until the end of 2017 still a 15-digit registration number. */
function creditCodeProblem(code: string, field: string): Verdict {
  return /^\d{15}$/.test(code) ? { field, severity: 'warning' } : !creditCodeIsSound(code) && { field };
}
