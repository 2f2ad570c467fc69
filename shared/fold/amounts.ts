import type { Period } from '../time/period.ts';
import type { FoldCalendar, HouseholdHistory } from './household-history.ts';
import { below, measure, type Counter, type Tally } from './tally.ts';
import { amountOf } from './uplift.ts';

/**
 * What the households gained from a quarter of the year up to the period of the fold, and how many of them an amount of
 * how many binary digits. A sum of money is told by its largest parts, and a tally holds nothing but sums: of counts by
 * size, which add up, the largest part is known to within a factor of two.
 */
export function countAmounts(counter: Counter, history: HouseholdHistory, { thisYear }: FoldCalendar): void {
  let fen = 0;
  for (const since of thisYear.toReversed()) {
    fen += amountOf(history.get(since));
    if (fen === 0) continue;
    counter.add(sumSince(since), fen);
    counter.add(`${sizesSince(since)}${fen.toString(2).length}`, 1);
  }
}

const sumSince = (since: Period): string => `gained.${since}.fen`;
const sizesSince = (since: Period): string => `gained.${since}.digits.`;

/** An amount of money, and the most that each of the two can have of it that have most; in fen. */
export type Parts = { readonly total: number; readonly largest: number; readonly second: number };

/** What the households gained since a quarter of the year; of the largest parts no more is known than their size. */
export function gainedSince(tally: Tally, since: Period): Parts {
  const sizes = Object.entries(below(tally, sizesSince(since))).sort(([a], [b]) => Number(b) - Number(a));
  const [largest = 0, second = 0] = sizes.flatMap(([digits, households]) =>
    Array.from({ length: Math.min(households, 2) }, () => 2 ** Number(digits) - 1),
  );
  return { total: measure(tally, sumSince(since)), largest, second };
}
