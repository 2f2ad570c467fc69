/** What an office and an operator should hear of a quarter though nothing failed: what did not happen. */
import type { CityPack } from '../city/city.ts';
import { nilReturns, windowAt } from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import { completenessOf } from '../tables/completeness.ts';
import { addDays, cityDate, lastEndedPeriod, periodDays, type Period } from '../time/period.ts';

/** The quarter that had ended last, as it stands on a day. */
export type QuarterWatch = {
  readonly period: Period;
  /** City date: the last day on time. */
  readonly deadline: string;
  readonly due: number;
  readonly received: number;
  readonly late: number;
  /** Names of the townships that have not reported. */
  readonly missing: readonly string[];
  /** The deadline is three days away or less, and nothing at all has arrived. */
  readonly nothingArrived: boolean;
  /**
   * The day of the summary has passed, something was reported, and no run of the summary has ended on that day or
   * later. One that an office asked for earlier says nothing of the run that was to come.
   */
  readonly summaryMissing: boolean;
};

/** What the watch looks at. */
export type Watched = {
  readonly pack: CityPack;
  /** Of the quarter that had ended last. */
  readonly ledger: Ledger;
  /** Whether anything lies in the bucket for the quarter, whatever became of it. */
  readonly hasUploads: boolean;
  /** When a run of the summary ended last, ISO 8601 UTC; null where none has. */
  readonly summaryAt: string | null;
  /** Day of the month after the quarter on which the summary is made; null where that is not watched. */
  readonly summaryDay: number | null;
};

const LAST_DAYS = 3;

/** The quarter to be watched at an instant; null where its year has no programme, so that nobody reports. */
export function watchedPeriod(pack: CityPack, now: Date): Period | null {
  const period = lastEndedPeriod(now);
  return pack.hasProgramme(period) ? period : null;
}

/** How the quarter that had ended last stands. */
export function quarterWatch(now: Date, { pack, ledger, hasUploads, summaryAt, summaryDay }: Watched): QuarterWatch {
  const { period, decisions } = ledger;
  const city = pack.at(period);
  const today = cityDate(now);
  const { deadline } = windowAt(city, decisions, now.toISOString());
  const { due, received, late, missing } = completenessOf({
    register: city.register,
    submissions: standingSubmissions(ledger),
    nilReturns: nilReturns(city, decisions),
  });
  const dueDay = summaryDay === null ? null : addDays(periodDays(period).last, summaryDay);
  const isMade = dueDay !== null && summaryAt !== null && cityDate(new Date(summaryAt)) >= dueDay;
  return {
    period,
    deadline,
    due,
    received,
    late,
    missing: missing.map(({ unit, name }) => `${unit}${name}`),
    nothingArrived: !hasUploads && today >= addDays(deadline, -LAST_DAYS) && today <= deadline,
    summaryMissing: dueDay !== null && today > dueDay && received > 0 && !isMade,
  };
}
