import { measure, mergeTallies } from '../fold/tally.ts';
import { perChannel } from '../schema/channels.ts';
import type { Channel } from '../schema/codes.ts';
import { percentText, tenthsOfPercent } from './rounding.ts';
import type { SummaryFacts } from './report-table.ts';

/** The figures of the bulletin's first sentence; R01, R19 and summary.json all take them from here. */
export type Headline = {
  readonly personsUplifted: { readonly quarter: number; readonly yearToDate: number };
  /** Year to date. */
  readonly byChannel: Readonly<Record<Channel, number>>;
  readonly householdsUplifted: { readonly quarter: number; readonly yearToDate: number };
  /** Fen, year to date; null in a public edition that does not give it. */
  readonly upliftAmountFen: number | null;
  readonly registeredHouseholds: number | null;
  readonly registeredPersons: number | null;
  readonly shareOfRegistered: string;
  readonly annualTarget: number | null;
  readonly achievementRate: string;
};

export function headlineOf(facts: SummaryFacts): Headline {
  const city = mergeTallies(facts.tallies.values());
  const yearToDate = measure(city, 'ytd.persons');
  const target = annualTarget(facts);
  const registeredPersons = sumTargets(facts, 'registered_persons');
  return {
    personsUplifted: { quarter: measure(city, 'quarter.persons'), yearToDate },
    byChannel: perChannel((code) => measure(city, `ytd.persons.${code}`)),
    householdsUplifted: { quarter: measure(city, 'quarter.households'), yearToDate: measure(city, 'ytd.households') },
    upliftAmountFen: measure(city, 'ytd.amount'),
    registeredHouseholds: sumTargets(facts, 'registered_households'),
    registeredPersons,
    shareOfRegistered: percentText(registeredPersons === null ? null : tenthsOfPercent(yearToDate, registeredPersons)),
    annualTarget: target,
    achievementRate: percentText(target === null ? null : tenthsOfPercent(yearToDate, target)),
  };
}

/**
 * The plan that the programme sets for the city. Where it sets none, the sum of the units' plans, once every unit has
 * sent its own.
 */
export function annualTarget(facts: SummaryFacts): number | null {
  return facts.programme.cityTarget ?? sumTargets(facts, 'plan_persons');
}

/**
 * The sum over all units; null while a plan is missing, because the figures of all units are never compared with the
 * plans of some.
 */
export function sumTargets(
  facts: SummaryFacts,
  field: 'plan_persons' | 'registered_households' | 'registered_persons',
): number | null {
  if (unitsWithoutTarget(facts).length > 0) return null;
  return [...facts.targets.values()].reduce((sum, target) => sum + target[field], 0);
}

/** Reporting units whose row of 任务表 is not on file. */
export const unitsWithoutTarget = ({ targets, register }: SummaryFacts) =>
  register.units.filter(({ code }) => !targets.has(code));
