import type { FoldBranch } from '../../shared/ledger/fold-branches.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { plan, UnreadableError } from '../../functions/plan/plan.ts';
import { NotCountedError, publish } from '../../functions/publish/publish.ts';
import { writeIndexes } from '../../functions/publish/indexes.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
import { indexKey, latestKey } from '../../shared/ledger/keys.ts';
import { townshipsOf, type Manifest } from '../../shared/ledger/manifest.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, sha256, upload } from './memory.ts';

const PERIOD = '2016Q2';
const [HERE, THERE] = TOWNSHIPS;

let city: MemoryCity;
let effects: ReturnType<MemoryCity['publishEffects']>;
beforeEach(() => {
  city = new MemoryCity();
  effects = city.publishEffects();
});

const read = (key: string): string => effects.reports.get(key)?.text ?? '';
const latest = () => JSON.parse(read(latestKey(PERIOD))) as { revision: number; run: number; prefix: string };
const summary = () => JSON.parse(read(`${latest().prefix}internal/summary.json`)) as Summary;

/** Two uploads and the manifests before and after the second. */
async function twoLedgers(): Promise<readonly [older: Manifest, newer: Manifest]> {
  city.put('a', '2016-07-10T02:00:00.000Z', upload(HERE, [0, 1]));
  await city.deliver('a');
  const older = await city.plan(PERIOD);
  city.put('b', '2016-07-12T02:00:00.000Z', upload(HERE, [2, 3], { name: 1 }));
  await city.deliver('b');
  return [older, await city.plan(PERIOD)];
}

describe('a run of the summary', () => {
  test('that began earlier and ends later does not take the place of a newer one', async () => {
    const [older, newer] = await twoLedgers();
    expect(await publish(newer, 2, effects)).toMatchObject({ revision: 1, published: true });
    expect(await publish(older, 1, effects)).toMatchObject({ revision: 1, published: false });
    expect(summary().headline.personsUplifted.quarter).toBeGreaterThan(0);
    expect(summary().tables['R03']?.total?.['households']).toBe(4);
  });

  test('that was overtaken while it wrote its files leaves latest.json and the index with the newer one', async () => {
    const [older, newer] = await twoLedgers();
    let overtaken = false;
    const slow = {
      ...effects,
      recordPublication: async () => {
        if (overtaken) return;
        overtaken = true;
        await publish(newer, 2, effects);
      },
    };
    expect(await publish(older, 1, slow)).toMatchObject({ revision: 2, published: false });
    expect([latest().revision, latest().run]).toEqual([2, 2]);
    expect(summary().tables['R03']?.total?.['households']).toBe(4);
    expect(read(indexKey('internal', PERIOD)).indexOf('class="newest"')).toBeLessThan(
      read(indexKey('internal', PERIOD)).indexOf('id="rev-1"'),
    );
  });

  test('that finds nothing new keeps an older one with other inputs from coming after it', async () => {
    const [first, other] = await twoLedgers();
    await publish(first, 1, effects);
    expect(await publish(first, 3, effects)).toMatchObject({ revision: 1, published: false });
    expect(await publish(other, 2, effects)).toMatchObject({ revision: 1, published: false });
    expect(await publish(other, 4, effects)).toMatchObject({ revision: 2, published: true });
  });

  test('that dies between its files is in no index, and its number is used by the next only for the same inputs', async () => {
    const [older, newer] = await twoLedgers();
    await publish(older, 1, effects);
    let writes = 0;
    const dying = {
      ...effects,
      write: (key: string, body: Parameters<typeof effects.write>[1]) =>
        ++writes > 3 ? Promise.reject(new Error('dies')) : effects.write(key, body),
    };
    await expect(publish(newer, 2, dying)).rejects.toThrow('dies');
    await writeIndexes(PERIOD, effects);
    for (const key of [indexKey('internal'), indexKey('internal', PERIOD)]) expect(read(key)).not.toContain('rev-2/');
    expect(read(indexKey('internal'))).toContain('第1版');
    expect(await publish(newer, 3, effects)).toMatchObject({ revision: 2, published: true });
    expect(read(indexKey('internal'))).toContain('2016Q2/rev-2/internal/bulletin.html');
  });
});

const SIGNED = { kind: 'sign', reason: '核对无误', revision: 2, by: '王局长', at: '2016-07-20T01:00:00.000Z' } as const;

