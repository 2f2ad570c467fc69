/**
 * What a township costs the services: bytes, request units and time of each kind of work, measured on the bundled functions
 * of the template as it runs on this machine, with files of average size of the synthetic city. Writes
 * cli/cost/measured.json, from which `uplift cost` works out a bill. Run it on an idle machine, after a change to what is
 * stored or to what a function does: `npm run measure:cost`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CITY_PACK } from '../cities/pack.ts';
import { assemblyFolder } from '../cli/assembly.ts';
import { syntheticCityOf } from '../cli/generate/synthetic-city.ts';
import { System } from '../cli/system.ts';
import type { HeardCall } from '../infra/local/permissions/function-calls.ts';
import { itemBytes, type SizedItem } from '../infra/local/permissions/table-units.ts';
import { startStack } from '../infra/local/stack.ts';
import { DEFAULT_STACK, STACK_OUTPUT, type FoldInput, type PlanOutput } from '../shared/contract.ts';
import { linkToken } from '../shared/door/link.ts';
import { shiftPeriod, type Period } from '../shared/time/period.ts';
import { townshipFile, XLSX } from '../test/e2e/city-files.ts';

const RESULT = join(import.meta.dirname, '../cli/cost/measured.json');
/** Townships of the two runs: what they differ in is what a township adds. */
const [FEW, MANY] = [4, 12] as const;
/** The quarters that a summary of the last one folds. */
const PERIODS: readonly Period[] = Array.from({ length: 6 }, (_, index) => shiftPeriod('2015Q1', index));
const LAST: Period = '2016Q2';
const CITY = syntheticCityOf(CITY_PACK);

type Amounts = Readonly<Record<string, number>>;
/** One invocation: processor time, what it printed, what it asked for. */
type Invocation = {
  readonly result: unknown;
  readonly ms: number;
  readonly logBytes: number;
  readonly calls: HeardCall[];
};
type Measured = Awaited<ReturnType<typeof measure>>;

const due = CITY_PACK.registerOf(LAST).due.map(({ code }) => ({ code, rows: CITY.householdsOf(code, LAST).length }));
const averageRows = due.reduce((sum, { rows }) => sum + rows, 0) / due.length;

/** Townships of about average size. */
const averageTownships = (count: number): string[] =>
  due
    .toSorted((a, b) => Math.abs(a.rows - averageRows) - Math.abs(b.rows - averageRows))
    .slice(0, count)
    .map(({ code }) => code);

/**
 * Milliseconds of processor time since then, of the function and of the services that answered it: they are threads of this
 * process. Time on the clock would say how busy the machine is.
 */
function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

async function measure(count: number) {
  const townships = averageTownships(count);
  const assembly = await assemblyFolder();
  const calls: HeardCall[] = [];
  let logBytes = 0;
  const stack = await startStack({
    assembly,
    // Announcements are delivered here, one at a time, so that nothing else is measured.
    announce: () => undefined,
    log: (line) => (logBytes += Buffer.byteLength(line)),
    tellCalls: (call) => calls.push(call),
  });
  const output = (name: keyof typeof STACK_OUTPUT): string => stack.outputs[STACK_OUTPUT[name]] ?? '';
  const functionNamed = functionsOf(assembly);
  const service = { endpoint: stack.endpoint, region: 'us-east-1', credentials: stack.credentials };
  const s3 = new S3Client({ ...service, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(service);

  const run = async (name: RegExp, event: unknown): Promise<Invocation> => {
    const [callsBefore, logBefore, start] = [calls.length, logBytes, process.cpuUsage()];
    const result = await stack.invoke(functionNamed(name), event);
    const ms = processorMs(start);
    // Lines come after the answer.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { result, ms, logBytes: logBytes - logBefore, calls: calls.slice(callsBefore) };
  };
  const upload = async (township: string, period: Period) => {
    const Body = townshipFile(township, period, CITY.householdsOf(township, period), XLSX);
    const Key = `${township}/${period}/花名册.xlsx`;
    const bucket = output('uploads');
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    const object = { key: encodeURIComponent(Key), versionId: VersionId };
    const record = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: bucket }, object } };
    const body = JSON.stringify({ Records: [record] });
    return { ...(await run(/^Ingest/, { Records: [{ messageId: VersionId, body }] })), fileBytes: Body.length };
  };
  const summarise = async (period: Period) => {
    const plan = await run(/^SummaryPlan/, { period });
    const { bucket, townshipsKey } = plan.result as PlanOutput;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: townshipsKey }));
    const folds: Invocation[] = [];
    for (const input of JSON.parse((await Body?.transformToString()) ?? '[]') as FoldInput[])
      folds.push(await run(/^SummaryFold/, input));
    return { plan, folds, publish: await run(/^SummaryPublish/, plan.result) };
  };
  const sweep = (full: boolean): Promise<Invocation> =>
    run(/^Sweep/, {
      scheduledTime: new Date().toISOString(),
      full,
      graceSeconds: 0,
      summaryDay: 16,
      fullEveryHours: 24,
    });
  const bucketBytes = async (name: 'receipts' | 'reports'): Promise<Amounts> => {
    const bytes: Record<string, number> = {};
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: output(name) }))
      for (const { Key = '', Size = 0 } of Contents)
        add(bytes, /^\d/.test(Key) ? 'divisions' : Key.split('/')[0], Size);
    return bytes;
  };

  const uploads: Awaited<ReturnType<typeof upload>>[] = [];
  const summaries: Awaited<ReturnType<typeof summarise>>[] = [];
  for (const period of PERIODS) {
    for (const township of townships) uploads.push(await upload(township, period));
    summaries.push(await summarise(period));
  }
  const [reports, table] = [await bucketBytes('reports'), await tableAmounts(dynamodb, output('table'))];
  await sweep(true);
  const sweeps = { full: await several(() => sweep(true)), next: await several(() => sweep(false)) };
  const reminders = await several(() => run(/^Reminders/, { scheduledTime: new Date().toISOString() }));
  const receipts = await bucketBytes('receipts');
  const [township = ''] = townships;
  const door = count === FEW ? await visit(stack.endpoint, stack.outputs, township) : null;
  for (const client of [s3, dynamodb]) client.destroy();
  await stack.close();
  return { count, uploads, summaries, sweeps, reminders, receipts, door, reports, table };
}

