/** A table that is restored to an earlier moment has counted fewer runs of a summary than are published. */
import { beforeAll, expect, test } from 'vitest';
import { handler as plan } from '../../functions/plan/handler.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import { calmly } from './calm.ts';
import { randomOf } from './random.ts';
import { prepareSimulation } from './setup.ts';
import { World } from './world.ts';

beforeAll(prepareSimulation);

const PERIOD = '2016Q2';

/** The numbers of two runs that begin at once. */
const runsOf = async (world: World): Promise<number[]> =>
  calmly(world, async () => {
    const begun = await Promise.all([plan({ period: PERIOD }), plan({ period: PERIOD })]);
    return begun.map(({ run }) => run).sort((a, b) => a - b);
  });

test('a run counts on from the one that published last, so that its changed inputs are published', async () => {
  const world = new World(randomOf(1), null);
  expect(await runsOf(world)).toEqual([1, 2]);
  const latest = { period: PERIOD, revision: 3, inputs: 'older', prefix: 'reports/2016Q2/rev-3/', run: 7 };
  world.store.put(World.buckets.reports, latestKey(PERIOD), new TextEncoder().encode(JSON.stringify(latest)));
  const [first = 0, second = 0] = await runsOf(world);
  expect(first).toBeGreaterThan(latest.run);
  expect(second).toBeGreaterThan(first);
});
