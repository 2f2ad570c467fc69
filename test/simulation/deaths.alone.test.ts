/**
 * No file holds up another: what becomes of a file on which invocations die, and of the files behind it. The clock of
 * the simulation stands while functions run.
 */
import type { Context } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { MOST_TRIES } from '../../shared/ledger/tries.ts';
import { upload } from '../functions/memory.ts';
import { DEPLOYMENTS } from './deployments.ts';
import { submissionsIn } from './end-state.ts';
import { eventOf, VISIBILITY_MS, type Message } from './memory-queue.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { bytesOf, keyOf, TOWNSHIPS, type Upload } from './workload.ts';
import { InjectedError, World, type Guard } from './world.ts';

beforeAll(prepareSimulation);

const [HERE, THERE] = TOWNSHIPS;
const MINUTE_MS = 60_000;
const HALF_AN_HOUR = 30;
const { uploads: UPLOADS, receipts: RECEIPTS } = World.buckets;

/** An upload, and how the first invocations end that read it. */
type Sent = {
  readonly name: string;
  readonly file: Upload;
  readonly isAnnounced?: boolean;
  /** So many die. */
  readonly deaths?: number;
  /** So many are told by S3 that it is out of order. */
  readonly outages?: number;
};
type Reading = 'good' | 'deadly' | 'outage';
type Ended = {
  /** Minutes from the uploads to the receipt, by name; null where none came in an hour. */
  readonly minutes: Readonly<Record<string, number | null>>;
  readonly status: Readonly<Record<string, string | undefined>>;
  readonly deaths: number;
};

/**
 * Sends files and hands out each message when it is visible, until the queue is empty or an hour is over.
 * @param batchSize messages that an invocation gets at a time
 */
async function outcomeOf(sent: readonly Sent[], batchSize = 1, without: Guard | null = null): Promise<Ended> {
  const world = new World(randomOf(1), without);
  const start = world.now;
  const placed = sent.map(({ name, file, deaths = 0, outages = 0, isAnnounced = true }) => {
    const { versionId } = world.store.put(UPLOADS, keyOf(file), bytesOf(file));
    const body = announcementBody({ bucket: UPLOADS, key: keyOf(file), versionId, who: 'clerk' });
    if (isAnnounced) world.queue.enqueue(body);
    world.now += 1_000;
    return { name, key: keyOf(file), versionId, left: { deaths, outages } };
  });
  const readingOf = (versionId: string): Reading => {
    const left = placed.find((one) => one.versionId === versionId)?.left;
    if (left && left.deaths > 0) return (left.deaths--, 'deadly');
    return left && left.outages > 0 ? (left.outages--, 'outage') : 'good';
  };
  let died = 0;
  const minutes: Record<string, number | null> = Object.fromEntries(placed.map(({ name }) => [name, null]));
  while (world.queue.messages.length > 0 && world.now < start + 2 * HALF_AN_HOUR * MINUTE_MS) {
    for (let batch = take(world, batchSize); batch.length > 0; batch = take(world, batchSize)) {
      died += await invoke(world, batch, readingOf);
      for (const { name, key, versionId } of placed)
        if (world.store.newest(RECEIPTS, receiptKey(key, versionId, 'txt', CITY_PACK)))
          minutes[name] ??= Math.floor((world.now - start) / MINUTE_MS);
    }
    world.now = world.queue.nextVisibleAt ?? world.now;
  }
  const submissions = submissionsIn(world);
  const status = Object.fromEntries(placed.map(({ name, versionId }) => [name, submissions.get(versionId)?.status]));
  expect(world.violations).toEqual([]);
  return { minutes, status, deaths: died };
}

function take({ queue }: World, most: number): Message[] {
  return queue.visible.slice(0, most).filter((message) => queue.receive(message));
}

let invocations = 0;

