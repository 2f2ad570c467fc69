/** What a month uses, line by line: what is there whether anybody reports or not, what reporting adds, and what is kept. */
import type { Text } from '../../shared/language/language.ts';
import type { Stage } from '../../infra/stages.ts';
import {
  DAYS_OF_MONTH,
  DRAFT_DAYS,
  GB,
  ITEM_OVERHEAD_BYTES,
  LOG_BYTES,
  QUARTER_VIEWS,
  QUEUE_POLLS,
  RECEIPT_VIEWS,
  REQUESTS_PER_MESSAGE,
  ROTATIONS,
  RUNS,
  STACK,
  WARM_INVOCATIONS,
  WHOLE_PROCESSOR_MB,
} from './assumptions.ts';
import type { MeasuredWork } from './measured-work.ts';
import { times, together, type Usage } from './meters.ts';
import {
  DOOR_WORK,
  foldWork,
  fullSweepWork,
  nextSweepWork,
  planWork,
  publishWork,
  remindWork,
  uploadWork,
  type Extent,
  type Sizes,
  type Work,
} from './work.ts';

/** In a reporting month a quarter is reported and summarized; on the others nobody reports. */
export type MonthKind = 'reporting' | 'quiet';

/** What is paid for: always the same, with what is reported, or with what was ever kept. */
export type LineKind = 'fixed' | 'variable' | 'kept';

export type Line = { readonly name: LineName; readonly kind: LineKind; readonly usage: Usage };

export const LINES = {
  watch: { zh: '告警、指标、看板', en: 'alarms, metrics, dashboard' },
  keys: { zh: '密钥', en: 'keys' },
  queue: { zh: '队列空轮询', en: 'polling the idle queue' },
  nextSweep: { zh: '巡检（接上次）', en: 'sweeps from the checkpoint' },
  fullSweep: { zh: '巡检（每日全面）', en: 'full sweeps' },
  reminders: { zh: '催报检查', en: 'reminders' },
  uploads: { zh: '读文件、出回执', en: 'reading files, writing receipts' },
  pages: { zh: '乡镇网页', en: 'pages of townships' },
  summaries: { zh: '汇总与发布', en: 'summaries and publication' },
  files: { zh: '保存文件与回执', en: 'keeping files and receipts' },
  reports: { zh: '保存报表', en: 'keeping reports' },
  table: { zh: '保存数据表及其备份', en: 'keeping the table and its backup' },
  logs: { zh: '日志', en: 'logs' },
} as const satisfies Readonly<Record<string, Text>>;

export type LineName = keyof typeof LINES;

/** What the lines of a month are worked out from. */
export type Setting = { readonly stage: Stage; readonly measured: MeasuredWork };

type FunctionName = keyof Stage['memory'];
/** Invocations of a function: how many, how long one runs warm, and the share of them that starts a function anew. */
type Invocations = {
  readonly name: FunctionName;
  readonly count: number;
  readonly ms: number;
  readonly fresh: number;
  readonly logBytes: number;
};

const SWEEPS_LOOKING_BACK = 2;
const MINUTES_OF_DAY = 24 * 60;

export const sizesOf = ({ upload, fold }: MeasuredWork): Sizes => ({
  ledgerBytes: upload.ledgerBytes,
  rowItems: upload.rowItems,
  rowWrites: upload.rowWrites,
  rowReads: upload.rowReads,
  identityReads: upload.identityReads,
  foldBytes: fold.bytes,
});

/** The meters that the requests of a work are counted on. */
function metered({ requests, reads, writes }: Work): Usage {
  const sum = (...actions: readonly string[]): number =>
    actions.reduce((all, action) => all + (requests[action] ?? 0), 0);
  return {
    bucketWrites: sum('s3:PutObject', 's3:ListBucket', 's3:ListBucketVersions'),
    bucketReads: sum('s3:GetObject', 's3:GetObjectVersion'),
    tableReads: reads,
    tableWrites: writes,
  };
}

