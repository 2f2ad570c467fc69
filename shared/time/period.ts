/**
 * Calendar quarters, the only reporting periods of the programme, and the city's own calendar (Asia/Shanghai, UTC+8, no
 * summer time since 1991).
 */

/** A calendar quarter in its canonical form, for example `2016Q2`. */
export type Period = `${number}Q${1 | 2 | 3 | 4}`;

const CANONICAL = /^(20\d\d)Q([1-4])$/;
const CHINESE_DIGIT: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4 };
/** 2016年第二季度, 2016年2季度, 2016-Q2, 2016.2季度, 2016Q2 (domain: column 填报季度). */
const WRITTEN = /(20\d\d)\s*(?:年度?|[-./\s])?\s*(?:第?\s*([1-4一二三四])\s*季度?|[Qq]\s*([1-4]))/;

/** Whether `text` is a canonical period; keys and command lines accept nothing looser. */
export function isPeriod(text: string): text is Period {
  return CANONICAL.test(text);
}

/**
 * Finds a quarter in what a clerk wrote, also inside a title such as 冠县……季度表（2016年第二季度）.
 * @returns null when there is none
 */
export const findPeriod = (text: string): Period | null => writtenPeriod(WRITTEN.exec(withDigits(text)));

/** 二〇一六年 as official titles write it. */
const YEAR_IN_WORDS = /二[〇○零][〇○零一二三四五六七八九]{2}(?=年)/g;
const WORDS = '零一二三四五六七八九';

const withDigits = (text: string): string =>
  text.replace(YEAR_IN_WORDS, (year) => Array.from(year, (word) => Math.max(0, WORDS.indexOf(word))).join(''));

/** Every quarter that a text names, with what stands before and behind it. */
export function periodsIn(
  text: string,
): { readonly period: Period; readonly before: string; readonly after: string }[] {
  const digits = withDigits(text);
  return [...digits.matchAll(new RegExp(WRITTEN, 'g'))].flatMap((match) => {
    const period = writtenPeriod(match);
    if (period === null) return [];
    return [{ period, before: digits.slice(0, match.index), after: digits.slice(match.index + match[0].length) }];
  });
}

function writtenPeriod(match: RegExpExecArray | null): Period | null {
  if (!match) return null;
  return `${Number(match[1])}Q${quarterWritten(match[2] ?? match[3] ?? '')}`;
}

const quarterWritten = (digit: string): 1 | 2 | 3 | 4 => (CHINESE_DIGIT[digit] ?? Number(digit)) as 1 | 2 | 3 | 4;

/** The quarters that a text names, with their year or without: 2016年第二季度, 2季度. */
export const quartersIn = (text: string): (1 | 2 | 3 | 4)[] =>
  [...text.matchAll(/第?([1-4一二三四])季度/g)].map(([, digit = '']) => quarterWritten(digit));

export const yearOf = (period: Period): number => Number(period.slice(0, 4));
export const quarterOf = (period: Period): 1 | 2 | 3 | 4 => Number(period.slice(5)) as 1 | 2 | 3 | 4;

/** The period `quarters` later; negative for earlier. */
export function shiftPeriod(period: Period, quarters: number): Period {
  const ordinal = yearOf(period) * 4 + quarterOf(period) - 1 + quarters;
  return `${Math.floor(ordinal / 4)}Q${((ordinal % 4) + 1) as 1 | 2 | 3 | 4}`;
}

/** Quarters 1..q of the period's year, the set over which year-to-date figures count each household once. */
export function yearToDate(period: Period): Period[] {
  return Array.from(
    { length: quarterOf(period) },
    (_, index) => `${yearOf(period)}Q${(index + 1) as 1 | 2 | 3 | 4}` as const,
  );
}

/**
 * The periods that a fold of `period` reads: every quarter from the first of last year, for the year to date, the same
 * quarters of last year, the quarter before, and the last four quarters.
 */
export function periodsFoldedFor(period: Period): Period[] {
  const lastYear = yearToDate(shiftPeriod(period, -4));
  const first = lastYear[0] ?? period;
  return Array.from({ length: lastYear.length + 4 }, (_, index) => shiftPeriod(first, index));
}

/** First and last day of the quarter, ISO dates. */
export type PeriodDays = { readonly first: string; readonly last: string };

/** Rules ask for the days of one period hundreds of thousands of times. */
const known = new Map<Period, PeriodDays>();

export function periodDays(period: Period): PeriodDays {
  let days = known.get(period);
  if (!days) {
    const month = quarterOf(period) * 3;
    const last = month === 3 || month === 12 ? 31 : 30;
    days = { first: `${yearOf(period)}-${two(month - 2)}-01`, last: `${yearOf(period)}-${two(month)}-${last}` };
    known.set(period, days);
  }
  return days;
}

/** The newest quarter that had ended at `instant` by the city's calendar. */
export function lastEndedPeriod(instant: Date): Period {
  const date = cityDate(instant);
  const current: Period = `${Number(date.slice(0, 4))}Q${Math.ceil(Number(date.slice(5, 7)) / 3) as 1 | 2 | 3 | 4}`;
  return shiftPeriod(current, -1);
}

/** The calendar date in the city at `instant`, ISO. */
export function cityDate(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** Date and time in the city as a receipt prints them: 2016-07-12 09:30:05. */
export function cityTime(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Whether a text is a day of the calendar, as ISO writes it; 2016-02-31 is no such day. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The days that a month has. @param month from 1 */
export function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `days` after an ISO date. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whether an ISO date is a Saturday or a Sunday. */
export const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/** Days from one ISO date to another; negative where the other is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

/** 2016年第二季度, as titles write it. */
export const periodTitle = (period: Period): string => `${yearOf(period)}年第${'一二三四'[quarterOf(period) - 1]}季度`;

/** 今年上半年 and its kin, as the bulletin names the year to date. */
export const yearToDateTitle = (period: Period): string =>
  `${yearOf(period)}年${['第一季度', '上半年', '前三季度', '全年'][quarterOf(period) - 1]}`;

const two = (value: number): string => String(value).padStart(2, '0');
