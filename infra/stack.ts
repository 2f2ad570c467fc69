/** The system as one stack: storage, the reading of uploads, the summary, the alarms. */
import { CfnOutput, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { STACK_OUTPUT } from '../shared/contract.ts';
import { Alarms } from './alarms.ts';
import { Analysts } from './analysts.ts';
import type { Bundles } from './bundle.ts';
import { addDataTrail } from './data-trail.ts';
import { Divisions } from './divisions.ts';
import { Door } from './door.ts';
import { Ingest } from './ingest.ts';
import { Overview } from './dashboard.ts';
import { Reminders } from './reminders.ts';
import type { Stage } from './stages.ts';
import { Storage } from './storage.ts';
import { Sweep } from './sweep.ts';
import { Summary } from './summary.ts';

/** Properties of {@link UpliftStack}. */
export type UpliftStackProps = {
  readonly stage: Stage;
  readonly bundles: Bundles;
  /** Version of the package. With a hash of the code it makes the CODE_VERSION of the functions. */
  readonly packageVersion: string;
};

/** The whole system of one stage. */
export class UpliftStack extends Stack {
  /** The catalogue that analysts query. */
  readonly analysts: Analysts;
  /** The alarms and their topic. */
  readonly alarms: Alarms;
  /** The dashboard. */
  readonly overview: Overview;

  constructor(scope: Construct, id: string, props: UpliftStackProps) {
    const { stage } = props;
    super(scope, id, {
      stackName: stage.stackName,
      description: 'From township spreadsheets to quarterly uplift summaries',
      terminationProtection: stage.keepsData,
      env: {
        ...(stage.account !== undefined && { account: stage.account }),
        ...(stage.region !== undefined && { region: stage.region }),
      },
    });
    // CloudFormation refuses tags on event source mappings in China, and on dashboards wherever its newest schema is
    // not yet.
    const untagged = ['AWS::Lambda::EventSourceMapping', 'AWS::CloudWatch::Dashboard'];
    Tags.of(this).add('stage', stage.name, { excludeResourceTypes: untagged });

    const storage = new Storage(this, 'Storage', {
      bucketPrefix: stage.stackName.toLowerCase(),
      keepsData: stage.keepsData,
      ...stage.retention,
      erasers: stage.erasers ?? [],
    });
    if (stage.dataEvents === true) addDataTrail(this, stage.stackName, storage);
    const ingest = new Ingest(this, 'Ingest', { ...props, storage });
    // A group of its own, so that what an alarm counts is of this stage alone.
    const scheduleGroup = new ScheduleGroup(this, 'Schedules', {
      // The library's own name would be the same for every stage.
      scheduleGroupName: stage.stackName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const sweep = new Sweep(this, 'Sweep', { ...props, storage, ingest, scheduleGroup });
    const summary = new Summary(this, 'Summary', { ...props, storage, scheduleGroup });
    const door = new Door(this, 'Door', { ...props, storage, stateMachine: summary.stateMachine });
    const reminders = new Reminders(this, 'Reminders', { ...props, storage, door, scheduleGroup });
    // A schedule names its group by a text, which tells CloudFormation nothing.
    for (const { schedule } of [sweep, summary, reminders]) schedule.node.addDependency(scheduleGroup);
    this.analysts = new Analysts(this, 'Analysts', { storage });
    const watched = { ingest, sweep, summary, reminders, table: storage.table };
    const { budget, alarms } = stage;
    this.alarms = new Alarms(this, 'Alarms', { ...watched, door, scheduleGroup, ...alarms, budget });
    const { functions, all } = this.alarms;
    this.overview = new Overview(this, 'Overview', { ...watched, functions, alarms: all });
    this.addOutputs(storage, ingest, summary);
    const { role } = new Divisions(this, 'Divisions', { storage });
    this.output(STACK_OUTPUT.divisionRole, role.roleArn, 'Identities with the tag division assume it to send and read');
    this.output(STACK_OUTPUT.door, door.url, 'Where townships and offices find their pages');
  }

  private addOutputs(storage: Storage, ingest: Ingest, summary: Summary): void {
    const { uploads, receipts, reports, table, personalDataKey, hashKey } = storage;
    this.output(STACK_OUTPUT.uploads, uploads.bucketName, 'Where townships put their files');
    this.output(STACK_OUTPUT.receipts, receipts.bucketName, 'Where townships find their receipts');
    this.output(STACK_OUTPUT.reports, reports.bucketName, 'Where the summaries are published');
    this.output(STACK_OUTPUT.table, table.tableName, 'Ledger and rows');
    this.output(STACK_OUTPUT.ingestQueue, ingest.queue.queueUrl, 'Announcements of uploads');
    this.output(STACK_OUTPUT.deadLetters, ingest.deadLetters.queueUrl, 'Announcements that could not be handled');
    this.output(STACK_OUTPUT.personalDataKey, personalDataKey.keyArn, 'Who sends or reads files must be let use it');
    this.output(STACK_OUTPUT.linkKey, storage.linkKey.keyId, 'Signs the links that `uplift desk links` prints');
    this.output(STACK_OUTPUT.hashKey, hashKey.keyId, 'Makes the hash by which `uplift erase` finds a household');
    const machine = summary.stateMachine.stateMachineArn;
    this.output(STACK_OUTPUT.summaryStateMachine, machine, 'Start it to summarize a period');
  }

  private output(id: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, id, { value, description });
  }
}
