import { FINANCE_TYPES, FUND_LEVELS } from './codes.ts';
import type { Column, RecordOf, StoredOf } from './column.ts';
import type { FINANCE_LAYOUTS, FirstFields } from './row-layouts.ts';

/** 金融表: one fund, deposit, grant or loan of a county or of the city. Source: the programme's column register. */
export const FINANCE_COLUMNS = [
  {
    field: 'finance_type',
    header: '记录类型',
    aliases: ['类型'],
    type: { kind: 'code', list: FINANCE_TYPES },
    invalid: 'L01',
    core: true,
    required: true,
  },
  {
    field: 'county_name',
    header: '县（市、区）',
    aliases: [],
    type: { kind: 'text' },
    invalid: 'D01',
    core: true,
    required: true,
    stored: false,
    note: 'name of the city allowed for municipal level',
  },
  { field: 'fund_level', header: '资金层级', aliases: [], type: { kind: 'code', list: FUND_LEVELS }, invalid: 'L02' },
  {
    field: 'borrower_name',
    header: '借款主体',
    aliases: ['企业名称', '户主姓名'],
    type: { kind: 'text' },
    invalid: 'L03',
    personal: true,
    stored: false,
  },
  {
    field: 'borrower_id',
    header: '主体证件号',
    aliases: ['统一社会信用代码', '身份证号'],
    type: { kind: 'credit_code' },
    invalid: 'L04',
    personal: true,
    stored: false,
    note: 'USCC 18 / reg 15 / ID 18',
  },
  { field: 'above_scale', header: '是否规模以上', aliases: ['规上'], type: { kind: 'flag' }, invalid: 'L05' },
  { field: 'bank', header: '承办银行', aliases: ['银行'], type: { kind: 'text' }, invalid: 'L03' },
  {
    field: 'amount_wan',
    header: '金额',
    aliases: ['贷款金额', '资金金额'],
    type: { kind: 'money', unit: '万元' },
    invalid: 'L06',
    range: { min: 0, isAbove: true },
    core: true,
    required: true,
  },
  {
    field: 'leverage',
    header: '放大倍数',
    aliases: [],
    type: { kind: 'decimal', scale: 2, unit: '倍' },
    invalid: 'L07',
    range: { min: 0, max: { programme: 'maximumLeverage' } },
  },
  {
    field: 'interest_subsidy_pct',
    header: '贴息率',
    aliases: [],
    type: { kind: 'decimal', scale: 2, unit: '%' },
    invalid: 'L06',
    range: { min: 0, max: 10 },
  },
  {
    field: 'issued_on',
    header: '发放日期',
    aliases: [],
    type: { kind: 'date' },
    invalid: 'L08',
    range: { days: 'of the period' },
    core: true,
    required: true,
  },
  {
    field: 'due_on',
    header: '到期日期',
    aliases: [],
    type: { kind: 'date' },
    invalid: 'L08',
    range: { days: { after: 'issued_on' } },
  },
  {
    field: 'persons_driven',
    header: '带动贫困人口数',
    aliases: [],
    type: { kind: 'int', unit: '人' },
    invalid: 'P09',
    note: 'amount_wan <= 5 * persons_driven (山东: 5万元 per poor person)',
  },
] as const satisfies readonly Column[];

export type FinanceRow = RecordOf<typeof FINANCE_COLUMNS>;
export type StoredFinance = StoredOf<typeof FINANCE_COLUMNS, FirstFields<typeof FINANCE_LAYOUTS>>;
