import type { CityProfile } from '../city/pack-schema.ts';
import { REPORT_TABLES } from '../tables/catalogue.ts';
import type { Treatments } from '../tables/treatment.ts';

/** Counts from 1 up to below these are hidden, by the level of the division. */
export type SmallBelow = {
  readonly township: number;
  readonly unit: number;
  readonly county: number;
  readonly city: number;
};

/** What may not be published because too few stand behind it. */
export type Limits = {
  /** Counts of persons or households from 1 up to below these. */
  readonly smallBelow: SmallBelow;
  /** Counts of persons, however large, of fewer households than this. */
  readonly fewHouseholds: number;
  /** Percent of the largest part of an amount within which no other contributor may come to know it. */
  readonly dominance: number;
};

const SMALL = 8;
/** Of two households each knows its own part, and so the other's. */
const FEW_HOUSEHOLDS = 3;
const DOMINANCE = 10;

/** The limits of a city: its own, or those of every city that has none. */
export function limitsOf({ publication = {} }: CityProfile): Limits {
  const { smallBelow = SMALL, fewHouseholds = FEW_HOUSEHOLDS, dominance = DOMINANCE } = publication;
  return {
    smallBelow: { township: smallBelow, unit: smallBelow, county: smallBelow, city: smallBelow },
    fewHouseholds,
    dominance,
  };
}

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
export const PUBLICATION_POLICY = {
  smallBelow: SMALL,
  fewHouseholds: FEW_HOUSEHOLDS,
  dominance: DOMINANCE,
  tables: TREATMENTS,
} as const;