/** The fastest of some: the least disturbed by what else runs here. */
async function several<T extends { readonly ms: number }>(invoke: () => Promise<T>): Promise<T> {
  let best = await invoke();
  for (let more = 0; more < 5; more++) {
    const one = await invoke();
    if (one.ms < best.ms) best = one;
  }
  return best;
}

function add(sums: Record<string, number>, kind = '', amount = 1): void {
  sums[kind] = (sums[kind] ?? 0) + amount;
}

/** Logical ids of the functions, by the beginning of the id. */
function functionsOf(assembly: string): (name: RegExp) => string {
  const template = readFileSync(join(assembly, `${DEFAULT_STACK}.template.json`), 'utf8');
  const { Resources } = JSON.parse(template) as { Resources: Record<string, { Type: string }> };
  const ids = Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::Lambda::Function');
  return (name) => ids.find((id) => name.test(id)) ?? String(name);
}

/** What a clerk's page asks the door for: the bytes that go over the wire, and the time of an answer. */
async function visit(endpoint: string, outputs: Readonly<Record<string, string>>, division: string) {
  System.useEndpoint(endpoint);
  const system = System.of(outputs);
  const record = { division, issue: 1, revokedAt: null };
  await system.putLink(record);
  const root = outputs[STACK_OUTPUT.door] ?? '';
  const page = `${root}/t/${linkToken(record, await system.linkSignature())}`;
  const get = async (address: string) => {
    const start = process.cpuUsage();
    const answer = await fetch(address);
    const body = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    // What is packed on its way is unpacked here.
    const bytes = Number(answer.headers.get('content-length') ?? body.length);
    return { bytes, ms: processorMs(start), text: body.toString('utf8') };
  };
  await get(page);
  const html = await get(page);
  let fileBytes = 0;
  const waiting = assetsIn(html.text);
  for (const path of waiting) {
    const { bytes, text } = await get(`${root}${path}`);
    fileBytes += bytes;
    // The page's script names the validator.
    if (path.endsWith('.js')) for (const other of assetsIn(text)) waiting.add(other);
  }
  const asked = `${page}/quarter?period=${LAST}`;
  const quarter = await several(() => get(asked));
  return { pageBytes: html.bytes, files: waiting.size, fileBytes, quarterBytes: quarter.bytes, ms: quarter.ms };
}

const assetsIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/\/t\/-\/[\w.-]+\.(?:js|css)/g)].map(([path]) => path));

/** Bytes and items of the table, by the kind of their partition. */
async function tableAmounts(client: DynamoDBClient, TableName: string) {
  const [bytes, items]: [Record<string, number>, Record<string, number>] = [{}, {}];
  for await (const { Items = [] } of paginateScan({ client }, { TableName }))
    for (const item of Items) {
      const pk = item['pk']?.S ?? '';
      const kind = pk.startsWith('R#') ? (pk.split('#')[2] ?? '') : (pk.split('#')[0] ?? '');
      add(bytes, kind, itemBytes(item as unknown as SizedItem));
      add(items, kind);
    }
  return { bytes, items };
}

