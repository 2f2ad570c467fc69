import type { Channel } from '../schema/codes.ts';
import type { Period } from '../time/period.ts';
import type { FoldCalendar, HouseholdHistory, StoredHousehold } from './household-history.ts';
import type { Counter } from './tally.ts';

/**
 * Who was uplifted, in the quarter and in the year to date (R01 to R04, R14).
 * Year to date a household counts once: persons = the largest uplift_persons of its uplifted rows, so that the figure
 * never falls as quarters are added; channel = that of its latest uplifted row.
 */
export function countUplift(counter: Counter, history: HouseholdHistory, calendar: FoldCalendar, prefix = ''): void {
  const add = (name: string, value: number): void => counter.add(prefix + name, value);
  const row = history.get(calendar.period);
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
  for (const quarter of calendar.thisYear) {
    const persons = history.get(quarter)?.uplift_persons ?? 0;
    if (persons > 0) add(`persons.${quarter}`, persons);
  }
  const thisYear = upliftOf(history, calendar.thisYear);
  if (thisYear) {
    add('ytd.households', 1);
    add('ytd.persons', thisYear.persons);
    add('ytd.amount', thisYear.amount);
    add(`ytd.persons.${thisYear.channel}`, thisYear.persons);
    add(`ytd.households.${thisYear.channel}`, 1);
  }
  const lastYear = upliftOf(history, calendar.lastYear);
  if (lastYear) add('lastYear.ytd.persons', lastYear.persons);
}

type Uplift = { readonly persons: number; readonly amount: number; readonly channel: Channel };

/** What a household gained in a quarter, in fen; nothing counts where nobody was uplifted. */
export const amountOf = (row: StoredHousehold | undefined): number =>
  row === undefined || row.uplift_persons === 0 ? 0 : row.uplift_amount;

function upliftOf(history: HouseholdHistory, periods: readonly Period[]): Uplift | null {
  let persons = 0;
  let amount = 0;
  let channel: Channel | null = null;
  for (const period of periods) {
    const row = history.get(period);
    if (!row || row.uplift_persons === 0) continue;
    persons = Math.max(persons, row.uplift_persons);
    amount += amountOf(row);
    channel = channelOf(row);
  }
  return channel === null ? null : { persons, amount, channel };
}

/** @throws RangeError for an uplifted row without a channel, which rule C01 keeps out of the table */
function channelOf(row: StoredHousehold): Channel {
  if (row.primary_channel === null) throw new RangeError('an uplifted row without a primary channel is in the table');
  return row.primary_channel;
}
