import { CITY_PACK } from '../../cities/pack.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodsFoldedFor } from '../../shared/time/period.ts';
import { foldHouseholds, type HouseholdHistory } from '../../shared/fold/fold.ts';
import { measure, mergeTallies, rollUp, type Tally } from '../../shared/fold/tally.ts';
import { CHANNELS } from '../../shared/schema/codes.ts';
import { shiftPeriod, yearToDate, type Period } from '../../shared/time/period.ts';
import { anyHousehold } from '../report/household.ts';

const LAST: Period = '2016Q4';
const CHANNEL_CODES = CHANNELS.map(({ code }) => code);

const periods = periodsFoldedFor(LAST);
const history: fc.Arbitrary<HouseholdHistory> = fc
  .tuple(...periods.map(() => fc.option(anyHousehold, { freq: 3 })))
  .map((rows) => new Map(rows.flatMap((one, index) => (one ? [[periods[index] ?? LAST, one] as const] : []))));
const households = fc.array(history, { maxLength: 12 });
const quarter = fc.constantFrom<Period>('2016Q1', '2016Q2', '2016Q3', '2016Q4');

describe('folds of households', () => {
  test('of disjoint sets merge to the fold of both', () => {
    fc.assert(
      fc.property(households, households, quarter, (a, b, period) => {
        const merged = mergeTallies([foldHouseholds(a, CITY_PACK.at(period)), foldHouseholds(b, CITY_PACK.at(period))]);
        expect(merged).toEqual(foldHouseholds([...a, ...b], CITY_PACK.at(period)));
      }),
    );
  });

  test('do not depend on the order of the households', () => {
    fc.assert(
      fc.property(households, quarter, (all, period) => {
        expect(foldHouseholds(all.toReversed(), CITY_PACK.at(period))).toEqual(
          foldHouseholds(all, CITY_PACK.at(period)),
        );
      }),
    );
  });

  test('never show less in the year to date as quarters are added', () => {
    fc.assert(
      fc.property(households, (all) => {
        for (const figure of ['ytd.persons', 'ytd.households', 'ytd.amount']) {
          const byQuarter = yearToDate(LAST).map((period) =>
            measure(foldHouseholds(all, CITY_PACK.at(period)), figure),
          );
          expect(byQuarter).toEqual(byQuarter.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  test('have channels that add to the total, for the quarter and for the year', () => {
    fc.assert(
      fc.property(households, quarter, (all, period) => {
        const tally = foldHouseholds(all, CITY_PACK.at(period));
        for (const total of ['quarter.persons', 'ytd.persons', 'ytd.households'])
          expect(CHANNEL_CODES.reduce((sum, code) => sum + measure(tally, `${total}.${code}`), 0)).toBe(
            measure(tally, total),
          );
      }),
    );
  });

  test('show for the year at least the quarter, at most the sum of the quarters', () => {
    fc.assert(
      fc.property(households, quarter, (all, period) => {
        const year = measure(foldHouseholds(all, CITY_PACK.at(period)), 'ytd.persons');
        const quarters = yearToDate(period).map((one) =>
          measure(foldHouseholds(all, CITY_PACK.at(one)), 'quarter.persons'),
        );
        expect(year).toBeGreaterThanOrEqual(Math.max(...quarters));
        expect(year).toBeLessThanOrEqual(quarters.reduce((sum, value) => sum + value, 0));
      }),
    );
  });

  test('compare with the same quarters of last year', () => {
    fc.assert(
      fc.property(households, quarter, (all, period) => {
        const before = shiftPeriod(period, -4);
        expect(measure(foldHouseholds(all, CITY_PACK.at(period)), 'lastYear.ytd.persons')).toBe(
          measure(foldHouseholds(all, CITY_PACK.at(before)), 'ytd.persons'),
        );
      }),
    );
  });
});

describe('the city', () => {
  const tallies: fc.Arbitrary<ReadonlyMap<string, Tally>> = fc
    .array(fc.tuple(fc.constantFrom(...CITY_PACK.register.townships.map(({ code }) => code)), households), {
      maxLength: 20,
    })
    .map((pairs) => new Map(pairs.map(([township, all]) => [township, foldHouseholds(all, CITY_PACK.at(LAST))])));

  test('is the sum of its units, of its counties and of its townships', () => {
    fc.assert(
      fc.property(tallies, (byTownship) => {
        const city = mergeTallies(byTownship.values());
        const byUnit = rollUp(byTownship, (code) => CITY_PACK.register.township(code)?.unit ?? null);
        const byCounty = rollUp(byTownship, (code) => CITY_PACK.register.township(code)?.county ?? null);
        expect(mergeTallies(byUnit.values())).toEqual(city);
        expect(mergeTallies(byCounty.values())).toEqual(city);
        for (const unit of byUnit.keys()) expect(CITY_PACK.register.units.map(({ code }) => code)).toContain(unit);
      }),
      { numRuns: 50 },
    );
  });
});
