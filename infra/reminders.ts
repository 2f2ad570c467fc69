/** Tells the offices, around a deadline, which townships are late: a topic for each office that wants to hear it. */
import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import {
  ContextAttribute,
  type IScheduleGroup,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { ENVIRONMENT, PARTITIONS, type RemindInput } from '../shared/contract.ts';
import type { Bundles } from './bundle.ts';
import type { Door } from './door.ts';
import { BundledFunction } from './function.ts';
import type { Stage } from './stages.ts';
import type { Storage } from './storage.ts';

/** Properties of {@link Reminders}. */
export type RemindersProps = {
  readonly stage: Stage;
  readonly storage: Storage;
  readonly scheduleGroup: IScheduleGroup;
  /** The pages that reminders lead to. */
  readonly door: Door;
  readonly bundles: Bundles;
};

/** The function that reminds, its schedule, and the topics of the offices. */
export class Reminders extends Construct {
  readonly remind: BundledFunction;
  /** Fires every morning; on most of them there is nothing to say. */
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, props: RemindersProps) {
    super(scope, id);
    const { stage, storage, door } = props;
    const { table, linkKey } = storage;
    const offices = Object.entries(stage.reminders ?? {});
    const nameOf = (office: string): string => `${stage.stackName}-reminders-${office}`;
    const topics = offices.map(([office, { email = [], webhook = [] }]) => {
      const topic = new Topic(this, `Topic${office}`, { topicName: nameOf(office), enforceSSL: true });
      for (const address of email) topic.addSubscription(new EmailSubscription(address));
      for (const address of webhook) topic.addSubscription(new UrlSubscription(address));
      return topic;
    });
    this.remind = new BundledFunction(this, 'Function', {
      bundle: props.bundles.remind,
      description: 'Tells the offices which townships are late',
      memory: stage.memory.remind,
      // Shorter than the time after which another run takes over what this one took on (functions/store/reminders.ts).
      timeout: Duration.seconds(45),
      environment: {
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.linkKey]: linkKey.keyId,
        [ENVIRONMENT.door]: door.url,
        [ENVIRONMENT.remindedOffices]: offices.map(([office]) => office).join(',') || 'none',
        // A name is known before its topic is there, and 150 ARNs would be too much for the variables of a function.
        [ENVIRONMENT.reminderTopics]: Stack.of(this).formatArn({ service: 'sns', resource: nameOf('') }),
      },
      architecture: stage.architecture,
      logRetention: stage.retention.logDays,
      keepsData: stage.keepsData,
    });
    this.remind.allowItems(['dynamodb:Query'], table, [PARTITIONS.ledger]);
    if (topics.length > 0) {
      this.remind.allow(
        ['sns:Publish'],
        topics.map(({ topicArn }) => topicArn),
      );
      this.remind.allow(['kms:GenerateMac'], [linkKey.keyArn]);
      this.remind.allowItems(['dynamodb:BatchGetItem'], table, [PARTITIONS.links]);
      this.remind.allowItems(['dynamodb:PutItem', 'dynamodb:UpdateItem'], table, [PARTITIONS.reminders]);
    }
    this.schedule = new Schedule(this, 'Schedule', {
      scheduleGroup: props.scheduleGroup,
      description: 'Who is late, around the deadline of a quarter',
      schedule: ScheduleExpression.cron({
        minute: '0',
        hour: String(stage.schedules.reminders.hour),
        timeZone: TimeZone.of('Asia/Shanghai'),
      }),
      target: new LambdaInvoke(this.remind.lambda, {
        input: ScheduleTargetInput.fromObject({
          scheduledTime: ContextAttribute.scheduledTime,
        } satisfies RemindInput),
        retryAttempts: 10,
        // What is said in the morning is of use on that day.
        maxEventAge: Duration.hours(6),
      }),
    });
  }
}
