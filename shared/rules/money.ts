import type { HouseholdRow } from '../schema/household.ts';

type Incomes = Pick<
  HouseholdRow,
  'wage_income' | 'business_income' | 'property_income' | 'transfer_income' | 'business_cost'
>;

/** Net income of the quarter in fen: wage + business + property + transfer - business cost (楚雄州明白卡: S = K - R). */
export const netIncome = (row: Incomes): number =>
  row.wage_income + row.business_income + row.property_income + row.transfer_income - row.business_cost;

/** Net income per registered member in fen, halves up (away from zero for a loss). */
export function perCapita(row: Incomes & { readonly household_size: number }): number {
  const net = netIncome(row);
  const quotient = Math.floor((2 * Math.abs(net) + row.household_size) / (2 * row.household_size));
  return net < 0 ? -quotient : quotient;
}

/** Fen as yuan with two decimals, exactly: 136667 -> 1366.67. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
