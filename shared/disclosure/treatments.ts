import { REPORT_TABLES } from '../tables/catalogue.ts';
import type { Treatments } from '../tables/treatment.ts';

/** Counts from 1 up to below these are hidden, by the level of the division. */
export type SmallBelow = {
  readonly township: number;
  readonly unit: number;
  readonly county: number;
  readonly city: number;
};

/** Counts of persons or households from 1 up to below these are not published. */
export const SMALL_BELOW: SmallBelow = { township: 8, unit: 8, county: 8, city: 8 };

/**
 * The tables of the public edition and how each column and line of theirs is published, as each table's own file says.
 */
export const TREATMENTS: Treatments = Object.fromEntries(
  REPORT_TABLES.flatMap(({ id, publication }) => (publication === 'internal' ? [] : [[id, publication] as const])),
);

/**
 * What decides which figures are public, as plain data: whoever compares it with an earlier one sees whether the policy
 * has changed.
 */
export const PUBLICATION_POLICY = { smallBelow: SMALL_BELOW, tables: TREATMENTS } as const;