const average = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const fastest = (values: readonly number[]): number => values.reduce((least, one) => Math.min(least, one));
const unitsOf = (calls: readonly HeardCall[], what: 'reads' | 'writes', partition: RegExp): number[] =>
  calls
    .filter(({ partitions, units }) => units[what] > 0 && partitions.some((one) => partition.test(one)))
    .map(({ units }) => units[what]);

/** A straight line through what few and many townships took. */
function line(few: number, many: number): { base: number; perTownship: number } {
  const perTownship = Math.max(0, (many - few) / (MANY - FEW));
  return { base: Math.round(Math.max(0, few - perTownship * FEW)), perTownship: round(perTownship) };
}
const round = (value: number): number => Math.round(value * 10) / 10;

function resultOf(few: Measured, many: Measured) {
  const [first, ...later] = many.uploads;
  const folds = many.summaries.at(-1)?.folds ?? [];
  // The first invocation of a function starts it; the fastest of the others is the least disturbed by what else runs here.
  const warm = (run: Measured, what: 'plan' | 'publish'): number =>
    fastest(run.summaries.slice(1).map((one) => one[what].ms));
  const perUpload = (amounts: Amounts, kind: string): number => Math.round((amounts[kind] ?? 0) / many.uploads.length);
  const { bytes, items } = many.table;
  const wrote = many.uploads.map(({ calls }) => unitsOf(calls, 'writes', /^R#/).reduce((sum, one) => sum + one, 0));
  const published = many.summaries.at(-1)?.publish.calls ?? [];
  const cold = (few.uploads[0]?.ms ?? 0) - fastest(few.uploads.slice(1).map(({ ms }) => ms));
  return {
    on: new Date().toISOString().slice(0, 10),
    householdsPerFile: Math.round(averageRows),
    startMs: Math.round(cold),
    upload: {
      fileBytes: Math.round(average(many.uploads.map(({ fileBytes }) => fileBytes))),
      receiptBytes: perUpload(many.receipts, 'divisions'),
      tableBytes: ['household', 'identity', 'L', 'P', 'A'].reduce((sum, kind) => sum + perUpload(bytes, kind), 0),
      items: ['household', 'identity', 'L', 'P', 'A'].reduce((sum, kind) => sum + perUpload(items, kind), 0),
      rowItems: ['household', 'identity'].reduce((sum, kind) => sum + perUpload(items, kind), 0),
      ledgerBytes: perUpload(bytes, 'L'),
      rowWrites: Math.round(average(wrote)),
      rowReads: Math.round(average(folds.flatMap(({ calls }) => unitsOf(calls, 'reads', /^R#.*#household#/)))),
      identityReads: Math.round(average(unitsOf(published, 'reads', /^R#.*#identity#/))),
      logBytes: Math.round(average([...(first ? [first] : []), ...later].map(({ logBytes }) => logBytes))),
      ms: Math.round(fastest(later.slice(-MANY).map(({ ms }) => ms))),
    },
    plan: { ...line(warm(few, 'plan'), warm(many, 'plan')), logBytes: many.summaries.at(-1)?.plan.logBytes ?? 0 },
    fold: {
      bytes: Math.round((bytes['F'] ?? 0) / (items['F'] ?? 1)),
      logBytes: folds.at(-1)?.logBytes ?? 0,
      ms: Math.round(fastest(folds.map(({ ms }) => ms))),
      filesRead: PERIODS.length,
    },
    publish: {
      ...line(warm(few, 'publish'), warm(many, 'publish')),
      logBytes: many.summaries.at(-1)?.publish.logBytes ?? 0,
      bytes: line((few.reports['reports'] ?? 0) / PERIODS.length, (many.reports['reports'] ?? 0) / PERIODS.length),
      runBytes: line((few.reports['runs'] ?? 0) / PERIODS.length, (many.reports['runs'] ?? 0) / PERIODS.length),
    },
    sweep: {
      fullMs: Math.round(many.sweeps.full.ms),
      nextMs: Math.round(many.sweeps.next.ms),
      logBytes: many.sweeps.next.logBytes,
    },
    remind: { ms: Math.round(many.reminders.ms), logBytes: many.reminders.logBytes },
    door: few.door && { ...few.door, ms: Math.round(few.door.ms) },
  };
}

const result = resultOf(await measure(FEW), await measure(MANY));
writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 1));
