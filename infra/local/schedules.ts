/** EventBridge schedules: kept, and fired only when asked to, so that a test or a command decides what time it is. */
import { randomUUID } from 'node:crypto';
import { type JsonObject, TemplateError, objectOf, textOf } from './template.ts';

export type Schedule = {
  readonly logicalId: string;
  readonly expression: string;
  readonly timezone: string;
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
  return {
    logicalId,
    expression: textOf(properties['ScheduleExpression']),
    timezone: textOf(properties['ScheduleExpressionTimezone'] ?? 'UTC'),
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
  const input = (schedule.input ?? '{}').replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => placeholders[name] ?? whole);
  if (schedule.targetArn === UNIVERSAL) {
    const { StateMachineArn: arn, Input: inner } = JSON.parse(input) as { StateMachineArn: string; Input?: string };
    return targets.startExecution(arn, inner ?? '{}');
  }
  if (schedule.targetArn.startsWith('arn:aws:states:')) return targets.startExecution(schedule.targetArn, input);
  if (schedule.targetArn.startsWith('arn:aws:lambda:')) return targets.invoke(schedule.targetArn, JSON.parse(input));
  return targets.send(schedule.targetArn, input);
}
