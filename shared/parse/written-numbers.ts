/** Numbers as clerks type them and as programs write them: exactly, or not at all. */
import type { Column } from '../schema/column.ts';
import { numberRange, unitsIn } from '../schema/range.ts';
import { foldWidth, hasWideLetters } from './folding.ts';
import { note, type Noted } from './noted.ts';

/**
 * A number in text: perhaps the sign of a currency, digits in one run or in groups of three, then perhaps the unit that
 * the column has anyway.
 */
const NUMBER = /^([-−])?\s*(?:([¥￥])\s*([-−])?)?(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,20}))?\s*([^\d\s.,]*)$/;
/** The zero of Excel's accounting format, as a text file has it, with the blanks that it is set in. */
const ACCOUNTING_ZERO = /^\s+[¥￥]?\s*-\s{2,}$/;
/** A loss in brackets. */
const IN_BRACKETS = /^\(([¥￥]?\s*[\d.,]+)\)$/;
/** So many digits are those of a double that a program wrote: the last ones are the error of a calculation. */
const DIGITS_OF_DOUBLE = 15;
const COUNTED = new Set(['', '人', '户', '个', '个月', '月', '处', '座', '头', '%', '倍']);

/**
 * An exact multiple of 10^-digits, as an integer; no binary fraction decides. Vague (约3.2万) and finer values are
 * unreadable, and so are those below the column's range where that begins below 0, or below 0 elsewhere, and so is an
 * amount that names another unit than its column (4100元 under 万元).
 */
export function readNumber(
  column: Column,
  cell: string | number | boolean,
  digits: number,
  noted: Noted | undefined,
): number | null {
  const least = Math.min(0, numberRange(column).min) * unitsIn(column.type);
  if (typeof cell === 'number') return scaledNumber(cell, digits, least);
  if (ACCOUNTING_ZERO.test(String(cell))) {
    note(noted, 'accounting');
    return 0;
  }
  const written = String(cell).trim();
  const text = foldWidth(written);
  const match = NUMBER.exec(text.replace(IN_BRACKETS, '-$1'));
  if (!match) return null;
  const [, before, currency = '', behind, integer = '', decimals = '', unit = ''] = match;
  if ((currency !== '' && column.type.kind !== 'money') || (before !== undefined && behind !== undefined)) return null;
  if (IN_BRACKETS.test(text)) note(noted, 'accounting');
  if (integer.includes(',')) note(noted, 'comma');
  if (unit !== '' || currency !== '') note(noted, 'suffix');
  if (hasWideLetters(written)) note(noted, 'width');
  if (column.type.kind === 'money' ? unit !== '' && unit !== (digits === 2 ? '元' : '万元') : !COUNTED.has(unit))
    return null;
  const whole = integer.replaceAll(',', '');
  const sign = before ?? behind;
  if (decimals.length > digits && whole.length + decimals.length >= DIGITS_OF_DOUBLE) {
    const double = Number(`${sign === undefined ? '' : '-'}${whole}.${decimals}`);
    return scaledNumber(column.checkedOnly ? roundedTo(digits, double) : double, digits, least);
  }
  const fraction = decimals.padEnd(digits, '0');
  const size = Number(whole + fraction.slice(0, digits));
  const value = sign === undefined || size === 0 ? size : -size;
  return /[1-9]/.test(fraction.slice(digits)) ||
    !Number.isSafeInteger(value) ||
    value < least ||
    (sign !== undefined && least === 0)
    ? null
    : value;
}

/** A sheet's 1366.67 is the nearest double, its sums are a few more off: far less than a hundredth of a unit. */
function scaledNumber(cell: number, digits: number, least: number): number | null {
  const product = cell * 10 ** digits;
  const whole = Math.round(product);
  return (cell >= 0 || whole < 0) &&
    whole >= least &&
    Number.isSafeInteger(whole) &&
    Math.abs(product - whole) <= Math.min(Math.max(1, Math.abs(whole)) * 1e-9, 0.005)
    ? whole
    : null;
}

/** A figure that is only checked is read as in a cell that is a number (parse/shown-cell.ts). */
const roundedTo = (digits: number, value: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
