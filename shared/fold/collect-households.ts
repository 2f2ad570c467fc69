import type { HouseholdHistory, StoredHousehold } from './household-history.ts';
import { decodeRecord } from '../rows/codec.ts';
import type { CurrentRow } from '../rows/merge.ts';
import type { Period } from '../time/period.ts';

/** Brings the rows of several periods together by household. */
export function collectHouseholds(
  periods: readonly { readonly period: Period; readonly rows: readonly CurrentRow[] }[],
): HouseholdHistory[] {
  const households = new Map<string, Map<Period, StoredHousehold>>();
  for (const { period, rows } of periods) {
    for (const row of rows) {
      let history = households.get(row.key);
      if (!history) households.set(row.key, (history = new Map()));
      history.set(period, decodeRecord('household', row));
    }
  }
  return [...households.values()];
}
