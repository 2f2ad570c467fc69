/** The functions of a summary as the state machine calls them, on the services of the simulation. */
import type { Context, SQSEvent } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';
import { handler as fold } from '../../functions/fold/handler.ts';
import { handler as ingest } from '../../functions/ingest/handler.ts';
import { handler as plan } from '../../functions/plan/handler.ts';
import { handler as publish } from '../../functions/publish/handler.ts';
import { auditTrail } from '../../functions/store/ledger.ts';
import type { FoldInput, PublishOutput } from '../../shared/contract.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import { latestKey, runKey } from '../../shared/ledger/keys.ts';
import { calmly } from '../simulation/calm.ts';
import { randomOf } from '../simulation/random.ts';
import { prepareSimulation } from '../simulation/setup.ts';
import { bytesOf, keyOf, TOWNSHIPS, type Upload } from '../simulation/workload.ts';
import { World } from '../simulation/world.ts';
import { upload } from './memory.ts';

beforeAll(prepareSimulation);

const PERIOD = '2016Q2';
const { uploads: UPLOADS, reports: REPORTS } = World.buckets;
const [HERE, THERE] = TOWNSHIPS;

const stored = (world: World, key: string): unknown =>
  JSON.parse(new TextDecoder().decode(world.store.newest(REPORTS, key)?.bytes));

async function send(world: World, file: Upload): Promise<void> {
  const { versionId } = world.store.put(UPLOADS, keyOf(file), bytesOf(file));
  const body = announcementBody({ bucket: UPLOADS, key: keyOf(file), versionId, who: 'clerk' });
  const event = { Records: [{ messageId: versionId, receiptHandle: 'r', body }] } as unknown as SQSEvent;
  const context = { awsRequestId: versionId, getRemainingTimeInMillis: () => 120_000 } as Context;
  expect(await calmly(world, async () => ingest(event, context))).toEqual({ batchItemFailures: [] });
  world.now += 1_000;
}

async function summarise(world: World): Promise<PublishOutput> {
  const planned = await calmly(world, async () => plan({ period: PERIOD }));
  const townships = stored(world, planned.townshipsKey) as FoldInput[];
  for (const input of townships) await calmly(world, async () => fold(input));
  return calmly(world, async () => publish(planned));
}

test('a summary is published once for its inputs, and again when they change', async () => {
  const world = new World(randomOf(1), null);
  await send(world, upload(HERE, [0, 1]));
  expect(await summarise(world)).toMatchObject({ period: PERIOD, revision: 1, published: true, notCounted: [] });
  const first = stored(world, latestKey(PERIOD)) as { inputs: string };
  expect(first).toMatchObject({ period: PERIOD, revision: 1, run: 1, prefix: `reports/${PERIOD}/rev-1/` });
  expect(world.store.keys(REPORTS)).toContain(runKey(PERIOD, first.inputs, 'manifest.json'));
  expect(world.store.keys(REPORTS)).toContain(`reports/${PERIOD}/rev-1/internal/workbook.xlsx`);

  // Every run writes it, though it publishes nothing: the watch for a missing summary goes by that.
  expect(await summarise(world)).toMatchObject({ revision: 1, published: false });
  expect(stored(world, latestKey(PERIOD))).toMatchObject({ revision: 1, run: 2, inputs: first.inputs });

  await send(world, upload(THERE, [1, 2], { township: 1 }));
  expect(await summarise(world)).toMatchObject({ revision: 2, published: true });
  expect(stored(world, latestKey(PERIOD))).toMatchObject({ revision: 2, run: 3 });
  const trail = await calmly(world, async () => auditTrail(PERIOD));
  expect(trail.filter(({ what }) => what === 'publication')).toMatchObject([
    { subject: 'rev-1', who: 'publish', detail: first.inputs },
    { subject: 'rev-2', who: 'publish' },
  ]);
  expect(world.violations).toEqual([]);
});
