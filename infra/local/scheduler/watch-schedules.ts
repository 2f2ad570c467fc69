import type { Schedule } from './schedule.ts';
import { minuteOf, timeOf } from './schedule-times.ts';

/** A watch looks back one day for what it missed: a machine may sleep for a night, a wrong clock is off by years. */
const MOST_MINUTES_MISSED = 24 * 60;

/**
 * Fires each enabled schedule when it is due: at most once a minute, and once for all the times that a sleeping machine
 * missed. What was due before the watch began never fires. The timer does not keep the process alive.
 * @param fire must not throw
 * @returns a function that ends the watch
 */
export function watchSchedules(
  schedules: readonly Schedule[],
  fire: (schedule: Schedule, due: Date) => void,
): () => void {
  const since = minuteOf(new Date());
  const enabled = schedules.filter((schedule) => schedule.enabled);
  let seen = since;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(look, 60_000 - (Date.now() % 60_000)).unref();
  };
  const look = (): void => {
    const now = minuteOf(new Date());
    const last = Math.max(seen, now - MOST_MINUTES_MISSED);
    for (const schedule of enabled) {
      let due = now;
      while (due > last && !schedule.isDue(due, since)) due--;
      if (due > last) fire(schedule, timeOf(due));
    }
    seen = Math.max(seen, now);
    wait();
  };
  wait();
  return () => clearTimeout(timer);
}
