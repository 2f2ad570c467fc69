import type { StoredHousehold } from './household-history.ts';
import type { Counter } from './tally.ts';

/**
 * Main cause by household type (R08); other causes are counted apart, as 户次: a household with two of them counts twice.
 */
export function countCauses(counter: Counter, row: StoredHousehold): void {
  counter.add(`cause.${row.main_cause}.${row.household_type}.households`, 1);
  counter.add(`cause.${row.main_cause}.${row.household_type}.persons`, row.household_size);
  for (const cause of new Set(row.other_causes)) counter.add(`otherCause.${cause}`, 1);
}
