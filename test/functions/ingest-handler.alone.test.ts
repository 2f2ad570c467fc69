/** What becomes of the messages of the queue: which are done, which come again and when, and what the log says. */
import type { Context } from 'aws-lambda';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handleUnder } from '../../functions/ingest/handler.ts';
import { tryNotes } from '../../functions/store/tries.ts';
import { announcementBody, type Again } from '../../shared/ledger/announcement.ts';
import { calmly, type Refuse } from '../simulation/calm.ts';
import { eventOf, VISIBILITY_MS, type Message } from '../simulation/memory-queue.ts';
import { randomOf } from '../simulation/random.ts';
import { prepareSimulation } from '../simulation/setup.ts';
import { bytesOf, keyOf, TOWNSHIPS } from '../simulation/workload.ts';
import { InjectedError, LONGEST_RUN_MS, World } from '../simulation/world.ts';
import { upload } from './memory.ts';

beforeAll(prepareSimulation);

const { uploads: UPLOADS } = World.buckets;
const [HERE, THERE] = TOWNSHIPS;
const SECOND_MS = 1_000;

type Logged = readonly [level: string, message: string, rest: readonly Record<string, unknown>[]];
let world: World;
let logged: Logged[];
beforeEach(() => {
  world = new World(randomOf(1), null);
  logged = [];
  world.log = (entry) => void logged.push(JSON.parse(entry) as Logged);
});

/** Puts a file, and returns the message that announces it. */
function sent(file: Parameters<typeof keyOf>[0], again?: Again, key = keyOf(file)): Message & { versionId: string } {
  const { versionId } = world.store.put(UPLOADS, key, bytesOf(file));
  world.now += SECOND_MS;
  return { ...announced(key, versionId, again), versionId };
}

function announced(key: string, versionId: string, again?: Again): Message {
  const announcement = { bucket: UPLOADS, key, versionId, who: 'clerk' };
  const id = world.queue.enqueue(announcementBody(again === undefined ? announcement : { ...announcement, again }));
  return world.queue.messages.find((message) => message.id === id) ?? expect.fail();
}

/** Hands messages to one invocation. @returns the ids of those that come again */
async function handle(
  messages: readonly Message[],
  { refuse, remainingMs = LONGEST_RUN_MS }: { readonly refuse?: Refuse; readonly remainingMs?: number } = {},
): Promise<string[]> {
  const held = messages.map(({ id }) => world.queue.messages.find((one) => one.id === id) ?? expect.fail());
  for (const message of held) world.queue.receive(message);
  const context = { awsRequestId: 'i1', getRemainingTimeInMillis: () => remainingMs } as Context;
  const { batchItemFailures } = await calmly(
    world,
    async () => handleUnder(world.deployment, eventOf(held), context),
    refuse,
  );
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const said = (message: string): Logged[] => logged.filter(([, text]) => text === message);
const waitOf = ({ id }: Message): number =>
  (world.queue.messages.find((message) => message.id === id)?.visibleAt ?? Number.NaN) - world.now;

test('a file is done, and the log says what it came to and how long its clerk waited', async () => {
  const message = sent(upload(HERE, [0, 1]));
  world.now += 4 * SECOND_MS;
  expect(await handle([message])).toEqual([]);
  const [[level, , [what]] = expect.fail()] = said('submission');
  expect(level).toBe('info');
  expect(what).toEqual({
    versionId: message.versionId,
    division: HERE,
    period: '2016Q2',
    status: 'accepted',
    rows: 2,
    accepted: 2,
  });
  expect(said('receipt').map(([, , rest]) => rest)).toEqual([[{ versionId: message.versionId, seconds: 5 }]]);
});

test('nobody waits for less than no time, whatever the clocks say', async () => {
  const message = sent(upload(HERE, [0]));
  world.now -= 60 * SECOND_MS;
  await handle([message]);
  expect(said('receipt')[0]?.[2][0]).toMatchObject({ seconds: 0 });
});

test('rules that refused rows are told with their numbers', async () => {
  const message = sent(upload(HERE, [{ household: 0, kind: 'bad' }, 1]));
  await handle([message]);
  expect(said('rejected').map(([, , [what]]) => what)).toEqual([
    { versionId: message.versionId, rule: 'I09', findings: 1 },
  ]);
});

test('how long a clerk waited says nothing of a file that an operator has judged once more', async () => {
  const first = sent(upload(HERE, [0]), 'skip');
  await handle([first]);
  expect(said('submission').map(([level, , [what]]) => [level, what?.['status']])).toEqual([['error', 'failed']]);
  await handle([announced(keyOf(upload(HERE, [0])), first.versionId, 'failed')]);
  expect(said('submission').map(([level, , [what]]) => [level, what?.['status']])).toEqual([
    ['error', 'failed'],
    ['info', 'accepted'],
  ]);
  expect(said('receipt')).toEqual([]);
});

test('an upload where no report belongs is answered, and logged without a division', async () => {
  const message = sent(upload(HERE, [0]), undefined, `${HERE}/花名册.csv`);
  expect(await handle([message])).toEqual([]);
  expect(said('submission').map(([, , [what]]) => what)).toEqual([
    { versionId: message.versionId, division: null, period: null, status: 'misplaced', rows: 0, accepted: 0 },
  ]);
});

describe('a message that is not done', () => {
  test('comes again when its time is over, and holds up no other of its batch', async () => {
    const [failing, good] = [sent(upload(HERE, [0])), sent(upload(THERE, [1], { township: 1 }))];
    const refuse: Refuse = ({ VersionId }) =>
      VersionId === failing.versionId ? new InjectedError('out of order') : null;
    expect(await handle([failing, good], { refuse })).toEqual([failing.id]);
    expect(waitOf(failing)).toBe(VISIBILITY_MS);
    expect(said('submission').map(([, , [what]]) => what?.['versionId'])).toEqual([good.versionId]);
    const [[level, , [what]] = expect.fail()] = said('a submission failed and will be delivered again');
    expect([level, what?.['messageId']]).toEqual(['error', failing.id]);
    expect(said('a try failed').map(([, , [one]]) => one)).toEqual([
      { versionId: failing.versionId, how: 'taken back' },
    ]);
  });

  test('comes again at once when only its time was too short', async () => {
    sent(upload(HERE, [0]));
    const behind = sent(upload(HERE, [1], { name: 1 }));
    expect(await handle([behind], { remainingMs: 0 })).toEqual([behind.id]);
    expect(waitOf(behind)).toBe(0);
    expect(said('postponed').map(([level]) => level)).toEqual(['error']);
    expect(said('submission')).toEqual([]);
  });

  test.each([
    [0, 2],
    [20, 10],
    [110, 55],
  ])('comes again after half of the %i seconds for which another has worked, at least two: %i', async (held, wait) => {
    const message = sent(upload(HERE, [0]));
    const other = tryNotes({ message: 'another', invocation: 'i0', remainingMs: () => LONGEST_RUN_MS });
    await calmly(world, async () => other.beginTry(message.versionId));
    world.now += held * SECOND_MS;
    expect(await handle([message])).toEqual([message.id]);
    expect(waitOf(message)).toBe(wait * SECOND_MS);
    expect(said('waits for a version that another invocation works on')).toEqual([
      ['info', 'waits for a version that another invocation works on', [{ messageId: message.id, seconds: wait }]],
    ]);
    expect([said('a try failed'), said('submission')]).toEqual([[], []]);
    await calmly(world, async () => other.endTry(message.versionId, 'done'));
    expect(await handle([message])).toEqual([]);
  });
});