describe('latest.json', () => {
  test('says whether the revision is final, who signed it and when', async () => {
    const [older, newer] = await twoLedgers();
    await publish(older, 1, effects);
    expect(latest()).toMatchObject({ revision: 1, state: 'provisional', signed: null });
    await publish(newer, 2, { ...effects, decisions: async () => [{ ...SIGNED, revision: 1 }] });
    expect(latest()).toMatchObject({ revision: 2, state: 'restated', signed: null });
    await writeIndexes(PERIOD, { ...effects, decisions: async () => [SIGNED] });
    expect(latest()).toMatchObject({ revision: 2, run: 2, state: 'final', signed: { by: SIGNED.by, at: SIGNED.at } });
  });

  test('keeps what a later code version says in it', async () => {
    const [older] = await twoLedgers();
    await publish(older, 1, effects);
    const { text, tag } = (await effects.readTagged(latestKey(PERIOD)))!;
    const later = { ...(JSON.parse(text) as object), note: { zh: '后来的字段' } };
    await effects.writeOver(latestKey(PERIOD), { content: JSON.stringify(later), type: 'application/json' }, tag);
    await writeIndexes(PERIOD, { ...effects, decisions: async () => [{ ...SIGNED, revision: 1 }] });
    expect(latest()).toMatchObject({ state: 'final', note: { zh: '后来的字段' } });
  });

  test('names no signature of an older revision when a newer one takes its place while it is written', async () => {
    const [older, newer] = await twoLedgers();
    await publish(older, 1, effects);
    let overtaken = false;
    await writeIndexes(PERIOD, {
      ...effects,
      decisions: async () => {
        if (!overtaken) {
          overtaken = true;
          await publish(newer, 2, effects);
        }
        return [{ ...SIGNED, revision: 1 }];
      },
    });
    expect(latest()).toMatchObject({ revision: 2, state: 'restated', signed: null });
  });
});

describe('the series of all quarters', () => {
  const series = (edition: string) =>
    read(`reports/${edition === 'internal' ? 'internal/' : ''}series/series.csv`).split('\n');
  const total = (edition: string) =>
    series(edition).find((line) => line.includes(',R03,R03,3715,') && line.includes(',households,'));

  test('follows the newest revision, and a signature given since', async () => {
    const [older, newer] = await twoLedgers();
    await publish(older, 1, effects);
    expect(total('internal')).toMatch(/^2016Q2,1,internal,.*,2,households,provisional,3715$/);
    await publish(newer, 2, effects);
    expect(total('internal')).toMatch(/^2016Q2,2,internal,.*,4,households,provisional,3715$/);
    const sign = { kind: 'sign', at: '2016-07-20T00:00:00.000Z', by: '李<主任>', reason: '核对无误', revision: 2 };
    const undo = { ...sign, kind: 'undo-sign', at: '2016-07-20T01:00:00.000Z' };
    const decided = (...all: object[]) => ({
      ...effects,
      decisions: async () => all.map((one) => Decision.parse(one)),
    });
    await writeIndexes(PERIOD, decided(sign));
    const signed = 'reports/2016Q2/rev-2/internal/signed';
    expect(read(`${signed}/bulletin.html`)).toMatch(/class="state final">.*定稿.*署名：李&lt;主任&gt;　2016年7月20日/s);
    expect(read(`${signed}/bulletin.html`)).not.toContain('class="state provisional');
    expect(read(`${signed}/bulletin.txt`)).toMatch(/^\uFEFF定稿　署名：李<主任>　2016年7月20日\n/);
    expect(read(`${signed}/signature.json`)).toContain('"signedAt":"2016-07-20T00:00:00.000Z"');
    expect(read('reports/2016Q2/rev-2/internal/bulletin.html')).toContain('初步数');
    expect(read(indexKey('internal'))).toContain('2016Q2/rev-2/internal/signed/bulletin.html');
    expect(read(indexKey('internal', PERIOD))).toContain('署名：李&lt;主任&gt;');
    const total2 = total('internal');
    await writeIndexes(PERIOD, decided(sign, undo));
    expect(read(`${signed}/bulletin.html`)).toBe(read('reports/2016Q2/rev-2/internal/bulletin.html'));
    expect(read(`${signed}/signature.json`)).toContain('"signedBy":null');
    await writeIndexes(PERIOD, decided(sign));
    expect(total('internal')).toBe(total2);
    expect(total('internal')).toMatch(/,4,households,normal,3715$/);
  });

  test('has no public figure where no public edition was published', async () => {
    const [older] = await twoLedgers();
    await publish(older, 1, effects);
    expect(read('reports/2016Q2/rev-1/public/withheld.txt')).not.toBe('');
    expect(read('reports/series/series.csv')).toBe('');
    expect(JSON.parse(read('reports/2016Q2/latest.json'))).toMatchObject({ revision: 1, public: null });
  });
});

