/**
 * Each function's role against what the function asks for, in the system of the template. What a role lacks, every test
 * of this folder tells when it closes the city; what no function ever asks for, this one tells.
 */
import { createHash } from 'node:crypto';
import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { System } from '../../cli/system.ts';
import type { Call } from '../../infra/local/permissions/function-calls.ts';
import { covers, isAllowed, type Permission } from '../../infra/local/permissions/policies.ts';
import { linkToken, type LinkRecord } from '../../shared/door/link.ts';
import { Decision, timeAfter } from '../../shared/ledger/decisions.ts';
import { decisionSort, ledgerPartition } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { householdsOf } from '../generate/liaocheng.ts';
import { clients } from '../local/fixture.ts';
import { bulkFile, townshipFile } from './city-files.ts';
import { type CityStack, startCity, uploadMessage } from './city-stack.ts';

const PERIOD = '2016Q2';
const [TOWNSHIP, OTHER] = ['371502004', '371502006'] as const;
const RECORDS = householdsOf(TOWNSHIP, PERIOD).slice(0, 4);
/** Another township reports the first of these households too. */
const OTHERS = householdsOf(OTHER, PERIOD)
  .slice(0, 4)
  .map((row, index) => (index === 0 ? { ...row, head_id_no: RECORDS[0]?.head_id_no ?? '' } : row));

/** What Lambda does in the name of a function, and never the function itself. */
const BY_LAMBDA = /^(?:logs:(?:CreateLogStream|PutLogEvents)|sqs:(?:ReceiveMessage|DeleteMessage|GetQueueAttributes))$/;

/** What is needed when two things meet that no test can make meet. */
const IN_A_RACE: Readonly<Record<string, string>> = {
  'IngestFunction s3:ListBucket uploads': 'a version is deleted for good between the list and the read of it',
};

let city: CityStack;
const calls: Call[] = [];
let permissions: ReadonlyMap<string, readonly Permission[]>;
const opened: CityStack[] = [];

