/** The summary as a whole: facts that just break a rule, and facts that just do not. */
import { CITY_PACK } from '../../../cities/pack.ts';
import { foldHouseholds } from '../../../shared/fold/fold.ts';
import type { SummaryFacts } from '../../../shared/tables/report-table.ts';
import type { Severity } from '../../../shared/rules/rule.ts';
import { household } from '../../report/household.ts';
import { PERIOD, TOWNSHIP } from './case.ts';

type SummaryCase = {
  readonly rule: string;
  readonly severity: Severity;
  readonly wrong: SummaryFacts;
  readonly sound: SummaryFacts;
  readonly zh: string;
  readonly en: string;
};

/** Two households of 定远寨镇, one of them uplifted in both quarters. */
const HOUSEHOLDS = [
  new Map([[PERIOD, household()]]),
  new Map([
    ['2016Q1' as const, household({ uplift_persons: 3, uplift_amount: 100, primary_channel: 'IND' })],
    [PERIOD, household({ uplift_persons: 2, uplift_amount: 100, primary_channel: 'EMP' })],
  ]),
];

/** Every unit with a plan of 10,000, 冠县 with what is left of the city's 150,000 and `more`. */
function facts({ more = 0, registered = 2, changed = {} as Record<string, number> }): SummaryFacts {
  const target = { year: 2016, unit_name: '', town_code: null, village_code: null, registered_persons: 10 };
  return {
    ...CITY_PACK.at(PERIOD),
    revision: 1,
    asOf: null,
    nilReturns: new Map(),
    tallies: new Map([[TOWNSHIP, { ...foldHouseholds(HOUSEHOLDS, CITY_PACK.at(PERIOD)), ...changed }]]),
    targets: new Map(
      CITY_PACK.register.units.map(({ code }) => [
        code,
        { ...target, unit_code: code, plan_persons: code === '371525' ? 50_000 + more : 10_000, registered_households: registered },
      ]),
    ),
    lastYearTargets: new Map(),
    projects: [],
    finance: [],
    submissions: [],
  };
}

export const SUMMARY_CASES: readonly SummaryCase[] = [
  {
    rule: 'T01',
    severity: 'error',
    wrong: facts({ more: 1 }),
    sound: facts({}),
    zh: '各单位任务之和150001不等于全市任务150000',
    en: 'Sum of unit plans 150001 is not the plan 150000 of the whole city',
  },
  {
    rule: 'T02',
    severity: 'warning',
    wrong: facts({ registered: 1 }),
    sound: facts({ registered: 2 }),
    zh: '冠县上报户数2大于在册户数1',
    en: '冠县: 2 households reported, 1 registered',
  },
  {
    rule: 'T03',
    severity: 'error',
    wrong: facts({ changed: { 'move.continued.households': 2, 'move.stopped.households': -1 } }),
    sound: facts({}),
    zh: '汇总校验失败：R17 2≠1',
    en: 'Summary check failed: R17 2 is not 1',
  },
  {
    rule: 'T04',
    severity: 'warning',
    wrong: { ...facts({}), published: new Map([['371525', 4]]) },
    sound: { ...facts({}), published: new Map([['371525', 3]]) },
    zh: '冠县本年累计增收人数减少（4→3）',
    en: '冠县: year-to-date uplift persons fell (4 to 3)',
  },
];
