/** The days around a deadline on which offices hear who is late. */
import type { CityPack } from '../city/city.ts';
import type { ReportingWindow } from '../city/programme.ts';
import { addDays } from '../time/period.ts';

/** Days from the deadline, in the order in which they come. */
const FROM_DEADLINE = [-10, -5, -1, 0, 1] as const;

/**
 * The days on which the late of a quarter are reminded of, as ISO dates in order. A day that nobody works on gives way:
 * up to the deadline to the working day before it, so that there is time left, and where the window is not open then,
 * to the one after it; behind the deadline to the next. Two that fall together are one.
 */
export function reminderDays({ opens, deadline }: ReportingWindow, pack: CityPack): string[] {
  const days = FROM_DEADLINE.flatMap((offset) => {
    const day = addDays(deadline, offset);
    if (day < opens) return [];
    const after = workingDay(day, 1, pack);
    if (offset > 0) return [after];
    const before = workingDay(day, -1, pack);
    // Where all days up to the deadline are off, a mail that waits is better than none.
    return [before >= opens ? before : after <= deadline ? after : day];
  });
  return [...new Set(days)].sort();
}

/** No run of days off is longer. */
const LONGEST_BREAK = 31;

/** A day if it is worked, or the nearest that is in one direction. */
function workingDay(day: string, step: 1 | -1, pack: CityPack): string {
  for (let days = 0; days <= LONGEST_BREAK; days++) {
    const near = addDays(day, days * step);
    if (pack.isWorkingDay(near)) return near;
  }
  return day;
}
