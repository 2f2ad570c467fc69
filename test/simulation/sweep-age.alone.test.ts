/** What a sweep asks for, as uploads grow old: every quarter that has passed stays in the bucket and in the table. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import type { SweepInput } from '../../shared/contract.ts';
import { ledgerPartition, ledgerSort, uploadKey } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { periodDays, shiftPeriod, type Period } from '../../shared/time/period.ts';
import { calmly } from './calmly.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { World } from './world.ts';

beforeAll(prepareSimulation);

const PERIOD = '2016Q2';
const NOW = Date.parse('2016-07-20T02:00:00Z');
const TOWNSHIPS = 12;
const UPLOADS_PER_QUARTER = 4;
const { uploads: UPLOADS, receipts: RECEIPTS } = World.buckets;

const submission: Omit<Submission, 'submissionId' | 'division' | 'period' | 'key' | 'versionId' | 'acceptedAt'> = {
  sha256: '',
  bytes: 1,
  ruleSet: 'r1',
  codeVersion: 'sim',
  receiptParts: ['txt'],
  status: 'accepted',
  replacement: false,
  rows: 0,
  accepted: 0,
  rejected: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  kinds: [],
  errors: {},
  warnings: {},
  trials: {},
  repairs: {},
  late: false,
  partitions: {},
};

const townships = CITY_PACK.register.townships.slice(0, TOWNSHIPS).map(({ code }) => code);

/** A city whose townships have reported for so many quarters, and have the receipts. */
async function cityOfAge(quarters: number): Promise<World> {
  const world = new World(randomOf(1), null);
  for (let age = quarters - 1; age >= 0; age--) {
    const period = shiftPeriod(PERIOD, -age);
    for (const division of townships)
      for (let nth = 0; nth < UPLOADS_PER_QUARTER; nth++) {
        world.now = Date.parse(`${periodDays(period).last}T02:00:00Z`) + (nth + 1) * 86_400_000;
        await answer(world, put(world, division, period, `花名册${nth}`), division, period);
      }
  }
  world.now = NOW;
  return world;
}

type Put = { readonly key: string; readonly versionId: string; readonly acceptedAt: string };

function put(world: World, division: string, period: Period, name: string): Put {
  const key = uploadKey({ division, period, fileName: `${name}.csv` });
  const { versionId, at } = world.store.put(UPLOADS, key, new Uint8Array(1));
  return { key, versionId, acceptedAt: new Date(at).toISOString() };
}

async function answer(
  world: World,
  { key, versionId, acceptedAt }: Put,
  division: string,
  period: Period,
): Promise<void> {
  const text = { ...submission, submissionId: versionId, division, period, key, versionId, acceptedAt };
  const Item = {
    pk: { S: ledgerPartition(period) },
    sk: { S: ledgerSort(division, acceptedAt, versionId) },
    submission: { S: JSON.stringify(text) },
  };
  await world.table.send(new PutItemCommand({ TableName: 'table', Item }));
  world.store.put(RECEIPTS, receiptKey(key, versionId, 'txt', CITY_PACK), new Uint8Array(1));
}

type Asked = {
  readonly seen: number;
  readonly unanswered: number;
  readonly requests: Readonly<Record<string, number>>;
};

/** Sweeps once. @returns what it saw, and the requests that it made, by kind */
async function sweepIn(world: World, rest: Partial<SweepInput> = {}): Promise<Asked> {
  const { handler } = await import('../../functions/sweep/handler.ts');
  const requests: Record<string, number> = { uploads: 0, receipts: 0, 'other objects': 0, table: 0 };
  const count = (name: string): void => void (requests[name] = (requests[name] ?? 0) + 1);
  const [ofStore, ofTable] = [world.store.send.bind(world.store), world.table.send.bind(world.table)];
  world.store.send = (command) => {
    if (command instanceof ListObjectVersionsCommand) count('uploads');
    else
      count(
        command instanceof ListObjectsV2Command && command.input.Bucket === RECEIPTS ? 'receipts' : 'other objects',
      );
    return ofStore(command);
  };
  world.table.send = (command) => (count('table'), ofTable(command));
  const scheduledTime = new Date(world.now).toISOString();
  const { seen, unanswered } = await calmly(world, () => handler({ scheduledTime, ...rest }));
  Object.assign(world.store, { send: ofStore });
  Object.assign(world.table, { send: ofTable });
  return { seen, unanswered, requests };
}

