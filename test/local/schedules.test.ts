import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Schedule, readSchedule } from '../../infra/local/scheduler/schedule.ts';
import { watchSchedules } from '../../infra/local/scheduler/watch-schedules.ts';

const scheduleOf = (expression: string, more: object = {}, timezone = 'Asia/Shanghai'): Schedule =>
  readSchedule('Nightly', {
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone,
    Target: { Arn: 'arn:aws:lambda:us-east-1:000000000000:function:sweep' },
    ...more,
  });

const FAKE = { toFake: ['setTimeout', 'clearTimeout', 'Date'], now: new Date('2016-07-15T21:52:30.500Z') } as const;
afterEach(() => {
  vi.useRealTimers();
});

/** Watches schedules and collects when each was fired. */
function watched(...schedules: Schedule[]): { readonly fired: string[]; readonly stop: () => void } {
  const fired: string[] = [];
  return {
    fired,
    stop: watchSchedules(schedules, ({ expression }, due) => fired.push(`${expression} ${due.toISOString()}`)),
  };
}

describe('a schedule is fired when it is due', () => {
  beforeEach(() => {
    vi.useFakeTimers({ ...FAKE, toFake: [...FAKE.toFake] });
  });

  test('at the minutes of its cron expression, in its own time zone', () => {
    const sweep = 'cron(*/15 * * * ? *)';
    const summary = 'cron(0 6 16 1,4,7,10 ? *)';
    const { fired, stop } = watched(scheduleOf(sweep), scheduleOf(summary));
    vi.advanceTimersByTime(30 * 60_000);
    // The 16th of July at 06:00 in Shanghai is the 15th at 22:00 in UTC.
    expect(fired).toEqual([
      `${sweep} 2016-07-15T22:00:00.000Z`,
      `${summary} 2016-07-15T22:00:00.000Z`,
      `${sweep} 2016-07-15T22:15:00.000Z`,
    ]);
    stop();
  });

  test('at its rate from the minute on in which the watch began', () => {
    const { fired, stop } = watched(scheduleOf('rate(15 minutes)'), scheduleOf('rate(1 hour)'));
    vi.advanceTimersByTime(61 * 60_000);
    expect(fired).toEqual([
      'rate(15 minutes) 2016-07-15T22:07:00.000Z',
      'rate(15 minutes) 2016-07-15T22:22:00.000Z',
      'rate(15 minutes) 2016-07-15T22:37:00.000Z',
      'rate(15 minutes) 2016-07-15T22:52:00.000Z',
      'rate(1 hour) 2016-07-15T22:52:00.000Z',
    ]);
    stop();
  });

  test('on days of the week, where Sunday is the first', () => {
    const { fired, stop } = watched(scheduleOf('cron(30 5 ? * 7 *)'), scheduleOf('cron(0 8 ? * 1-2 2016-2017)'));
    vi.advanceTimersByTime(4 * 24 * 3_600_000);
    expect(fired).toEqual([
      'cron(0 8 ? * 1-2 2016-2017) 2016-07-17T00:00:00.000Z',
      'cron(0 8 ? * 1-2 2016-2017) 2016-07-18T00:00:00.000Z',
    ]);
    stop();
  });

  test('once for all that a sleeping machine has missed', () => {
    const { fired, stop } = watched(scheduleOf('cron(*/15 * * * ? *)'));
    vi.setSystemTime(new Date('2016-07-16T05:20:00Z'));
    vi.advanceTimersByTime(30_000);
    expect(fired).toEqual(['cron(*/15 * * * ? *) 2016-07-16T05:15:00.000Z']);
    stop();
  });

  test('not a second time when the clock is set back, not when it is disabled, and not after the end', () => {
    const { fired, stop } = watched(
      scheduleOf('cron(*/15 * * * ? *)'),
      scheduleOf('cron(* * * * ? *)', { State: 'DISABLED' }),
    );
    vi.advanceTimersByTime(9 * 60_000);
    expect(fired).toHaveLength(1);
    vi.setSystemTime(new Date('2016-07-15T21:58:00Z'));
    vi.advanceTimersByTime(10 * 60_000);
    expect(fired).toHaveLength(1);
    stop();
    vi.advanceTimersByTime(3_600_000);
    expect(fired).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test.each([
  'at(2016-07-16T06:00:00)',
  'rate(0 minutes)',
  'cron(0 6 L * ? *)',
  'cron(0 6 * * MON *)',
  'cron(60 * * * ? *)',
  'cron(* * * *)',
])('the schedule %s stops the start, since one that never fires would not be missed', (expression) => {
  expect(() => scheduleOf(expression)).toThrow(/Schedule Nightly: .* is not supported\. Expected cron/);
});

test('a time zone that is not known stops the start', () => {
  expect(() => scheduleOf('cron(* * * * ? *)', {}, 'Asia/Liaocheng')).toThrow(
    /the time zone Asia\/Liaocheng is not known/,
  );
});
