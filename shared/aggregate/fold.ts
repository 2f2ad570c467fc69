import type { StoredRecord } from '../records/codec.ts';
import type { Channel } from '../schema/codes.ts';
import { shiftPeriod, yearToDate, type Period } from '../time/period.ts';
import { mergeTallies, type Tally } from './tally.ts';

export type StoredHousehold = StoredRecord['household'];

/** One household's rows of the periods on file. */
export type HouseholdHistory = ReadonlyMap<Period, StoredHousehold>;

/** The periods that a fold of `period` reads: the year to date, and the same quarters of last year for comparison. */
export function periodsFoldedFor(period: Period): Period[] {
  return [...yearToDate(shiftPeriod(period, -4)), ...yearToDate(period)];
}

/**
 * What one household adds to the figures of `period` (reports: Conventions).
 * Year to date a household counts once: persons = the largest uplift_persons of its uplifted rows, so that the figure never falls as
 * quarters are added; channel = that of its latest uplifted row.
 */
export function tallyHousehold(history: HouseholdHistory, period: Period): Tally {
  const tally: Record<string, number> = {};
  const add = (name: string, value: number): void => {
    if (value !== 0) tally[name] = (tally[name] ?? 0) + value;
  };
  const row = history.get(period);
  if (row) {
    add('households', 1);
    add('persons', row.household_size);
    if (row.uplift_persons > 0) {
      add('quarter.households', 1);
      add('quarter.persons', row.uplift_persons);
      add('quarter.amount', row.uplift_amount);
      add(`quarter.persons.${channelOf(row)}`, row.uplift_persons);
    }
  }
  for (const quarter of yearToDate(period)) add(`persons.${quarter}`, history.get(quarter)?.uplift_persons ?? 0);
  const thisYear = upliftOf(history, yearToDate(period));
  if (thisYear) {
    add('ytd.households', 1);
    add('ytd.persons', thisYear.persons);
    add('ytd.amount', thisYear.amount);
    add(`ytd.persons.${thisYear.channel}`, thisYear.persons);
    add(`ytd.households.${thisYear.channel}`, 1);
  }
  const lastYear = upliftOf(history, yearToDate(shiftPeriod(period, -4)));
  if (lastYear) add('lastYear.ytd.persons', lastYear.persons);
  return tally;
}

/** Folds households into one tally. */
export function foldHouseholds(households: Iterable<HouseholdHistory>, period: Period): Tally {
  const tallies: Tally[] = [];
  for (const history of households) tallies.push(tallyHousehold(history, period));
  return mergeTallies(tallies);
}

type Uplift = { readonly persons: number; readonly amount: number; readonly channel: Channel };

function upliftOf(history: HouseholdHistory, periods: readonly Period[]): Uplift | null {
  let persons = 0;
  let amount = 0;
  let channel: Channel | null = null;
  for (const period of periods) {
    const row = history.get(period);
    if (!row || row.uplift_persons === 0) continue;
    persons = Math.max(persons, row.uplift_persons);
    amount += row.uplift_amount;
    channel = channelOf(row);
  }
  return channel === null ? null : { persons, amount, channel };
}

/** @throws RangeError for an uplifted row without a channel, which rule C01 keeps out of the table */
function channelOf(row: StoredHousehold): Channel {
  if (row.primary_channel === null) throw new RangeError('an uplifted row without a primary channel is in the table');
  return row.primary_channel;
}
