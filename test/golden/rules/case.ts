/**
 * What a golden case is, and the small files that it is tried on: a sound row of a real township with one change, and a
 * sound row after it.
 */
import type { RuleCode } from '../../../shared/rules/catalogue.ts';
import { CITY_PACK } from '../../../cities/pack.ts';
import { checkFile } from '../../../shared/check/check-file.ts';
import type { CheckedFile } from '../../../shared/check/checked-file.ts';
import { outcomeOf, type Outcome } from '../../../shared/receipt/receipt.ts';
import { identityCheckDigit } from '../../../shared/rules/numbers.ts';
import type { Severity } from '../../../shared/rules/rule.ts';
import { tableOf, type TableKind } from '../../../shared/schema/tables.ts';
import { columnLetters } from '../../../shared/sheet/reference.ts';
import type { Period } from '../../../shared/time/period.ts';

/** Cells by field, as the clerk writes them; null leaves the cell empty. */
export type Written = Readonly<Record<string, string | null>>;

/** One rule, one change that just breaks it, one (or more) that just does not. */
export type GoldenCase = {
  readonly rule: RuleCode;
  /** Said where one rule has several cases. */
  readonly what?: string;
  readonly table?: TableKind;
  readonly severity: Severity;
  readonly wrong: Written;
  readonly sound?: readonly Written[];
  /** The field at whose cell the finding points, and its message. */
  readonly at: string;
  readonly message: string;
  /** As receipts show it; the cell's text when left out. */
  readonly value?: string;
  readonly period?: Period;
  readonly receivedOn?: string;
  readonly division?: string;
  /** Columns that the sheet does not have. */
  readonly without?: readonly string[];
  /** Further rows between the changed row and the sound one, and what is found in them by the same rule. */
  readonly more?: readonly Written[];
  readonly also?: readonly { readonly row: number; readonly at: string; readonly message: string; readonly value: string }[];
};

/** An identity number with the check digit that belongs to its first 17 digits. */
export const sealed = (first17: string): string => first17 + identityCheckDigit(first17);

export const PERIOD: Period = '2016Q2';
export const TOWNSHIP = '371525108';
export const RECEIVED = '2016-07-10';

const HOUSEHOLD: Written = {
  period: '2016Q2',
  county_name: '冠县',
  town_name: '定远寨镇',
  village_name: '定远寨村',
  village_code: '371525108202',
  household_no: '3715251080000001',
  head_name: '王立冬',
  head_id_no: sealed('37159919600101001'),
  household_size: '3',
  labour_count: '2',
  household_type: '一般贫困户',
  poverty_standard: '省定标准',
  main_cause: '因病',
  other_causes: '缺技术',
  exit_status: '未脱贫',
  wage_income: '3000',
  business_income: '2000',
  business_cost: '500',
  property_income: '400',
  transfer_income: '600',
  dibao_income: '0',
  wubao_income: '0',
  pension_income: '300',
  family_planning_income: '0',
  eco_income: '200',
  net_income: '5500',
  pc_net_income: '1833.33',
  base_pc_net_income: '1500',
  primary_channel: '产业项目',
  measures: '光伏、务工',
  uplift_persons: '3',
  uplift_amount: '999.99',
  migrant_workers: '1',
  work_months: '3',
  edu_ok: '是',
  med_ok: '是',
  house_ok: '是',
  food_cloth_ok: '是',
  water_ok: '是',
  helper_name: '李建国',
  phone: '13800000000',
  report_date: '2016-07-05',
  remark: null,
};

const PROJECT: Written = {
  project_no: 'GX-001',
  project_type: '电商试点村',
  project_name: '定远寨村电商服务站',
  county_name: '冠县',
  town_name: '定远寨镇',
  village_name: '定远寨村',
  zone: '黄河故道北片区',
  status: '建成',
  completed_on: '2016-06-30',
  quantity: '1',
  capacity: null,
  investment_wan: '12.5',
  households_driven: '10',
  persons_driven: '20',
  households_planned: '12',
  entity_name: '冠县某某合作社',
  uscc: '91350100M000100Y43',
};

const FINANCE: Written = {
  finance_type: '企业贷款',
  county_name: '冠县',
  fund_level: null,
  borrower_name: '冠县某某食品有限公司',
  borrower_id: '91350100M000100Y43',
  above_scale: '是',
  bank: '冠县农商行',
  amount_wan: '100',
  leverage: '10',
  interest_subsidy_pct: '10',
  issued_on: '2016-04-01',
  due_on: '2017-04-01',
  persons_driven: '20',
};

const TARGET: Written = {
  year: '2016',
  unit_name: '冠县',
  plan_persons: '20000',
  registered_households: '15000',
  registered_persons: '30000',
};

const BASES: Readonly<Record<TableKind, Written>> = { household: HOUSEHOLD, project: PROJECT, finance: FINANCE, target: TARGET };
/** What tells the sound row after the changed one apart. */
const NEXT: Readonly<Record<TableKind, Written>> = {
  household: { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') },
  project: { project_no: 'GX-099' },
  finance: {},
  target: { unit_name: '高唐县' },
};
const DIVISIONS: Readonly<Record<TableKind, string>> = { household: TOWNSHIP, project: '371525', finance: '371525', target: '3715' };

export const fieldsOf = (kind: TableKind, without: readonly string[] = []): string[] =>
  tableOf(kind)
    .columns.map((column) => column.field)
    .filter((field) => !without.includes(field));

/** The sound row of a table with some cells written otherwise. */
export const rowOf = (kind: TableKind, change: Written = {}): Written => ({ ...BASES[kind], ...change });

/** Header and rows as the text of a CSV. */
export function csvOf(kind: TableKind, rows: readonly Written[], without: readonly string[] = []): string {
  const fields = fieldsOf(kind, without);
  const headers = fields.map((field) => tableOf(kind).columns.find((column) => column.field === field)?.header ?? '');
  return `${[headers, ...rows.map((row) => fields.map((field) => row[field] ?? ''))].map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export type TrySlot = { readonly division?: string; readonly period?: Period; readonly receivedOn?: string; readonly fileName?: string };

export function check(
  bytes: Uint8Array | string,
  { division = TOWNSHIP, period = PERIOD, receivedOn = RECEIVED, fileName = '表.csv' }: TrySlot = {},
): CheckedFile {
  return checkFile(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, { ...CITY_PACK.at(period), division, fileName, receivedOn });
}

/** Status, counts and findings in Chinese. */
export const told = (checked: CheckedFile): Outcome => outcomeOf(checked, 'zh');

/** The text of the file of a case with `change` in its first data row, row 2 of the sheet, and where it is sent. */
export function caseFile(golden: GoldenCase, change: Written): { readonly text: string; readonly slot: TrySlot } {
  const kind = golden.table ?? 'household';
  const rows = [change, ...(golden.more ?? []), NEXT[kind]].map((one) => rowOf(kind, one));
  const { division = DIVISIONS[kind], period, receivedOn } = golden;
  return {
    text: csvOf(kind, rows, golden.without),
    slot: { division, ...(period ? { period } : {}), ...(receivedOn ? { receivedOn } : {}) },
  };
}

/** What comes of that file. */
export function fileOf(golden: GoldenCase, change: Written): CheckedFile {
  const { text, slot } = caseFile(golden, change);
  return check(text, slot);
}

/** The reference of a field's cell, as in C2; null where the sheet has no such column. */
export function cellAt(golden: GoldenCase, field: string, row = 2): string | null {
  const index = fieldsOf(golden.table ?? 'household', golden.without).indexOf(field);
  return index < 0 ? null : `${columnLetters(index)}${row}`;
}
