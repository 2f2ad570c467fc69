/** Public editions of two quarters: whoever publishes second knows the first, whichever began earlier. */
import { beforeEach, describe, expect, test } from 'vitest';
import { publish, rebuild } from '../../functions/publish/publish.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { Period } from '../../shared/time/period.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, sha256, upload } from './memory.ts';

const [HERE] = TOWNSHIPS;
let city: MemoryCity;
let effects: ReturnType<MemoryCity['publishEffects']>;

const manifestOf = (period: Period): PublishedManifest => {
  const { prefix } = JSON.parse(effects.reports.get(latestKey(period))?.text ?? '{}') as { prefix: string };
  return JSON.parse(effects.reports.get(`${prefix}internal/manifest.json`)?.text ?? '{}') as PublishedManifest;
};

const page = (key: string): string => effects.reports.get(key)?.text ?? '';

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

describe('a bulletin', () => {
  const [KEY, BULLETIN] = ['reports/2016Q1/rev-1/internal/summary.json', 'reports/2016Q2/rev-1/internal/bulletin.html'];

  test('draws the published quarters before its own, and its manifest names each by key, revision and hash', async () => {
    await publish(await city.plan('2016Q1'), 1, effects);
    await publish(await city.plan('2016Q2'), 1, effects);
    expect(manifestOf('2016Q1').drawn).toEqual([]);
    const place = { period: '2016Q1', revision: 1, edition: 'internal', folder: '' };
    // So little is on file that nothing is public.
    expect(manifestOf('2016Q2').drawn).toEqual([{ ...place, key: KEY, sha256: sha256(page(KEY)) }]);
    expect(page(BULLETIN)).toContain('id="chart-trend"');
    expect(page('reports/2016Q1/rev-1/internal/bulletin.html')).not.toContain('id="chart-trend"');
    const open = JSON.parse(page('reports/2016Q2/rev-1/public/manifest.json')) as object;
    expect(open).toMatchObject({ drawn: [] });
    expect(JSON.stringify(open)).not.toContain('internal');
  });

  test('is made again from the revisions that it drew, when an earlier quarter is restated afterwards', async () => {
    await publish(await city.plan('2016Q1'), 1, effects);
    const planned = await city.plan('2016Q2');
    await publish(planned, 1, effects);
    const [made, before] = [page(BULLETIN), manifestOf('2016Q2')];
    city.put('c', '2016-07-12T02:00:00.000Z', upload(HERE, [3], { period: '2016Q1' }));
    await city.deliver('c');
    await publish(await city.plan('2016Q1'), 2, effects);
    expect(manifestOf('2016Q1').revision).toBe(2);
    const files = await rebuild(before, null, effects);
    expect(files.get('internal/bulletin.html')?.content).toBe(made);
    await publish(await city.plan('2016Q2'), 2, effects);
    expect(manifestOf('2016Q2').drawn).toMatchObject([{ period: '2016Q1', revision: 2 }]);
  });

  test('of a run that goes on where another died draws what the claimed manifest names', async () => {
    await publish(await city.plan('2016Q1'), 1, effects);
    const planned = await city.plan('2016Q2');
    const dying = {
      ...effects,
      write: async (...args: Parameters<typeof effects.write>) =>
        args[0].includes('2016Q2/rev-1/') ? Promise.reject(new Error('dies')) : effects.write(...args),
    };
    await expect(publish(planned, 1, dying)).rejects.toThrow('dies');
    city.put('c', '2016-07-12T02:00:00.000Z', upload(HERE, [3], { period: '2016Q1' }));
    await city.deliver('c');
    await publish(await city.plan('2016Q1'), 2, effects);
    await publish(planned, 2, effects);
    const { drawn, outputs } = manifestOf('2016Q2');
    expect(drawn).toMatchObject([{ revision: 1 }]);
    expect(sha256(page(BULLETIN))).toBe(outputs['internal/bulletin.html']?.sha256);
  });

  test('has an address that stays, which leads the offices to the newest revision and tells the public that there is none', async () => {
    await publish(await city.plan('2016Q1'), 1, effects);
    await publish(await city.plan('2016Q2'), 1, effects);
    const refresh = (key: string): string | undefined =>
      /http-equiv="refresh" content="0; url=([^"]*)"/.exec(page(key))?.[1];
    expect(refresh('reports/internal/2016Q2/bulletin.html')).toBe('./../../2016Q2/rev-1/internal/bulletin.html');
    expect(refresh('reports/internal/bulletin.html')).toBe('./../2016Q2/rev-1/internal/bulletin.html');
    expect(refresh('reports/2016Q2/bulletin.html')).toBe(undefined);
    expect(page('reports/2016Q2/bulletin.html')).toContain('最新的第1版暂不公布，以前各版也没有公布。');
    expect(page(BULLETIN)).toContain('href="./../../../internal/2016Q2/bulletin.html"');
  });
});
