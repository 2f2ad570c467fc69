/**
 * Numbers of persons wherever they stand: an identity number may lie in the column of amounts because a comma shifted
 * the row, in a header or in the name of a sheet. What shows text of a clerk's file shows it through `maskNumbers`.
 */

import { INVISIBLE_RANGES } from './folding.ts';
import { groupedNumbers } from './grouped-digits.ts';

/** An identity number has 15, 18, 20 or 22 characters, a bank card 16 to 19; two of them together have more. */
const FEWEST_DIGITS = 15;
/** Fewer are no number that somebody typed with letters among its digits. */
const FEWEST_REAL_DIGITS = 13;
/** More asterisks say nothing more. */
const MOST_ASTERISKS = 16;
/** The digits of a calculated number, 1833.3333333333333. */
const DIGITS_OF_DOUBLE = 17;

/** Blanks, quotation marks, dashes and what nobody sees, as they stand inside typed numbers. */
const BETWEEN = `[\\s'‘’"“”\`\\-–—${INVISIBLE_RANGES}]{0,3}`;
const DIGIT = '[0-9０-９]';
/** A digit, the last X, and letters that are typed for digits. */
const LIKE_DIGIT = '[0-9０-９xXｘＸoOlI]';
const RUN = new RegExp(`${DIGIT}(?:${BETWEEN}${LIKE_DIGIT})+`, 'g');
/** Days and quarters, behind the code of a township or village or alone, as names of files have them. */
const CODE = '[1-8]\\d{8}(?:\\d{3})?';
const YEAR_OR_DAY = '(?:19|20)\\d\\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])?)?';
const APART = '[\\s\\-–—]+';
const CODE_AND_DAYS = new RegExp(
  `^(?:${CODE}${APART})?${YEAR_OR_DAY}(?:${APART}(?:${YEAR_OR_DAY}|0?[1-9]|[12]\\d|3[01]))*$`,
);
/** A mobile number, with 86 or without, and a number with its area code. */
const PHONE = new RegExp(
  `(?<!${DIGIT})(?:${plain('86')}${BETWEEN})?${plain('1')}${BETWEEN}[3-9３-９](?:${BETWEEN}${DIGIT}){9}(?!${DIGIT})` +
    `|(?<!${DIGIT}-?)${plain('0')}[1-9１-９]${DIGIT}{1,2}[)）]?${BETWEEN}[2-8２-８](?:${BETWEEN}${DIGIT}){6,7}(?!${DIGIT})`,
  'g',
);

/** 371,599,196,302,077,013 and 13,800,009,397: no amount of a household has so many digits. */
const AMOUNT_LIKE = /(?<![\d,，])(?:\d{1,3}(?:[,，]\d{3}){4,}|1[3-9](?:[,，]\d{3}){3})(?![\d,，])/g;
/** 1.3800009397E+10 */
const PHONE_AS_NUMBER = /(?<!\d)1\.[3-9]\d{9}(?=[eE]\+?10(?!\d))/g;
/** Digits of other scripts, in circles and in words; where so many follow each other they are no words of a sentence. */
const OTHER_DIGIT = '[①-⑨⓪〇零一二三四五六七八九]';
const OTHER_DIGITS = new RegExp(`(?:\\p{Nd}|${OTHER_DIGIT}){11,}`, 'gu');

function plain(digits: string): string {
  return [...digits].map((digit) => `[${digit}${String.fromCodePoint(0xff10 + Number(digit))}]`).join('');
}

/** The text with enough of each identity, bank card and telephone number to recognise it, not to know it. */
export function maskNumbers(text: string): string {
  if (text.length < MOST_SHORT || hasFewDigits(text)) return text;
  const masked = text
    .replace(RUN, (run, at: number) => (isPersonal(run, text, at) ? covered(run, 6) : run))
    .replace(PHONE, (phone) => covered(phone, 3))
    .replace(AMOUNT_LIKE, (number) => covered(number, charactersOf(number).length < FEWEST_DIGITS ? 3 : 6))
    .replace(PHONE_AS_NUMBER, (phone) => covered(phone, 3))
    .replace(OTHER_DIGITS, (digits) => (/^[0-9０-９]+$/.test(digits) ? digits : coveredOf([...digits], 3)));
  return withoutGrouped(masked);
}

function withoutGrouped(text: string): string {
  let shown = '';
  let end = 0;
  for (const number of groupedNumbers(text)) {
    shown += text.slice(end, number.from) + covered(text.slice(number.from, number.to), number.shown);
    end = number.to;
  }
  return shown + text.slice(end);
}

/** No telephone number has fewer digits. */
const MOST_SHORT = 10;

/** Whether fewer characters are like a digit than any number of a person has: so it is with nearly every text. */
function hasFewDigits(text: string): boolean {
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19) || LETTERS_LIKE_DIGITS.has(code)) found++;
  }
  return found < MOST_SHORT;
}

/** Letters for digits, and digits of other scripts; mathematical ones all begin with one surrogate. */
const LETTERS_LIKE_DIGITS: ReadonlySet<number> = new Set(
  Array.from('xXｘＸoOlI①②③④⑤⑥⑦⑧⑨⓪〇零一二三四五六七八九٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹𝟎', (letter) => letter.charCodeAt(0)),
);

function isPersonal(run: string, text: string, at: number): boolean {
  const digits = charactersOf(run);
  const before = text.slice(0, at);
  const whole = /(\d+)\.$/.exec(before)?.[1];
  // 3.71599196302077E+17 shows as much of an identity number as the number itself.
  if (whole !== undefined && /^[eE]\+?\d/.test(text.slice(at + run.length)))
    return whole.length + digits.length >= FEWEST_DIGITS - 1;
  if (digits.length < FEWEST_DIGITS || digits.replace(/[^0-9０-９]/g, '').length < FEWEST_REAL_DIGITS) return false;
  if (CODE_AND_DAYS.test(run)) return false;
  return whole === undefined || whole.length + digits.length > DIGITS_OF_DOUBLE;
}

const charactersOf = (run: string): string => run.replace(/[^0-9０-９xXｘＸoOlI]/g, '');

const covered = (run: string, shown: number): string => coveredOf(charactersOf(run), shown);

function coveredOf(digits: string | readonly string[], shown: number): string {
  const asterisks = Math.min(digits.length - shown - 2, MOST_ASTERISKS);
  const [first, last] = [digits.slice(0, shown), digits.slice(-2)];
  return [...first, '*'.repeat(asterisks), ...last].join('');
}
