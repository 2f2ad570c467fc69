/**
 * Amounts of a household that follow from others of its row: net income, in all and per head. What a clerk states is
 * only checked against them (rules N07, N08); what is left blank is no mistake.
 */
import { netIncome, perCapita } from '../rules/money.ts';
import type { HouseholdRow } from '../schema/household.ts';

type DerivedAmount = {
  readonly field: 'net_income' | 'pc_net_income';
  readonly from: readonly (keyof HouseholdRow)[];
  readonly of: (row: HouseholdRow) => number;
};

const PARTS = ['wage_income', 'business_income', 'business_cost', 'property_income', 'transfer_income'] as const;

export const DERIVED_AMOUNTS: readonly DerivedAmount[] = [
  { field: 'net_income', from: PARTS, of: netIncome },
  { field: 'pc_net_income', from: [...PARTS, 'household_size'], of: perCapita },
];

/** Whether an amount can be computed: all its parts could be read. */
export const isComputable = (row: HouseholdRow, amount: DerivedAmount): boolean =>
  amount.from.every((part) => row[part] !== null) && row.household_size !== 0;
