/** The alarms wake somebody up. Each names the heading of docs/runbook.md that says what to do. */
import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Door } from './door.ts';
import type { BundledFunction } from './function.ts';
import type { Ingest } from './ingest.ts';
import type { Reminders } from './reminders.ts';
import type { Stage } from './stages.ts';
import type { Sweep } from './sweep.ts';
import type { Summary } from './summary.ts';

/** Properties of {@link Alarms}. */
export type AlarmsProps = {
  /** Where docs/runbook.md can be read. Default: its name. */
  readonly runbookUrl?: string | undefined;
  /** Address that alarms are mailed to. Default: nobody; subscribe to the topic by hand. */
  readonly email?: string | undefined;
  /** The reading of uploads. */
  readonly ingest: Ingest;
  /** The comparison of bucket and ledger. */
  readonly sweep: Sweep;
  readonly summary: Summary;
  /** The pages of townships and offices. */
  readonly door: Door;
  readonly reminders: Reminders;
  readonly table: Pick<ITable, 'tableName'>;
  /** Of the schedules of this stage. */
  readonly scheduleGroup: IScheduleGroup;
  /** What the account may spend in a month. Default: whatever it spends. */
  readonly budget: Stage['budget'];
};

type AlarmProps = {
  readonly metric: IMetric;
  /** The alarm goes off when the metric reaches this. */
  readonly threshold: number;
  /** What has happened then. */
  readonly meaning: string;
  /** Heading of docs/runbook.md. */
  readonly heading: string;
  /** The alarm goes off when the metric stays below the threshold, or has no data. Default: false. */
  readonly isSilence?: boolean;
};

const PERIOD = Duration.minutes(5);

