import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from './memory.ts';

const [HERE] = TOWNSHIPS;
const ACCEPTED = '2016-07-10T02:00:00.000Z';
const GRACE_MS = 300_000;

type Pass = { readonly announced: string[]; readonly settled: string };
type FullPass = { readonly announced: string[]; readonly gone: number };

/** Sweeps an hour after the uploads. @returns the versions that it announces, and up to when all is answered */
async function passOf(city: MemoryCity, since: string | null, now = '2016-07-10T03:00:00Z'): Promise<Pass> {
  const { gone: _, ...pass } = await sweepOf(city, since, now);
  return pass;
}

async function fullPassOf(city: MemoryCity): Promise<FullPass> {
  const { announced, gone } = await sweepOf(city, null, '2016-07-10T03:00:00Z');
  return { announced, gone };
}

async function sweepOf(city: MemoryCity, since: string | null, now: string): Promise<Pass & FullPass> {
  const announced: string[] = [];
  const { settled, gone } = await sweep(new Date(now), GRACE_MS, since, {
    pack: CITY_PACK,
    versions: async function* (goOnBehind) {
      // A page holds one version.
      const listed = city.versions.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      for (let at = 0; at < listed.length;) {
        const version = listed[at++];
        if (!version) continue;
        yield [version];
        const behind = goOnBehind(version.key);
        if (behind !== null) at = Math.max(at, listed.filter(({ key }) => key <= behind).length);
      }
    },
    listReceipts: async () => [...city.objects.keys()],
    hasReceipt: async (key) => city.objects.has(key),
    ledger: city.ledgerOf,
    findSubmissions: city.ingestEffects().findSubmissions,
    reconcileDecisions: async () => ({ restored: 0, decided: [] }),
    eraseAgain: async () => 0,
    isStored: async ({ versionId }) => city.versions.some((version) => version.versionId === versionId),
    announce: async (versions) => announced.push(...versions.map(({ versionId }) => versionId)),
  });
  return { announced: announced.toSorted(), settled, gone };
}

/** What a full pass and one from long ago both announce. */
async function announcedBy(city: MemoryCity): Promise<string[]> {
  const { announced } = await passOf(city, null);
  expect((await passOf(city, '2016-07-10T01:00:00.000Z')).announced).toEqual(announced);
  return announced;
}

test('a version that is gone is told of until it is erased, also where a quarter has no file left', async () => {
  const city = new MemoryCity();
  city.put('v1', ACCEPTED, upload(HERE, [0]));
  city.put('v2', ACCEPTED, upload(HERE, [1], { name: 1 }));
  for (const version of ['v1', 'v2']) await city.deliver(version);
  expect(await fullPassOf(city)).toEqual({ announced: [], gone: 0 });
  for (const left of [1, 0]) {
    city.versions.splice(left);
    expect(await fullPassOf(city)).toEqual({ announced: [], gone: 2 - left });
  }
  const made = { at: '2016-07-10T02:30:00.000Z', by: '市扶贫办', reason: '测试', division: HERE };
  city.decisions.set('2016Q2', [{ kind: 'erase', ...made, versionIds: ['v1'] }]);
  expect(await fullPassOf(city)).toEqual({ announced: [], gone: 1 });
});

const bytes = new TextEncoder().encode('x');

test('what has no answer is announced until it has one, wherever it lies', async () => {
  const city = new MemoryCity();
  city.put('report', ACCEPTED, upload(HERE, [0]));
  city.putFile('deep', ACCEPTED, `${HERE}/2016Q2/村/花名册.csv`, bytes);
  city.putFile('spelling', ACCEPTED, `${HERE}/2016年第二季度/花名册.csv`, bytes);
  city.putFile('wide', ACCEPTED, '３７１５２５１０８/2016Q2/花名册.csv', bytes);
  city.putFile('nowhere', ACCEPTED, '花名册.csv', bytes);
  const all = ['deep', 'nowhere', 'report', 'spelling', 'wide'];
  expect(await announcedBy(city)).toEqual(all);
  for (const version of all) await city.deliver(version);
  expect(await announcedBy(city)).toEqual([]);
});

test('files of programs and systems are never announced, and get no answer if S3 announces them', async () => {
  const city = new MemoryCity();
  city.putFile('lock', ACCEPTED, `${HERE}/2016Q2/~$花名册.xlsx`, bytes);
  city.putFile('folder', ACCEPTED, `${HERE}/2016Q2/`, new Uint8Array());
  city.putFile('store', ACCEPTED, '.DS_Store', bytes);
  expect(await announcedBy(city)).toEqual([]);
  for (const version of ['lock', 'folder', 'store']) expect(await city.deliver(version)).toBe('passed over');
  expect([city.objects.size, city.ledger.size, city.trail.length]).toEqual([0, 0, 0]);
});

test('what is settled ends before the oldest upload without an answer, and before what is younger than a quarter of an hour', async () => {
  const city = new MemoryCity();
  city.put('answered', '2016-07-10T02:00:00.000Z', upload(HERE, [0]));
  city.put('lost', '2016-07-10T02:10:00.000Z', upload(HERE, [1]));
  city.put('young', '2016-07-10T02:50:00.000Z', upload(HERE, [2], { name: 1 }));
  await city.deliver('answered');
  expect(await passOf(city, null)).toEqual({ announced: ['lost', 'young'], settled: '2016-07-10T02:09:59.999Z' });
  await city.deliver('young');
  const { announced, settled } = await passOf(city, '2016-07-10T02:09:59.999Z');
  expect({ announced, settled }).toEqual({ announced: [], settled: '2016-07-10T02:45:00.000Z' });
});

test('a receipt that is missing is seen until its upload is settled, and an upload that S3 dates back is found a day long', async () => {
  const city = new MemoryCity();
  city.put('answered', '2016-07-10T02:00:00.000Z', upload(HERE, [0]));
  await city.deliver('answered');
  city.objects.clear();
  expect((await passOf(city, '2016-07-10T01:59:59.999Z')).announced).toEqual(['answered']);
  // A multipart upload has the time at which it began, and appears when it ends.
  city.put('long', '2016-07-09T04:00:00.000Z', upload(HERE, [1], { name: 1 }));
  expect((await passOf(city, '2016-07-10T02:45:00.000Z')).announced).toEqual(['long']);
});

test('an upload to a quarter that is closed is found by the full pass', async () => {
  const city = new MemoryCity();
  city.put('of old', ACCEPTED, upload(HERE, [0], { period: '2015Q4' }));
  city.put('of now', ACCEPTED, upload(HERE, [0]));
  city.put('of the quarter before', ACCEPTED, upload(HERE, [0], { period: '2016Q1' }));
  expect((await passOf(city, '2016-07-10T01:00:00.000Z')).announced).toEqual([
    'of now',
    'of old',
    'of the quarter before',
  ]);
  city.put('of long ago', ACCEPTED, upload(HERE, [1], { period: '2015Q4', name: 1 }));
  // The second of a closed quarter is passed over, the first was on the page that led there.
  expect((await passOf(city, '2016-07-10T01:00:00.000Z')).announced).toHaveLength(3);
  expect((await passOf(city, null)).announced).toHaveLength(4);
});
