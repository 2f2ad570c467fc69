/** When a schedule is due: the expressions `cron(...)` and `rate(...)` of EventBridge Scheduler. */
import { TemplateError } from '../template/template-error.ts';

/** Whole minutes since 1970. A schedule is due at most once in each. */
export type Minute = number;

/** Returns the minute of a time. */
export function minuteOf(time: Date): Minute {
  return Math.floor(time.getTime() / 60_000);
}

/** Returns the time at which a minute begins. */
export function timeOf(minute: Minute): Date {
  return new Date(minute * 60_000);
}

/** Whether a schedule is due at a minute. A rate counts from `since`, the minute in which the watch began. */
export type IsDue = (minute: Minute, since: Minute) => boolean;

/** Reads an expression. It throws for one that it does not know, since nobody misses a schedule that never fires. */
export function readTimes(expression: string, timezone: string, where: string): IsDue {
  const refuse = (problem: string): never => {
    throw new TemplateError(
      `${where}: ${problem}. Expected cron(...) with numbers, lists, ranges, steps, * and ?, ` +
        'or rate(...) of minutes, hours or days.',
    );
  };
  const [, kind, inner = ''] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return readRate(inner) ?? refuse(`the rate ${expression} is not supported`);
  const fields = inner.split(' ');
  if (kind !== 'cron' || fields.length !== FIELDS.length) return refuse(`the schedule ${expression} is not supported`);
  const allowed = FIELDS.map(
    ([name, least, most], index) =>
      readField(fields[index] ?? '', least, most) ?? refuse(`the ${name} of ${expression} is not supported`),
  );
  const clock = clockOf(timezone, (cause) => refuse(`the time zone ${timezone} is not known (${String(cause)})`));
  return (minute) => clock(minute).every((value, index) => allowed[index]?.has(value));
}

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

/** Reads what a rate has in its parentheses; null if it is written in a way that is not known. */
function readRate(inner: string): IsDue | null {
  const [, count = '', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inner) ?? [];
  if (count === '') return null;
  const every = Number(count) * MINUTES[unit as keyof typeof MINUTES];
  return (minute, since) => minute > since && (minute - since) % every === 0;
}

/** The fields of a cron expression in their order, each with its smallest and largest number. */
const FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 1, 7],
  ['year', 1970, 2199],
] as const;

/** Reads the numbers that a field allows; null if the field is written in a way that is not known. */
function readField(field: string, least: number, most: number): ReadonlySet<number> | null {
  const numbers = new Set<number>();
  for (const part of field.split(',')) {
    const [, any, first, last, step] = /^(?:([*?])|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (any === undefined && first === undefined) return null;
    const from = any === undefined ? Number(first) : least;
    const to = any === undefined && step === undefined ? Number(last ?? first) : Number(last ?? most);
    if (from < least || to > most || from > to || step === '0') return null;
    for (let number = from; number <= to; number += Number(step ?? 1)) numbers.add(number);
  }
  return numbers;
}

/** EventBridge counts the days of the week from 1, which is Sunday. */
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Returns what a clock in the time zone shows at a minute, in the order of the fields. */
function clockOf(timeZone: string, refuse: (cause: unknown) => never): (minute: Minute) => number[] {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch (cause) {
    return refuse(cause);
  }
  return (minute) => {
    const parts = Object.fromEntries(format.formatToParts(timeOf(minute)).map(({ type, value }) => [type, value]));
    const numbers = [parts['minute'], parts['hour'], parts['day'], parts['month']].map(Number);
    return [...numbers, WEEKDAYS.indexOf(parts['weekday'] ?? '') + 1, Number(parts['year'])];
  };
}
