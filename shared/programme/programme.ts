import { addDays, cityDate, periodDays, yearOf, type Period } from '../time/period.ts';
import year2016 from './2016.json' with { type: 'json' };

/** What the programme decided for one year: lines, targets, windows, zones. Data, dated and replaceable; money in fen. */
export type Programme = {
  readonly year: number;
  /** Per-capita net income of a year, in fen, by poverty standard (1 national, 2 provincial, 3 municipal). */
  readonly lines: Readonly<Record<'1' | '2' | '3', number>>;
  /** Persons to be uplifted in the year; null when none was set. */
  readonly cityTarget: number | null;
  /** Days after the quarter's last day. Reporting opens the day after the quarter ends. */
  readonly deadlineDays: number;
  readonly zones: readonly string[];
  readonly maximumLeverage: number;
};

const YEARS: readonly Programme[] = [year2016];

/** The year's own programme; for a year without one, the nearest earlier one (else the first) without its target. */
export function programmeOf(period: Period): Programme {
  const year = yearOf(period);
  const own = YEARS.find((candidate) => candidate.year === year);
  if (own) return own;
  const nearest = YEARS.filter((candidate) => candidate.year < year).at(-1) ?? YEARS[0];
  if (!nearest) throw new RangeError('no programme is configured');
  return { ...nearest, year, cityTarget: null };
}

/** The reporting window of a period as city dates: the day it opens and the last day on time. */
export function windowOf(period: Period): { readonly opens: string; readonly deadline: string } {
  const { last } = periodDays(period);
  return { opens: addDays(last, 1), deadline: addDays(last, programmeOf(period).deadlineDays) };
}

/** Whether a file accepted at this instant came after the period's deadline; by the server's time only. */
export const isLate = (period: Period, acceptedAt: Date): boolean => cityDate(acceptedAt) > windowOf(period).deadline;