function invoked(invocations: readonly Invocations[], { stage, measured }: Setting): Usage {
  const seconds = stage.architecture === 'arm64' ? 'lambdaSecondsArm' : 'lambdaSecondsX86';
  return together(
    invocations.map(({ name, count, ms, fresh, logBytes }) => {
      const memory = stage.memory[name];
      const slower = Math.max(1, WHOLE_PROCESSOR_MB / memory);
      const runs = ((ms + fresh * measured.startMs) / 1_000) * slower;
      const asksForSecret = name === 'ingest' || name === 'door' ? fresh : 0;
      return {
        lambdaRequests: count,
        [seconds]: count * runs * (memory / 1_024),
        logsWritten: (count * (logBytes + LOG_BYTES.invocation)) / GB,
        keyRequests: count * asksForSecret,
      };
    }),
  );
}

const line = (name: LineName, kind: LineKind, ...usages: readonly Usage[]): Line => ({
  name,
  kind,
  usage: together(usages),
});

/** The lines of a month in the quarter that is the extent's last. */
export function monthOf(kind: MonthKind, extent: Extent, setting: Setting): Line[] {
  const paid = [...standing(extent, setting), ...(kind === 'reporting' ? reporting(extent, setting) : [])];
  return [...paid, ...kept(extent, setting, together(paid.map(({ usage }) => usage)))];
}

function standing(extent: Extent, setting: Setting): Line[] {
  const { stage, measured } = setting;
  const sizes = sizesOf(measured);
  const { sweepEveryMinutes, fullSweepEveryHours } = stage.schedules;
  const full = (DAYS_OF_MONTH * 24) / fullSweepEveryHours;
  const next = (DAYS_OF_MONTH * MINUTES_OF_DAY) / sweepEveryMinutes - full;
  const sweep = { name: 'sweep', fresh: 1, logBytes: measured.sweep.logBytes } as const;
  const remind = { name: 'remind', count: DAYS_OF_MONTH, fresh: 1, ...measured.remind } as const;
  const years = Math.floor((extent.quarters - 1) / 4);
  const { keys, rotatingKeys, ...watch } = STACK;
  return [
    line('watch', 'fixed', watch),
    line('keys', 'fixed', { keys: keys + rotatingKeys * Math.min(ROTATIONS, years) }),
    line('queue', 'fixed', { queueRequests: QUEUE_POLLS }),
    line(
      'nextSweep',
      'fixed',
      times(next, { ...metered(nextSweepWork(extent, sizes)), scheduledRuns: 1 }),
      invoked([{ ...sweep, count: next, ms: measured.sweep.nextMs }], setting),
    ),
    line(
      'fullSweep',
      'fixed',
      times(full, { ...metered(fullSweepWork(extent, sizes)), scheduledRuns: 1 }),
      invoked([{ ...sweep, count: full, ms: measured.sweep.fullMs }], setting),
    ),
    line(
      'reminders',
      'fixed',
      times(DAYS_OF_MONTH, { ...metered(remindWork(extent, sizes)), scheduledRuns: 1 }),
      invoked([remind], setting),
    ),
  ];
}

function reporting(extent: Extent, setting: Setting): Line[] {
  return [uploadsOf(extent, setting), pagesOf(extent, setting), summariesOf(extent, setting)];
}

function uploadsOf(extent: Extent, setting: Setting): Line {
  const { townships, uploads } = extent;
  const { measured, stage } = setting;
  const files = townships * uploads;
  const works = Array.from({ length: uploads }, (_, before) =>
    metered(uploadWork(extent, sizesOf(measured), { before })),
  );
  // For a day each sweep asks the ledger for the file, and those of its first minutes for its receipt.
  const swept: Usage = {
    tableReads: MINUTES_OF_DAY / stage.schedules.sweepEveryMinutes,
    bucketWrites: SWEEPS_LOOKING_BACK,
  };
  const { ms, logBytes } = measured.upload;
  return line(
    'uploads',
    'variable',
    times(townships, together(works)),
    times(files, { queueRequests: REQUESTS_PER_MESSAGE }),
    times(files, swept),
    invoked([{ name: 'ingest', count: files, ms, fresh: 1 / WARM_INVOCATIONS, logBytes }], setting),
  );
}

