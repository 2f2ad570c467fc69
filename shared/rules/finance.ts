import type { FinanceRow as Row } from '../schema/finance.ts';
import { periodDays } from '../time/period.ts';
import { creditCodeIsSound, identityIsSound } from './numbers.ts';
import type { Rule, Verdict } from './rule.ts';

/** Funds and loans. Source of each rule: its `basis`. */
export const FINANCE_RULES: readonly Rule[] = [
  {
    code: 'L01',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['finance_type'],
    zh: '记录类型“{value}”无法识别',
    en: 'Record type ”{value}” not recognised',
    basis: 'dictionary',
  },
  {
    code: 'L02',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['fund_level', 'finance_type'],
    zh: '第{row}行资金层级未填',
    en: 'Row {row}: fund level missing',
    basis: 'seed 市级1亿元',
    check: (row: Row) => row.finance_type === 'FUND' && row.fund_level === null,
  },
  {
    code: 'L03',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['borrower_name', 'bank', 'finance_type'],
    zh: '第{row}行贷款缺少借款主体或银行',
    en: 'Row {row}: loan without borrower or bank',
    basis: 'logic',
    check: (row: Row) => isLoan(row) && (row.borrower_name === null || row.bank === null),
  },
  {
    code: 'L04',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['borrower_id', 'finance_type'],
    zh: '第{row}行统一社会信用代码校验错误',
    en: 'Row {row}: unified credit code checksum wrong',
    basis: 'GB 32100-2015; standard example 91350100M000100Y4 -> 3, so ...Y4Z is wrong',
    check: (row: Row) => isLoan(row) && borrowerProblem(row),
  },
  {
    code: 'L05',
    level: 'row',
    severity: 'warning',
    table: 'finance',
    fields: ['above_scale', 'finance_type'],
    zh: '第{row}行企业贷款未注明是否规模以上',
    en: 'Row {row}: above-scale flag missing',
    basis: 'seed 82家规模以上企业',
    check: (row: Row) => row.finance_type === 'LOAN_ENT' && row.above_scale === null,
  },
  {
    code: 'L06',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['amount_wan', 'interest_subsidy_pct'],
    zh: '第{row}行金额应大于0，贴息率应为0至10%',
    en: 'Row {row}: the amount must be above 0, the subsidy rate 0 to 10%',
    basis: 'logic',
    check: (row: Row) => row.amount_wan <= 0 || (row.interest_subsidy_pct ?? 0) > 1_000,
  },
  {
    code: 'L07',
    level: 'row',
    severity: 'warning',
    table: 'finance',
    fields: ['leverage'],
    zh: '第{row}行放大倍数{value}超过10倍',
    en: 'Row {row}: leverage {value} above 10',
    basis: 'seed 300万->3000万; 10倍',
    check: (row: Row, { programme }) =>
      row.leverage !== null && row.leverage > programme.maximumLeverage * 100 && { value: row.leverage / 100 },
  },
  {
    code: 'L08',
    level: 'row',
    severity: 'error',
    table: 'finance',
    fields: ['issued_on', 'due_on'],
    zh: '第{row}行发放日期应在本季度内，到期日期应晚于发放日期',
    en: 'Row {row}: issued within the quarter, due after it was issued',
    basis: 'logic',
    check: (row: Row, { period }) => {
      const { first, last } = periodDays(period);
      return row.issued_on < first || row.issued_on > last || (row.due_on !== null && row.due_on <= row.issued_on);
    },
  },
  {
    code: 'L09',
    level: 'row',
    severity: 'warning',
    table: 'finance',
    fields: ['amount_wan', 'persons_driven', 'finance_type'],
    zh: '第{row}行贷款额超过每带动1名贫困人口5万元的标准',
    en: 'Row {row}: loan above 50,000 yuan per poor person driven',
    basis: 'dongyingnews 2020-07-30',
    check: (row: Row) => row.finance_type === 'LOAN_ENT' && row.persons_driven !== null && row.amount_wan > row.persons_driven * 5_000_000,
  },
];

const isLoan = (row: Row): boolean => row.finance_type === 'LOAN_ENT' || row.finance_type === 'LOAN_HH';

/** An enterprise has a unified code, or until the end of 2017 still a 15-digit registration number; a farmer has an identity number. */
function borrowerProblem(row: Row): Verdict {
  const number = row.borrower_id;
  if (number === null) return true;
  if (row.finance_type === 'LOAN_HH') return !identityIsSound(number);
  return /^\d{15}$/.test(number) ? { severity: 'warning' } : !creditCodeIsSound(number);
}
