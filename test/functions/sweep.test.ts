import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from './memory.ts';

const [HERE] = TOWNSHIPS;
const ACCEPTED = '2016-07-10T02:00:00.000Z';
const GRACE_MS = 300_000;

/** Sweeps an hour after the uploads. @returns the versions that it announces */
async function announcedBy(city: MemoryCity): Promise<string[]> {
  const { announced } = await sweepOf(city);
  return announced;
}

async function sweepOf(city: MemoryCity): Promise<{ readonly announced: string[]; readonly gone: number }> {
  const announced: string[] = [];
  const { gone } = await sweep(new Date('2016-07-10T03:00:00Z'), GRACE_MS, {
    pack: CITY_PACK,
    listVersions: async () => city.versions,
    listReceipts: async () => [...city.objects.keys()],
    ledger: city.ledgerOf,
    reconcileDecisions: async () => 0,
    decidedPeriods: async () => [],
    eraseAgain: async () => 0,
    isStored: async ({ versionId }) => city.versions.some((version) => version.versionId === versionId),
    announce: async (versions) => announced.push(...versions.map(({ versionId }) => versionId)),
  });
  return { announced, gone };
}

test('a version that is gone is told of until it is erased, also where a quarter has no file left', async () => {
  const city = new MemoryCity();
  city.put('v1', ACCEPTED, upload(HERE, [0]));
  city.put('v2', ACCEPTED, upload(HERE, [1], { name: 1 }));
  for (const version of ['v1', 'v2']) await city.deliver(version);
  expect(await sweepOf(city)).toEqual({ announced: [], gone: 0 });
  for (const left of [1, 0]) {
    city.versions.splice(left);
    expect(await sweepOf(city)).toEqual({ announced: [], gone: 2 - left });
  }
  const made = { at: '2016-07-10T02:30:00.000Z', by: '市扶贫办', reason: '测试', division: HERE };
  city.decisions.set('2016Q2', [{ kind: 'erase', ...made, versionIds: ['v1'] }]);
  expect(await sweepOf(city)).toEqual({ announced: [], gone: 1 });
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
  expect((await announcedBy(city)).toSorted()).toEqual(all);
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
