/** One page that says how the system does: what came today, how long clerks waited, who is late, what it costs. */
import { Aws, Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { BundledFunction } from './function.ts';
import type { Ingest } from './ingest.ts';
import type { Reminders } from './reminders.ts';
import type { Summary } from './summary.ts';
import type { Sweep } from './sweep.ts';

/** Properties of {@link Overview}. */
export type OverviewProps = {
  readonly ingest: Ingest;
  readonly sweep: Sweep;
  readonly summary: Summary;
  readonly reminders: Reminders;
  readonly table: Pick<ITable, 'tableName'>;
  /** All functions, by their names. */
  readonly functions: Readonly<Record<string, BundledFunction>>;
  readonly alarms: readonly Alarm[];
};

const HOUR = Duration.hours(1);
const [WIDE, HALF, HEIGHT] = [24, 12, 6];

/** The dashboard, from what is most often asked at the top to the bill at the bottom. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, props: OverviewProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: `${Aws.STACK_NAME}-overview`,
      defaultInterval: Duration.days(1),
    });
    const alarms = [...props.alarms];
    dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: WIDE, height: 4 }));
    dashboard.addWidgets(...uploads(props.ingest));
    dashboard.addWidgets(...quarter(props));
    dashboard.addWidgets(...costs(props));
  }
}

function uploads({ ingest, receiptSeconds, queue }: Ingest): IWidget[] {
  return [
    log('Receipts of today, by hour and status', ingest, {
      lines: [`filter message = 'submission'`, 'stats count(*) by bin(1h), status'],
      view: LogQueryVisualizationType.BAR,
    }),
    graph('Seconds from an upload to its receipt', [
      receiptSeconds.with({ statistic: 'p50', label: 'half' }),
      receiptSeconds.with({ statistic: 'p95', label: '95 of 100' }),
      receiptSeconds.with({ statistic: 'Maximum', label: 'slowest' }),
    ]),
    log('Findings that refused rows, by rule', ingest, {
      lines: [
        `filter message = 'rejected'`,
        'stats sum(findings) as findings, count_distinct(versionId) as files by rule',
        'sort findings desc',
      ],
    }),
    graph('Oldest announcement in the queue, seconds', [
      queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM }),
    ]),
  ];
}

function quarter({ sweep, summary, reminders }: OverviewProps): IWidget[] {
  const runs = summary.stateMachine;
  return [
    log('The quarter that ended last: who has not reported', sweep.sweep, {
      lines: [
        `filter message = 'quarter'`,
        'sort @timestamp desc',
        'limit 1',
        'display period, deadline, due, received, late',
      ],
    }),
    log('Missing townships', sweep.sweep, {
      lines: [`filter message = 'quarter'`, 'sort @timestamp desc', 'limit 1', 'display @message'],
    }),
    log('Reminders by day', reminders.remind, {
      lines: [
        `filter message = 'reminded' and due > 0`,
        'sort @timestamp desc',
        'limit 20',
        'display day, due, sent, repeated, unheard',
      ],
    }),
    graph('Runs of the summary', [
      runs.metricStarted({ period: HOUR }),
      runs.metricSucceeded({ period: HOUR }),
      runs.metricFailed({ period: HOUR }),
      runs.metricAborted({ period: HOUR }),
      runs.metricTimedOut({ period: HOUR }),
    ]),
    log('Published revisions', summary.publish, {
      lines: [
        `filter message = 'published'`,
        'sort @timestamp desc',
        'limit 20',
        'display period, revision, published',
      ],
    }),
  ];
}

/** What the bill grows with. `uplift` has no prices here: they differ by region and change. */
function costs({ functions, table }: OverviewProps): IWidget[] {
  const consumed = (metricName: string): IMetric =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: table.tableName },
      statistic: Stats.SUM,
      period: HOUR,
    });
  const megabyteSeconds = Object.entries(functions).map(([name, { lambda, memory }]) => {
    const duration = lambda.metricDuration({ statistic: Stats.SUM, period: HOUR });
    return new MathExpression({
      expression: `${name} / 1000 * ${memory} / 1024`,
      usingMetrics: { [name]: duration },
      label: name,
      period: HOUR,
    });
  });
  return [
    graph('Lambda: gigabyte seconds an hour', megabyteSeconds),
    graph('DynamoDB: request units an hour', [
      consumed('ConsumedWriteCapacityUnits'),
      consumed('ConsumedReadCapacityUnits'),
    ]),
  ];
}

const graph = (title: string, left: IMetric[]): IWidget =>
  new GraphWidget({ title, left, width: HALF, height: HEIGHT });

/** A query of one function's log. */
type Query = { readonly lines: string[]; readonly view?: LogQueryVisualizationType };

const log = (title: string, { logGroup }: BundledFunction, query: Query): IWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [logGroup.logGroupName],
    queryLines: query.lines,
    view: query.view ?? LogQueryVisualizationType.TABLE,
    width: HALF,
    height: HEIGHT,
  });
