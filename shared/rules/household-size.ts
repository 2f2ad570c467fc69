/** The number of members of a household, by which several rules judge. */
import type { Text } from '../language/language.ts';
import { columnOf, type Column } from '../schema/column.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow } from '../schema/household.ts';
import { boundsText, numberRange } from '../schema/range.ts';

export const SIZE = columnOf(HOUSEHOLD_COLUMNS, 'household_size');

/**
 * Rule N01. What is judged by the size of the household waits until the size is right, so that one wrong cell is one
 * finding.
 */
export const isSize = (size: number): boolean => size >= SIZE.range.min && size <= SIZE.range.max;

/** The bounds of a number of members, with a place for the size: 0至家庭人口数（3人）之间. */
export function withinHousehold(column: Column): Text {
  const range = numberRange(column);
  return {
    zh: `${boundsText(range, `${SIZE.header}{size}`).zh}之间`,
    en: boundsText(range, 'the household size{size}').en,
  };
}

/** The size, to stand after the words 家庭人口数. */
export const sizeOf = (row: Pick<HouseholdRow, 'household_size'>): { readonly size: Text } => ({
  size: { zh: `（${row.household_size}人）`, en: ` of ${row.household_size}` },
});

/** Of a row whose number could not be read, which nobody compares with the size. */
export const NO_SIZE = { size: '' } as const;
