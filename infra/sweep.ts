/** Finds uploads that nobody announced, or whose announcement was lost, and announces them again. */
import { Duration, TimeZone } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  ContextAttribute,
  type IScheduleGroup,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { DECISIONS_PREFIX, ENVIRONMENT, PARTITIONS, type SweepInput } from '../shared/contract.ts';
import type { Bundles } from './bundle.ts';
import { BundledFunction } from './function.ts';
import type { Ingest } from './ingest.ts';
import type { Stage } from './stages.ts';
import type { Storage } from './storage.ts';

/** Properties of {@link Sweep}. */
export type SweepProps = {
  readonly stage: Stage;
  readonly storage: Storage;
  readonly scheduleGroup: IScheduleGroup;
  /** The reading of uploads, whose queue gets the announcements. */
  readonly ingest: Ingest;
  readonly bundles: Bundles;
};

/** Compares the uploads bucket with the ledger, every few minutes. */
export class Sweep extends Construct {
  /** The function that compares. */
  readonly sweep: BundledFunction;
  /** Uploads that have waited too long for their place in the ledger, as each sweep counts them. */
  readonly stuck: Metric;
  /** Decisions of offices that the table lacked. */
  readonly restored: Metric;
  /** Erasures that it had to do again. */
  readonly erasedAgain: Metric;
  /** Uploads that somebody deleted for good though their rows count. */
  readonly gone: Metric;
  /** The last days of a reporting window without a single upload. */
  readonly nothingArrived: Metric;
  /** The days after a summary should have been made that was not. */
  readonly summaryMissing: Metric;
  /** Starts the function. */
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    const { stage, storage, ingest } = props;
    const { uploads, receipts, reports, table } = storage;
    const every = Duration.minutes(stage.schedules.sweepEveryMinutes);
    this.sweep = new BundledFunction(this, 'Function', {
      bundle: props.bundles.sweep,
      description: 'Announces uploads again that are not in the ledger',
      memory: stage.memory.sweep,
      timeout: Duration.minutes(5),
      environment: {
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.uploads]: uploads.bucketName,
        [ENVIRONMENT.receipts]: receipts.bucketName,
        [ENVIRONMENT.reports]: reports.bucketName,
        [ENVIRONMENT.queue]: ingest.queue.queueUrl,
        [ENVIRONMENT.hashKey]: storage.hashKey.keyId,
      },
      architecture: stage.architecture,
      logRetention: stage.retention.logDays,
      keepsData: stage.keepsData,
    });
    // Of uploads and receipts the sweep lists objects and reads none, so it needs no key.
    this.sweep.allow(['s3:ListBucketVersions'], [uploads.bucketArn]);
    this.sweep.allow(['s3:ListBucket'], [receipts.bucketArn]);
    // The second copy of the decisions of offices, from which a restored table gets those that it lost.
    this.sweep.allow(['s3:ListBucket'], [reports.bucketArn]);
    this.sweep.allow(['s3:GetObject', 's3:PutObject'], [reports.arnForObjects(`${DECISIONS_PREFIX}*`)]);
    const { ledger, sweep, rows } = PARTITIONS;
    this.sweep.allowItems(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], table, [ledger, sweep]);
    // Rows that were erased and that a restore of the table has brought back; a household is known by its keyed hash.
    this.sweep.allowItems(['dynamodb:Query', 'dynamodb:BatchWriteItem'], table, [rows]);
    this.sweep.allowItems(['dynamodb:Query'], table, [ledger]);
    this.sweep.allow(['kms:GenerateMac'], [storage.hashKey.keyArn]);
    this.sweep.allow(['sqs:SendMessage'], [ingest.queue.queueArn]);
    // Its id is not that of earlier releases, whose schedules had no group: CloudFormation cannot move one into a group.
    this.schedule = new Schedule(this, 'ScheduleInGroup', {
      scheduleGroup: props.scheduleGroup,
      description: 'Announces uploads again that are not in the ledger',
      schedule: ScheduleExpression.cron({ minute: `*/${every.toMinutes()}`, timeZone: TimeZone.of('Asia/Shanghai') }),
      target: new LambdaInvoke(this.sweep.lambda, {
        input: ScheduleTargetInput.fromObject({
          scheduledTime: ContextAttribute.scheduledTime,
          summaryDay: stage.schedules.summary.day,
          fullEveryHours: stage.schedules.fullSweepEveryHours,
        } satisfies SweepInput),
        retryAttempts: 0,
        maxEventAge: every,
      }),
    });
    const metricOf = (id: string, says: string, value: string): Metric =>
      this.sweep.logMetric(id, { field: '$.message', says, value, statistic: 'Maximum', period: every });
    this.restored = metricOf('Restored', 'decisions restored', '$.restored');
    this.erasedAgain = metricOf('ErasedAgain', 'erased again', '$.erased');
    this.gone = metricOf('Gone', 'uploads gone', '$.gone');
    this.stuck = metricOf('Stuck', 'stuck uploads', '$.stuck');
    this.nothingArrived = metricOf('NothingArrived', 'nothing arrived', '1');
    this.summaryMissing = metricOf('SummaryMissing', 'summary missing', '1');
  }
}
