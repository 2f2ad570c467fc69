import type { City } from '../city/city.ts';
import { householdCounter, type StoredHousehold } from '../fold/fold.ts';
import { Counter } from '../fold/tally.ts';
import { decodeRecord } from '../rows/codec.ts';
import type { CurrentRow } from '../rows/merge.ts';
import type { Period } from '../time/period.ts';
import type { Origin, Part, Source } from './parts.ts';

/** The rows that count in a township, by quarter. */
export type CountingRows = readonly { readonly period: Period; readonly rows: readonly CurrentRow[] }[];

type Held = { readonly period: Period; readonly record: StoredHousehold; readonly source: Source };

/**
 * What the rows of one township add to cells. A household adds what its integers are worth. Its rows share that in the
 * order of their quarters: each row adds the difference that it makes to the earlier ones. A household that adds
 * nothing is left out.
 */
export function householdParts(
  township: string,
  periods: CountingRows,
  origins: readonly Origin[],
  city: City,
): readonly (readonly Part[])[] {
  const own = origins.map(({ weights, once }) => ({
    weights: weights.filter((weight) => weight.township === township),
    once: once.find((one) => one.township === township) ?? null,
  }));
  const parts = own.map((): Part[] => []);
  const left = own.map(({ once }) => once?.value ?? 0);
  const count = householdCounter(city);
  for (const rows of householdsOf(township, periods)) {
    // The household's value with its first 0, 1, … quarters, up to all of them.
    const worth: (readonly number[])[] = [];
    const history = new Map<Period, StoredHousehold>();
    const worthNow = (): readonly number[] => {
      const counter = new Counter();
      count(counter, history);
      return own.map(({ weights, once }) =>
        once
          ? Number(once.names.some((name) => counter.sumOf(name) !== 0))
          : weights.reduce((sum, { name, weight }) => sum + weight * counter.sumOf(name), 0),
      );
    };
    for (const { period, record } of rows) history.set(period, record);
    const whole = worthNow();
    if (whole.every((value) => value === 0)) continue;
    history.clear();
    for (const { period, record } of rows.slice(0, -1)) {
      history.set(period, record);
      worth.push(worthNow());
    }
    worth.push(whole);
    for (const [index, value] of whole.entries()) {
      if (value === 0) continue;
      // A township counts once: its first household brings it.
      const factor = own[index]?.once ? (left[index] ?? 0) : 1;
      left[index] = 0;
      for (const [at, { source }] of rows.entries()) {
        const added = ((worth[at]?.[index] ?? 0) - (worth[at - 1]?.[index] ?? 0)) * factor;
        if (added !== 0) parts[index]?.push({ of: 'household', value: added, ...source });
      }
    }
  }
  return parts;
}

/** Households with their rows, oldest first. */
function householdsOf(township: string, periods: CountingRows): Iterable<readonly Held[]> {
  const households = new Map<string, Held[]>();
  for (const { period, rows } of periods.toSorted((a, b) => (a.period < b.period ? -1 : 1)))
    for (const row of rows) {
      const source = { period, division: township, submissionId: row.submissionId, row: row.number };
      const held = { period, record: decodeRecord('household', row), source };
      const own = households.get(row.key);
      if (!own) households.set(row.key, [held]);
      // Of two rows of a quarter, after townships were merged, the fold counts the later one.
      else if (own.at(-1)?.period === period) own[own.length - 1] = held;
      else own.push(held);
    }
  return households.values();
}
