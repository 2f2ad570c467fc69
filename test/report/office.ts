/** Stored rows of offices for tests: plain ones to change. */
import type { StoredRecord } from '../../shared/rows/codec.ts';

const PROJECT: StoredRecord['project'] = {
  unit_code: '371525',
  town_code: '371525108',
  village_code: '371525108202',
  project_type: 'OTHER',
  project_name: '项目',
  zone: null,
  status: 'BUILT',
  completed_on: null,
  quantity: 1,
  capacity: null,
  investment_wan: null,
  households_driven: null,
  persons_driven: null,
  households_planned: null,
  uscc: null,
};

const FINANCE: StoredRecord['finance'] = {
  unit_code: '371525',
  town_code: null,
  village_code: null,
  finance_type: 'FUND',
  fund_level: null,
  above_scale: null,
  bank: null,
  amount_wan: 0,
  leverage: null,
  interest_subsidy_pct: null,
  issued_on: '2016-05-01',
  due_on: null,
  persons_driven: null,
  enterprise_code: null,
};

/** A project of 定远寨村, built. */
export const project = (change: Partial<StoredRecord['project']>): StoredRecord['project'] => ({
  ...PROJECT,
  ...change,
});

/** A finance row of 冠县. */
export const finance = (change: Partial<StoredRecord['finance']>): StoredRecord['finance'] => ({
  ...FINANCE,
  ...change,
});
