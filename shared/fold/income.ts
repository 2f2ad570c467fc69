import { netIncome } from '../rules/money.ts';
import type { StoredHousehold } from './household-history.ts';
import type { Counter } from './tally.ts';

/** Kinds of income whose sums R05 divides by the persons; money in fen. */
const PARTS = [
  ['wage', 'wage_income'],
  ['business', 'business_income'],
  ['cost', 'business_cost'],
  ['property', 'property_income'],
  ['transfer', 'transfer_income'],
] as const;

/** Income of the quarter by kind (R05): of all households, and of those uplifted in the quarter. */
export function countIncome(counter: Counter, row: StoredHousehold): void {
  addIncome(counter, row, 'income.all.');
  if (row.uplift_persons > 0) addIncome(counter, row, 'income.uplifted.');
}

function addIncome(counter: Counter, row: StoredHousehold, prefix: string): void {
  counter.add(`${prefix}persons`, row.household_size);
  for (const [name, field] of PARTS) counter.add(prefix + name, row[field]);
  counter.add(`${prefix}net`, netIncome(row));
  counter.add(`${prefix}base`, row.base_pc_net_income * row.household_size);
}
