import type { RecordOf, StoredOf } from './column.ts';
import { INCOME_COLUMNS } from './household-income.ts';
import { SUPPORT_COLUMNS } from './household-support.ts';
import { WHO_AND_WHERE_COLUMNS } from './household-who.ts';
import type { HOUSEHOLD_LAYOUTS, FirstFields } from './row-layouts.ts';

/** 户季度表: one household in one quarter, keyed by household_no. Source: the programme's column register. */
export const HOUSEHOLD_COLUMNS = [...WHO_AND_WHERE_COLUMNS, ...INCOME_COLUMNS, ...SUPPORT_COLUMNS] as const;

export type HouseholdRow = RecordOf<typeof HOUSEHOLD_COLUMNS>;
export type StoredHousehold = StoredOf<typeof HOUSEHOLD_COLUMNS, FirstFields<typeof HOUSEHOLD_LAYOUTS>>;
