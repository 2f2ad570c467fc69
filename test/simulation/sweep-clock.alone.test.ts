/** What a sweep makes of a checkpoint that another clock, or another stage, has written. */
import { beforeAll, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import type { SweepInput } from '../../shared/contract.ts';
import { uploadKey } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { Period } from '../../shared/time/period.ts';
import { calmly } from './calmly.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { TOWNSHIPS } from './workload.ts';
import { World } from './world.ts';

beforeAll(prepareSimulation);

const [HERE] = TOWNSHIPS;
const NOW = Date.parse('2016-07-20T02:00:00Z');
const AHEAD = Date.parse('2030-01-20T02:00:00Z');
const HOUR = 3_600_000;

/** Uploads a file whose announcement is lost. */
function put(world: World, time: number, period: Period): void {
  world.now = time;
  const key = uploadKey({ division: HERE, period, fileName: '花名册.csv' });
  world.store.put(World.buckets.uploads, key, new Uint8Array(1));
}

/**
 * Uploads a file that has its answer, so that there is something to go on from. Its key leads nowhere: no ledger has it.
 */
function putAnswered(world: World, time: number): void {
  world.now = time;
  const key = '花名册.csv';
  const { versionId } = world.store.put(World.buckets.uploads, key, new Uint8Array(1));
  world.store.put(World.buckets.receipts, receiptKey(key, versionId, 'txt', CITY_PACK), new Uint8Array(1));
}

/** Sweeps at a time. @returns how many uploads have no answer */
async function sweepAt(world: World, time: number, input: Partial<SweepInput> = {}): Promise<number> {
  const { handler } = await import('../../functions/sweep/handler.ts');
  world.now = time;
  const scheduledTime = new Date(time).toISOString();
  return (await calmly(world, () => handler({ scheduledTime, ...input }))).unanswered;
}

test('an upload is found that comes after the clock of the machine was years ahead', async () => {
  const world = new World(randomOf(1), null);
  expect(await sweepAt(world, NOW)).toBe(0);
  putAnswered(world, AHEAD - HOUR);
  expect(await sweepAt(world, AHEAD)).toBe(0);
  put(world, NOW, '2016Q2');
  expect(await sweepAt(world, NOW + HOUR)).toBe(1);
});

test('a stage that wants full passes more often has them from its next sweep on', async () => {
  const world = new World(randomOf(1), null);
  putAnswered(world, NOW - HOUR);
  expect(await sweepAt(world, NOW, { fullEveryHours: 168 })).toBe(0);
  // It is dated back by longer than what follows a full pass looks back on.
  put(world, NOW - 72 * HOUR, '2016Q2');
  expect(await sweepAt(world, NOW + HOUR, { fullEveryHours: 168 })).toBe(0);
  expect(await sweepAt(world, NOW + 2 * HOUR, { fullEveryHours: 2 })).toBe(1);
});
