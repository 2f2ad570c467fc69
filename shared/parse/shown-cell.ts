/**
 * A number as its sheet shows it: what a clerk sees is what counts. Excel keeps 4.00% as 0.04, a day as 42401 and a
 * quotient with all its digits.
 */
import type { Column } from '../schema/column.ts';
import type { Cell } from '../sheet/grid.ts';
import { isDateFormat, isPercentFormat, shownNumber, unitBehind } from '../sheet/number-format.ts';
import { readDate } from './values.ts';

/** More digits than a double holds would show the error of its last one: 0.07 times 100 is 7.000000000000001. */
const DIGITS = 15;

const percentText = (value: number): string => `${Number((value * 100).toPrecision(DIGITS))}%`;

/**
 * What is read of a number in a column. A percentage is read as it is written, so that the cell 0.04 that shows 4% is
 * read as the text 4% is. An amount that is only checked, or whose format shows fewer digits than it has, is read to the
 * fen: a quotient has all its digits in the cell. It is not rounded to what it shows, since 0.1041 万元 may show 0.10.
 * @param format Excel's code of the cell's number format
 * @param fenPerUnit fen in one unit of the sheet's money columns
 */
export function shownCell({ checkedOnly, type }: Column, value: number, format: string, fenPerUnit: number): Cell {
  if (isPercentFormat(format, value)) return percentText(value);
  if (type.kind !== 'money') return value;
  const unit = unitBehind(format, value);
  // In a column of 万元 it says what the header says.
  if (unit !== null && !(fenPerUnit > 100 && unit.startsWith('万'))) return `${value}${unit}`;
  const isShortened = (shownNumber(format, value) ?? value) !== value;
  return checkedOnly || isShortened ? Math.round(value * fenPerUnit) / fenPerUnit : value;
}

/**
 * A number as text, for a person: a day where its format shows one, a percentage, else the decimals that are shown, with
 * a larger unit behind them. Who sees 3 where 3.2 stands is told 3.2, or nothing would seem wrong.
 */
export function shownText(value: number, format: string, date1904: boolean): string {
  if (isDateFormat(format, value)) return readDate(value, date1904) ?? String(value);
  if (isPercentFormat(format, value)) return percentText(value);
  const shown = shownNumber(format, value) ?? value;
  const hidesAll = Number.isInteger(shown) && !Number.isInteger(value);
  return `${hidesAll ? Number(value.toPrecision(DIGITS)) : shown}${unitBehind(format, value) ?? ''}`;
}