function pagesOf({ townships, uploads }: Extent, setting: Setting): Line {
  const { door, upload } = setting.measured;
  const visits = townships * uploads;
  const requests = 1 + door.files + QUARTER_VIEWS + 1 + RECEIPT_VIEWS;
  const bytes = door.pageBytes + door.fileBytes + QUARTER_VIEWS * door.quarterBytes + upload.receiptBytes;
  const asked = together([
    metered(DOOR_WORK.page),
    times(QUARTER_VIEWS, metered(DOOR_WORK.quarter)),
    metered(DOOR_WORK.upload),
    times(RECEIPT_VIEWS, metered(DOOR_WORK.receipt)),
  ]);
  const fresh = 1 / WARM_INVOCATIONS;
  return line(
    'pages',
    'variable',
    times(visits, together([asked, { apiRequests: requests, transferOut: bytes / GB }])),
    invoked([{ name: 'door', count: visits * requests, ms: door.ms, fresh, logBytes: 0 }], setting),
  );
}

/** What one run of the summary uses, so many times. */
export function summariesOf(extent: Extent, setting: Setting): Line {
  const { townships, uploads, quarters } = extent;
  const { stage, measured } = setting;
  const { plan, fold, publish } = measured;
  const sizes = sizesOf(measured);
  const filesRead = uploads * Math.min(quarters, 4 + (((quarters - 1) % 4) + 1));
  const foldMs = (fold.ms * filesRead) / fold.filesRead;
  const msOf = ({ base, perTownship }: typeof plan): number => base + perTownship * townships;
  const freshFolds = Math.min(1, stage.concurrency.fold / townships);
  // Plan, the map and publish, and a run of its own with one step for each township; a start counts, too.
  const steps = 4 + 2 * townships;
  const one = together([
    metered(planWork(extent, sizes)),
    times(townships, metered(foldWork(extent, sizes))),
    metered(publishWork(extent, sizes)),
    { stateTransitions: steps, logsWritten: (steps * LOG_BYTES.step) / GB },
    invoked(
      [
        { name: 'plan', count: 1, ms: msOf(plan), fresh: 1, logBytes: plan.logBytes },
        { name: 'fold', count: townships, ms: foldMs, fresh: freshFolds, logBytes: fold.logBytes },
        { name: 'publish', count: 1, ms: msOf(publish), fresh: 1, logBytes: publish.logBytes },
      ],
      setting,
    ),
  ]);
  return line('summaries', 'variable', times(RUNS, one));
}

/** What was ever kept, and the logs of this month. @param paid what else the month uses */
function kept(extent: Extent, { stage, measured }: Setting, paid: Usage): Line[] {
  const { townships, quarters, uploads } = extent;
  const { upload, publish, fold } = measured;
  const files = townships * uploads;
  const runs = RUNS * quarters;
  const ofTownships = ({ base, perTownship }: typeof publish.bytes): number => base + perTownship * townships;
  const drafts = files * upload.receiptBytes * (DRAFT_DAYS / (3 * DAYS_OF_MONTH));
  const folds = runs * townships * (fold.bytes + ITEM_OVERHEAD_BYTES);
  const rows = files * quarters * (upload.tableBytes + upload.items * ITEM_OVERHEAD_BYTES);
  const table = (rows + folds) / GB;
  const requests = (paid.bucketWrites ?? 0) + (paid.bucketReads ?? 0);
  const months = (days: number): number => Math.min(days / DAYS_OF_MONTH, 3 * quarters);
  const written = paid.logsWritten ?? 0;
  return [
    line('files', 'kept', {
      bucketStorage: (files * quarters * (upload.fileBytes + upload.receiptBytes) + drafts) / GB,
    }),
    line('reports', 'kept', {
      bucketStorage: (runs * (ofTownships(publish.bytes) + ofTownships(publish.runBytes))) / GB,
    }),
    line('table', 'kept', { tableStorage: table, tableBackup: table }),
    line('logs', 'kept', {
      logsKept: written * months(stage.retention.logDays),
      bucketStorage: (requests * LOG_BYTES.request * months(stage.retention.accessLogDays)) / GB,
    }),
  ];
}