test('a run that goes on where another died writes the files whose hashes the claimed manifest holds, whatever was signed since', async () => {
  const [older, newer] = await twoLedgers();
  await publish(older, 1, effects);
  const dying = { ...effects, write: async () => Promise.reject(new Error('dies')) };
  await expect(publish(newer, 2, dying)).rejects.toThrow('dies');
  expect(await publish({ ...newer, signed: [1] }, 3, effects)).toMatchObject({ revision: 2, published: true });
  const { outputs } = JSON.parse(read('reports/2016Q2/rev-2/internal/manifest.json')) as {
    outputs: Record<string, { sha256: string }>;
  };
  for (const name of ['internal/summary.json', 'public/manifest.json'])
    expect(sha256(read(`reports/2016Q2/rev-2/${name}`))).toBe(outputs[name]?.sha256);
});

describe('a township whose identities are lost', () => {
  /**
   * Eleven townships, so that one may be lacking: the two of the workload and others with one household that none of
   * the rules knows.
   */
  function manifestWith(townships: number): Promise<Manifest> {
    const lost = Array.from({ length: townships }, (_, index) => String(371502001 + index));
    const submissions = [...city.ledger.values()].map((submission) => ({
      ...submission,
      partitions: {
        household: { ...submission.partitions['household'], ...Object.fromEntries(lost.map((code) => [code, 0])) },
      },
    }));
    const ledger = async (period: Period) => ({
      period,
      submissions: period === PERIOD ? submissions : [],
      decisions: [],
    });
    const versions = { ruleSet: 'r1', codeVersion: 'test', config: 'test' };
    return plan(PERIOD, versions, {
      ledger,
      readRows: city.readRows,
      pack: CITY_PACK,
      sha256,
      readText: async () => null,
    }).then(({ manifest }) => manifest);
  }

  beforeEach(async () => {
    city.put('here', '2016-07-10T02:00:00.000Z', upload(HERE, [0, 1]));
    // The same household, reported later by the township whose identities are lost.
    city.put('there', '2016-07-11T02:00:00.000Z', upload(THERE, [1, 2], { township: 1, name: 1 }));
    await city.deliver('here');
    await city.deliver('there');
    const id = city.ledger.get('there')?.submissionId ?? '';
    city.pages.get(`${id}#identity#${THERE}`)?.clear();
  });

  test('is left out by name, and decides nothing about the households of others', async () => {
    const manifest = await manifestWith(9);
    expect(manifest).toMatchObject({ unreadable: [THERE], duplicates: [] });
    expect(townshipsOf(manifest, CITY_PACK)).toHaveLength(11);
    expect(await publish(manifest, 1, effects)).toMatchObject({ published: true, notCounted: [THERE] });
    expect(summary().completeness.notCounted).toMatchObject([{ code: THERE }]);
    expect(summary().tables['R03']?.total?.['households']).toBe(2);
  });

  test('stops the summary where it is more than a tenth', async () => {
    await expect(manifestWith(0)).rejects.toThrow(UnreadableError);
  });

  test('and townships without a fold are not more than a tenth together', async () => {
    const manifest = await manifestWith(9);
    const findFold = (branch: FoldBranch) =>
      branch.township === HERE ? Promise.resolve(null) : city.foldBranch(branch);
    await expect(publish(manifest, 1, { ...effects, findFold })).rejects.toThrow(NotCountedError);
  });

  test('is weighed once more when a service failed, and named without a weight when its rows are lost', async () => {
    const manifest = await manifestWith(9);
    const failing = (error: Error) => ({
      ...effects,
      readRows: async (rows: Parameters<typeof effects.readRows>[0]) => {
        if (rows.partition === THERE && rows.kind === 'household') throw error;
        return effects.readRows(rows);
      },
    });
    const before = {
      ...manifest,
      submissions: manifest.submissions.map((one) => ({ ...one, period: '2016Q1' as const })),
    };
    const throttled = Object.assign(new Error('throttled'), {
      name: 'ThrottlingException',
      $fault: 'client',
      $metadata: {},
    });
    await expect(publish(before, 1, failing(throttled))).rejects.toThrow('throttled');
    expect(await publish(before, 1, failing(new RangeError('a line that cannot be read')))).toMatchObject({
      notCounted: [THERE],
    });
  });
});

