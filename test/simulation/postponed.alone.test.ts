/** Work that needs more invocations than a message has receives: what is done stays done, and what is left is not lost. */
import type { Context } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';
import { handleUnder } from '../../functions/ingest/handler.ts';
import { handler as sweep } from '../../functions/sweep/handler.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import { upload } from '../functions/memory.ts';
import { calmly } from './calm.ts';
import { withNewRules } from './deployments.ts';
import { submissionsIn } from './end-state.ts';
import { eventOf, MAX_RECEIVES } from './memory-queue.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { bytesOf, keyOf, TOWNSHIPS } from './workload.ts';
import { World } from './world.ts';

beforeAll(prepareSimulation);

const { uploads: UPLOADS } = World.buckets;
const FILES = MAX_RECEIVES + 5;
const MINUTE_MS = 60_000;

/** Hands out messages one at a time until none is left. @param olderAtATime files that an invocation has time for beside its own */
async function drain(world: World, olderAtATime = Infinity): Promise<void> {
  for (let invocation = 1; ; invocation++) {
    const [message] = world.queue.visible;
    if (!message) return;
    if (!world.queue.receive(message)) continue;
    let asked = 0;
    const context = {
      awsRequestId: `i${invocation}-${world.calls}`,
      getRemainingTimeInMillis: () => (asked++ < olderAtATime ? 2 * MINUTE_MS : 0),
    } as Context;
    const event = eventOf([message]);
    const { batchItemFailures } = await calmly(world, async () => handleUnder(world.deployment, event, context));
    if (batchItemFailures.length === 0) world.queue.delete(message);
  }
}

test('a reparse of more files than its message has receives is a dead letter, and goes on when that is sent again', async () => {
  const world = new World(randomOf(1), null);
  const placed = Array.from({ length: FILES }, (_, index) => {
    const sent = upload(TOWNSHIPS[0], [index % 3], { name: index % 2, variant: index % 4 });
    const { versionId } = world.store.put(UPLOADS, keyOf(sent), bytesOf(sent));
    world.now += 1_000;
    return { bucket: UPLOADS, key: keyOf(sent), versionId, who: 'clerk' };
  });
  const newest = placed.at(-1) ?? expect.fail();
  world.queue.enqueue(announcementBody(newest));
  await drain(world);
  const before = submissionsIn(world);
  expect(before.size).toBe(FILES);

  world.deployment = withNewRules(world.deployment);
  const judgedAgain = (): number =>
    [...submissionsIn(world).values()].filter(({ ruleSet }) => ruleSet === world.deployment.ruleSet).length;
  world.queue.enqueue(announcementBody({ ...newest, again: 'reparse' }));
  await drain(world, 1);
  expect([judgedAgain(), world.queue.messages, world.queue.deadLetters.length]).toEqual([MAX_RECEIVES, [], 1]);
  expect([...submissionsIn(world).values()].map(({ status }) => status)).not.toContain('failed');

  // The sweep cannot know of it: every file has a place in the ledger and a receipt.
  world.now += 60 * MINUTE_MS;
  const { announced } = await calmly(world, async () => sweep({ scheduledTime: new Date(world.now).toISOString() }));
  expect(announced).toBe(0);

  // As `replay --dead-letters` does.
  for (const { body } of world.queue.deadLetters.splice(0)) world.queue.enqueue(body);
  await drain(world, 1);
  expect([judgedAgain(), world.queue.deadLetters.length]).toEqual([FILES, 0]);
  expect([...submissionsIn(world).keys()]).toEqual([...before.keys()]);
});
