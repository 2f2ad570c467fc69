import type { CityPack } from '../../shared/city/city.ts';
import type { Township } from '../../shared/city/register.ts';
import { addDays, periodDays, type Period } from '../../shared/time/period.ts';
import { Draw } from './draw.ts';
import { codeAt } from './origins.ts';
import type { TownshipPlan } from './plan.ts';
import { habitsOf, type Habits } from './style.ts';

/** A township as it is in one quarter, with the plans of those whose households it has. */
export type TownshipAt = {
  readonly period: Period;
  readonly township: Township;
  readonly rootName: string;
  readonly countyName: string;
  readonly unitName: string;
  /** Of fixed telephones. */
  readonly areaCode: string;
  readonly plans: readonly [TownshipPlan, ...TownshipPlan[]];
  /** Those of its clerk, who stays when the township is recoded or takes another one over. */
  readonly habits: Habits;
  /** What is drawn for the sheet is drawn by this. */
  readonly label: string;
  /** The date that all rows of its sheet have. */
  readonly reportDate: string;
};

/** The townships of a quarter that have a plan, in the order of the plans. */
export function townshipsAt(pack: CityPack, period: Period, plans: readonly TownshipPlan[]): readonly TownshipAt[] {
  const register = pack.registerOf(period);
  const counties = new Map(register.counties.map(({ code, name }) => [code, name]));
  const groups = Map.groupBy(plans, (plan) => codeAt(pack, plan.township.code, plan.register, period));
  return [...groups].flatMap(([code, [first, ...rest]]) => {
    const township = register.township(code);
    // A township that is set up later is not there yet.
    if (!township || !first) return [];
    const habits = sharedHabits(first, rest);
    const label = first.township.code;
    return [
      {
        period,
        township,
        rootName: register.rootName,
        countyName: counties.get(township.county) ?? '',
        unitName: register.unitLabel(township.unit),
        areaCode: pack.profile.areaCode,
        plans: [first, ...rest] as const,
        habits,
        label,
        reportDate: reportDate(habits, label, period),
      },
    ];
  });
}

/** Incomes of a sheet in 万元 are in whole yuan for each person; those that another clerk kept in 元 are not. */
function sharedHabits(first: TownshipPlan, rest: readonly TownshipPlan[]): Habits {
  const habits = habitsOf(first.township.code);
  return rest.every((plan) => habitsOf(plan.township.code).unit === habits.unit) ? habits : { ...habits, unit: '元' };
}

/**
 * Inside the window: from six days before the quarter's end to its deadline. A form that names only the month means its
 * last day.
 */
function reportDate({ dateForm }: Habits, label: string, period: Period): string {
  const { last } = periodDays(period);
  return dateForm === 'month' ? last : addDays(last, new Draw(`${label}:${period}:day`).between(0, -6, 15));
}
