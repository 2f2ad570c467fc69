import type { StoredRecord } from '../rows/codec.ts';
import { shiftPeriod, yearToDate, type Period } from '../time/period.ts';

export type StoredHousehold = StoredRecord['household'];

/** One household's rows of the periods on file. */
export type HouseholdHistory = ReadonlyMap<Period, StoredHousehold>;

/** The quarters that a fold reads, made once for all households. */
export type FoldCalendar = {
  readonly period: Period;
  /** The quarter before, possibly of last year. */
  readonly before: Period;
  /** Quarters 1..q of this year and of last year. */
  readonly thisYear: readonly Period[];
  readonly lastYear: readonly Period[];
  /** The last four quarters, newest first. */
  readonly trailing: readonly Period[];
};

export function calendarOf(period: Period): FoldCalendar {
  return {
    period,
    before: shiftPeriod(period, -1),
    thisYear: yearToDate(period),
    lastYear: yearToDate(shiftPeriod(period, -4)),
    trailing: [0, -1, -2, -3].map((quarters) => shiftPeriod(period, quarters)),
  };
}

/** The household's newest row of this year; a household that moved counts where it is now. */
export function latestOf(history: HouseholdHistory, { thisYear }: FoldCalendar): StoredHousehold | undefined {
  for (let index = thisYear.length - 1; index >= 0; index--) {
    const row = history.get(thisYear[index] as Period);
    if (row) return row;
  }
  return undefined;
}
