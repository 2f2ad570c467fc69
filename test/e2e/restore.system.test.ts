/** The table is restored to an earlier moment, as docs/operations.md says, and comes to what it was by itself. */
import {
  CreateTableCommand,
  paginateScan,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { householdsOf } from '../generate/liaocheng.ts';
import { clients } from '../local/fixture.ts';
import { townshipFile } from './city-files.ts';
import { startCity, type CityStack } from './city-stack.ts';
import { environmentOf, upliftHere } from './programs.ts';

const PERIOD = '2016Q2';
const [TOWNSHIP, OTHER] = ['371502004', '371502006'] as const;
const RECORDS = householdsOf(TOWNSHIP, PERIOD).slice(0, 5);
const WHO = ['--by', '市扶贫办', '--reason', '测试'];

let city: CityStack;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  city = await startCity();
  ({ dynamodb } = clients(city));
});
afterAll(async () => {
  dynamodb.destroy();
  await city.close();
});

const uplift = (...words: string[]) => upliftHere(words, environmentOf(city.endpoint));

/** As DynamoDB restores a table: another one beside it, with what the table held. */
async function restoreBeside(name: string, keys: readonly [string, string] = ['pk', 'sk']): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 600, minDelay: 1 }, { TableName: name });
}

async function items(table: string): Promise<Record<string, AttributeValue>[]> {
  const found: Record<string, AttributeValue>[] = [];
  for await (const page of paginateScan({ client: dynamodb }, { TableName: table })) found.push(...(page.Items ?? []));
  return found;
}

/** The ledger and the rows: what figures are made of. Tries and the trail tell of the way, which is another. */
const figures = async (): Promise<string[]> => (await city.table()).filter((item) => /"S":"[LR]#/.test(item));

test('uploads, corrections and decisions since then come back, and the reports stay as they are, byte for byte', async () => {
  const send = (township: string, name: string, records: typeof RECORDS) =>
    city.submit(`${township}/${PERIOD}/${name}.csv`, townshipFile(township, PERIOD, records));
  await send(TOWNSHIP, '全部', RECORDS);
  expect((await uplift('desk', 'links', '--division', OTHER)).code).toBe(0);
  await restoreBeside('restored');
  for (const Item of await items(city.output('table')))
    await dynamodb.send(new PutItemCommand({ TableName: 'restored', Item }));

  await city.summarise(PERIOD);
  expect((await uplift('desk', 'revoke', '--division', OTHER)).code).toBe(0);
  const [first] = RECORDS;
  if (!first) throw new Error('the township has no household');
  await send(TOWNSHIP, '更正', [{ ...first, remark: '更正' }]);
  await send(OTHER, '花名册', householdsOf(OTHER, PERIOD).slice(0, 3));
  expect((await uplift('withdraw', PERIOD, '--division', OTHER, ...WHO)).code).toBe(0);
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 2, published: true });
  const [before, reports] = [await figures(), await city.readAll('reports')];

  const trial = await uplift('restore', '--from', 'restored', '--dry-run', '--json');
  expect(JSON.parse(trial.stdout)).toMatchObject({ isTrial: true });
  expect(await figures()).toEqual(before);

  const { stdout, code } = await uplift('restore', '--from', 'restored', '--json', '--confirm-removals');
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { removed: number }).removed).toBeGreaterThan(0);
  expect(await figures()).not.toEqual(before);
  // What was revoked since then stays revoked.
  expect((await uplift('desk', 'list')).stdout).not.toContain('有效');

  expect(await city.sweep({ full: true })).toMatchObject({ restored: 1 });
  await city.idle();
  expect(await figures()).toEqual(before);
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 2, published: false });
  const after = await city.readAll('reports');
  for (const [key, text] of reports) if (/\/rev-\d+\//.test(key)) expect(after.get(key), key).toBe(text);
  // And the rows make the same revision again.
  expect(await uplift('reproduce', `reports/${PERIOD}/rev-2`)).toMatchObject({ code: 0 });
});

test('a table that is none of ours, that is empty or the own one is refused, and nothing is changed', async () => {
  const before = await city.table();
  await restoreBeside('empty');
  await restoreBeside('foreign', ['id', 'time']);
  await restoreBeside('another');
  await dynamodb.send(new PutItemCommand({ TableName: 'another', Item: { pk: { S: 'L#dev' }, sk: { S: 'x' } } }));
  for (const [from, why] of [
    ['empty', '没有数据'],
    ['another', '--confirm-removals'],
    ['foreign', 'id HASH, time RANGE'],
    ['nowhere', '没有表 nowhere'],
    [city.output('table'), '就是系统自己的表'],
  ] as const) {
    const { code, stderr } = await uplift('restore', '--from', from);
    expect(code, from).toBe(2);
    expect(stderr).toContain(why);
  }
  expect((await uplift('restore')).code).toBe(2);
  expect(await city.table()).toEqual(before);
});
