/** Who is late on a day of reminders, told to each office that is above them. Counts and names of divisions only. */
import type { CityPack } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { nilReturns, windowAt } from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import { reportings } from '../tables/completeness.ts';
import { cityDate, daysBetween, lastEndedPeriod, shiftPeriod, type Period } from '../time/period.ts';
import { reminderDays } from './reminder-days.ts';

/** Townships of one county or zone that have not reported. */
export type LateUnit = { readonly name: Text; readonly townships: readonly { code: string; name: Text }[] };

/** What one office is told. */
export type Reminder = {
  /** Code of the office. */
  readonly office: string;
  readonly name: Text;
  readonly period: Period;
  /** ISO date: the last day on time. */
  readonly deadline: string;
  /** Until the deadline; 0 on its day, negative behind it. */
  readonly daysLeft: number;
  readonly due: number;
  readonly received: number;
  /** At least one. */
  readonly late: readonly LateUnit[];
};

/**
 * The quarters that a day may lie in the window of, newest first: an office may have moved a deadline past the end of
 * the quarter that came after.
 */
export function remindedPeriods(pack: CityPack, day: Date): Period[] {
  const last = lastEndedPeriod(day);
  return [last, shiftPeriod(last, -1)].filter((period) => pack.hasProgramme(period));
}

/** The days of reminders of a quarter, with the decisions that apply at an instant; none of a quarter that is closed. */
export function reminderDaysOf({ period, decisions }: Ledger, at: Date, pack: CityPack): string[] {
  const window = windowAt(pack.at(period), decisions, at.toISOString());
  return window.lockedAt === null ? reminderDays(window, pack) : [];
}

/**
 * What the offices are told of a quarter at an instant: nothing on other days than those of reminders, and nothing to an
 * office whose townships have all reported. First the highest office, then those below it.
 */
export function remindersAt(at: Date, ledger: Ledger, pack: CityPack): Reminder[] {
  const today = cityDate(at);
  if (!reminderDaysOf(ledger, at, pack).includes(today)) return [];
  const { period, decisions } = ledger;
  const city = pack.at(period);
  const { register } = city;
  const { deadline } = windowAt(city, decisions, at.toISOString());
  const reportingOf = reportings(standingSubmissions(ledger), nilReturns(city, decisions));
  const offices = [
    register.root,
    ...register.cities.map(({ code }) => code),
    ...register.units.map(({ code }) => code),
  ];
  return [...new Set(offices)].flatMap((office) => {
    const within = new Set(register.townshipsWithin(office).map(({ code }) => code));
    const due = register.due.filter(({ code }) => within.has(code));
    const missing = due.filter(({ code }) => reportingOf(code) === 'missing');
    if (missing.length === 0) return [];
    const late = [...Map.groupBy(missing, ({ unit }) => unit)].map(([unit, townships]) => ({
      name: register.textOf(unit),
      townships: townships.map(({ code }) => ({ code, name: register.textOf(code) })),
    }));
    const reminder: Reminder = {
      office,
      name: register.textOf(office),
      period,
      deadline,
      daysLeft: daysBetween(today, deadline),
      due: due.length,
      received: due.length - missing.length,
      late,
    };
    return [reminder];
  });
}

/** The codes of the townships that a reminder names, in order: with the day they say which reminder it is. */
export const lateTownships = ({ late }: Reminder): string[] =>
  late.flatMap(({ townships }) => townships.map(({ code }) => code)).sort();
