/** The quarterly summary: plan, fold each township, publish. The calendar starts it, or somebody by hand. */
import { Aws, Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  ContextAttribute,
  type IScheduleGroup,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  DefinitionBody,
  DistributedMap,
  JitterType,
  JsonPath,
  LogLevel,
  S3JsonItemReader,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import {
  ENVIRONMENT,
  HALF_JUDGED_ERROR,
  PARTITIONS,
  RUNS_PREFIX,
  TOLERATED_FAILURE_PERCENTAGE,
  type PlanOutput,
  type SummaryInput,
} from '../shared/contract.ts';
import { type Bundles, codeVersion } from './bundle.ts';
import { BundledFunction } from './function.ts';
import type { Stage } from './stages.ts';
import type { Storage } from './storage.ts';

/** Properties of {@link Summary}. */
export type SummaryProps = {
  readonly stage: Stage;
  readonly storage: Storage;
  readonly bundles: Bundles;
  readonly packageVersion: string;
  readonly scheduleGroup: IScheduleGroup;
};

// These are faults of the Lambda service, not of the code: they heal when the step is tried again soon.
const SERVICE_FAULTS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
];

/** Reads the list of townships. The library's own reader would let the state machine read the whole bucket. */
class RunsReader extends S3JsonItemReader {
  override providePolicyStatements(): PolicyStatement[] {
    return [
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [this.bucket.arnForObjects(`${RUNS_PREFIX}*`)] }),
    ];
  }
}

