import type { FoldCalendar, HouseholdHistory, StoredHousehold } from './household-history.ts';
import type { Counter } from './tally.ts';

/** Pending and exited (预脱贫, 脱贫). */
const EXITED: ReadonlySet<string> = new Set(['1', '2']);

/**
 * Households by measure in the year to date (R09 to R11): each counts once for a measure that any of its rows names,
 * with the size and the exit status of its latest row.
 */
export function countMeasures(
  counter: Counter,
  history: HouseholdHistory,
  latest: StoredHousehold,
  { thisYear }: FoldCalendar,
): void {
  const measures = new Set<string>();
  for (const period of thisYear) for (const code of history.get(period)?.measures ?? []) measures.add(code);
  for (const code of measures) {
    counter.add(`measure.${code}.households`, 1);
    counter.add(`measure.${code}.persons`, latest.household_size);
    if (EXITED.has(latest.exit_status)) counter.add(`measure.${code}.exited.persons`, latest.household_size);
  }
}
