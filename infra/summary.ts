/** The quarterly summary: freeze the inputs, fold each township, publish. Started by the calendar or by hand. */
import { Aws, Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
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
import { ENVIRONMENT, TOLERATED_FAILURE_PERCENTAGE, type PlanOutput, type SummaryInput } from '../shared/contract.ts';
import { type Bundles, codeVersion } from './bundle.ts';
import { BundledFunction } from './function.ts';
import type { Stage } from './stages.ts';
import type { Storage } from './storage.ts';

/** Properties of {@link Summary}. */
export type SummaryProps = {
  /** The stage. */
  readonly stage: Stage;
  /** The buckets and the table. */
  readonly storage: Storage;
  /** The bundled functions. */
  readonly bundles: Bundles;
  /** Version of the package. */
  readonly packageVersion: string;
};

// Faults of the Lambda service, not of our code: a new try soon is all they need.
const SERVICE_FAULTS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
];

/** Plan, fold and publish, the state machine around them and its schedule. */
export class Summary extends Construct {
  /** Freezes the inputs of a period into a manifest and lists the townships to fold. */
  readonly plan: BundledFunction;
  /** Folds one township's records into its partial sums. */
  readonly fold: BundledFunction;
  /** Puts the partial sums together into a revision of the reports. */
  readonly publish: BundledFunction;
  /** Runs the three in this order. */
  readonly stateMachine: StateMachine;
  /** Townships that a published revision lacks because their fold failed. */
  readonly notCounted: Metric;
  /** Starts the state machine when a reporting window has closed. */
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, props: SummaryProps) {
    super(scope, id);
    const { stage, storage } = props;
    const { table, reports, receipts, personalDataKey } = storage;
    const runs = reports.arnForObjects('runs/*');
    const revisions = reports.arnForObjects('reports/*');

    const common = {
      environment: {
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.reports]: reports.bucketName,
        [ENVIRONMENT.receipts]: receipts.bucketName,
        // One version for the three: their figures are a function of the code of all, and of no other function's.
        [ENVIRONMENT.codeVersion]: codeVersion(props.packageVersion, props.bundles, ['plan', 'fold', 'publish']),
      },
      logRetention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    };
    this.plan = new BundledFunction(this, 'Plan', {
      ...common,
      bundle: props.bundles.plan,
      description: 'Freezes the inputs of a summary into its manifest',
      memory: stage.memory.plan,
      timeout: Duration.minutes(5),
    });
    this.fold = new BundledFunction(this, 'Fold', {
      ...common,
      bundle: props.bundles.fold,
      description: 'Folds the records of one township',
      memory: stage.memory.fold,
      timeout: Duration.minutes(5),
    });
    this.publish = new BundledFunction(this, 'Publish', {
      ...common,
      bundle: props.bundles.publish,
      description: 'Publishes a revision of the reports of a period',
      memory: stage.memory.publish,
      timeout: Duration.minutes(5),
    });

    // ListBucket has no condition on the prefix: with one, the answer for a missing object would be "forbidden" again.
    this.plan.allow(['s3:GetObject', 's3:PutObject'], [runs, revisions]);
    this.plan.allow(['s3:ListBucket'], [reports.bucketArn]);
    // Besides reading it counts the run, and notes who has a notice.
    this.plan.allow(
      ['dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'],
      [table.tableArn],
    );
    // The notices of households that two divisions report go where receipts go.
    this.plan.allow(['s3:PutObject'], [receipts.arnForObjects('*')]);
    this.plan.allow(['kms:GenerateDataKey'], [personalDataKey.keyArn]);
    this.fold.allow(['s3:GetObject'], [runs]);
    this.fold.allow(
      ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
      [table.tableArn],
    );
    this.publish.allow(['s3:GetObject', 's3:PutObject'], [runs, revisions]);
    this.publish.allow(['s3:ListBucket'], [reports.bucketArn]);
    // It writes one thing into the table: that it published.
    this.publish.allow(
      ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
      [table.tableArn],
    );

    this.notCounted = this.publish.logMetric('NotCounted', {
      field: '$.message',
      says: 'townships not counted',
      value: '$.townships',
      statistic: 'Maximum',
      period: Duration.minutes(5),
    });

    this.stateMachine = this.createStateMachine(stage, storage);
    this.schedule = this.createSchedule(stage);
  }

  private createStateMachine(stage: Stage, storage: Storage): StateMachine {
    const townshipsKey: keyof PlanOutput = 'townshipsKey';
    // The cast: the library's own types do not agree under exactOptionalPropertyTypes.
    const bucket = storage.reports as IBucket;
    const townships = new DistributedMap(this, 'FoldTownships', {
      label: 'Townships',
      itemReader: new S3JsonItemReader({ bucket, key: JsonPath.stringAt(`$.${townshipsKey}`) }),
      maxConcurrency: stage.foldConcurrency,
      mapExecutionType: StateMachineType.STANDARD,
      toleratedFailurePercentage: TOLERATED_FAILURE_PERCENTAGE,
      // Folds leave their results in the table; publish gets what plan said.
      resultPath: JsonPath.DISCARD,
    });
    townships.itemProcessor(this.invoke('FoldTownship', this.fold, JsonPath.DISCARD));
    const definition = this.invoke('PlanSummary', this.plan)
      .next(townships)
      .next(this.invoke('PublishSummary', this.publish));
    return new StateMachine(this, 'StateMachine', {
      comment: 'Plan, fold each township, publish',
      definitionBody: DefinitionBody.fromChainable(definition),
      stateMachineType: StateMachineType.STANDARD,
      timeout: Duration.hours(1),
      logs: {
        destination: new LogGroup(this, 'StateMachineLogs', {
          // Under this prefix the log deliveries of an account share one resource policy, whose size is limited.
          logGroupName: `/aws/vendedlogs/states/${Aws.STACK_NAME}-summary`,
          retention: stage.logRetention,
          // Not retained even in prod: its fixed name would stand in the way of the next deployment.
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
  }

  private invoke(id: string, target: BundledFunction, resultPath?: string): LambdaInvoke {
    const task = new LambdaInvoke(this, id, {
      lambdaFunction: target.lambda,
      payloadResponseOnly: true,
      // The library's own retries have no jitter: many folds would come back at the same moment.
      retryOnServiceExceptions: false,
      ...(resultPath !== undefined && { resultPath }),
    });
    const backOff = {
      interval: Duration.seconds(2),
      backoffRate: 2,
      jitterStrategy: JitterType.FULL,
      maxDelay: Duration.minutes(1),
    };
    task.addRetry({ ...backOff, errors: SERVICE_FAULTS, maxAttempts: 6 });
    // Every step may run again: a throttled table or a timeout can pass by, a fault in the code stays and ends the run.
    task.addRetry({ ...backOff, errors: ['States.TaskFailed', 'States.Timeout'], maxAttempts: 2 });
    return task;
  }

  private createSchedule(stage: Stage): Schedule {
    const input = { scheduledTime: ContextAttribute.scheduledTime } satisfies SummaryInput;
    return new Schedule(this, 'Schedule', {
      description: 'The summary of the quarter that has ended, when its reporting window has closed',
      schedule: ScheduleExpression.expression(`cron(${stage.summaryCron})`, TimeZone.ASIA_SHANGHAI),
      target: new StepFunctionsStartExecution(this.stateMachine, {
        input: ScheduleTargetInput.fromObject(input),
        retryAttempts: 10,
        maxEventAge: Duration.hours(6),
      }),
    });
  }
}
