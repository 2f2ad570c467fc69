/** Personal data is erased for good, as docs/operations.md says, and nothing that the system does brings it back. */
import {
  CreateTableCommand,
  paginateScan,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unzipSync } from 'fflate';
import { householdsOf } from '../generate/liaocheng.ts';
import { clients } from '../local/fixture.ts';
import { townshipFile } from './city-files.ts';
import { startCity, type CityStack } from './city-stack.ts';
import { environmentOf, uplift as runUplift } from './programs.ts';

const PERIOD = '2016Q2';
const [HERE, THERE] = ['371502004', '371502006'] as const;
const RECORDS = householdsOf(HERE, PERIOD).slice(0, 5);
const OTHERS = householdsOf(THERE, PERIOD).slice(0, 3);
const WHO = ['--by', '市扶贫办', '--reason', '当事人申请'];

let city: CityStack;
let dynamodb: DynamoDBClient;
let s3: S3Client;
beforeAll(async () => {
  city = await startCity();
  ({ dynamodb, s3 } = clients(city));
});
afterAll(async () => {
  for (const client of [dynamodb, s3]) client.destroy();
  await city.close();
});

const uplift = (...words: string[]) => runUplift(words, { environment: environmentOf(city.endpoint) });
const erase = (...words: string[]) => uplift('erase', ...words, '--wait', '0');

/** All that is stored anywhere, every version of every object of it, by where it lies. */
async function everything(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of ['uploads', 'receipts', 'reports'] as const) {
    const Bucket = city.output(name);
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key = '', VersionId = '' } of Versions) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const parts = Key.endsWith('.xlsx') ? Object.values(unzipSync(bytes)) : [bytes];
      found.set(`${name}/${Key}?${VersionId}`, parts.map((part) => new TextDecoder().decode(part)).join('\n'));
    }
    for (const { Key = '', VersionId = '' } of DeleteMarkers) found.set(`${name}/${Key}?${VersionId}`, '');
  }
  for (const item of await city.table()) found.set(`table ${found.size}`, item);
  return found;
}

/** Where a text is still found, in content or in a name. */
const holding = async (text: string): Promise<string[]> =>
  [...(await everything())].flatMap(([where, content]) => (`${where}\n${content}`.includes(text) ? [where] : []));

async function items(table: string): Promise<Record<string, AttributeValue>[]> {
  const found: Record<string, AttributeValue>[] = [];
  for await (const page of paginateScan({ client: dynamodb }, { TableName: table })) found.push(...(page.Items ?? []));
  return found;
}

/** As DynamoDB restores a table: another one beside it, with what the table holds now. */
async function restoreBeside(name: string): Promise<void> {
  const keys = ['pk', 'sk'];
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  for (const Item of await items(city.output('table')))
    await dynamodb.send(new PutItemCommand({ TableName: name, Item }));
}

type Summary = { headline: { personsUplifted: { quarter: number } } };
const persons = async (revision: number): Promise<number> =>
  (JSON.parse(await city.read('reports', `reports/${PERIOD}/rev-${revision}/internal/summary.json`)) as Summary)
    .headline.personsUplifted.quarter;
const ofHouseholds = (records: typeof RECORDS): number =>
  records.reduce((sum, { uplift_persons: count }) => sum + (count ?? 0), 0);

test('a household goes with every file that names it, and the rows of the others go on to count', async () => {
  const [gone, ...rest] = RECORDS;
  if (!gone?.household_no) throw new Error('the township has no household');
  await city.submit(`${HERE}/${PERIOD}/全部.csv`, townshipFile(HERE, PERIOD, RECORDS));
  await city.submit(`${HERE}/${PERIOD}/李家的表.csv`, townshipFile(HERE, PERIOD, [{ ...gone, head_id_no: '37' }]));
  await city.submit(`${THERE}/${PERIOD}/花名册.csv`, townshipFile(THERE, PERIOD, OTHERS));
  await city.summarise(PERIOD);
  await restoreBeside('before');
  const before = await persons(1);
  expect(before).toBe(ofHouseholds([...RECORDS, ...OTHERS]));

  const trial = await erase('--household', gone.household_no, ...WHO);
  expect(trial).toMatchObject({ code: 0 });
  expect(trial.stdout).toContain('--confirm 2');
  expect((await holding(gone.household_no)).length).toBeGreaterThan(4);
  expect((await erase('--household', gone.household_no, ...WHO, '--confirm', '3')).code).toBe(2);
  expect((await holding(gone.household_no)).length).toBeGreaterThan(4);

  const done = await erase('--household', gone.household_no, ...WHO, '--confirm', '2');
  expect(done.stderr + done.stdout).toContain('2016Q2 已清除');
  for (const text of [gone.household_no, gone.head_name ?? '-', '李家的表', '全部.csv'])
    expect(await holding(text), text).toEqual([]);

  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 2, published: true });
  expect(await persons(1)).toBe(before);
  expect(await persons(2)).toBe(ofHouseholds([...rest, ...OTHERS]));
  expect(await city.read('reports', `reports/${PERIOD}/rev-2/internal/restatement.html`)).toContain('个人信息');
  const trail = (await uplift('audit', PERIOD)).stdout;
  expect(trail).toMatch(/清除个人信息.*市扶贫办.*当事人申请/);
  expect(trail).toMatch(/清除完成.*sha256/);
});

