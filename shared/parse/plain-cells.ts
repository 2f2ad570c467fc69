/**
 * Cells that are written as they are kept, told by their characters: nearly all of a clean file. Whatever else a cell
 * holds is none, and is read by parse/values.ts, which reads these alike.
 */
import type { Column } from '../schema/column.ts';
import { digitsOfNumber } from './values.ts';

/** The value of a plain cell; undefined for a cell that is not plain. */
export type PlainReader = (cell: string) => string | number | undefined;

/** The same of a number that stands in a text from one place up to another, without a text of its own. */
export type PlainNumberReader = (text: string, start: number, end: number) => number | undefined;

const NONE: PlainReader = () => undefined;

/** @param fenPerUnit fen in one unit of the sheet's money columns */
export function plainReader({ type }: Column, fenPerUnit: number): PlainReader {
  switch (type.kind) {
    case 'int':
    case 'money':
    case 'decimal': {
      const digits = digitsOfNumber(type, fenPerUnit);
      return (cell) => plainNumber(cell, 0, cell.length, digits);
    }
    case 'household_no':
      return (cell) => (cell.length === 16 && areDigits(cell, 0, 16) ? cell : undefined);
    case 'id_no':
      return (cell) => (isPlainNumber(cell) ? cell : undefined);
    case 'text':
      return (cell) => (isPlainText(cell) ? cell : undefined);
    default:
      return NONE;
  }
}

/** @returns null for a column of other values than numbers */
export function plainNumberReader({ type }: Column, fenPerUnit: number): PlainNumberReader | null {
  if (type.kind !== 'int' && type.kind !== 'money' && type.kind !== 'decimal') return null;
  const digits = digitsOfNumber(type, fenPerUnit);
  return (text, start, end) => plainNumber(text, start, end, digits);
}

/** The value of a plain figure: a number of a sheet that shows it as it is; undefined for any other. */
export type PlainFigureReader = (cell: number) => number | undefined;

/** Whole figures, as nearly all are. @returns null for a column of other values than numbers */
export function plainFigureReader({ type }: Column, fenPerUnit: number): PlainFigureReader | null {
  if (type.kind !== 'int' && type.kind !== 'money' && type.kind !== 'decimal') return null;
  const units = 10 ** digitsOfNumber(type, fenPerUnit);
  return (cell) => (cell >= 0 && cell <= LARGEST_FIGURE && Number.isInteger(cell) ? cell * units : undefined);
}

/** An integer in every unit of a column. */
const LARGEST_FIGURE = 999_999_999;
const DIGIT_0 = 48;
const POINT = 46;
const X = 88;
const SPACE = 32;
const LAST_OF_ASCII = 0x7e;
/** Unified ideographs, as far as the first version of Unicode had them. */
const FIRST_HAN = 0x4e00;
const LAST_HAN = 0x9fa5;
/** Longer ones are no amount that anybody types. */
const LONGEST_NUMBER = 10;

/** 1234, 1234.5 and 1234.56 as an integer of 10^-digits; undefined for any other form, a finer and a larger one. */
function plainNumber(text: string, start: number, end: number, digits: number): number | undefined {
  if (end - start > LONGEST_NUMBER || end <= start) return undefined;
  let value = 0;
  let point = -1;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const digit = code - DIGIT_0;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (code === POINT && point < 0 && at > start) point = at;
    else return undefined;
  }
  const decimals = point < 0 ? 0 : end - point - 1;
  if (point >= 0 && (decimals === 0 || decimals > digits)) return undefined;
  for (let left = digits - decimals; left > 0; left--) value *= 10;
  // The largest of 万元 are no exact number of fen.
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Digits, with a point among them or without. */
export function isPlainAmount(text: string): boolean {
  let point = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= DIGIT_0 && code <= DIGIT_0 + 9) continue;
    if (code !== POINT || point >= 0 || at === 0) return false;
    point = at;
  }
  return text.length > 0;
}

/** Whether there are only digits from one place of the text up to another. */
export function areDigits(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - DIGIT_0;
    // Behind the end there is no number, which is neither below 0 nor above 9.
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

/** An identity number of 18 characters in capital letters. */
function isPlainNumber(text: string): boolean {
  if (text.length !== 18 || !areDigits(text, 0, 17)) return false;
  const last = text.charCodeAt(17);
  return last === X || (last >= DIGIT_0 && last <= DIGIT_0 + 9);
}

/** Common ideographs and ASCII without any blank. */
function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isHan = code >= FIRST_HAN && code <= LAST_HAN;
    if (!isHan && (code <= SPACE || code > LAST_OF_ASCII)) return false;
  }
  return text.length > 0;
}

/** Whether every character is a common ideograph. */
export function areHan(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < FIRST_HAN || code > LAST_HAN) return false;
  }
  return true;
}
