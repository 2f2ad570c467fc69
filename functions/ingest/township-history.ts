import type { TownshipHistory } from '../../shared/check/check-history.ts';
import { decodeRecord } from '../../shared/rows/codec.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { Period } from '../../shared/time/period.ts';
import { readVisible, type VisibleEffects } from '../store/visible.ts';

/**
 * What is on file of some townships, for the rules that compare quarters. Quarters of which nothing is on file cost
 * nothing.
 */
export async function readHistories(
  townships: readonly string[],
  period: Period,
  ledgers: readonly Ledger[],
  effects: VisibleEffects,
): Promise<ReadonlyMap<string, TownshipHistory>> {
  const histories = new Map<string, TownshipHistory>();
  if (ledgers.every((ledger) => ledger.period === period)) return histories;
  // A later quarter may know the township by another code too.
  const codesIn = (then: Period, township: string): readonly string[] =>
    then <= period ? effects.pack.codesThen(township, period, then) : [effects.pack.codeIn(then, township, period)];
  for (const township of townships) {
    const quarters = await Promise.all(
      ledgers.map(async (ledger) => ({
        period: ledger.period,
        rows: (
          await Promise.all(
            codesIn(ledger.period, township).map(async (code) =>
              readVisible(ledger.submissions, 'household', code, effects),
            ),
          )
        ).flat(),
      })),
    );
    const own = quarters.find((quarter) => quarter.period === period);
    histories.set(township, {
      reported: new Set(own?.rows.map(({ key }) => key)),
      earlier: new Map(
        quarters
          .filter((quarter) => quarter !== own && quarter.rows.length > 0)
          .map((quarter) => [
            quarter.period,
            new Map(quarter.rows.map((row) => [row.key, decodeRecord('household', row)])),
          ]),
      ),
    });
  }
  return histories;
}
