import type { Register } from '../city/register.ts';
import { CHANNELS } from '../schema/codes.ts';

/** A division and those that it is the sum of. */
export type Division = { readonly code: string; readonly level: Level; readonly parts: readonly string[] };
export type Level = 'township' | 'unit' | 'county' | 'city';

/**
 * What a reader knows to hold between figures, for every division. Everything that adds up or bounds is declared here
 * and nowhere else.
 */
export type Relations = {
  /** From the townships up: a division comes after its parts. */
  readonly divisions: readonly Division[];
  /** Measures and those that they are the sum of. */
  readonly sums: readonly { readonly whole: string; readonly parts: readonly string[] }[];
  /** `less` is never more than `more`. */
  readonly bounds: readonly { readonly less: string; readonly more: string }[];
};

/**
 * Both views of R03: townships add to their reporting unit, units to the statistical county that they lie in, counties
 * to the city. A county without zones is its own only unit, so that its code stands for both.
 */
export function cityDivisions({ townships, units, counties, cityCode }: Register): Division[] {
  const countyOf = new Map(townships.map(({ unit, county }) => [unit, county]));
  const viewOf = (county: string): string => `county.${county}`;
  return [
    ...townships.map(({ code }): Division => ({ code, level: 'township', parts: [] })),
    ...units.map((unit): Division => ({
      code: unit.code,
      level: 'unit',
      parts: townships.filter((township) => township.unit === unit.code).map(({ code }) => code),
    })),
    ...counties.map(({ code }): Division => ({
      code: viewOf(code),
      level: 'county',
      parts: units.filter((unit) => countyOf.get(unit.code) === code).map((unit) => unit.code),
    })),
    { code: cityCode, level: 'city', parts: counties.map(({ code }) => viewOf(code)) },
  ];
}

/** The relations between the figures of a city's public tables. */
export const relationsOf = (register: Register): Relations => ({
  divisions: cityDivisions(register),
  sums: [{ whole: 'ytd.persons', parts: CHANNELS.map(({ code }) => `ytd.persons.${code}`) }],
  bounds: [
    // Year to date a household counts with its largest quarter.
    { less: 'quarter.persons', more: 'ytd.persons' },
    // No more of a household is uplifted than it has members.
    { less: 'quarter.persons', more: 'persons' },
    // A household has at least one member.
    { less: 'households', more: 'persons' },
  ],
});