/** Runs one invocation to its end, or to its death. @returns how many deaths that were */
async function invoke(
  world: World,
  batch: readonly Message[],
  readingOf: (versionId: string) => Reading,
): Promise<0 | 1> {
  const { handleUnder } = await import('../../functions/ingest/handler.ts');
  const event = eventOf(batch);
  const context = { awsRequestId: `i${++invocations}`, getRemainingTimeInMillis: () => 2 * MINUTE_MS } as Context;
  const process = world.start('ingest', async () => {
    const { batchItemFailures } = await handleUnder(DEPLOYMENTS[0], event, context);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch) if (!failed.has(message.id)) world.queue.delete(message);
  });
  while (process.alive) {
    await new Promise((resolve) => setImmediate(resolve));
    const call = world.waiting.shift();
    if (!call) continue;
    const reading = call.reads === null ? 'good' : readingOf(call.reads);
    if (reading === 'deadly') {
      world.kill(process);
      return 1;
    }
    if (reading === 'outage') call.settle(new InjectedError('S3 is out of order'));
    else
      await call.perform().then(
        (value) => call.settle(null, value),
        (error: unknown) => call.settle(error),
      );
  }
  return 0;
}

const deadly = (deaths: number, rest: Partial<Sent> = {}): Sent => ({
  name: 'deadly',
  file: upload(HERE, [0]),
  deaths,
  ...rest,
});
const behind: Sent = { name: 'behind', file: upload(HERE, [1], { name: 1 }) };
const beside: Sent = { name: 'beside', file: upload(THERE, [2], { township: 1 }) };
const VISIBILITY_MINUTES = VISIBILITY_MS / MINUTE_MS;

test('one death fewer than the tries, and the file is read', async () => {
  const { minutes, status, deaths } = await outcomeOf([deadly(MOST_TRIES - 1)]);
  expect({ status, deaths }).toEqual({ status: { deadly: 'accepted' }, deaths: MOST_TRIES - 1 });
  expect(minutes['deadly']).toBe((MOST_TRIES - 1) * VISIBILITY_MINUTES);
});

test('as many deaths as tries, and the file is given up without another one', async () => {
  const { minutes, status, deaths } = await outcomeOf([deadly(Infinity)]);
  expect({ status, deaths }).toEqual({ status: { deadly: 'failed' }, deaths: MOST_TRIES });
  expect(minutes['deadly']).toBe(MOST_TRIES * VISIBILITY_MINUTES);
});

test('the file behind it waits for no more than its tries, though only its own message finds it', async () => {
  const { minutes, status, deaths } = await outcomeOf([deadly(Infinity, { isAnnounced: false }), behind]);
  expect({ status, deaths }).toEqual({ status: { deadly: 'failed', behind: 'accepted' }, deaths: MOST_TRIES });
  expect(minutes).toEqual({
    deadly: MOST_TRIES * VISIBILITY_MINUTES,
    behind: MOST_TRIES * VISIBILITY_MINUTES,
  });
});

test('messages that find it together wait no longer than one, and a file that it does not concern waits for nothing', async () => {
  const { minutes, status } = await outcomeOf([deadly(Infinity), behind, beside]);
  expect(status).toEqual({ deadly: 'failed', behind: 'accepted', beside: 'accepted' });
  expect(minutes['beside']).toBe(0);
  expect(minutes['behind']).toBeLessThanOrEqual(MOST_TRIES * VISIBILITY_MINUTES);
});

test('a file that an outage keeps waiting for as long as it lasts is not given up', async () => {
  const outages = 5 * MOST_TRIES;
  const { minutes, status } = await outcomeOf([{ ...behind, outages }]);
  expect(status).toEqual({ behind: 'accepted' });
  expect(minutes['behind']).toBe(outages * VISIBILITY_MINUTES);
});

describe.each([1, 4])('in batches of %i', (batchSize) => {
  test('three deadly files before it, and the good file is answered within half an hour', async () => {
    const files = [0, 1, 2].map((index) =>
      deadly(Infinity, { name: `deadly ${index}`, file: upload(HERE, [index], { variant: index, name: index % 2 }) }),
    );
    const { minutes, status } = await outcomeOf([...files, behind, beside], batchSize);
    expect(status).toMatchObject({ behind: 'accepted', beside: 'accepted', 'deadly 2': 'failed' });
    for (const [name, waited] of Object.entries(minutes)) {
      expect(waited, name).not.toBeNull();
      expect(waited, name).toBeLessThanOrEqual(HALF_AN_HOUR);
    }
  });
});

test('where tries are not counted, the file behind it is never answered', async () => {
  const { minutes } = await outcomeOf([deadly(Infinity), behind, beside], 1, 'tries');
  expect(minutes).toMatchObject({ deadly: null, behind: null, beside: 0 });
});
