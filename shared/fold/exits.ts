import type { StoredHousehold } from './household-history.ts';
import type { Counter } from './tally.ts';

/** 两不愁三保障: one no worry about food and clothing, three assured. */
const SAFEGUARDS = [
  ['foodCloth', 'food_cloth_ok'],
  ['edu', 'edu_ok'],
  ['med', 'med_ok'],
  ['house', 'house_ok'],
] as const;

/** Exit status and safeguards of the quarter (R07). Those who fell back (返贫) are counted by village, never named. */
export function countExits(counter: Counter, row: StoredHousehold, aboveLine: boolean): void {
  const size = row.household_size;
  counter.add(`exit.${row.exit_status}.households`, 1);
  counter.add(`exit.${row.exit_status}.persons`, size);
  let assured = true;
  for (const [name, field] of SAFEGUARDS) {
    if (row[field]) continue;
    assured = false;
    counter.add(`fails.${name}`, 1);
  }
  if (!assured) counter.add('fails.any', 1);
  if (aboveLine && !assured) {
    counter.add('aboveLineUnassured.households', 1);
    counter.add('aboveLineUnassured.persons', size);
  }
  if (row.exit_status === '3') counter.add(`relapsed.${row.village_code ?? row.town_code ?? ''}`, 1);
}
