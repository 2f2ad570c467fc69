/** Public editions of two quarters: whoever publishes second knows the first, whichever began earlier. */
import { beforeEach, describe, expect, test } from 'vitest';
import { publish } from '../../functions/publish/publish.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { Period } from '../../shared/time/period.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from './memory.ts';

const [HERE] = TOWNSHIPS;
let city: MemoryCity;
let effects: ReturnType<MemoryCity['publishEffects']>;

const manifestOf = (period: Period): PublishedManifest => {
  const { prefix } = JSON.parse(effects.reports.get(latestKey(period))?.text ?? '{}') as { prefix: string };
  return JSON.parse(effects.reports.get(`${prefix}internal/manifest.json`)?.text ?? '{}') as PublishedManifest;
};

beforeEach(async () => {
  city = new MemoryCity();
  effects = city.publishEffects();
  city.put('a', '2016-04-10T02:00:00.000Z', upload(HERE, [0, 1], { period: '2016Q1' }));
  city.put('b', '2016-07-10T02:00:00.000Z', upload(HERE, [0, 1, 2]));
  for (const version of ['a', 'b']) await city.deliver(version);
});

describe('a public edition', () => {
  test('is protected against those of the other quarters of its year, and its manifest names them', async () => {
    await publish(await city.plan('2016Q1'), 1, effects);
    await publish(await city.plan('2016Q2'), 1, effects);
    expect(manifestOf('2016Q1').against).toEqual([]);
    expect(manifestOf('2016Q2').against).toEqual([{ period: '2016Q1', revision: 1 }]);
  });

  test('of an earlier quarter is protected against a later quarter’s that is there already', async () => {
    await publish(await city.plan('2016Q2'), 1, effects);
    await publish(await city.plan('2016Q1'), 1, effects);
    expect(manifestOf('2016Q1').against).toEqual([{ period: '2016Q2', revision: 1 }]);
  });

  test('takes another number when a run of another quarter claimed one at the same time and neither knew the other', async () => {
    const [first, second] = [await city.plan('2016Q1'), await city.plan('2016Q2')];
    let isRaced = false;
    // The other run lists before this one claims, and claims after.
    const racing = {
      ...effects,
      writeOver: async (...claim: Parameters<typeof effects.writeOver>) => {
        if (!isRaced && claim[0].endsWith('internal/manifest.json')) {
          isRaced = true;
          await publish(second, 1, effects);
        }
        return effects.writeOver(...claim);
      },
    };
    await publish(first, 1, racing);
    const [q1, q2] = [manifestOf('2016Q1'), manifestOf('2016Q2')];
    expect(q2.against).toEqual([]);
    expect([q1.revision, q1.against]).toEqual([2, [{ period: '2016Q2', revision: 1 }]]);
  });
});
