/** What a bill counts. */
import type { Text } from '../../shared/language/language.ts';

/** A meter: what it is called, and for how many of it a price is named. */
type Meter = Text & { readonly per: number };

const MILLION = 1_000_000;

/** The meters of the services that the stack uses, by the names under which a table of prices has them. */
export const METERS = {
  lambdaRequests: { zh: '函数调用次数', en: 'function invocations', per: MILLION },
  lambdaSecondsArm: { zh: '函数运行（GB·秒，arm64）', en: 'function time (GB-seconds, arm64)', per: 1 },
  lambdaSecondsX86: { zh: '函数运行（GB·秒，x86_64）', en: 'function time (GB-seconds, x86_64)', per: 1 },
  tableWrites: { zh: '数据表写入单位', en: 'table write request units', per: MILLION },
  tableReads: { zh: '数据表读取单位', en: 'table read request units', per: MILLION },
  tableStorage: { zh: '数据表存储（GB·月）', en: 'table storage (GB-months)', per: 1 },
  tableBackup: { zh: '数据表时间点恢复（GB·月）', en: 'table point-in-time recovery (GB-months)', per: 1 },
  bucketWrites: { zh: '存储桶写入与列表请求', en: 'bucket writes and listings', per: 1_000 },
  bucketReads: { zh: '存储桶读取请求', en: 'bucket reads', per: 10_000 },
  bucketStorage: { zh: '存储桶存储（GB·月）', en: 'bucket storage (GB-months)', per: 1 },
  queueRequests: { zh: '队列请求', en: 'queue requests', per: MILLION },
  stateTransitions: { zh: '状态机步骤', en: 'state transitions', per: 1_000 },
  scheduledRuns: { zh: '定时触发', en: 'scheduled invocations', per: MILLION },
  apiRequests: { zh: '网页接口请求', en: 'HTTP API requests', per: MILLION },
  keys: { zh: '密钥（把·月）', en: 'keys (months)', per: 1 },
  keyRequests: { zh: '密钥请求', en: 'key requests', per: 10_000 },
  alarms: { zh: '告警（指标·月）', en: 'alarms (metric-months)', per: 1 },
  metrics: { zh: '自定义指标（个·月）', en: 'custom metrics (months)', per: 1 },
  dashboards: { zh: '看板（个·月）', en: 'dashboards (months)', per: 1 },
  logsWritten: { zh: '日志写入（GB）', en: 'logs written (GB)', per: 1 },
  logsKept: { zh: '日志保存（GB·月）', en: 'logs kept (GB-months)', per: 1 },
  transferOut: { zh: '流出到互联网（GB）', en: 'transfer to the internet (GB)', per: 1 },
} as const satisfies Readonly<Record<string, Meter>>;

export type MeterName = keyof typeof METERS;
export const METER_NAMES = Object.keys(METERS) as readonly MeterName[];

/** How much of each meter; what is not there is none. */
export type Usage = Partial<Readonly<Record<MeterName, number>>>;

/** A usage so many times. */
export const times = (count: number, usage: Usage): Usage =>
  Object.fromEntries(Object.entries(usage).map(([meter, amount]) => [meter, amount * count]));

/** Usages together. */
export function together(usages: readonly Usage[]): Usage {
  const sum: Partial<Record<MeterName, number>> = {};
  for (const usage of usages)
    for (const meter of METER_NAMES) if (usage[meter] !== undefined) sum[meter] = (sum[meter] ?? 0) + usage[meter];
  return sum;
}
