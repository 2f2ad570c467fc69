import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { assemblyFolder } from '../../cli/assembly.ts';
import { minuteOf } from '../../infra/local/scheduler/schedule-times.ts';
import { PUT, clients, functionResource, start, writeAssembly } from './fixture.ts';

const FAKE = { toFake: ['setTimeout', 'clearTimeout', 'Date'], now: new Date('2016-07-15T21:52:30.500Z') } as const;
afterEach(() => {
  vi.useRealTimers();
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
    // Just over the next quarter of an hour, and no more: the functions' own time-outs pass as well.
    vi.advanceTimersByTime(Date.parse('2016-07-15T22:00:00.100Z') - Date.now());
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
    const { schedules } = await start(await assemblyFolder());
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
