/** When a schedule is due: the expressions of EventBridge Scheduler that the local stack knows, `cron(...)` and `rate(...)`. */
import { TemplateError } from './template.ts';

/** Whole minutes since 1970: a schedule is never due more often. */
export type Minute = number;

export const minuteOf = (time: Date): Minute => Math.floor(time.getTime() / 60_000);
export const timeOf = (minute: Minute): Date => new Date(minute * 60_000);

/** Whether a schedule is due at a minute; a rate counts from the minute in which the schedule began to be watched. */
export type IsDue = (minute: Minute, since: Minute) => boolean;

/** The fields of a cron expression in their order, each with its smallest and largest number. */
const FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 1, 7],
  ['year', 1970, 2199],
] as const;

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

/** Reads an expression. One that is not known is an error, since a schedule that never fires would not be missed. */
export function readTimes(expression: string, timezone: string, where: string): IsDue {
  const refuse = (what: string): never => {
    throw new TemplateError(
      `${where}: ${what}. Expected cron(...) with numbers, lists, ranges, steps, * and ?, or rate(...) of minutes, hours or days.`,
    );
  };
  const [, kind, inner = ''] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') {
    const [, count = '', unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inner) ?? [];
    if (count === '') return refuse(`the rate ${expression} is not supported`);
    const every = Number(count) * MINUTES[unit as keyof typeof MINUTES];
    return (minute, since) => minute > since && (minute - since) % every === 0;
  }
  const fields = inner.split(' ');
  if (kind !== 'cron' || fields.length !== FIELDS.length) return refuse(`the schedule ${expression} is not supported`);
  const allowed = FIELDS.map(
    ([name, least, most], at) =>
      readField(fields[at] ?? '', least, most) ?? refuse(`the ${name} of ${expression} is not supported`),
  );
  const clock = clockOf(timezone, (cause) => refuse(`the time zone ${timezone} is not known (${String(cause)})`));
  return (minute) => clock(minute).every((value, at) => allowed[at]?.has(value));
}

/** The numbers that a field of a cron expression allows; null when it is written in a way that is not known. */
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

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What a clock in the time zone shows at a minute, in the order of the fields. */
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
