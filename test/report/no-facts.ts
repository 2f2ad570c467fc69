import { CITY_PACK } from '../../cities/pack.ts';
import type { SummaryFacts } from '../../shared/tables/report-table.ts';
import type { Period } from '../../shared/time/period.ts';

/** What a summary is made of in a period of which nothing is known yet. */
export const noFacts = (period: Period): SummaryFacts => ({
  ...CITY_PACK.at(period),
  revision: 1,
  asOf: null,
  tallies: new Map(),
  targets: new Map(),
  lastYearTargets: new Map(),
  projects: [],
  finance: [],
  submissions: [],
  nilReturns: new Map(),
});
