import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bulletinNumber, bulletinParts } from '../../shared/tables/printed-numbers.ts';
import {
  compareFractions,
  type Fraction,
  largestRemainder,
  percentText,
  ranksOf,
  tenthsOfPercent,
} from '../../shared/tables/rounding.ts';

const persons = fc.nat({ max: 10_000_000 });
const parts = fc.array(persons, { minLength: 1, maxLength: 8 });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('rounded parts', () => {
  test('add up to the rounded whole, each within one of its exact value', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(100, 1_000, 978), (values, scale) => {
        const whole = sum(values);
        fc.pre(whole > 0);
        const rounded = largestRemainder(values, whole, scale);
        expect(sum(rounded)).toBe(scale);
        rounded.forEach((part, index) => {
          const exact = BigInt(values[index] ?? 0) * BigInt(scale);
          expect(BigInt(part) * BigInt(whole) - exact).toBeLessThan(BigInt(whole));
          expect(exact - BigInt(part) * BigInt(whole)).toBeLessThan(BigInt(whole));
        });
      }),
    );
  });

  test('keep the order of the parts', () => {
    fc.assert(
      fc.property(parts, (values) => {
        const whole = sum(values);
        fc.pre(whole > 0);
        const rounded = largestRemainder(values, whole, 1_000);
        for (const [i, a] of values.entries())
          for (const [j, b] of values.entries()) if (a > b) expect(rounded[i]).toBeGreaterThanOrEqual(rounded[j] ?? 0);
      }),
    );
  });

  test('of nothing are nothing', () => {
    expect(largestRemainder([0, 0], 0, 1_000)).toEqual([0, 0]);
    expect(largestRemainder([], 10, 0)).toEqual([]);
  });

  test('are printed in the bulletin so that they add up', () => {
    const wan = (text: string): number =>
      text.endsWith('万') ? Math.round(Number(text.slice(0, -1)) * 10_000) : Number(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10_000, max: 500_000 }), { minLength: 1, maxLength: 4 }), (values) => {
        expect(sum(bulletinParts(sum(values), values).map(wan))).toBe(wan(bulletinNumber(sum(values))));
      }),
    );
    expect(bulletinParts(97_800, [40_200, 26_400, 21_000, 10_200])).toEqual(['4.02万', '2.64万', '2.1万', '1.02万']);
  });
});

describe('percentages', () => {
  test('round half up, exactly', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        (a, b) => {
          const thousandths = BigInt(a) * 1_000n;
          const floor = thousandths / BigInt(b);
          const model = (thousandths % BigInt(b)) * 2n >= BigInt(b) ? floor + 1n : floor;
          fc.pre(model <= BigInt(Number.MAX_SAFE_INTEGER));
          expect(tenthsOfPercent(a, b)).toBe(Number(model));
        },
      ),
    );
  });

  test.each([
    [97_800, 150_000, '65.2%'],
    [1, 3, '33.3%'],
    [1, 2_000, '0.1%'],
    [0, 5, '0.0%'],
    [5, 0, '—'],
  ])('%d of %d is %s', (a, b, text) => {
    expect(percentText(tenthsOfPercent(a, b))).toBe(text);
  });
});

describe('ranks', () => {
  const fraction: fc.Arbitrary<Fraction> = fc.record({
    numerator: fc.nat({ max: 30 }),
    denominator: fc.nat({ max: 12 }),
  });

  test('give equal fractions one rank and leave out the next', () => {
    const of = (...pairs: [number, number][]): (number | null)[] =>
      ranksOf(pairs.map(([numerator, denominator]) => ({ numerator, denominator })));
    expect(of([1, 2], [2, 4], [1, 3])).toEqual([1, 1, 3]);
    expect(of([1, 3], [0, 0], [333_333_333, 1_000_000_000])).toEqual([1, null, 2]);
  });

  test('count the greater ones, whatever the order of the list', () => {
    fc.assert(
      fc.property(fc.array(fraction, { maxLength: 12 }), (all) => {
        const ranks = ranksOf(all);
        expect(ranksOf(all.toReversed()).toReversed()).toEqual(ranks);
        all.forEach(({ numerator, denominator }, index) => {
          const greater = all.filter(
            (other) => other.denominator > 0 && other.numerator * denominator > numerator * other.denominator,
          );
          expect(ranks[index]).toBe(denominator > 0 ? greater.length + 1 : null);
        });
      }),
    );
  });

  test('follow a total order', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(compareFractions(a, b)).toBe(-compareFractions(b, a) + 0);
        if (compareFractions(a, b) <= 0 && compareFractions(b, c) <= 0)
          expect(compareFractions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

test.each([
  [97_800, '9.78万'],
  [21_000, '2.1万'],
  [150_000, '15万'],
  [2_200, '2200'],
  [9_999, '9999'],
  [10_000, '1万'],
  [10_049, '1万'],
  [10_050, '1.01万'],
  [1_000_000, '100万'],
])('the bulletin writes %d as %s', (value, text) => {
  expect(bulletinNumber(value)).toBe(text);
});
