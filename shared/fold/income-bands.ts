import type { IncomeBand, Programme } from '../city/programme.ts';
import { netIncome } from '../rules/money.ts';
import type { FoldCalendar, HouseholdHistory, StoredHousehold } from './household-history.ts';
import type { Counter } from './tally.ts';

/** Net income of the last four quarters, as far as they are on file. */
type Trailing = { readonly net: number; readonly quarters: number };

/** The quarters whose income counts, and the lines with which it is compared. */
type Yardstick = { readonly calendar: FoldCalendar; readonly programme: Programme };
/** And the bands, which are the programme's: they are made once for all households. */
type BandedYardstick = Yardstick & { readonly bands: readonly IncomeBand[] };

/**
 * Income of the last four quarters per head against bands and against the line of the household's own standard (R06).
 * With fewer than four quarters on file the sum of the income is compared with line x quarters / 4, and the household
 * is counted as provisional. Both sides are multiplied out, so that no quotient is rounded before the comparison.
 */
export function countBands(
  counter: Counter,
  history: HouseholdHistory,
  row: StoredHousehold,
  { calendar, programme, bands }: BandedYardstick,
): void {
  const trailing = trailingOf(history, calendar);
  const size = row.household_size;
  const band = bandOf(trailing, size, bands);
  const short = shortfall(trailing, row, programme);
  for (const name of [`band.${band}.`, 'band.all.']) {
    counter.add(`${name}households`, 1);
    counter.add(`${name}persons`, size);
    if (trailing.quarters < 4) counter.add(`${name}provisional`, 1);
    if (short > 0) {
      counter.add(`${name}short.households`, 1);
      counter.add(`${name}short.persons`, size);
      counter.add(`${name}short.quarterFen`, short);
    }
  }
}

/** Whether income is above the line of the household's standard; equal to it is not above (rule X09). */
export function isAboveLine(
  history: HouseholdHistory,
  row: StoredHousehold,
  { calendar, programme }: Yardstick,
): boolean {
  return shortfall(trailingOf(history, calendar), row, programme) < 0;
}

function trailingOf(history: HouseholdHistory, { trailing }: FoldCalendar): Trailing {
  let net = 0;
  let quarters = 0;
  for (const period of trailing) {
    const row = history.get(period);
    if (!row) continue;
    net += netIncome(row);
    quarters++;
  }
  return { net, quarters };
}

/**
 * The name in tallies of the highest band whose lower bound is reached. A loss reaches no band, nor does an income of
 * 0.
 */
function bandOf({ net, quarters }: Trailing, size: number, bands: readonly IncomeBand[]): string {
  const reached = bands.findLast(({ from }) => from === null || (net > 0 && net * 4 >= from * size * quarters));
  if (!reached) throw new RangeError('no band is without a lower bound');
  return reached.tally;
}

/** How far the whole household is below the line, in quarters of a fen; negative when it is above. */
function shortfall({ net, quarters }: Trailing, row: StoredHousehold, { lines }: Programme): number {
  return lines[row.poverty_standard ?? '2'] * row.household_size * quarters - net * 4;
}