beforeAll(async () => {
  city = await startCity({ reminders: { 3715: { email: ['city@example.org'] }, [TOWNSHIP.slice(0, 6)]: {} } });
  opened.push(city);
  permissions = city.permissions;
  await uploadsAndSummaries();
  await lostAndFound();
  await reminders();
  await pages();
  calls.push(...city.calls());
  await postponed();
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

const send = (township: string, records: typeof RECORDS, period: typeof PERIOD | '2016Q1' = PERIOD) =>
  city.submit(`${township}/${period}/花名册.csv`, townshipFile(township, period, records));

async function uploadsAndSummaries(): Promise<void> {
  await send(TOWNSHIP, householdsOf(TOWNSHIP, '2016Q1').slice(0, 4), '2016Q1');
  await send(TOWNSHIP, RECORDS);
  await send(OTHER, OTHERS);
  await city.put('别处/花名册.csv', 'x');
  await city.idle();
  await city.summarise('2016Q1');
  await city.summarise(PERIOD);
  expect(await city.list('receipts')).toContain(`${OTHER}/${PERIOD}/重复户核查.json`);
}

/** What was lost of receipts, announcements and decisions comes back. */
async function lostAndFound(): Promise<void> {
  const { s3, dynamodb } = clients(city);
  const { submission } = await send(TOWNSHIP, RECORDS.slice(0, 1));
  const key = `${TOWNSHIP}/${PERIOD}/花名册.csv`;
  const receipt = receiptKey(key, submission.versionId, 'txt', CITY_PACK);
  // As the receipt of a judgement that no longer stands.
  const Bucket = city.output('receipts');
  await s3.send(
    new CopyObjectCommand({
      Bucket,
      Key: receipt,
      CopySource: `${Bucket}/${encodeURIComponent(receipt)}`,
      MetadataDirective: 'REPLACE',
      Metadata: { submission: 'of old' },
    }),
  );
  await city.announce(uploadMessage(city.output('uploads'), key, submission.versionId));
  await city.idle();
  await s3.send(new DeleteObjectCommand({ Bucket, Key: receipt }));
  await decide(1, 'nil', { division: '371525109' });
  await decide(2, 'nil', { division: '371525108' });
  // Of one decision the second copy is lost, of the other the first.
  const [copy] = (await city.list('reports')).filter((name) => name.startsWith('decisions/')).sort();
  await s3.send(new DeleteObjectCommand({ Bucket: city.output('reports'), Key: copy ?? '' }));
  await keepFirstDecision(dynamodb);
  expect(await city.sweep()).toMatchObject({ restored: 1, announced: 1 });
  await city.idle();
  await s3.send(new DeleteObjectCommand({ Bucket: city.output('uploads'), Key: key, VersionId: submission.versionId }));
  await decideToErase(submission.versionId);
  expect(await city.sweep()).toMatchObject({ erased: 2 });
  // A full pass that finds nothing open, and one that goes on from there and finds an upload.
  expect(await city.sweep()).toMatchObject({ unanswered: 0, restored: 0, erased: 0, gone: 0 });
  await city.submit(`${TOWNSHIP}/${PERIOD}/后来.csv`, townshipFile(TOWNSHIP, PERIOD, householdsOf(TOWNSHIP, PERIOD)));
  expect(await city.sweep()).toMatchObject({ unanswered: 0 });
  for (const client of [s3, dynamodb]) client.destroy();
}

/** Decides that a version is erased, first of a household that it does not name, and leaves the rest to the sweep. */
async function decideToErase(versionId: string): Promise<void> {
  System.useEndpoint(city.endpoint);
  const system = System.of(city.outputs);
  for (const more of [{ household: 'nobody' }, {}]) {
    const { decisions } = await system.ledger(PERIOD);
    const at = timeAfter(decisions, (await system.serverTime()).toISOString());
    const made = { at, by: '市扶贫办', reason: '测试', division: TOWNSHIP, versionIds: [versionId] };
    await system.decide(PERIOD, decisions, Decision.parse({ kind: 'erase', ...made, ...more }));
  }
}

async function keepFirstDecision(dynamodb: DynamoDBClient): Promise<void> {
  const table = { TableName: city.output('table') };
  const Key = { pk: { S: ledgerPartition(PERIOD) }, sk: { S: decisionSort(1) } };
  await dynamodb.send(new DeleteItemCommand({ ...table, Key }));
}

/** The city and one county hear who is late; the county has a link to be led by. */
async function reminders(): Promise<void> {
  await link('o', TOWNSHIP.slice(0, 6));
  expect(await city.remindAt('2016-07-14T01:00:00Z')).toMatchObject({ sent: 2, repeated: 0 });
}

async function link(root: 't' | 'o', division: string, change: Partial<LinkRecord> = {}): Promise<string> {
  System.useEndpoint(city.endpoint);
  const system = System.of(city.outputs);
  const record = { division, issue: 1, revokedAt: null, ...change };
  await system.putLink(record);
  return `${city.output('door')}/${root}/${linkToken(record, await system.linkSignature())}`;
}

/** The city's office decides on its page. @param nth how many decisions there are then */
async function decide(nth: number, decision: string, asked: object): Promise<void> {
  const office = await link('o', '3715');
  expect((await fetch(`${office}/quarter?period=${PERIOD}`)).status).toBe(200);
  const wanted = { period: PERIOD, decision, asked, by: '市扶贫办', reason: '测试', known: nth - 1, isTrial: false };
  const answer = await fetch(`${office}/decision`, { method: 'POST', body: JSON.stringify(wanted) });
  expect(await answer.json()).toMatchObject({ isMade: true });
}

/** The city's office starts the summary on its page, sees the run end, and opens the bulletin. */
async function officeSummary(): Promise<void> {
  const office = await link('o', '3715');
  const started = await fetch(`${office}/summary`, { method: 'POST', body: JSON.stringify({ period: PERIOD }) });
  const { run } = (await started.json()) as { run: string };
  await city.idle();
  const seen = await fetch(`${office}/summary?period=${PERIOD}&run=${run}`);
  expect(await seen.json()).toMatchObject({ newest: { revision: expect.any(Number) as number }, run: 'done' });
  // Of a quarter in which nothing was published there is no latest.json.
  expect(await (await fetch(`${office}/summary?period=2015Q4`)).json()).toMatchObject({ newest: null });
  const bulletin = await fetch(`${office}/report?period=${PERIOD}&file=internal%2Fbulletin.html`);
  expect([bulletin.status, await bulletin.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
}

/** A clerk sends a file from the page, and reads its receipt. */
async function pages(): Promise<void> {
  // Functions sign by the clock of the machine, and S3 looks at its own.
  city.setClock(new Date().toISOString());
  await officeSummary();
  const door = await link('t', TOWNSHIP);
  expect((await fetch(door)).status).toBe(200);
  const bytes = townshipFile(TOWNSHIP, PERIOD, RECORDS.slice(0, 2));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const asked = { period: PERIOD, fileName: '更正.csv', bytes: bytes.length, sha256 };
  const permit = await fetch(`${door}/upload`, { method: 'POST', body: JSON.stringify(asked) });
  const { url, fields } = (await permit.json()) as { url: string; fields: Record<string, string> };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Buffer.from(bytes)]));
  const sent = await fetch(url, { method: 'POST', body: form });
  expect(sent.status).toBeLessThan(300);
  await city.idle();
  const version = sent.headers.get('x-amz-version-id') ?? '';
  const quarter = await fetch(`${door}/quarter?period=${PERIOD}`);
  expect(JSON.stringify(await quarter.json())).toContain(version);
  // It has no marked workbook, since nothing is wrong in it.
  const statusOf = async (part: string) => (await fetch(`${door}/receipt?version=${version}&part=${part}`)).status;
  expect([await statusOf('html'), await statusOf('marked.xlsx')]).toEqual([200, 404]);
  const office = await link('t', TOWNSHIP.slice(0, 6), { receipts: true });
  expect((await fetch(`${office}/receipt?division=${TOWNSHIP}&version=${version}&part=html`)).status).toBe(200);
}

/** A file of so many townships that its rows do not fit into an invocation that has no time. */
async function postponed(): Promise<void> {
  const hurried = await startCity({ ingestSeconds: 19 });
  opened.push(hurried);
  const townships = CITY_PACK.registerOf(PERIOD).townshipsWithin('3715').slice(0, 60);
  const records = townships.flatMap(({ code }) => householdsOf(code, PERIOD).slice(0, 1));
  const { summary } = await hurried.submit(`3715/${PERIOD}/全市.xlsx`, bulkFile(PERIOD, records));
  expect(summary.accepted).toBeGreaterThan(50);
  expect(await hurried.logged('"postponed"')).not.toEqual([]);
  expect(await hurried.deadLetterCount()).toBe(0);
  calls.push(...hurried.calls());
}

/** A permission for one kind of partition alone. */
const parts = (permission: Permission): Permission[] =>
  permission.partitions?.map((partition) => ({ ...permission, partitions: [partition] })) ?? [permission];

/** The functions, by the names that they have in infra. */
const nameOf = (logicalId: string): string => logicalId.replace(/Lambda[0-9A-F]{8}$/, '');

const told = (logicalId: string, { action, resource, partitions }: Permission | Call): string => {
  const names = Object.entries(city.outputs).filter(([, value]) => value !== '');
  const bucket = ['uploads', 'receipts', 'reports'].find((name) =>
    resource.startsWith(`arn:aws:s3:::${city.output(name as 'uploads')}`),
  );
  const short = bucket
    ? resource.replace(/^arn:aws:s3:::[^/]+/, bucket)
    : (resource.split(':').at(-1) ?? names[0]?.[0]);
  return [nameOf(logicalId), action, short, ...(partitions ?? [])].join(' ');
};

describe('the role of each function', () => {
  test('allows what the function asks for', () => {
    const refused = calls.filter((call) => !isAllowed(permissions.get(call.caller) ?? [], call));
    expect(new Set(refused.map((call) => told(call.caller, call)))).toEqual(new Set());
    // That calls are heard at all: of each function.
    expect([...new Set(calls.map(({ caller }) => caller))].sort()).toEqual([...permissions.keys()].sort());
  });

  test('allows nothing that the function never asks for', () => {
    const unused = [...permissions].flatMap(([logicalId, own]) => {
      const asked = calls.filter(({ caller }) => caller === logicalId);
      return own
        .filter(({ allows, action }) => allows && !BY_LAMBDA.test(action))
        .flatMap(parts)
        .filter((permission) => !asked.some((call) => reaches(permission, call)))
        .map((permission) => told(logicalId, permission));
    });
    expect(unused.sort()).toEqual(Object.keys(IN_A_RACE).sort());
  });

  test('keeps plan from the receipts, which lie beside its notices', () => {
    const [plan = ''] = [...permissions.keys()].filter((id) => nameOf(id) === 'SummaryPlan');
    const puts = (key: string) =>
      isAllowed(permissions.get(plan) ?? [], {
        caller: plan,
        action: 's3:PutObject',
        resource: `arn:aws:s3:::${city.output('receipts')}/${key}`,
        partitions: [],
      });
    expect(puts(`${OTHER}/${PERIOD}/重复户核查.txt`)).toBe(true);
    for (const part of ['txt', 'json', 'html', 'marked.xlsx'] as const)
      expect(puts(receiptKey(`${OTHER}/${PERIOD}/花名册.csv`, 'v1', part, CITY_PACK)), part).toBe(false);
    expect(puts('drafts/x/receipt.json')).toBe(false);
  });

  test('lets no function send to a queue that it reads from, so that none starts itself', () => {
    for (const [logicalId, own] of permissions) {
      const queuesOf = (action: string) => own.filter((one) => one.action === action).map(({ resource }) => resource);
      const read = new Set(queuesOf('sqs:ReceiveMessage'));
      expect(
        queuesOf('sqs:SendMessage').filter((queue) => read.has(queue)),
        nameOf(logicalId),
      ).toEqual([]);
    }
  });
});

/** Whether a call is of a permission: of one of its partitions, where it is for several at once. */
const reaches = (permission: Permission, call: Call): boolean =>
  call.partitions.length === 0
    ? covers(permission, call)
    : call.partitions.some((partition) => covers(permission, { ...call, partitions: [partition] }));
