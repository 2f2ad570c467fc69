import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { gainedSince } from '../../shared/fold/amounts.ts';
import { foldHouseholds, type StoredHousehold } from '../../shared/fold/fold.ts';
import { mergeTallies, type Tally } from '../../shared/fold/tally.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import { household } from './household.ts';

const PERIOD: Period = '2016Q3';
const QUARTERS = yearToDate(PERIOD);

/** What a household gained in each quarter, in fen. */
const gains = fc.tuple(...QUARTERS.map(() => fc.oneof(fc.constant(0), fc.nat({ max: 9_999 }), fc.nat())));

const foldOf = (households: readonly (readonly number[])[]): Tally =>
  foldHouseholds(
    households.map(
      (amounts) =>
        new Map<Period, StoredHousehold>(
          QUARTERS.map((quarter, at) => [
            quarter,
            household({ primary_channel: 'IND', uplift_persons: 1, uplift_amount: amounts[at] ?? 0 }),
          ]),
        ),
    ),
    CITY_PACK.at(PERIOD),
  );

test('of what came since a quarter a tally knows the sum, and the two largest parts to within a factor of two', () => {
  fc.assert(
    fc.property(fc.array(gains, { maxLength: 6 }), fc.array(gains, { maxLength: 6 }), (some, others) => {
      const tally = mergeTallies([foldOf(some), foldOf(others)]);
      for (const [at, since] of QUARTERS.entries()) {
        const amounts = [...some, ...others]
          .map((each) => each.slice(at).reduce((sum, part) => sum + part, 0))
          .sort((a, b) => b - a);
        const { total, largest, second } = gainedSince(tally, since);
        expect(total).toBe(amounts.reduce((sum, amount) => sum + amount, 0));
        for (const [bound, amount = 0] of [
          [largest, amounts[0]],
          [second, amounts[1]],
        ] as const) {
          expect(bound).toBeGreaterThanOrEqual(amount);
          expect(bound).toBeLessThanOrEqual(2 * amount);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('what was noted of a household of which nobody was uplifted is no part of it', () => {
  const row = household({ uplift_persons: 0, uplift_amount: 5_000 });
  const tally = foldHouseholds([new Map([[PERIOD, row]])], CITY_PACK.at(PERIOD));
  expect(gainedSince(tally, '2016Q1')).toEqual({ total: 0, largest: 0, second: 0 });
});
