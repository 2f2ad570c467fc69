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
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Door } from './door.ts';
import type { BundledFunction } from './function.ts';
import type { Ingest } from './ingest.ts';
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
};

const PERIOD = Duration.minutes(5);

/** The alarms and the topic that they are announced on. */
export class Alarms extends Construct {
  /** Gets a message when an alarm goes off, and when it ends. */
  readonly topic: Topic;
  private readonly runbook: string;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.runbook = props.runbookUrl ?? 'docs/runbook.md';
    this.topic = this.createTopic(props.email);
    this.watchUploads(props.ingest, props.sweep);
    this.watchSummary(props.summary);
    this.addErrors('DoorErrors', 'door', props.door.door, 1);
    this.addErrors('OfficeErrors', 'office', props.door.office, 1);
    if (props.budget) this.watchSpend(props.budget);
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

  private watchUploads(ingest: Ingest, sweep: Sweep): void {
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
    this.add('UploadsStuck', {
      metric: sweep.stuck,
      threshold: 1,
      meaning: 'An upload has waited two hours for its place in the ledger, in spite of the sweep',
      heading: 'uploads-stuck',
    });
    this.add('SubmissionsFailed', {
      metric: ingest.failed,
      threshold: 1,
      meaning: 'A file was given up: it has a receipt that says so, and none of its rows count',
      heading: 'submissions-failed',
    });
    this.add('TriesFailed', {
      metric: ingest.failedTries,
      // One heals when it is tried again.
      threshold: 3,
      meaning: 'Tries at uploads fail in good order, which the count of errors of the function does not show',
      heading: 'function-errors',
    });
    this.add('DecisionsRestored', {
      metric: sweep.restored,
      threshold: 1,
      meaning: 'The table lacked decisions of offices; the sweep brought them back from their second copy',
      heading: 'decisions-restored',
    });
    this.addErrors('SweepErrors', 'sweep', sweep.sweep, 1);
    // A batch that fails once heals when it is tried again; three failures within five minutes are hardly chance.
    this.addErrors('IngestErrors', 'ingest', ingest.ingest, 3);
  }

  private watchSummary(summary: Summary): void {
    this.addErrors('PlanErrors', 'plan', summary.plan, 1);
    this.addErrors('FoldErrors', 'fold', summary.fold, 1);
    this.addErrors('PublishErrors', 'publish', summary.publish, 1);
    this.add('SummaryFailed', {
      metric: new MathExpression({
        // Without FILL, a metric that has no data point leaves the sum without one too.
        expression: 'FILL(failed, 0) + FILL(timedOut, 0)',
        label: 'Failed summaries',
        period: PERIOD,
        usingMetrics: {
          failed: summary.stateMachine.metricFailed({ period: PERIOD }),
          timedOut: summary.stateMachine.metricTimedOut({ period: PERIOD }),
        },
      }),
      threshold: 1,
      meaning: 'A run of the summary failed and published nothing',
      heading: 'summary-failed',
    });
    this.add('TownshipsNotCounted', {
      metric: summary.notCounted,
      threshold: 1,
      meaning: 'A revision was published without townships that could not be folded; it names them',
      heading: 'townships-not-counted',
    });
    this.add('SummaryNotStarted', {
      metric: new Metric({
        namespace: 'AWS/Scheduler',
        metricName: 'InvocationDroppedCount',
        dimensionsMap: { ScheduleGroup: 'default' },
        period: PERIOD,
        statistic: 'Sum',
      }),
      threshold: 1,
      meaning: 'The schedule could not start the summary',
      heading: 'summary-not-started',
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

  private addErrors(id: string, name: string, source: BundledFunction, threshold: number): void {
    this.add(id, {
      metric: source.lambda.metricErrors({ period: PERIOD, statistic: 'Sum' }),
      threshold,
      meaning: `The ${name} function fails`,
      heading: 'function-errors',
    });
  }

  private add(id: string, props: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // On most days nobody uploads and no summary runs, so there is no data.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.meaning}. What to do: ${this.runbook}#${props.heading}`,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
