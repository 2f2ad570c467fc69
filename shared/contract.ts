/**
 * The names and keys that the parts of the system agree on: what infra provides and functions use.
 * Nothing here reads the environment or the clock.
 */

/** Environment variables of the functions, set by infra and read by functions/aws/environment.ts. */
export const ENVIRONMENT = {
  table: 'TABLE_NAME',
  uploads: 'UPLOADS_BUCKET',
  receipts: 'RECEIPTS_BUCKET',
  reports: 'REPORTS_BUCKET',
  queue: 'INGEST_QUEUE_URL',
  hashKey: 'HASH_KEY_ID',
  linkKey: 'LINK_KEY_ID',
  summaryStateMachine: 'SUMMARY_STATE_MACHINE_ARN',
  codeVersion: 'CODE_VERSION',
  /** Address of the pages, to which reminders lead. */
  door: 'DOOR_URL',
  /** Codes of the offices that have a topic, with commas between them; `none` where none has. */
  remindedOffices: 'REMINDED_OFFICES',
  /** ARN of an office's topic without the office's code, which is its end. */
  reminderTopics: 'REMINDER_TOPICS',
} as const;

/** CloudFormation outputs of the stack; the command line finds the running system by them. */
export const STACK_OUTPUT = {
  uploads: 'UploadsBucketName',
  receipts: 'ReceiptsBucketName',
  reports: 'ReportsBucketName',
  table: 'TableName',
  ingestQueue: 'IngestQueueUrl',
  deadLetters: 'DeadLettersUrl',
  summaryStateMachine: 'SummaryStateMachineArn',
  door: 'DoorUrl',
  linkKey: 'LinkKeyId',
  personalDataKey: 'PersonalDataKeyArn',
  divisionRole: 'DivisionRoleArn',
  hashKey: 'HashKeyId',
} as const;

/** The stack that the command line talks to when `--stack` names no other. */
export const DEFAULT_STACK = 'Uplift';

/**
 * Folder of the reports bucket where a folder for each quarter names the newest records.parquet; a table of the Glue
 * catalogue reads it.
 */
export const RECORDS_PREFIX = 'reports/records/';

/** Folder of the reports bucket where the frozen inputs of each run of a summary lie. */
export const RUNS_PREFIX = 'runs/';

/** Folder of the reports bucket where each decision of an office lies once more, out of reach of a restore of the table. */
export const DECISIONS_PREFIX = 'decisions/';

/**
 * Folder of the receipts bucket where receipts are prepared: immutable under their submissions' ids, out of every
 * division's prefix.
 */
export const DRAFTS = 'drafts/';

/** Session tag by which a session of the role of divisions names its own. */
export const DIVISION_TAG = 'division';

/** Attributes of the table's primary key; both are strings. */
export const TABLE_KEY = { partition: 'pk', sort: 'sk' } as const;

/**
 * How the partitions of the table begin: shared/ledger/keys.ts makes their keys, and infra lets each function into
 * those alone that it works in.
 */
export const PARTITIONS = {
  /** Submissions of a period, and the decisions of offices about it. */
  ledger: 'L#',
  /** Rows of a submission. */
  rows: 'R#',
  /** Work on one object version. */
  tries: 'P#',
  trail: 'A#',
  /** Runs and notices of a period's summaries. */
  summaries: 'S#',
  folds: 'F#',
  links: 'K#links',
  /** Uses of a division's link. */
  uses: 'K#use#',
  /** Reminders that were sent about a period. */
  reminders: 'N#',
  /** How far the sweep has come. */
  sweep: 'W#',
} as const;

/**
 * Input of the summary state machine. Without `period` it is the last quarter ended at `scheduledTime` (ISO 8601). With
 * `mixed` it does not wait for files that are being judged again.
 */
export type SummaryInput = { readonly period?: string; readonly mixed?: boolean; readonly scheduledTime?: string };

/**
 * Input of the sweep: when it was due (ISO 8601); the age below which an upload's own announcement is trusted to be on
 * its way; the day of the month after a quarter on which its summary is made, where somebody is to hear that one is
 * missing; whether to look at all that ever came, and after how many hours that is due by itself.
 */
export type SweepInput = {
  readonly scheduledTime: string;
  readonly graceSeconds?: number;
  readonly summaryDay?: number;
  readonly full?: boolean;
  readonly fullEveryHours?: number;
};

/** Input of the reminders: when they were due (ISO 8601), which is the day that they are about. */
export type RemindInput = { readonly scheduledTime: string };

/**
 * What plan hands to the map and to publish: where the frozen manifest and the list of townships lie (both in the
 * reports bucket).
 */
export type PlanOutput = {
  readonly period: string;
  readonly bucket: string;
  readonly manifestKey: string;
  readonly townshipsKey: string;
  /** Number of this run among those of the period: a run that began later has read a ledger that is at least as new. */
  readonly run: number;
};

/**
 * One element of the JSON array at `townshipsKey`, the input of one fold: the township, and where its branch of the
 * manifest lies. All branches are one object, so that plan writes it once and a fold reads its own bytes of it, from
 * `from` up to before `to`.
 */
export type FoldInput = {
  readonly township: string;
  readonly branchesKey: string;
  readonly from: number;
  readonly to: number;
};

/** Of the townships, how many a revision may lack by name; more are a fault of the system, and nothing is published. */
export const TOLERATED_FAILURE_PERCENTAGE = 10;

/**
 * Output of publish and of the state machine. `published` is false when the inputs were those of the newest revision,
 * or when a run that began later has published. `notCounted` are codes of townships that the revision lacks because
 * they could not be read or folded.
 */
export type PublishOutput = {
  readonly period: string;
  readonly revision: number;
  readonly published: boolean;
  readonly prefix: string;
  readonly notCounted: readonly string[];
};

/** Name of the error with which a summary ends whose figures contradict each other: bad data, and no fault. */
export const SUMMARY_CHECK_ERROR = 'SummaryCheckError';

/** Name of the error of a summary whose files are being judged again: it is tried again for a while. */
export const HALF_JUDGED_ERROR = 'HalfJudgedError';
