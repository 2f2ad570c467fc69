/**
 * The last day of a quarter: many invocations take files of townships at a time, behind those of their county and of
 * the city. What is read once is work; what is read again is waste.
 */
import type { Context } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { handleUnder } from '../../functions/ingest/handler.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import { upload } from '../functions/memory.ts';
import { submissionsIn } from './end-state.ts';
import { eventOf } from './memory-queue.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { bytesOf, keyOf, TOWNSHIPS, type Upload } from './workload.ts';
import { LONGEST_RUN_MS, World, type Guard } from './world.ts';

beforeAll(prepareSimulation);

const { uploads: UPLOADS } = World.buckets;
const SECOND_MS = 1_000;
/** How long a call takes; and, by the length of a division's code, reading and judging a file of it. */
const CALL_MS = 20;
const WORK_MS: Readonly<Record<number, number>> = { 4: 60 * SECOND_MS, 6: 20 * SECOND_MS, 9: 2 * SECOND_MS };

type Day = {
  /** Time that went into files, against that of each file once. */
  readonly work: number;
  /** Seconds from the last upload until each file is in the ledger, in the order of uploads; null where none came. */
  readonly answered: readonly (number | null)[];
  readonly deadLetters: number;
  /** Files that were given up. */
  readonly failed: number;
};

/** Runs the queue of a day in so many lanes. Calls end when their time is over, and the clock goes from end to end. */
async function dayOf(files: readonly Upload[], lanes: number, without: Guard | null = null): Promise<Day> {
  const world = new World(randomOf(1), without);
  const work = new Map<string, number>();
  for (const file of files) {
    const { versionId } = world.store.put(UPLOADS, keyOf(file), bytesOf(file));
    work.set(versionId, WORK_MS[file.division.length] ?? 0);
    world.queue.enqueue(announcementBody({ bucket: UPLOADS, key: keyOf(file), versionId, who: 'clerk' }));
    world.now += SECOND_MS;
  }
  const start = world.now;
  const answered = new Map<string, number>();
  const ends = new Map<World['waiting'][number], number>();
  let [worked, running, invocations] = [0, 0, 0];
  const invoke = (): void => {
    const [message] = world.queue.visible;
    if (!message || !world.queue.receive(message)) return;
    running++;
    const deadline = world.now + LONGEST_RUN_MS;
    const context = { awsRequestId: `i${++invocations}`, getRemainingTimeInMillis: () => deadline - world.now };
    world.start('ingest', async () => {
      const { batchItemFailures } = await handleUnder(world.deployment, eventOf([message]), context as Context);
      if (batchItemFailures.length === 0) world.queue.delete(message);
      running--;
    });
  };
  while (world.queue.messages.length > 0) {
    for (let free = lanes - running; free > 0 && world.queue.visible.length > 0; free--) invoke();
    await new Promise((resolve) => setImmediate(resolve));
    for (const call of world.waiting.filter((one) => !ends.has(one))) {
      const costs = work.get(call.reads ?? '') ?? 0;
      worked += costs;
      ends.set(call, world.now + CALL_MS + costs);
    }
    const endOf = (call: World['waiting'][number]): number => ends.get(call) ?? Infinity;
    const call = world.waiting.toSorted((a, b) => endOf(a) - endOf(b))[0];
    const timer = world.timers.toSorted((a, b) => a.at - b.at)[0];
    const visible = running < lanes ? world.queue.nextVisibleAt : null;
    const at = Math.min(call ? endOf(call) : Infinity, timer?.at ?? Infinity, visible ?? Infinity);
    if (at === Infinity) continue;
    world.now = Math.max(world.now, at);
    if (call && endOf(call) === at) {
      world.waiting.splice(world.waiting.indexOf(call), 1);
      await call.perform().then(
        (value) => call.settle(null, value),
        (error: unknown) => call.settle(error),
      );
      for (const versionId of submissionsIn(world).keys())
        if (!answered.has(versionId)) answered.set(versionId, (world.now - start) / SECOND_MS);
    } else if (timer?.at === at) {
      world.timers.splice(world.timers.indexOf(timer), 1);
      timer.wake();
    }
  }
  expect(world.violations.filter((text) => !text.startsWith('two invocations'))).toEqual([]);
  return {
    work: worked / [...work.values()].reduce((sum, ms) => sum + ms, 0),
    answered: [...work.keys()].map((versionId) => answered.get(versionId) ?? null),
    deadLetters: world.queue.deadLetters.length,
    failed: [...submissionsIn(world).values()].filter(({ status }) => status === 'failed').length,
  };
}

const [HERE, THERE] = TOWNSHIPS;
const FILES_OF_A_TOWNSHIP = 12;
/** Two files of the city, one of the county, and then files of two townships in turn. */
const BEHIND_THE_CITY: readonly Upload[] = [
  upload('3715', [0]),
  upload('3715', [0], { name: 1 }),
  upload('371525', [1]),
  ...Array.from({ length: 2 * FILES_OF_A_TOWNSHIP }, (_, index) =>
    upload(index % 2 === 0 ? HERE : THERE, [index % 4], { township: index % 2, name: index % 2, variant: index % 3 }),
  ),
];
/** Nobody can be faster: the city, then the county, then the townships side by side. */
const SHORTEST_S = 2 * 60 + 20 + 2 * FILES_OF_A_TOWNSHIP;

describe.each([1, 4, 10, 30])('in %i lanes', (lanes) => {
  test('each file is read about once, and the last is answered little later than it could be', async () => {
    const { work, answered, deadLetters, failed } = await dayOf(BEHIND_THE_CITY, lanes);
    expect(work).toBeLessThanOrEqual(1.2);
    expect({ deadLetters, failed }).toEqual({ deadLetters: 0, failed: 0 });
    for (const seconds of answered) expect(seconds).toBeLessThan(1.25 * SHORTEST_S);
  });
});

test('where more than one may work on a version, lanes do the work of others and take them for dead', async () => {
  const { work, failed } = await dayOf(BEHIND_THE_CITY, 10, 'one at a time');
  expect(work).toBeGreaterThan(2);
  expect(failed).toBeGreaterThan(0);
});
