/** A schedule of the template. */
import { type JsonObject, objectOf, textOf } from '../template/json.ts';
import { TemplateError } from '../template/template-error.ts';
import { type IsDue, readTimes } from './schedule-times.ts';

/** When something starts, and what. */
export type Schedule = {
  readonly logicalId: string;
  readonly expression: string;
  readonly isDue: IsDue;
  readonly enabled: boolean;
  /** ARN of a state machine, a function or a queue, or {@link START_EXECUTION}. */
  readonly targetArn: string;
  /** What the target gets, with `<aws.scheduler.…>` placeholders that are not yet filled. */
  readonly input: string | undefined;
};

/** The target that calls StartExecution of Step Functions. Its input holds the state machine and the input for it. */
export const START_EXECUTION = 'arn:aws:scheduler:::aws-sdk:sfn:startExecution';

/** Reads a schedule. It throws for a target that cannot be started, and for times that are not known. */
export function readSchedule(logicalId: string, properties: JsonObject): Schedule {
  const target = objectOf(properties['Target'], `${logicalId}.Target`);
  const targetArn = textOf(target['Arn']);
  if (targetArn !== START_EXECUTION && !/^arn:aws:(states|lambda|sqs):/.test(targetArn)) {
    throw new TemplateError(
      `Schedule ${logicalId}: the target ${targetArn} is not supported. ` +
        'Expected a state machine, a function or a queue.',
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
