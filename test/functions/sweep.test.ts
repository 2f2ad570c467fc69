import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { isSystemFile } from '../../shared/ledger/system-files.ts';
import { submission } from '../ledger/submission-fixture.ts';
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

async function sweepOf(city: MemoryCity, since: string | null, now: string, pageSize = 1): Promise<Pass & FullPass> {
  const announced: string[] = [];
  const { settled, gone } = await sweep(new Date(now), GRACE_MS, since, {
    pack: CITY_PACK,
    versions: async function* (goOnBehind) {
      const listed = city.versions.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      for (let at = 0; at < listed.length;) {
        const page = listed.slice(at, at + pageSize);
        at += page.length;
        yield page;
        const behind = goOnBehind(page.at(-1)?.key ?? '');
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

const PLACES = {
  // 3715 and 371525 begin the codes of others; the last two are no divisions.
  division: [HERE, '371525109', '371525', '3715', '37152510', '３７１５'],
  period: ['2009Q4', '2014Q4', '2015Q4', '2016Q1', '2016Q2', '2016Q3', '2031Q1', '2016q2', '2016Q', '2016Q2/2015Q1'],
  name: ['a.csv', '%41 +.csv', '名册.csv', '村/a.csv', '~$a.xlsx', ''],
};
const OPEN = ['2016Q1', '2016Q2', '2016Q3'];
const BEGAN = Date.parse('2016-07-01T00:00:00Z');
const aVersion = fc.record({
  key: fc
    .tuple(fc.constantFrom(...PLACES.division), fc.constantFrom(...PLACES.period), fc.constantFrom(...PLACES.name))
    .map((parts) => parts.join('/')),
  acceptedAt: fc.integer({ min: 0, max: 9 * 24 }).map((hours) => new Date(BEGAN + hours * 3_600_000).toISOString()),
  size: fc.constantFrom(0, 1),
  isKnown: fc.boolean(),
  hasReceipt: fc.boolean(),
});
const someVersions = fc.array(aVersion, { maxLength: 40 });

/** A bucket, a ledger and receipts, and the versions that have no answer. */
function cityOf(drawn: readonly (typeof aVersion extends fc.Arbitrary<infer Drawn> ? Drawn : never)[]) {
  const city = new MemoryCity();
  const unanswered: { readonly versionId: string; readonly acceptedAt: string; readonly isOpen: boolean }[] = [];
  for (const [at, { key, acceptedAt, size, isKnown, hasReceipt }] of drawn.entries()) {
    const versionId = `v${at}`;
    city.versions.push({ key, versionId, acceptedAt, size });
    const slot = isSystemFile({ key, size }) ? null : parseUploadKey(key, CITY_PACK);
    if (slot && isKnown) city.ledger.set(versionId, submission({ ...slot, key, versionId, acceptedAt }));
    if (hasReceipt) city.objects.set(receiptKey(key, versionId, 'txt', CITY_PACK), { content: '', type: '' });
    if (isSystemFile({ key, size }) || (hasReceipt && (isKnown || !slot))) continue;
    unanswered.push({ versionId, acceptedAt, isOpen: slot !== null && OPEN.includes(slot.period) });
  }
  return { city, unanswered };
}

test('a full pass announces all that has no answer, and a later one as much of it as is open and came since', async () => {
  const NOW = '2016-07-10T03:00:00Z';
  await fc.assert(
    fc.asyncProperty(someVersions, fc.nat(10 * 24), fc.integer({ min: 1, max: 7 }), async (drawn, hours, pageSize) => {
      const { city, unanswered } = cityOf(drawn);
      const full = await sweepOf(city, null, NOW, pageSize);
      expect(full.announced).toEqual(unanswered.map(({ versionId }) => versionId).toSorted());
      for (const { acceptedAt } of unanswered) expect(full.settled < acceptedAt).toBe(true);
      const open = (since: string): string[] =>
        unanswered.flatMap((one) => (one.isOpen && one.acceptedAt > since ? [one.versionId] : []));
      let since = new Date(BEGAN + hours * 3_600_000).toISOString();
      const expected = open(since);
      // The second goes on from where the first says that all is answered, and finds no less.
      for (const _ of ['first', 'second']) {
        const next = await sweepOf(city, since, NOW, pageSize);
        expect(full.announced).toEqual(expect.arrayContaining(next.announced));
        expect(next.announced).toEqual(expect.arrayContaining(expected));
        since = next.settled;
      }
    }),
    { numRuns: 200 },
  );
});

test('when what a full pass announced is answered, nothing is announced any more', async () => {
  await fc.assert(
    fc.asyncProperty(someVersions, async (drawn) => {
      const { city } = cityOf(drawn);
      const { announced } = await sweepOf(city, null, '2016-07-10T03:00:00Z', 5);
      for (const version of city.versions.filter(({ versionId }) => announced.includes(versionId))) {
        const { key, versionId, acceptedAt } = version;
        const slot = parseUploadKey(key, CITY_PACK);
        if (slot) city.ledger.set(versionId, submission({ ...slot, key, versionId, acceptedAt }));
        city.objects.set(receiptKey(key, versionId, 'txt', CITY_PACK), { content: '', type: '' });
      }
      for (const since of [null, new Date(BEGAN).toISOString()])
        expect((await sweepOf(city, since, '2016-07-10T03:00:00Z', 5)).announced).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
