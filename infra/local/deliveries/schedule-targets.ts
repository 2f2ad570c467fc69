/** Delivers from schedules to what they start: a state machine, a function or a queue. */
import { randomUUID } from 'node:crypto';
import type { Functions } from '../functions/functions.ts';
import type { Queues } from '../queues/queues.ts';
import { START_EXECUTION, type Schedule } from '../scheduler/schedule.ts';
import type { StepFunctions } from '../step-functions/step-functions.ts';

/** The services that a schedule can start something in. */
export type ScheduleTargets = {
  readonly stepFunctions: StepFunctions;
  readonly functions: Functions;
  readonly queues: Queues;
};

/** Fires a schedule as if it were `time`. @returns the ARN of the execution that began, or the function's result */
export async function fireSchedule(schedule: Schedule, time: Date, targets: ScheduleTargets): Promise<unknown> {
  const { logicalId, targetArn } = schedule;
  const input = fillInput(schedule, time);
  if (targetArn === START_EXECUTION) {
    const { StateMachineArn: arn, Input: inner } = JSON.parse(input) as { StateMachineArn: string; Input?: string };
    return targets.stepFunctions.start(arn, inner ?? '{}');
  }
  if (targetArn.startsWith('arn:aws:states:')) return targets.stepFunctions.start(targetArn, input);
  if (targetArn.startsWith('arn:aws:lambda:'))
    return targets.functions.find(targetArn, logicalId).invoke(JSON.parse(input));
  return targets.queues.send(targets.queues.find(targetArn, logicalId), input);
}

/** Fills the `<aws.scheduler.…>` placeholders of a schedule's input. */
function fillInput({ logicalId, input = '{}' }: Schedule, time: Date): string {
  const values: Record<string, string> = {
    'scheduled-time': time.toISOString().replace(/\.\d+Z$/, 'Z'),
    'execution-id': randomUUID(),
    'attempt-number': '1',
    'schedule-arn': logicalId,
  };
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (placeholder, name: string) => values[name] ?? placeholder);
}