/** Plan, fold and publish, the state machine around them and its schedule. */
export class Summary extends Construct {
  /** Freezes the inputs of a period into a manifest and lists the townships to fold. */
  readonly plan: BundledFunction;
  /** Folds one township's records into its partial sums. */
  readonly fold: BundledFunction;
  /** Puts the partial sums together into a revision of the reports. */
  readonly publish: BundledFunction;
  /** Runs plan, then fold for each township, then publish. */
  readonly stateMachine: StateMachine;
  /** Townships that a published revision lacks because their fold failed. */
  readonly notCounted: Metric;
  /** Starts the state machine when a reporting window has closed. */
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, props: SummaryProps) {
    super(scope, id);
    const { stage, storage } = props;
    this.plan = this.createFunction('Plan', 'Freezes the inputs of a summary into its manifest', props);
    this.fold = this.createFunction('Fold', 'Folds the records of one township', props);
    this.publish = this.createFunction('Publish', 'Publishes a revision of the reports of a period', props);
    this.allowFunctions(storage);
    this.notCounted = this.publish.logMetric('NotCounted', {
      field: '$.message',
      says: 'townships not counted',
      value: '$.townships',
      statistic: 'Maximum',
      period: Duration.minutes(5),
    });

    this.stateMachine = this.createStateMachine(stage, storage);
    this.schedule = this.createSchedule(stage, props.scheduleGroup);
  }

  private createFunction(id: 'Plan' | 'Fold' | 'Publish', description: string, props: SummaryProps): BundledFunction {
    const { stage, storage, bundles, packageVersion } = props;
    const name = id.toLowerCase() as Lowercase<typeof id>;
    return new BundledFunction(this, id, {
      bundle: bundles[name],
      description,
      memory: stage.memory[name],
      timeout: Duration.minutes(5),
      environment: {
        [ENVIRONMENT.table]: storage.table.tableName,
        [ENVIRONMENT.reports]: storage.reports.bucketName,
        [ENVIRONMENT.receipts]: storage.receipts.bucketName,
        // All three have one version: a figure depends on the code of each, and on no other function's.
        [ENVIRONMENT.codeVersion]: codeVersion(packageVersion, bundles, ['plan', 'fold', 'publish']),
      },
      architecture: stage.architecture,
      logRetention: stage.retention.logDays,
      keepsData: stage.keepsData,
    });
  }

  private allowFunctions({ table, reports, receipts, personalDataKey }: Storage): void {
    const runs = reports.arnForObjects(`${RUNS_PREFIX}*`);
    const revisions = reports.arnForObjects('reports/*');
    const { ledger, rows, trail, summaries, folds } = PARTITIONS;
    this.plan.allow(['s3:PutObject'], [runs]);
    this.plan.allow(['s3:GetObject'], [revisions]);
    // ListBucket is allowed for every prefix: with a condition on it, S3 would answer "forbidden" for a missing object.
    this.plan.allow(['s3:ListBucket'], [reports.bucketArn]);
    this.plan.allowItems(['dynamodb:Query'], table, [ledger, rows]);
    // Plan counts the run, and notes which divisions have a notice.
    this.plan.allowItems(['dynamodb:BatchGetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'], table, [summaries]);
    this.allowNotices(receipts as IBucket);
    this.plan.allow(['kms:GenerateDataKey'], [personalDataKey.keyArn]);
    this.fold.allow(['s3:GetObject'], [runs]);
    this.fold.allowItems(['dynamodb:Query'], table, [rows]);
    this.fold.allowItems(['dynamodb:GetItem', 'dynamodb:PutItem'], table, [folds]);
    this.publish.allow(['s3:GetObject'], [runs, revisions]);
    this.publish.allow(['s3:PutObject'], [revisions]);
    this.publish.allow(['s3:ListBucket'], [reports.bucketArn]);
    this.publish.allowItems(['dynamodb:Query'], table, [ledger, rows]);
    this.publish.allowItems(['dynamodb:GetItem'], table, [folds]);
    // Publish writes into the table that it published, and nothing else.
    this.publish.allowItems(['dynamodb:PutItem'], table, [trail]);
  }

  /**
   * Lets plan put the notices of households that two divisions report beside the receipts. It may write no receipt: a
   * policy cannot hold the name of a notice, which is Chinese, but the endings of a receipt.
   */
  private allowNotices(receipts: IBucket): void {
    const inPeriods = ['json', 'txt'].map((ending) => receipts.arnForObjects(`*/????Q?/*.${ending}`));
    this.plan.allow(['s3:PutObject'], inPeriods);
    this.plan.lambda.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['s3:PutObject'],
        resources: [receipts.arnForObjects('*.receipt.*')],
      }),
    );
  }

  private createStateMachine(stage: Stage, storage: Storage): StateMachine {
    const townshipsKey: keyof PlanOutput = 'townshipsKey';
    // Without the cast the library's own types do not agree under exactOptionalPropertyTypes.
    const bucket = storage.reports as IBucket;
    const townships = new DistributedMap(this, 'FoldTownships', {
      label: 'Townships',
      itemReader: new RunsReader({ bucket, key: JsonPath.stringAt(`$.${townshipsKey}`) }),
      maxConcurrency: stage.concurrency.fold,
      mapExecutionType: StateMachineType.STANDARD,
      toleratedFailurePercentage: TOLERATED_FAILURE_PERCENTAGE,
      // A fold leaves its result in the table. Publish gets what plan returned.
      resultPath: JsonPath.DISCARD,
    });
    townships.itemProcessor(this.invoke('FoldTownship', this.fold, { resultPath: JsonPath.DISCARD }));
    const definition = this.invoke('PlanSummary', this.plan, { waitsFor: HALF_JUDGED_ERROR })
      .next(townships)
      .next(this.invoke('PublishSummary', this.publish));
    return new StateMachine(this, 'StateMachine', {
      comment: 'Plan, fold each township, publish',
      definitionBody: DefinitionBody.fromChainable(definition),
      stateMachineType: StateMachineType.STANDARD,
      timeout: Duration.hours(1),
      logs: {
        destination: new LogGroup(this, 'StateMachineLogs', {
          // An account has few resource policies for logs, each of limited size. All logs under this prefix share one.
          logGroupName: `/aws/vendedlogs/states/${Aws.STACK_NAME}-summary`,
          retention: stage.retention.logDays,
          // The log group goes with the stack, also in prod: its fixed name would stop the next deployment.
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        // Each step of a run, without what it carried.
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
  }

  /** @param waitsFor name of an error that says that the step is to be tried again later */
  private invoke(
    id: string,
    target: BundledFunction,
    { resultPath, waitsFor }: { readonly resultPath?: string; readonly waitsFor?: string } = {},
  ): LambdaInvoke {
    const task = new LambdaInvoke(this, id, {
      lambdaFunction: target.lambda,
      payloadResponseOnly: true,
      // The library's own retries have no jitter: many folds would start again at the same moment.
      retryOnServiceExceptions: false,
      ...(resultPath !== undefined && { resultPath }),
    });
    const backOff = {
      interval: Duration.seconds(2),
      backoffRate: 2,
      jitterStrategy: JitterType.FULL,
      maxDelay: Duration.minutes(1),
    };
    // A reparse of the city is minutes of work; what waits for longer needs somebody to look.
    if (waitsFor !== undefined)
      task.addRetry({ errors: [waitsFor], interval: Duration.minutes(1), backoffRate: 1, maxAttempts: 30 });
    task.addRetry({ ...backOff, errors: SERVICE_FAULTS, maxAttempts: 6 });
    // Every step may run again. A throttled table or a timeout can pass; a fault in the code stays, and ends the run.
    task.addRetry({ ...backOff, errors: ['States.TaskFailed', 'States.Timeout'], maxAttempts: 2 });
    return task;
  }

  private createSchedule({ schedules: { summary } }: Stage, scheduleGroup: IScheduleGroup): Schedule {
    const input = { scheduledTime: ContextAttribute.scheduledTime } satisfies SummaryInput;
    // Its id is not that of earlier releases, whose schedules had no group: CloudFormation cannot move one into a group.
    return new Schedule(this, 'ScheduleInGroup', {
      scheduleGroup,
      description: 'The summary of the quarter that has ended, when its reporting window has closed',
      schedule: ScheduleExpression.expression(
        `cron(0 ${summary.hour} ${summary.day} 1,4,7,10 ? *)`,
        TimeZone.ASIA_SHANGHAI,
      ),
      target: new StepFunctionsStartExecution(this.stateMachine, {
        input: ScheduleTargetInput.fromObject(input),
        retryAttempts: 10,
        maxEventAge: Duration.hours(6),
      }),
    });
  }
}
