/** The synthetic city of the pack that is served by default. */
import { CITY_PACK } from '../../cities/pack.ts';
import * as finance from '../../cli/generate/finance.ts';
import * as projects from '../../cli/generate/projects.ts';
import { syntheticCityOf } from '../../cli/generate/synthetic-city.ts';
import type { FinanceRow } from '../../shared/schema/finance.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { ProjectRow } from '../../shared/schema/project.ts';
import type { TargetRow } from '../../shared/schema/target.ts';
import type { Period } from '../../shared/time/period.ts';

export const LIAOCHENG = syntheticCityOf(CITY_PACK);
export const planCity = () => LIAOCHENG.plans;
export const householdsOf = (township: string, period: Period): HouseholdRow[] =>
  LIAOCHENG.householdsOf(township, period);
export const projectsOf = (county: string, period: Period): ProjectRow[] =>
  projects.projectsOf(LIAOCHENG, county, period);
export const financeOf = (division: string, period: Period): FinanceRow[] =>
  finance.financeOf(LIAOCHENG, division, period);
export const targetsOf = (period: Period = '2016Q1'): TargetRow[] => LIAOCHENG.targetsOf(period);
