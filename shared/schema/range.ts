/**
 * What a column's range allows, as numbers, as days and in words. The column table is the only place that says a bound.
 */
import type { Text } from '../language/language.ts';
import { periodDays, type Period } from '../time/period.ts';
import type { Column, ColumnType, DateRange, NumberRange } from './column.ts';

/** The range of a number. Where its column says nothing, it is not negative (parse/values.ts). */
export const numberRange = ({ range }: Pick<Column, 'range'>): NumberRange =>
  range && 'min' in range ? range : { min: 0 };

/** 1至15, 不小于1, 大于0, each to stand before 的整数. @param upper the greatest value, null where there is none */
export function boundsText({ min, isAbove }: NumberRange, upper: string | null): Text {
  if (upper !== null) return { zh: `${min}至${upper}`, en: `from ${min} to ${upper}` };
  if (min < 0) return { zh: '可为负', en: 'that may be negative' };
  return isAbove ? { zh: `大于${min}`, en: `above ${min}` } : { zh: `不小于${min}`, en: `of at least ${min}` };
}

/** How many of the units in which a value is kept make one of the units in which the sheet writes it. */
export function unitsIn(type: ColumnType): number {
  if (type.kind === 'decimal') return 10 ** type.scale;
  if (type.kind === 'money') return type.unit === '元' ? 100 : 1_000_000;
  return 1;
}

/** The first and the last day that a range allows in a period; null where it has no such end. */
export function daysIn({ days }: DateRange, period: Period): { first: string | null; last: string | null } {
  const { first, last } = periodDays(period);
  if (days === 'of the period') return { first, last };
  return { first: null, last: days === 'until its end' ? last : null };
}

/** 1-15, 0..household_size, >=1, > issued_on: as the data dictionary has it; empty for a column without a range. */
export function rangeNote({ range }: Pick<Column, 'range'>): string {
  if (!range) return '';
  if ('days' in range) {
    const { days } = range;
    if (typeof days === 'object') return `> ${days.after}`;
    return days === 'of the period' ? 'inside the quarter' : 'not after the quarter';
  }
  const { min, max, isAbove } = range;
  if (max === undefined) return `${isAbove ? '>' : '>='}${min}`;
  if (typeof max === 'number') return `${min}-${max}`;
  return 'programme' in max ? `${min}..${max.programme} of the programme` : `${min}..${times(max.times)}${max.field}`;
}

const times = (factor: number | undefined): string => (factor === undefined ? '' : `${factor}*`);
