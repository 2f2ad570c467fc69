import { CITY_PACK } from '../../cities/pack.ts';
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { Restatement } from '../../shared/publication/restatement.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { townshipFile } from './city-files.ts';
import { type CityStack, startCity } from './city-stack.ts';
import { environmentOf, upliftHere } from './programs.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const PERIOD = '2016Q2';
/** Ten, of which one may fail. */
const TOWNSHIPS = CITY_PACK.register.due.slice(0, 10).map(({ code }) => code);
const [BROKEN = '', ALSO_BROKEN = ''] = TOWNSHIPS;
const NAME = CITY_PACK.register.nameOf(BROKEN) ?? '';
const rowsOf = (township: string, period: '2016Q1' | '2016Q2') => householdsOf(township, period).slice(0, 150);

let city: CityStack;
let table: DynamoDBClient;
const versions = new Map<string, string>();

beforeAll(async () => {
  city = await startCity();
  table = new DynamoDBClient({
    endpoint: city.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await city.put(`${BROKEN}/2016Q1/台账.csv`, townshipFile(BROKEN, '2016Q1', rowsOf(BROKEN, '2016Q1')));
  for (const township of TOWNSHIPS)
    versions.set(
      township,
      await city.put(`${township}/${PERIOD}/台账.csv`, townshipFile(township, PERIOD, rowsOf(township, PERIOD))),
    );
  await city.idle();
});
afterAll(async () => {
  table.destroy();
  await city.close();
});

type Item = Record<string, AttributeValue>;

/** Takes the pages of a township's household rows of the quarter out of the table, as a fault of the cloud might. */
async function losePages(township: string): Promise<Item[]> {
  const TableName = city.output('table');
  const { Items = [] } = await table.send(new ScanCommand({ TableName, ConsistentRead: true }));
  const pages = Items.filter(
    ({ pk }) => pk?.S?.startsWith(`R#${versions.get(township)}`) && pk.S.endsWith(`#household#${township}`),
  );
  for (const { pk, sk } of pages) await table.send(new DeleteItemCommand({ TableName, Key: { pk: pk!, sk: sk! } }));
  return pages;
}

async function bringBack(pages: readonly Item[]): Promise<void> {
  for (const Item of pages) await table.send(new PutItemCommand({ TableName: city.output('table'), Item }));
}

const text = (name: string, revision = 1): Promise<string> =>
  city.read('reports', `reports/${PERIOD}/rev-${revision}/${name}`);
const json = async <T>(name: string, revision = 1): Promise<T> => JSON.parse(await text(name, revision)) as T;

async function uplift(...words: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const { code, stdout, stderr } = await upliftHere(words, environmentOf(city.endpoint));
  return { code, said: stdout + stderr };
}

const persons = rowsOf(BROKEN, '2016Q1').reduce((sum, row) => sum + row.household_size, 0);
let pages: readonly Item[] = [];

test('where the rows of more than a tenth of the townships are lost nothing is published', async () => {
  pages = await losePages(BROKEN);
  expect(pages.length).toBeGreaterThan(0);
  const others = await losePages(ALSO_BROKEN);
  await expect(city.summarise(PERIOD)).rejects.toThrow('States.ExceedToleratedFailureThreshold');
  expect((await city.list('reports')).filter((key) => key.startsWith('reports/'))).toEqual([]);
  await bringBack(others);
});

test('fewer are named with their weight, in every format and in both editions', async () => {
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 1, published: true, notCounted: [BROKEN] });
  const summary = await json<Summary>('internal/summary.json');
  expect(summary.completeness).toMatchObject({
    received: 10,
    notCounted: [{ code: BROKEN, name: NAME, registeredPersons: persons }],
  });
  const counted = TOWNSHIPS.filter((township) => township !== BROKEN).flatMap((township) => rowsOf(township, PERIOD));
  expect(summary.headline.personsUplifted.quarter).toBe(counted.reduce((sum, row) => sum + row.uplift_persons, 0));
  const weighed = `${NAME}（上季在册${persons.toLocaleString('en-US')}人）`;
  expect(await text('internal/bulletin.txt')).toContain(weighed);
  expect(summary.narrativeEn).toMatch(
    new RegExp(`could not count.*Gulou \\(${persons.toLocaleString('en-US')} persons`),
  );
  expect(await text('internal/bulletin.html')).toContain('1个未能汇总');
  const open = await json<Summary>('public/summary.json');
  expect(open.completeness.notCounted).toMatchObject([{ code: BROKEN, registeredPersons: null }]);
  expect(open.narrative).toContain(NAME);
  expect(open.narrative).not.toContain('上季在册');
  expect(await json<PublishedManifest>('internal/manifest.json')).toMatchObject({
    notCounted: [{ township: BROKEN, registeredPersons: persons }],
  });
  expect(await city.logged('townships not counted')).toHaveLength(1);
});

test('the revision is built again as it is, explained as it is, and signed by nobody', async () => {
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 1, published: false, notCounted: [BROKEN] });
  expect(JSON.parse((await uplift('reproduce', `reports/${PERIOD}/rev-1`, '--json')).said)).toMatchObject({
    differing: [],
  });
  const unit = CITY_PACK.register.nameOf(CITY_PACK.register.township(BROKEN)?.unit ?? '') ?? '';
  const explained = await uplift('explain', PERIOD, 'R02', unit, 'personsUplifted');
  expect(explained).toMatchObject({ code: 0, said: expect.stringContaining(`未能汇总，不在其中: ${NAME}`) as string });
  expect(await uplift('publish', PERIOD, '--sign', '王局长', '--dry-run')).toMatchObject({
    code: 1,
    said: expect.stringContaining(`第1版未能汇总${NAME}`) as string,
  });
  expect((await uplift('summarize', PERIOD)).said).toContain(`未能汇总：${NAME}`);
});

test('a later run that finds the rows again is a revision of its own and says so', async () => {
  await bringBack(pages);
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 2, published: true, notCounted: [] });
  const whole = await json<Summary>('internal/summary.json', 2);
  expect(whole.completeness.notCounted).toEqual([]);
  expect(whole.narrative).not.toContain('未能汇总');
  expect(whole.headline.personsUplifted.quarter).toBe(
    TOWNSHIPS.flatMap((township) => rowsOf(township, PERIOD)).reduce((sum, row) => sum + row.uplift_persons, 0),
  );
  expect(await json<Restatement>('internal/restatement.json', 2)).toMatchObject({
    submissions: [],
    notCounted: { from: [BROKEN], to: [] },
  });
  expect(await text('internal/restatement.html', 2)).toContain(`未能汇总：${NAME} → —`);
});

test('a whole revision stands when the rows are lost once more', async () => {
  await losePages(BROKEN);
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 2, published: false, notCounted: [] });
});