describe('a sweep after the first', () => {
  test('asks for as much at an age of twenty quarters as at four, where the full pass asks for what there is', async () => {
    const asked: Record<number, { full: Asked; next: Asked }> = {};
    for (const age of [1, 4, 20]) {
      const world = await cityOfAge(age);
      const full = await sweepIn(world);
      world.now += 15 * 60_000;
      asked[age] = { full, next: await sweepIn(world) };
      expect(full).toMatchObject({ seen: TOWNSHIPS * UPLOADS_PER_QUARTER * age, unanswered: 0 });
      expect(asked[age].next.unanswered).toBe(0);
    }
    const of = (age: number, pass: 'full' | 'next', kind: string): number => asked[age]?.[pass].requests[kind] ?? 0;
    const all = (age: number, pass: 'full' | 'next'): number =>
      Object.values(asked[age]?.[pass].requests ?? {}).reduce((sum, one) => sum + one);
    process.stdout.write(`sweep by age in quarters: ${JSON.stringify(asked)}\n`);
    expect(of(20, 'next', 'uploads')).toBeLessThanOrEqual(of(4, 'next', 'uploads') + TOWNSHIPS);
    expect([1, 4, 20].map((age) => of(age, 'next', 'receipts'))).toEqual([0, 0, 0]);
    expect(of(20, 'next', 'table')).toBe(of(4, 'next', 'table'));
    expect(all(20, 'full')).toBeGreaterThan(4 * all(4, 'full'));
    expect(all(20, 'next')).toBeLessThan(1.3 * all(4, 'next'));
  });

  test('finds at any age what came since, and asks for the receipts of that alone', async () => {
    const world = await cityOfAge(20);
    await sweepIn(world);
    const [HERE = '', THERE = ''] = townships;
    put(world, HERE, PERIOD, '丢失');
    await answer(world, put(world, THERE, PERIOD, '答复'), THERE, PERIOD);
    world.now += 15 * 60_000;
    const { unanswered, requests } = await sweepIn(world);
    expect({ unanswered, receipts: requests['receipts'] }).toEqual({ unanswered: 1, receipts: 1 });
    expect(world.queue.messages).toHaveLength(1);
  });

  test('looks at all again after a day, and an hour after a full pass that died', async () => {
    const world = await cityOfAge(4);
    const all = 4 * TOWNSHIPS * UPLOADS_PER_QUARTER;
    await sweepIn(world);
    const ages: boolean[] = [];
    for (const minutes of [60, 22 * 60, 60, 15]) {
      world.now += minutes * 60_000;
      ages.push((await sweepIn(world)).requests['receipts'] !== 0);
    }
    expect(ages).toEqual([false, false, true, false]);
    const { listReceipts } = { listReceipts: world.store.send.bind(world.store) };
    world.store.send = (command) =>
      command instanceof ListObjectsV2Command && command.input.Bucket === RECEIPTS
        ? Promise.reject(new Error('died'))
        : listReceipts(command);
    const { handler } = await import('../../functions/sweep/handler.ts');
    const scheduledTime = new Date(world.now).toISOString();
    await expect(calmly(world, () => handler({ scheduledTime, full: true }))).rejects.toThrow('died');
    world.store.send = listReceipts;
    world.now += 30 * 60_000;
    expect((await sweepIn(world)).requests['receipts']).toBe(0);
    world.now += 30 * 60_000;
    expect(await sweepIn(world)).toMatchObject({ seen: all });
  });
});
