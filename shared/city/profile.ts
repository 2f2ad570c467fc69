/** What follows from a city's profile and from the name of a vintage. Functions need it without the schema of a pack. */
import type { Text } from '../language/language.ts';
import type { Period } from '../time/period.ts';
import type { CityProfile } from './pack-schema.ts';

/** A quarter that a tenth of the townships is missing from is seldom what an office means to answer for. */
const COMPLETENESS = 90;

/** Percent of the due townships without which a quarter is not signed, unless its signatory says why. */
export const completenessNeeded = ({ publication }: CityProfile): number => publication?.completeness ?? COMPLETENESS;

/** How titles begin: whose programme it is. */
export const titleOf = ({ name }: CityProfile): Text => ({
  zh: `${name.zh}扶贫开发`,
  en: `${name.en} poverty alleviation`,
});

/** A province is told from a city by its code alone, here and nowhere else. */
export const isProvince = ({ code: root }: Pick<CityProfile, 'code'>): boolean => root.length === 2;

/** How tables name the whole of a city, and of a province. */
export const wholeOf = (profile: CityProfile): Text =>
  isProvince(profile) ? { zh: '全省', en: 'whole province' } : { zh: '全市', en: 'whole city' };

/** `2019` of a vintage that holds from the first quarter of 2019, or a quarter. */
export const sinceOf = (vintage: string): Period => (vintage.length === 4 ? `${vintage}Q1` : vintage) as Period;