test('a plan freezes what was published of the quarter before, of the same year, by unit', async () => {
  city.put('q1', '2016-04-10T02:00:00.000Z', upload(HERE, [0, 1], { period: '2016Q1' }));
  await city.deliver('q1');
  const planned = async (period: Period) => {
    const versions = { ruleSet: 'r1', codeVersion: 'test', config: 'test' };
    const { manifest } = await plan(period, versions, {
      ledger: city.ledgerOf,
      readRows: city.readRows,
      pack: CITY_PACK,
      sha256,
      readText: effects.readText,
    });
    return manifest;
  };
  expect((await planned(PERIOD)).published).toBeNull();
  const first = await planned('2016Q1');
  await publish(first, 1, effects);
  const ytd = (JSON.parse(read('reports/2016Q1/rev-1/internal/summary.json')) as Summary).headline.personsUplifted
    .yearToDate;
  expect((await planned(PERIOD)).published).toMatchObject({ period: '2016Q1', revision: 1, ytd: { '371525': ytd } });
  expect((await planned('2017Q1')).published).toBeNull();

  // The file is withdrawn: the year to date of the second quarter is less than what the public was told.
  city.decisions.set('2016Q1', [
    {
      kind: 'withdraw',
      division: HERE,
      versionIds: ['q1'],
      at: '2016-07-01T00:00:00.000Z',
      by: 'office',
      reason: 'test',
    },
  ]);
  await publish(await planned(PERIOD), 2, effects);
  expect(summary().checks.map(({ rule }) => rule)).toContain('T04');
  expect(summary().narrative).toContain(`冠县本年累计增收人数减少（${ytd}→0）`);
});

test('a head whose household got another number counts once in the year', async () => {
  // Both numbers in the second quarter, so that they are found to be one; the first quarter knows the old number alone.
  city.put('q1', '2016-04-10T02:00:00.000Z', upload(HERE, [0], { period: '2016Q1' }));
  city.put('old', '2016-07-10T02:00:00.000Z', upload(HERE, [0]));
  city.put('new', '2016-07-11T02:00:00.000Z', upload(HERE, [1], { name: 1 }));
  // The same person's identity number in both rows.
  const effectsOf = city.ingestEffects();
  const keyedHash = async () => (domain: 'household' | 'head', text: string) => (domain === 'head' ? 'one head' : text);
  for (const version of ['q1', 'old', 'new']) await city.deliver(version, { effects: { ...effectsOf, keyedHash } });
  const manifest = await city.plan(PERIOD);
  expect(manifest.duplicates).toMatchObject([{ by: 'head', period: PERIOD }]);
  const tally = await city.fold(manifest, HERE);
  expect(tally).toMatchObject({ households: 1, 'ytd.households': 1, 'move.onFileBefore.households': 1 });
  expect(tally['move.missing.households'] ?? 0).toBe(0);
});

describe('the pages that list what is published', () => {
  /** Effects that let something else happen in the middle: before the first write of a key. */
  function interrupted(key: string, meanwhile: () => Promise<void>): typeof effects {
    let isDone = false;
    const once = async (written: string): Promise<void> => {
      if (isDone || written !== key) return;
      isDone = true;
      await meanwhile();
    };
    return {
      ...effects,
      write: async (written, body) => (await once(written), effects.write(written, body)),
      writeOver: async (written, body, tag) => (await once(written), effects.writeOver(written, body, tag)),
    };
  }
  const pages = () =>
    [...effects.reports].filter(([key]) => !/\/rev-\d+\//.test(key)).map(([key, { text }]) => [key, text]);

  test.each([indexKey('public'), indexKey('internal'), 'reports/bulletin.html'])(
    'are those of all quarters, when another one is published while %s is written',
    async (key) => {
      const [, second] = await twoLedgers();
      const first = await city.plan('2016Q1');
      const slow = interrupted(key, async () => void (await publish(second, 1, effects)));
      await publish(first, 1, slow);
      const raced = pages();
      expect(raced.map(([name]) => name)).toContain(key);
      await writeIndexes('2016Q1', effects);
      await writeIndexes(PERIOD, effects);
      expect(raced).toEqual(pages());
    },
  );

  test('say who signed, when that happens while they are written', async () => {
    const [, newer] = await twoLedgers();
    await publish(newer, 1, effects);
    const made = { at: '2016-07-20T02:00:00.000Z', by: '王局长', reason: '定稿', revision: 1 };
    const decisions: Decision[] = [];
    const knowing = { ...effects, decisions: async () => [...decisions] };
    const slow = {
      ...interrupted(indexKey('internal'), async () => {
        decisions.push(Decision.parse({ kind: 'sign', ...made }));
        await writeIndexes(PERIOD, knowing);
      }),
      decisions: knowing.decisions,
    };
    await writeIndexes(PERIOD, slow);
    expect(read(indexKey('internal'))).toContain('定稿');
    const raced = pages();
    await writeIndexes(PERIOD, knowing);
    expect(raced).toEqual(pages());
  });
});