/** The alarms and the topic that they are announced on. */
export class Alarms extends Construct {
  /** Gets a message when an alarm goes off, and when it ends. */
  readonly topic: Topic;
  /** Every alarm, in the order in which it is defined. */
  readonly all: Alarm[] = [];
  /** The functions that are watched: all that there are. */
  readonly functions: Readonly<Record<string, BundledFunction>>;
  private readonly runbook: string;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { ingest, sweep, summary, door, reminders } = props;
    this.runbook = props.runbookUrl ?? 'docs/runbook.md';
    this.topic = this.createTopic(props.email);
    this.functions = {
      ingest: ingest.ingest,
      sweep: sweep.sweep,
      plan: summary.plan,
      fold: summary.fold,
      publish: summary.publish,
      door: door.door,
      office: door.office,
      remind: reminders.remind,
    };
    this.watchUploads(ingest);
    this.watchSweep(sweep);
    this.watchSummary(summary);
    this.watchSchedules(sweep, props.scheduleGroup);
    this.watchPages(door);
    // A reminder that fails is tried again; the day has one.
    this.addErrors('RemindErrors', 'remind', 1);
    this.watchThrottles(props.table);
    if (props.budget) this.watchSpend(props.budget);
  }

  private watchUploads(ingest: Ingest): void {
    this.add('DeadLetters', {
      metric: ingest.deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      threshold: 1,
      meaning: 'An upload could not be handled and has no receipt',
      heading: 'dead-letters',
    });
    this.add('UploadsWait', {
      metric: ingest.queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' }),
      threshold: Duration.minutes(15).toSeconds(),
      meaning: 'An upload has waited 15 minutes for its receipt',
      heading: 'uploads-wait',
    });
    this.add('ReceiptsLate', {
      metric: ingest.receiptSeconds,
      threshold: Duration.minutes(5).toSeconds(),
      meaning: 'A clerk waited more than five minutes for a receipt',
      heading: 'receipts-late',
    });
    this.add('SubmissionsFailed', {
      metric: ingest.failed,
      threshold: 1,
      meaning: 'A file was given up: it has a receipt that says so, and none of its rows count',
      heading: 'submissions-failed',
    });
    this.add('UploadsMisplaced', {
      metric: ingest.misplaced,
      threshold: 1,
      meaning: 'A file came to a place where no report belongs; its sender may not know where to look for the answer',
      heading: 'uploads-misplaced',
    });
    this.add('DeliveriesFailed', {
      metric: ingest.failedDeliveries,
      // One heals when it is tried again.
      threshold: 3,
      meaning:
        'Uploads fail in good order and are tried again, which the count of errors of the function does not show',
      heading: 'function-errors',
    });
    // A batch that fails once heals when it is tried again; three failures within five minutes are hardly chance.
    this.addErrors('IngestErrors', 'ingest', 3);
  }

  private watchSweep(sweep: Sweep): void {
    this.add('UploadsStuck', {
      metric: sweep.stuck,
      threshold: 1,
      meaning: 'An upload has waited two hours for its place in the ledger, in spite of the sweep',
      heading: 'uploads-stuck',
    });
    this.add('DecisionsRestored', {
      metric: sweep.restored,
      threshold: 1,
      meaning: 'The table lacked decisions of offices; the sweep brought them back from their second copy',
      heading: 'decisions-restored',
    });
    this.add('ErasedAgain', {
      metric: sweep.erasedAgain,
      threshold: 1,
      meaning: 'Personal data that was erased was in the table again; the sweep took it out',
      heading: 'erased-again',
    });
    this.add('UploadsGone', {
      metric: sweep.gone,
      threshold: 1,
      meaning: 'Somebody deleted versions of uploads for good; their rows count, and no erasure is on record',
      heading: 'uploads-gone',
    });
    this.add('NothingArrived', {
      metric: sweep.nothingArrived,
      threshold: 1,
      meaning: 'A reporting window ends within three days, and not one file has arrived',
      heading: 'nothing-arrived',
    });
    this.add('SummaryMissing', {
      metric: sweep.summaryMissing,
      threshold: 1,
      meaning: 'The day of the summary has passed, and none was published',
      heading: 'summary-missing',
    });
    this.addErrors('SweepErrors', 'sweep', 1);
  }

  private watchSummary(summary: Summary): void {
    this.addErrors('PlanErrors', 'plan', 1);
    this.addErrors('FoldErrors', 'fold', 1);
    this.addErrors('PublishErrors', 'publish', 1);
    const runs = summary.stateMachine;
    this.add('SummaryFailed', {
      metric: sumOf({
        failed: runs.metricFailed({ period: PERIOD }),
        timedOut: runs.metricTimedOut({ period: PERIOD }),
        aborted: runs.metricAborted({ period: PERIOD }),
      }),
      threshold: 1,
      meaning: 'A run of the summary failed or was stopped, and published nothing',
      heading: 'summary-failed',
    });
    this.add('TownshipsNotCounted', {
      metric: summary.notCounted,
      threshold: 1,
      meaning: 'A revision was published without townships that could not be folded; it names them',
      heading: 'townships-not-counted',
    });
  }

  /** A schedule that does not fire makes no error anywhere: what should be there is missed. */
  private watchSchedules(sweep: Sweep, { scheduleGroupName }: IScheduleGroup): void {
    const ofGroup = (metricName: string): Metric =>
      new Metric({
        namespace: 'AWS/Scheduler',
        metricName,
        dimensionsMap: { ScheduleGroup: scheduleGroupName },
        period: PERIOD,
        statistic: 'Sum',
      });
    this.add('SchedulesDropped', {
      metric: sumOf({ dropped: ofGroup('InvocationDroppedCount'), refused: ofGroup('TargetErrorCount') }),
      threshold: 1,
      meaning: 'A schedule could not start the summary, the sweep or the reminders',
      heading: 'schedules-dropped',
    });
    this.add('SweepSilent', {
      metric: sweep.sweep.lambda.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
      threshold: 1,
      isSilence: true,
      meaning: 'The sweep has not run for an hour; nobody would hear of a lost upload or a missing summary',
      heading: 'sweep-silent',
    });
  }

  /** A page that fails is answered by the function in good order, with status 500. */
  private watchPages({ door, office }: Door): void {
    for (const [name, source] of Object.entries({ door, office })) {
      const id = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      const handled = source.logMetric(`${id}RequestsFailed`, {
        field: '$.message',
        says: 'a request failed',
        value: '1',
        statistic: 'Sum',
        period: PERIOD,
      });
      this.add(`${id}Errors`, {
        metric: sumOf({ errors: source.lambda.metricErrors({ period: PERIOD, statistic: 'Sum' }), handled }),
        threshold: 1,
        meaning: `The ${name} function fails: a page shows that the system has a problem`,
        heading: 'function-errors',
      });
    }
  }

  private watchThrottles(table: Pick<ITable, 'tableName'>): void {
    const throttles = Object.entries(this.functions).map(([name, { lambda }]) => [
      name,
      lambda.metricThrottles({ period: PERIOD, statistic: 'Sum' }),
    ]);
    this.add('FunctionsThrottled', {
      metric: sumOf(Object.fromEntries(throttles) as Record<string, IMetric>),
      // A few are a burst, which heals.
      threshold: 10,
      meaning: 'Lambda does not run functions as often as they are asked for',
      heading: 'throttled',
    });
    const ofTable = (metricName: string): Metric =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: table.tableName },
        period: PERIOD,
        statistic: 'Sum',
      });
    this.add('TableThrottled', {
      metric: sumOf({ reads: ofTable('ReadThrottleEvents'), writes: ofTable('WriteThrottleEvents') }),
      threshold: 100,
      meaning: 'The table refuses reads or writes because there are too many',
      heading: 'throttled',
    });
  }

  /** The whole account's: a part of a bill can be told apart by tags only where somebody has activated them. */
  private watchSpend({ monthlyAmount, currency }: NonNullable<Stage['budget']>): CfnBudget {
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('budgets.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    const tells = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'SNS', address: this.topic.topicArn }],
    });
    return new CfnBudget(this, 'Budget', {
      budget: {
        // A message of a budget has no text of ours but this name.
        budgetName: `${Aws.STACK_NAME} - see Spend in docs/runbook.md`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyAmount, unit: currency },
      },
      notificationsWithSubscribers: [tells('ACTUAL', 80), tells('FORECASTED', 100)],
    });
  }

  private createTopic(email: string | undefined): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    // The topic's default policy lets alarms publish. This policy replaces it, so it must let them too.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }

  private addErrors(id: string, name: string, threshold: number): void {
    const { lambda } = this.functions[name] as BundledFunction;
    this.add(id, {
      metric: lambda.metricErrors({ period: PERIOD, statistic: 'Sum' }),
      threshold,
      meaning: `The ${name} function fails`,
      heading: 'function-errors',
    });
  }

  private add(id: string, { metric, threshold, meaning, heading, isSilence = false }: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: isSilence
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // On most days nobody uploads and no summary runs, so there is no data. Where silence is what is feared, it rings.
      treatMissingData: isSilence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${meaning}. What to do: ${this.runbook}#${heading}`,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    this.all.push(alarm);
  }
}

/** The sum of metrics, by names of our own. Without FILL, one that has no data point leaves the sum without one too. */
function sumOf(metrics: Record<string, IMetric>): MathExpression {
  const names = Object.keys(metrics);
  return new MathExpression({
    expression: names.map((name) => `FILL(${name}, 0)`).join(' + '),
    label: names.join(' + '),
    period: PERIOD,
    usingMetrics: metrics,
  });
}
