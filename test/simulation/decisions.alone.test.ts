/** Decisions of offices in the ledger: as many as there are, in order, and none made without knowing the others. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { Decision, FOREVER, windowAt } from '../../shared/ledger/decisions.ts';
import { decisionSort, FIRST_DECISIONS_SORT, ledgerPartition } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import { calmly } from './calmly.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { World } from './world.ts';

beforeAll(prepareSimulation);

const PERIOD = '2016Q2';
const { reports: REPORTS } = World.buckets;
const PK = ledgerPartition(PERIOD);
const START = Date.parse('2016-07-01T00:00:00Z');

const nth = (number: number, rest: object = { kind: number % 2 === 0 ? 'lock' : 'unlock' }): Decision =>
  Decision.parse({ at: new Date(START + number * 60_000).toISOString(), by: '市扶贫办', reason: '测试', ...rest });

const newWorld = (): World => new World(randomOf(1), null);

async function ledgerIn(world: World): Promise<Ledger> {
  const { ledger } = await import('../../functions/store/ledger.ts');
  return calmly(world, () => ledger(PERIOD));
}

async function decideIn(world: World, known: readonly Decision[], decision: Decision): Promise<void> {
  const { decide } = await import('../../functions/store/decisions.ts');
  await calmly(world, () => decide(REPORTS, PERIOD, known, decision));
}

async function reconcileIn(world: World): Promise<number> {
  const { reconcileDecisions } = await import('../../functions/store/decisions.ts');
  const { restored } = await calmly(world, () => reconcileDecisions(REPORTS, [PERIOD]));
  return restored;
}

/** What an earlier release left: all decisions of a period in one item. */
function putFirstForm(world: World, decisions: readonly Decision[]): Promise<object> {
  return world.table.send(
    new PutItemCommand({
      TableName: 'table',
      Item: {
        pk: { S: PK },
        sk: { S: FIRST_DECISIONS_SORT },
        decisions: { S: JSON.stringify(decisions) },
        count: { N: String(decisions.length) },
      },
    }),
  );
}

test('a period takes decisions after the one item of earlier releases is full, and each writes one small item', async () => {
  const world = newWorld();
  const long = (number: number): Decision => nth(number, { kind: 'lock', reason: '因'.repeat(400) });
  const old = Array.from({ length: 340 }, (_, number) => long(number));
  await expect(putFirstForm(world, old)).rejects.toMatchObject({ name: 'ValidationException' });
  const full = old.slice(0, 310);
  await putFirstForm(world, full);
  const made = [...full];
  for (let number = full.length; number < old.length; number++) {
    await decideIn(world, made, long(number));
    made.push(long(number));
  }
  expect((await ledgerIn(world)).decisions).toEqual(old);
  const [first, ...others] = world.table.partition(PK).toReversed();
  expect(first?.['sk']?.S).toBe(FIRST_DECISIONS_SORT);
  expect(others).toHaveLength(30);
  for (const item of others) expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(2_000);
});

test('what an earlier release kept in one item goes on to count, before what is decided since', async () => {
  const world = newWorld();
  const old = [nth(0), nth(1, { kind: 'window', opens: '2016-07-01', deadline: '2016-07-31' })];
  await putFirstForm(world, old);
  expect((await ledgerIn(world)).decisions).toEqual(old);
  await expect(decideIn(world, old.slice(0, 1), nth(2))).rejects.toThrow('another decision');
  await decideIn(world, old, nth(2));
  const { decisions } = await ledgerIn(world);
  expect(decisions).toEqual([...old, nth(2)]);
  expect(windowAt(CITY_PACK.at(PERIOD), decisions, FOREVER)).toEqual({
    opens: '2016-07-01',
    deadline: '2016-07-31',
    lockedAt: old[0]?.at,
  });
  // Both copies agree, and the old ones, which an earlier release may have left without a second copy, get one.
  expect(await reconcileIn(world)).toBe(0);
  expect(world.store.keys(REPORTS)).toHaveLength(3);
});

test('ingest and a division read the decisions that the whole ledger has', async () => {
  const world = newWorld();
  await putFirstForm(world, [nth(0)]);
  await decideIn(world, [nth(0)], nth(1));
  const { findSubmissions, ledgerOf } = await import('../../functions/store/ledger.ts');
  const slot = { division: '371525108', period: PERIOD, fileName: 'x.csv' } as const;
  const version = { key: 'k', versionId: 'v', acceptedAt: '2016-07-02T00:00:00.000Z', size: 1, slot };
  const found = await calmly(world, () => findSubmissions([version]));
  expect(found).toEqual([{ period: PERIOD, submissions: [], decisions: [nth(0), nth(1)] }]);
  expect(await calmly(world, () => ledgerOf(PERIOD, '371525108'))).toEqual(found[0]);
});

test('of two that decide at the same time on the same knowledge one is refused, and has no second copy', async () => {
  const world = newWorld();
  const { decide } = await import('../../functions/store/decisions.ts');
  const ends = await calmly(world, () =>
    Promise.allSettled([nth(0), nth(1)].map((decision) => decide(REPORTS, PERIOD, [], decision))),
  );
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await ledgerIn(world)).decisions).toHaveLength(1);
  expect(world.store.keys(REPORTS)).toHaveLength(1);
});

test('two sweeps at the same time put back what is lost once', async () => {
  const world = newWorld();
  for (const at of [0, 1, 2])
    await decideIn(
      world,
      [0, 1, 2].slice(0, at).map((one) => nth(one)),
      nth(at),
    );
  world.table.restore(new Map());
  const { reconcileDecisions } = await import('../../functions/store/decisions.ts');
  await calmly(world, () => Promise.all([0, 1].map(() => reconcileDecisions(REPORTS, [PERIOD]))));
  expect((await ledgerIn(world)).decisions).toEqual([0, 1, 2].map((one) => nth(one)));
});

test('a decision that is asked for again, because the answer was lost, is made once', async () => {
  const world = newWorld();
  await decideIn(world, [], nth(0));
  await decideIn(world, [], nth(0));
  expect((await ledgerIn(world)).decisions).toEqual([nth(0)]);
});

test.each([
  ['the first', [0]],
  ['one in the middle', [1]],
  ['the last', [3]],
  ['all', [0, 1, 2, 3]],
])('what the table lost comes back from the second copy, in the order of time: %s', async (_, lost) => {
  const world = newWorld();
  const made = [0, 1, 2, 3].map((number) => nth(number));
  for (const [at, decision] of made.entries()) await decideIn(world, made.slice(0, at), decision);
  const isLost = (sort: string): boolean => lost.some((place) => sort === decisionSort(place));
  const kept = world.table.partition(PK).filter(({ sk }) => !isLost(sk?.S ?? ''));
  world.table.restore(new Map([[PK, new Map(kept.map((item) => [item['sk']?.S ?? '', item]))]]));
  expect((await ledgerIn(world)).decisions).toHaveLength(made.length - lost.length);
  expect(await reconcileIn(world)).toBe(lost.length);
  expect((await ledgerIn(world)).decisions).toEqual(made);
  expect(await reconcileIn(world)).toBe(0);
  await decideIn(world, made, nth(4));
  expect((await ledgerIn(world)).decisions).toEqual([...made, nth(4)]);
});
