/**
 * The synthetic city under lists of codes that are longer than today's: what a program makes of it that was written
 * before the lists grew.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import type { City } from '../../shared/city/city.ts';
import { foldHouseholds, type HouseholdHistory, type StoredHousehold } from '../../shared/fold/fold.ts';
import type { Channel } from '../../shared/schema/codes.ts';
import type { SummaryFacts } from '../../shared/tables/report-table.ts';
import { yearToDate } from '../../shared/time/period.ts';
import { historiesOf } from './city.ts';

/** 冠县, where the new channel works. */
const COUNTY = '371525';
const ZONES = [
  { name: '西南片区', en: 'South-west', divisions: ['371522'] },
  // A part of a unit.
  { name: '沙镇片区', en: 'Shazhen', divisions: ['371502101', '371502102'] },
];

/** The city of 2016Q2 with two zones more. */
export function zonedCity(): City {
  const city = CITY_PACK.at('2016Q2');
  return { ...city, programme: { ...city.programme, zones: [...city.programme.zones, ...ZONES] } };
}

/** Households of whom the new channel takes care, and the persons that count in the year to date. */
export type Moved = { readonly households: number; readonly persons: number };

/**
 * The facts where every second household of 冠县 that transfer employment uplifted is the new channel's and names the new
 * measures.
 */
export function longerFacts(
  facts: SummaryFacts,
  channel: string,
  measures: readonly string[],
): { readonly facts: SummaryFacts; readonly moved: Moved } {
  const city = zonedCity();
  const isTouched = (code: string): boolean =>
    [COUNTY, ...ZONES.flatMap(({ divisions }) => divisions)].some((division) => code.startsWith(division));
  let moved: Moved = { households: 0, persons: 0 };
  const changed = city.register.due.flatMap(({ code }) => {
    if (!isTouched(code)) return [];
    const histories = [...historiesOf(code, yearToDate(city.period)).values()];
    const employed = new Set(
      histories
        .filter((history) => code.startsWith(COUNTY) && lastUplift(history)?.primary_channel === 'EMP')
        .filter((_, index) => index % 2 === 0),
    );
    for (const history of employed)
      moved = { households: moved.households + 1, persons: moved.persons + mostUplifted(history) };
    const all = histories.map((history) => (employed.has(history) ? withChannel(history, channel, measures) : history));
    return [[code, foldHouseholds(all, city)] as const];
  });
  return { facts: { ...facts, ...city, tallies: new Map([...facts.tallies, ...changed]) }, moved };
}

const lastUplift = (history: HouseholdHistory): StoredHousehold | undefined =>
  [...history.values()].findLast((row) => row.uplift_persons > 0);

const mostUplifted = (history: HouseholdHistory): number =>
  Math.max(...[...history.values()].map((row) => row.uplift_persons));

const withChannel = (history: HouseholdHistory, channel: string, measures: readonly string[]): HouseholdHistory =>
  new Map(
    [...history].map(([period, row]) => [
      period,
      {
        ...row,
        primary_channel: channel as Channel,
        measures: [...(row.measures ?? []), ...measures] as NonNullable<StoredHousehold['measures']>,
      },
    ]),
  );
