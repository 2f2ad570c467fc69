/** The stages of the system: one literal for each holds all in which it differs from the others. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DEFAULT_STACK } from '../shared/contract.ts';
import type { FunctionName } from './bundle.ts';

/** The configuration of one stage. */
export type Stage = {
  /** Name of the stage, as in `cdk deploy -c stage=prod`. */
  readonly name: string;
  /** Name of the CloudFormation stack; in lower case it also begins the name of the uploads bucket. */
  readonly stackName: string;
  /** Folder of the city that the stage serves, below the project. Default: the chosen city (cities/pack.ts). */
  readonly city?: string;
  /** Account to deploy to. Default: the account of the deploying credentials. */
  readonly account?: string;
  /** Region to deploy to, for example `cn-north-1`. Default: the region of the deploying credentials. */
  readonly region?: string;
  /** How long the logs of functions and state machine are kept. */
  readonly logRetention: RetentionDays;
  /** What happens to buckets, table and keys when they leave the stack. RETAIN also turns on deletion protection. */
  readonly removalPolicy: RemovalPolicy;
  /** Days for which replaced receipts stay readable. The versions of uploads are the record, so they never expire. */
  readonly receiptHistoryDays: number;
  /** Days for which access logs of the buckets with personal data are kept. */
  readonly accessLogDays: number;
  /**
   * ARNs of principals that may delete versions of uploads and reports for good where the stage keeps its data, as a
   * privacy request asks; a pattern may end in `*`. Default: nobody.
   */
  readonly erasers?: readonly string[];
  /** Batches of uploads read at the same time, 2 to 1000. */
  readonly ingestConcurrency: number;
  /** Townships folded at the same time. */
  readonly foldConcurrency: number;
  /** Memory of each function in MB. A function's share of a processor grows with it. */
  readonly memory: Readonly<Record<FunctionName, number>>;
  /** Address that alarms are mailed to. Default: nobody; subscribe to the alarm topic by hand. */
  readonly alarmEmail?: string;
  /** Whether the stage may be deployed without an address for its alarms. */
  readonly mayBeUnwatched: boolean;
  /** Web address of docs/runbook.md, to which alarms link. Default: they name the file. */
  readonly runbookUrl?: string;
  /** Processor of the functions. Default: arm64, which costs a fifth less, where the region has it. */
  readonly architecture?: 'arm64' | 'x86_64';
  /** When the summary starts, in Asia/Shanghai: minute hour day month weekday year. */
  readonly summaryCron: string;
};

// The 16th of the month after the quarter's end, at six: the reporting window closes on the 15th.
const AFTER_THE_WINDOW = '0 6 16 1,4,7,10 ? *';

const STAGE_LIST = [
  {
    name: 'dev',
    // dev has the default name: whoever forgets `--stack` or `-c stage` reaches dev, never prod.
    stackName: DEFAULT_STACK,
    logRetention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    receiptHistoryDays: 7,
    accessLogDays: 7,
    ingestConcurrency: 2,
    foldConcurrency: 5,
    memory: { ingest: 1024, sweep: 512, plan: 1024, fold: 1024, publish: 1024, door: 512, office: 512 },
    mayBeUnwatched: true,
    summaryCron: AFTER_THE_WINDOW,
  },
  {
    name: 'prod',
    stackName: `${DEFAULT_STACK}Prod`,
    logRetention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
    receiptHistoryDays: 365,
    accessLogDays: 365,
    ingestConcurrency: 10,
    foldConcurrency: 40,
    memory: { ingest: 1024, sweep: 512, plan: 1024, fold: 1024, publish: 2048, door: 1024, office: 1024 },
    mayBeUnwatched: false,
    summaryCron: AFTER_THE_WINDOW,
  },
] as const satisfies readonly Stage[];

/** Names of the configured stages. */
export type StageName = (typeof STAGE_LIST)[number]['name'];

/** The stages in the order of their promotion. */
export const STAGES: readonly Stage[] = STAGE_LIST;

/** The stage that is synthesized when none is named. */
export const DEFAULT_STAGE: StageName = 'dev';

/** The configuration of a stage; throws an `UnknownStageError` for a name that is not configured. */
export function stageNamed(name: string): Stage {
  const stage = STAGES.find((candidate) => candidate.name === name);
  if (stage === undefined) throw new UnknownStageError(name);
  return stage;
}

/** A stage with what the deployment says of it. @throws StageError that names the field and the way out */
export function checkedStage(
  stage: Stage,
  said: { readonly alarmEmail?: unknown; readonly runbookUrl?: unknown },
): Stage {
  const alarmEmail = textSaid('alarmEmail', said.alarmEmail) ?? stage.alarmEmail;
  const runbookUrl = textSaid('runbookUrl', said.runbookUrl) ?? stage.runbookUrl;
  if (alarmEmail === undefined && !stage.mayBeUnwatched)
    throw new StageError(
      `Stage "${stage.name}" has no address for its alarms, so nobody would hear them. ` +
        'Set alarmEmail in infra/stages.ts, or deploy with -c alarmEmail=NAME@EXAMPLE.ORG.',
    );
  if (alarmEmail !== undefined && !/^[^@\s]+@[^@\s]+$/.test(alarmEmail))
    throw new StageError(
      `alarmEmail of stage "${stage.name}" is "${alarmEmail}"; expected an address such as a@b.org.`,
    );
  if (runbookUrl !== undefined && !URL.canParse(runbookUrl))
    throw new StageError(`runbookUrl of stage "${stage.name}" is "${runbookUrl}"; expected an address with https://.`);
  return {
    ...stage,
    ...(alarmEmail !== undefined && { alarmEmail }),
    ...(runbookUrl !== undefined && { runbookUrl }),
  };
}

function textSaid(field: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new StageError(`-c ${field} is no text.`);
}

/** The configuration of a stage cannot be deployed. */
export class StageError extends Error {
  override readonly name = 'StageError';
}

/** A stage was asked for that infra/stages.ts does not configure. */
export class UnknownStageError extends Error {
  override readonly name = 'UnknownStageError';

  constructor(stage: string) {
    super(`No stage is named "${stage}". Configured in infra/stages.ts: ${STAGES.map(({ name }) => name).join(', ')}.`);
  }
}
