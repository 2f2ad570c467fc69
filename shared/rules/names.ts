/**
 * Personal names as the public systems write them (民委发〔2016〕33号): Han characters, the separator only U+00B7, code
 * points not UTF-16 units.
 */

import { areHan } from '../parse/plain-cells.ts';

const SEPARATORS = /[•・．‧∙⋅.･]/g;

/** Inner spaces out, every variant of the separator to U+00B7. Never NFKC: it changes compatibility characters. */
export function normaliseName(name: string): string {
  if (areHan(name)) return name;
  return name.replace(/\s/g, '').replace(SEPARATORS, '·');
}

/**
 * 2 to 50 Han characters and separators; private-use characters and U+FFFD pass here and are warned about by rule I06.
 */
export function isName(normalised: string): boolean {
  if (areHan(normalised)) return normalised.length >= 2 && normalised.length <= 50;
  return (
    /^[\p{Script=Han}\p{Co}\uFFFD·〇]{2,50}$/u.test(normalised) &&
    !normalised.startsWith('·') &&
    !normalised.endsWith('·')
  );
}

export const hasUncertainCharacter = (name: string): boolean => !areHan(name) && /[\p{Co}\uFFFD]/u.test(name);
