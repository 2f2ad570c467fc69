import type { ColumnType } from './column.ts';

/**
 * In which order the table keeps the values of a row (docs/decisions/0024-row-layouts.md). Rows outlive the code that
 * wrote them, so a layout is never changed: a new stored column comes in a new layout at the end of its list, behind
 * the fields of the one before. The newest layout is the one written. Its order is its own: a column may stand anywhere
 * in its sheet.
 */
export type LayoutVersion = {
  /** Never used again, also where the layout was taken back. */
  readonly name: string;
  /** The layout that it goes on from: its fields come behind those. Code that knows that one reads this one. */
  readonly after?: string;
  /** Of all its fields in their order. A test says what it must be, and fails when they were changed. */
  readonly checksum: string;
  readonly fields: Readonly<Record<string, StoredType>>;
};

/** How a value is kept. A decimal is kept as an integer, which says nothing without the number of its places. */
export type StoredType = Exclude<ColumnType['kind'], 'decimal'> | `decimal.${number}`;

/** The fields of the first of these layouts: a row of any layout has them. */
export type FirstFields<L extends readonly [LayoutVersion, ...LayoutVersion[]]> = keyof L[0]['fields'];

type Layouts = readonly [LayoutVersion, ...LayoutVersion[]];

export const HOUSEHOLD_LAYOUTS = [
  {
    name: 'h1',
    checksum: '0614e053',
    fields: {
      unit_code: 'text',
      town_code: 'text',
      village_code: 'text',
      household_size: 'int',
      labour_count: 'int',
      household_type: 'code',
      poverty_standard: 'code',
      main_cause: 'code',
      other_causes: 'codes',
      exit_status: 'code',
      wage_income: 'money',
      business_income: 'money',
      business_cost: 'money',
      property_income: 'money',
      transfer_income: 'money',
      dibao_income: 'money',
      wubao_income: 'money',
      pension_income: 'money',
      family_planning_income: 'money',
      eco_income: 'money',
      net_income: 'money',
      pc_net_income: 'money',
      base_pc_net_income: 'money',
      primary_channel: 'code',
      measures: 'codes',
      uplift_persons: 'int',
      uplift_amount: 'money',
      migrant_workers: 'int',
      work_months: 'decimal.1',
      edu_ok: 'flag',
      med_ok: 'flag',
      house_ok: 'flag',
      food_cloth_ok: 'flag',
      water_ok: 'flag',
      report_date: 'date',
    },
  },
] as const satisfies Layouts;

export const PROJECT_LAYOUTS = [
  {
    name: 'p1',
    checksum: '7ad37d01',
    fields: {
      unit_code: 'text',
      town_code: 'text',
      village_code: 'text',
      project_type: 'code',
      project_name: 'text',
      zone: 'text',
      status: 'code',
      completed_on: 'date',
      quantity: 'int',
      capacity: 'decimal.2',
      investment_wan: 'money',
      households_driven: 'int',
      persons_driven: 'int',
      households_planned: 'int',
      uscc: 'credit_code',
    },
  },
] as const satisfies Layouts;

export const FINANCE_LAYOUTS = [
  {
    name: 'f1',
    checksum: '95da9bbd',
    fields: {
      unit_code: 'text',
      town_code: 'text',
      village_code: 'text',
      finance_type: 'code',
      fund_level: 'code',
      above_scale: 'flag',
      bank: 'text',
      amount_wan: 'money',
      leverage: 'decimal.2',
      interest_subsidy_pct: 'decimal.2',
      issued_on: 'date',
      due_on: 'date',
      persons_driven: 'int',
      enterprise_code: 'text',
    },
  },
] as const satisfies Layouts;

export const TARGET_LAYOUTS = [
  {
    name: 't1',
    checksum: '2d5927a4',
    fields: {
      unit_code: 'text',
      town_code: 'text',
      village_code: 'text',
      year: 'int',
      unit_name: 'text',
      plan_persons: 'int',
      registered_households: 'int',
      registered_persons: 'int',
    },
  },
] as const satisfies Layouts;

/**
 * The keyed hashes beside household rows, read by their places (ledger/identities.ts): every layout begins with these
 * two.
 */
export const IDENTITY_LAYOUTS = [
  { name: 'i1', checksum: 'b0d4825f', fields: { head: 'text', pseudonym: 'text' } },
] as const satisfies Layouts;