test('no sweep, replay, reparse or restore brings anything back', async () => {
  const [gone] = RECORDS;
  const number = gone?.household_no ?? '';
  const rows = async () => (await city.table()).filter((item) => /"S":"[LR]#/.test(item));
  const before = await rows();
  expect(await city.sweep()).toMatchObject({ unanswered: 0, gone: 0, erased: 0 });
  expect((await uplift('replay', PERIOD, '--failed')).code).toBe(0);
  expect((await uplift('reparse', PERIOD)).code).toBe(0);
  await city.idle();
  expect(await rows()).toEqual(before);

  // The tool leaves what is erased as it is.
  expect(await uplift('restore', '--from', 'before', '--confirm-removals')).toMatchObject({ code: 0 });
  expect(await holding(number)).toEqual([]);
  await city.sweep();
  expect(await rows()).toEqual(before);

  // However else the table is brought back, the next sweep takes the rows out again.
  for (const Item of await items('before'))
    await dynamodb.send(new PutItemCommand({ TableName: city.output('table'), Item }));
  expect(await holding(number)).not.toEqual([]);
  expect(await city.sweep()).toMatchObject({ erased: 2, gone: 0 });
  expect((await uplift('erase', PERIOD, '--finish', '--wait', '0')).code).toBe(0);
  expect(await holding(number)).toEqual([]);
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 2, published: false });
});

test('a file goes with its rows, its receipts and its name; its township has not reported then', async () => {
  const key = `${THERE}/${PERIOD}/花名册.csv`;
  const { submission } = JSON.parse(
    await city.read(
      'receipts',
      (await city.list('receipts')).find((one) => one.startsWith(key) && one.endsWith('.json')) ?? '',
    ),
  ) as { submission: { versionId: string } };
  expect((await erase(PERIOD, '--version', 'nothing', ...WHO)).code).toBe(2);
  const done = await erase(PERIOD, '--version', submission.versionId, ...WHO, '--confirm', '1');
  expect(done.code).toBe(0);
  for (const text of [OTHERS[0]?.household_no ?? '', '花名册.csv']) expect(await holding(text), text).toEqual([]);
  expect((await uplift('reinstate', PERIOD, '--division', THERE, ...WHO)).code).toBe(2);
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 3, published: true });
  expect(await persons(3)).toBe(ofHouseholds(RECORDS.slice(1)));
  expect((await uplift('reproduce', `reports/${PERIOD}/rev-1`)).stdout).toContain('按决定清除');
  const explained = await uplift('explain', PERIOD, 'R03', THERE, 'personsUplifted', '--revision', '1');
  expect([explained.code, explained.stderr]).toEqual([1, expect.stringContaining('清除个人信息')]);
  // Another file of the township is read as ever.
  const receipt = await city.submit(`${THERE}/${PERIOD}/再报.csv`, townshipFile(THERE, PERIOD, OTHERS));
  expect(receipt).toMatchObject({ status: 'accepted', changes: { created: OTHERS.length } });
});

test('a version that somebody deleted by hand is told of until there is a decision about it', async () => {
  const key = `${THERE}/${PERIOD}/再报.csv`;
  const where = [...(await everything()).keys()].find((one) => one.startsWith(`uploads/${key}`));
  const versionId = where?.split('?')[1] ?? '';
  await s3.send(new DeleteObjectCommand({ Bucket: city.output('uploads'), Key: key, VersionId: versionId }));
  expect(await city.sweep()).toMatchObject({ gone: 1, erased: 0 });
  expect((await uplift('status', PERIOD)).stdout).toContain(versionId);
  expect(await city.summarise(PERIOD)).toMatchObject({ published: true });
  expect(await persons(4)).toBe(ofHouseholds([...RECORDS.slice(1), ...OTHERS]));
  expect((await erase(PERIOD, '--all', '--division', THERE, ...WHO, '--confirm', '1')).code).toBe(0);
  expect(await holding(OTHERS[0]?.household_no ?? '')).toEqual([]);
  expect(await city.sweep()).toMatchObject({ gone: 0, erased: 0 });
});
