/** EventBridge schedules: fired when asked to, so that a test or a command decides what time it is, or watched and fired when they are due. */
import { randomUUID } from 'node:crypto';
import { type IsDue, minuteOf, readTimes, timeOf } from './schedule-times.ts';
import { type JsonObject, TemplateError, objectOf, textOf } from './template.ts';

export type Schedule = {
  readonly logicalId: string;
  readonly expression: string;
  readonly isDue: IsDue;
  readonly enabled: boolean;
  readonly targetArn: string;
  /** Input of the target, its `<aws.scheduler.…>` placeholders not yet filled. */
  readonly input: string | undefined;
};

/** What a schedule can do. */
export type ScheduleTargets = {
  readonly startExecution: (arn: string, input: string) => string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<unknown>;
  readonly send: (queueArn: string, body: string) => void;
};

const UNIVERSAL = 'arn:aws:scheduler:::aws-sdk:sfn:startExecution';

/** Reads a schedule's resolved properties; a target that could not be fired is an error. */
export function readSchedule(logicalId: string, properties: JsonObject): Schedule {
  const target = objectOf(properties['Target'], `${logicalId}.Target`);
  const targetArn = textOf(target['Arn']);
  if (targetArn !== UNIVERSAL && !/^arn:aws:(states|lambda|sqs):/.test(targetArn)) {
    throw new TemplateError(
      `Schedule ${logicalId}: the target ${targetArn} is not supported. Expected a state machine, a function or a queue.`,
    );
  }
  const expression = textOf(properties['ScheduleExpression']);
  const timezone = textOf(properties['ScheduleExpressionTimezone'] ?? 'UTC');
  return {
    logicalId,
    expression,
    isDue: readTimes(expression, timezone, `Schedule ${logicalId}`),
    enabled: properties['State'] !== 'DISABLED',
    targetArn,
    input: target['Input'] === undefined ? undefined : textOf(target['Input']),
  };
}

/** Fires a schedule's target as at `time`. */
export async function fireTarget(schedule: Schedule, time: Date, targets: ScheduleTargets): Promise<unknown> {
  const placeholders: Record<string, string> = {
    'scheduled-time': time.toISOString().replace(/\.\d+Z$/, 'Z'),
    'execution-id': randomUUID(),
    'attempt-number': '1',
    'schedule-arn': schedule.logicalId,
  };
  const input = (schedule.input ?? '{}').replace(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (whole, name: string) => placeholders[name] ?? whole,
  );
  if (schedule.targetArn === UNIVERSAL) {
    const { StateMachineArn: arn, Input: inner } = JSON.parse(input) as { StateMachineArn: string; Input?: string };
    return targets.startExecution(arn, inner ?? '{}');
  }
  if (schedule.targetArn.startsWith('arn:aws:states:')) return targets.startExecution(schedule.targetArn, input);
  if (schedule.targetArn.startsWith('arn:aws:lambda:')) return targets.invoke(schedule.targetArn, JSON.parse(input));
  return targets.send(schedule.targetArn, input);
}

/** How far back a watch looks for what was due: over a lid that was closed for a night, not over the years to a wrong clock. */
const MOST_MINUTES_MISSED = 24 * 60;

/**
 * Fires enabled schedules when they are due, each at most once a minute, and once for all the times that a sleeping machine has missed. What was due
 * before the watch began is not made up for. The timer does not keep the process alive.
 * @param fire must not throw
 * @returns stops it
 */
export function watchSchedules(
  schedules: readonly Schedule[],
  fire: (schedule: Schedule, due: Date) => void,
): () => void {
  const since = minuteOf(new Date());
  let seen = since;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(look, 60_000 - (Date.now() % 60_000)).unref();
  };
  const look = (): void => {
    const now = minuteOf(new Date());
    const last = Math.max(seen, now - MOST_MINUTES_MISSED);
    for (const schedule of schedules.filter(({ enabled }) => enabled)) {
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
