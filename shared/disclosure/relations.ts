import type { Register } from '../city/register.ts';
import { CHANNELS } from '../schema/codes.ts';
import { yearToDate } from '../time/period.ts';
import { sameMeasure } from './figures.ts';

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
  /**
   * A measure that never falls from one quarter to the next, nor grows by more than the later quarter adds: `gains` by
   * quarter of the year, the first at 0.
   */
  readonly growth?: { readonly measure: string; readonly gains: readonly string[] };
};

/**
 * Both views of R03: townships add to their reporting unit, units to the statistical county that they lie in, counties
 * to the city, and cities to their province. A county without zones is its own only unit, so that its code stands for
 * both.
 */
export function divisionTree({ townships, units, counties, cities, root }: Register): Division[] {
  const countyOf = new Map(townships.map(({ unit, county }) => [unit, county]));
  const viewOf = (county: string): string => `county.${county}`;
  const countiesIn = (division: string): string[] =>
    counties.filter(({ code }) => code.startsWith(division)).map(({ code }) => viewOf(code));
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
    ...cities.map(({ code }): Division => ({ code, level: 'city', parts: countiesIn(code) })),
    { code: root, level: 'city', parts: cities.length > 0 ? cities.map(({ code }) => code) : countiesIn('') },
  ];
}

/** The relations between the figures of a city's public tables in the quarters of a year. */
export function relationsOf(register: Register, year: number): Relations {
  const quarters = yearToDate(`${year}Q4`);
  return {
    divisions: divisionTree(register),
    sums: [{ whole: 'ytd.persons', parts: CHANNELS.map(({ code }) => `ytd.persons.${code}`) }],
    bounds: quarters.flatMap((quarter) => [
      // Year to date a household counts with its largest quarter.
      { less: sameMeasure('quarter.persons', quarter), more: 'ytd.persons' },
      // No more of a household is uplifted than it has members.
      { less: sameMeasure('quarter.persons', quarter), more: sameMeasure('persons', quarter) },
      // A household has at least one member.
      { less: sameMeasure('households', quarter), more: sameMeasure('persons', quarter) },
    ]),
    // A household's largest quarter so far never falls, and what it gains was uplifted in the quarter.
    growth: { measure: 'ytd.persons', gains: quarters.map((quarter) => sameMeasure('quarter.persons', quarter)) },
  };
}
