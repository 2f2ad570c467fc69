import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { assemblyFolder } from '../../cli/assembly.ts';
import { minuteOf } from '../../infra/local/scheduler/schedule-times.ts';
import { type Schedule, readSchedule } from '../../infra/local/scheduler/schedule.ts';
import { watchSchedules } from '../../infra/local/scheduler/watch-schedules.ts';
import { PUT, clients, functionResource, start, writeAssembly } from './fixture.ts';

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

describe('a running stack', () => {
  const assembly = () =>
    writeAssembly(
      {
        Out: { Type: 'AWS::S3::Bucket' },
        Sweep: functionResource('sweep'),
        Broken: functionResource('broken'),
        EveryQuarter: quarterly('Sweep'),
        Failing: quarterly('Broken'),
      },
      {
        sweep: `${PUT}
          export const handler = async ({ scheduledTime }) => { await put('swept', scheduledTime); };`,
        broken: `export const handler = async () => { throw new RangeError('no'); };`,
      },
    );
  const quarterly = (name: string) => ({
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'cron(*/15 * * * ? *)',
      Target: { Arn: { 'Fn::GetAtt': [name, 'Arn'] }, Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}' },
    },
  });

  test('fires its schedules when it was told to watch them, and says of one that failed', async () => {
    vi.useFakeTimers({ ...FAKE, toFake: [...FAKE.toFake], shouldAdvanceTime: true });
    const lines: string[] = [];
    const stack = await start(assembly(), { watchSchedules: true, log: (line) => lines.push(line) });
    // Just over the next quarter of an hour: the functions' own time-outs pass as well.
    vi.advanceTimersByTime(450_000);
    await stack.idle();
    const { Body } = await clients(stack).s3.send(new GetObjectCommand({ Bucket: stack.ref('Out'), Key: 'swept' }));
    expect(await Body?.transformToString()).toBe('2016-07-15T22:00:00Z');
    expect(lines.join('\n')).toMatch(/^Failing, due at 2016-07-15T22:00:00.000Z, failed: .*RangeError: no/m);
  });

  test('leaves them to those who ask when it was not', async () => {
    vi.useFakeTimers({ ...FAKE, toFake: [...FAKE.toFake], shouldAdvanceTime: true });
    const stack = await start(assembly());
    vi.advanceTimersByTime(3_600_000);
    await stack.idle();
    expect((await clients(stack).s3.send(new ListObjectsV2Command({ Bucket: stack.ref('Out') }))).KeyCount).toBe(0);
  });

  test('of the project sweeps every quarter of an hour, and makes the summary on the 16th after a quarter at six', async () => {
    const { schedules } = await start(assemblyFolder());
    const dueAt = (time: string): string[] =>
      schedules
        .filter(({ enabled, isDue }) => enabled && isDue(minuteOf(new Date(time)), 0))
        .map(({ targetArn }) => /:(function|stateMachine):/.exec(targetArn)?.[1] ?? targetArn)
        .sort();
    expect(dueAt('2016-07-16T06:00:00+08:00')).toEqual(['function', 'stateMachine']);
    expect(dueAt('2016-07-16T06:15:00+08:00')).toEqual(['function']);
    expect(dueAt('2016-07-16T06:01:00+08:00')).toEqual([]);
    expect(dueAt('2016-08-16T06:00:00+08:00')).toEqual(['function']);
  });
});
