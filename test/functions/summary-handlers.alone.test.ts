/** The functions of a summary as the state machine calls them, on the services of the simulation. */
import type { Context, SQSEvent } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';
import { handler as fold } from '../../functions/fold/handler.ts';
import { handler as ingest } from '../../functions/ingest/handler.ts';
import { handler as plan } from '../../functions/plan/handler.ts';
import { handler as publish } from '../../functions/publish/handler.ts';
import { decide } from '../../functions/store/decisions.ts';
import { auditTrail, ledger } from '../../functions/store/ledger.ts';
import { halfJudged, noteReparse } from '../../functions/store/reparses.ts';
import type { FoldInput, PublishOutput } from '../../shared/contract.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
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

test('a summary waits while files are judged again, in whatever order that goes, and for none that nothing can judge', async () => {
  const world = new World(randomOf(1), null);
  await send(world, upload(HERE, [0, 1]));
  await send(world, upload(THERE, [1, 2], { township: 1 }));
  const [first, second] = (await calmly(world, async () => ledger(PERIOD))).submissions;
  const reparse = { at: new Date(world.now).toISOString(), ruleSet: first?.ruleSet ?? '', gone: [] as string[] };
  const note = async (rest: Partial<typeof reparse>) =>
    calmly(world, async () => noteReparse(PERIOD, { ...reparse, ...rest }));
  const waiting = async () =>
    calmly(world, async () => (await halfJudged([await ledger(PERIOD)])).map((quarter) => quarter.waiting.length));

  // By other rules than the files have: a reparse that is done, one that has judged nothing yet, one of a gone version.
  await note({});
  expect(await waiting()).toEqual([]);
  await note({ ruleSet: 'r999' });
  expect(await waiting()).toEqual([2]);
  await note({ ruleSet: 'r999', gone: [second?.versionId ?? ''] });
  expect(await waiting()).toEqual([1]);
  await expect(summarise(world)).rejects.toThrow(`1 files of ${PERIOD} wait to be judged again`);
  // It had published nothing, and is asked for what there is.
  expect(world.store.keys(REPORTS)).toEqual([]);
  expect(await calmly(world, async () => plan({ period: PERIOD, mixed: true }))).toMatchObject({ period: PERIOD });
  // What came after the reparse was asked for is judged by the rules of its time.
  await note({ ruleSet: 'r999', at: '2016-07-01T00:00:00.000Z' });
  expect(await summarise(world)).toMatchObject({ published: true });
  expect(world.violations).toEqual([]);
});

test('a summary waits for the earlier quarters that it folds', async () => {
  const world = new World(randomOf(1), null);
  await send(world, upload(HERE, [0], { period: '2016Q1' }));
  await send(world, upload(HERE, [0, 1]));
  const at = new Date(world.now).toISOString();
  await calmly(world, async () => noteReparse('2016Q1', { at, ruleSet: 'r999', gone: [] }));
  await expect(summarise(world)).rejects.toThrow('1 files of 2016Q1');
});

test('a file that no new rules can judge is left under its own, and the summary of the schedule comes', async () => {
  const world = new World(randomOf(1), null);
  await send(world, upload(HERE, [0, 1]));
  const { submissions, decisions } = await calmly(world, async () => ledger(PERIOD));
  const at = new Date(world.now).toISOString();
  await calmly(world, async () => noteReparse(PERIOD, { at, ruleSet: 'r999', gone: [] }));
  await expect(summarise(world)).rejects.toThrow('reparse --leave');
  const versionIds = submissions.map(({ versionId }) => versionId);
  const left = Decision.parse({ kind: 'leave', at, by: '市扶贫办', reason: '测试', versionIds, ruleSet: 'r999' });
  await calmly(world, async () => decide(REPORTS, PERIOD, decisions, left));
  expect(await summarise(world)).toMatchObject({ revision: 1, published: true });
  const { prefix } = stored(world, latestKey(PERIOD)) as { prefix: string };
  expect(stored(world, `${prefix}internal/manifest.json`)).toMatchObject({
    submissions: [{ ruleSet: submissions[0]?.ruleSet }],
  });
  expect(world.violations).toEqual([]);
});
