/** Check digits of the numbers that clerks enter. All functions take folded, upper-cased text. */

import { areDigits } from '../parse/plain-cells.ts';
import { daysOfMonth } from '../time/period.ts';

const DIGIT_0 = 48;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character of an identity number, from its first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function identityCheckDigit(first17: string): string {
  let sum = 0;
  for (let index = 0; index < ID_WEIGHTS.length; index++)
    sum += (ID_WEIGHTS[index] ?? 0) * (first17.charCodeAt(index) - DIGIT_0);
  return '10X98765432'[sum % 11] ?? '';
}

/** The number that was asked about last: six rules ask the same of each row. */
let last = { number: '', isSound: false };

export function identityIsSound(number: string): boolean {
  if (number !== last.number) last = { number, isSound: isSound(number) };
  return last.isSound;
}

const isSound = (number: string): boolean =>
  number.length === 18 && areDigits(number, 0, 17) && identityCheckDigit(number) === number[17];

/** The birth date in an identity number as ISO, or null when there is no such day. */
export function birthDate(number: string): string | null {
  const [year, month, day] = [numberAt(number, 6, 10), numberAt(number, 10, 12), numberAt(number, 12, 14)];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month)
    ? `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
    : null;
}

/** Some digits of a number; NaN where there is none in a place of theirs. */
function numberAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Whole years between two ISO dates. */
export function yearsBetween(from: string, to: string): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The unified social credit code's check character (GB 32100-2015; 91350100M000100Y4 -> 3). */
export function creditCodeIsSound(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += CREDIT_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}

/**
 * The number if it can only be an enterprise's (unified code, or a 15-digit registration number); null for what may be
 * a person's.
 */
export function enterpriseCode(number: string | null): string | null {
  if (number === null) return null;
  if (creditCodeIsSound(number) && !identityIsSound(number)) return number;
  // A 15-digit identity number of old has the birth date in its seventh to twelfth digit.
  const old = /^\d{15}$/.test(number);
  return old && birthDate(`${number.slice(0, 6)}19${number.slice(6)}`) === null ? number : null;
}
