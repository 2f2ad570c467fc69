import { CITY_PACK } from '../../cities/pack.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { IngestEffects } from '../../functions/ingest/ingest.ts';
import { MOST_TRIES } from '../../shared/ledger/tries.ts';
import { standingSubmissions } from '../../shared/ledger/manifest.ts';
import { windowAt } from '../../shared/ledger/decisions.ts';
import { addDays } from '../../shared/time/period.ts';
import { reportingOf } from '../../shared/tables/completeness.ts';
import { duplicateNotices } from '../../shared/receipt/duplicate-notice.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { writeWorkbook, type SheetSpec } from '../../shared/sheet/write.ts';
import { fieldsOf, rowOf, sealed } from '../golden/rules/case.ts';
import { householdNo, TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from './memory.ts';

const [HERE, THERE] = TOWNSHIPS;
const COUNTY = '371525';

const headerOf = (field: string): string =>
  tableOf('household').columns.find((column) => column.field === field)?.header ?? '';

/** The text of the published receipt of a version. */
const receiptOf = (city: MemoryCity, versionId: string): string =>
  String([...city.objects].find(([key]) => key.endsWith(`${versionId}.receipt.txt`))?.[1].content);

/** The effects of a city whose key service does not answer while `down`. */
function withoutKeys(city: MemoryCity, error: Error): { effects: IngestEffects; heal: () => void } {
  const effects = city.ingestEffects();
  let down = true;
  return {
    effects: {
      ...effects,
      keyedHash: async () => {
        if (down) throw error;
        return effects.keyedHash();
      },
    },
    heal: () => (down = false),
  };
}

const unavailable = Object.assign(new Error('the key service does not answer'), { $fault: 'server', $metadata: {} });

test('an outage gives up no file, however many files wait behind it', async () => {
  const city = new MemoryCity();
  city.put('county', '2016-07-10T01:00:00.000Z', upload(COUNTY, [0, 1]));
  const { effects, heal } = withoutKeys(city, unavailable);
  for (let index = 0; index < 30; index++) {
    city.put(`t${index}`, `2016-07-10T02:00:${10 + index}.000Z`, upload(HERE, [2 + (index % 2)], { name: index % 2 }));
    await expect(city.deliver(`t${index}`, { effects })).rejects.toThrow('the key service');
  }
  heal();
  expect(await city.deliver('county', { effects })).toMatchObject({ status: 'accepted', accepted: 2 });
});

test('a file that fails three times by our own fault is given up, and its clerk is asked to do nothing', async () => {
  const city = new MemoryCity();
  city.put('poison', '2016-07-10T01:00:00.000Z', upload(HERE, [0]));
  city.put('behind', '2016-07-10T02:00:00.000Z', upload(HERE, [1], { name: 1 }));
  const { effects, heal } = withoutKeys(city, new TypeError('our own fault'));
  for (let start = 0; start < MOST_TRIES; start++)
    await expect(city.deliver('behind', { effects })).rejects.toThrow('our own fault');
  heal();
  expect(await city.deliver('behind', { effects })).toMatchObject({ status: 'accepted' });
  expect(city.ledger.get('poison')).toMatchObject({ status: 'failed', errors: {} });
  expect(receiptOf(city, 'poison')).toContain('这是系统的故障，不是您的文件有错');
});

describe('a file on which the function dies', () => {
  const BEFORE = '2016-07-10T01:00:00.000Z';
  const BEHIND = '2016-07-10T02:00:00.000Z';
  let city: MemoryCity;
  beforeEach(() => {
    city = new MemoryCity();
    city.put('deadly', BEFORE, upload(HERE, [0]));
    city.put('behind', BEHIND, upload(HERE, [1], { name: 1 }));
  });

  test('is tried three times and no more, then given up with a receipt that says what to do', async () => {
    for (let start = 0; start < MOST_TRIES; start++) expect(await city.deliverDeadly('deadly', 'deadly')).toBe('died');
    expect(await city.deliverDeadly('deadly', 'deadly')).toMatchObject({
      status: 'failed',
      rows: 0,
      errors: { F21: 1 },
    });
    const receipt = receiptOf(city, 'deadly');
    for (const words of ['没有处理完，已经放弃', '拖到了表底', '另存为新的 .xlsx', '按村拆成几个文件'])
      expect(receipt).toContain(words);
    expect(receipt).not.toContain('不是您的文件有错');
  });

  test('holds up the file behind it for no more than these tries', async () => {
    for (let start = 0; start < MOST_TRIES; start++) expect(await city.deliverDeadly('behind', 'deadly')).toBe('died');
    expect(await city.deliverDeadly('behind', 'deadly')).toMatchObject({ status: 'accepted', accepted: 1 });
    expect(city.ledger.get('deadly')).toMatchObject({ status: 'failed', errors: { F21: 1 } });
  });

  test('twice is read the third time', async () => {
    for (let start = 1; start < MOST_TRIES; start++) expect(await city.deliverDeadly('deadly', 'deadly')).toBe('died');
    expect(await city.deliver('deadly')).toMatchObject({ status: 'accepted' });
  });

  test('is known dead from all messages that met it', async () => {
    for (const message of ['m1', 'm2', 'm3']) await city.deliverDeadly('behind', 'deadly', message);
    expect(await city.deliverDeadly('deadly', 'deadly', 'its own')).toMatchObject({ status: 'failed' });
  });

  test('has three tries more when an operator replays it', async () => {
    for (let start = 0; start <= MOST_TRIES; start++) await city.deliverDeadly('deadly', 'deadly');
    const effects = city.ingestEffects('replay');
    expect(await city.deliver('deadly', { effects, again: 'failed' })).toMatchObject({ status: 'accepted' });
  });

  test('keeps what it said under its own rules when it dies under others', async () => {
    for (const version of ['deadly', 'behind']) await city.deliver(version);
    city.starts.set(
      'deadly',
      Array.from({ length: MOST_TRIES }, () => ({ message: 'reparse', isFault: false })),
    );
    const effects = city.ingestEffects('reparse');
    expect(await city.deliver('behind', { effects, ruleSet: 'r2', again: 'reparse' })).toMatchObject({ ruleSet: 'r2' });
    expect(city.ledger.get('deadly')).toMatchObject({ status: 'accepted', ruleSet: 'r1' });
  });
});

describe('files that S3 refuses to hand out', () => {
  let city: MemoryCity;
  beforeEach(() => {
    city = new MemoryCity();
    for (const index of [1, 2, 3, 4]) {
      city.put(`foreign${index}`, `2016-07-10T01:00:0${index}.000Z`, upload(HERE, [0], { name: index % 2 }));
      city.refused.add(`foreign${index}`);
    }
  });

  test('are given up with a receipt when another can be read, and the file behind them waits for none', async () => {
    city.put('behind', '2016-07-10T02:00:00.000Z', upload(HERE, [1], { name: 1 }));
    expect(await city.deliver('behind')).toMatchObject({ status: 'accepted', accepted: 1 });
    for (const index of [1, 2, 3, 4])
      expect(city.ledger.get(`foreign${index}`)).toMatchObject({ status: 'failed', rows: 0, errors: { F25: 1 } });
    expect(receiptOf(city, 'foreign1')).toContain('不要选择加密方式');
    expect(receiptOf(city, 'foreign1')).not.toContain('不是您的文件有错');
  });

  test('are given up on the word of a file of another county', async () => {
    city.put('elsewhere', '2016-07-10T02:00:00.000Z', upload('371502004', []));
    expect(await city.deliver('foreign1')).toMatchObject({ status: 'failed', errors: { F25: 1 } });
  });

  test('wait when no file can be read, since the permission is ours, however often they are tried', async () => {
    for (let delivery = 0; delivery < 2 * MOST_TRIES; delivery++)
      await expect(city.deliver('foreign1')).rejects.toThrow('refused');
    city.refused.clear();
    expect(await city.deliver('foreign1')).toMatchObject({ status: 'accepted' });
  });

  test('are judged after all when they are readable by then and an operator replays them', async () => {
    city.put('behind', '2016-07-10T02:00:00.000Z', upload(HERE, [1], { name: 1 }));
    await city.deliver('foreign1');
    city.refused.delete('foreign1');
    expect(await city.deliver('foreign1', { again: 'failed' })).toMatchObject({ status: 'accepted', accepted: 1 });
  });

  test('are read when the refusal was over by the second look', async () => {
    city.put('behind', '2016-07-10T02:00:00.000Z', upload(HERE, [1], { name: 1 }));
    const effects: IngestEffects = { ...city.ingestEffects(), canRead: async () => true };
    await expect(city.deliver('foreign1', { effects })).rejects.toThrow('refused');
    expect(city.ledger.has('foreign1')).toBe(false);
  });
});

describe('a file that an operator skips', () => {
  test('is given up unread, whatever stands before it, and those behind it go on', async () => {
    const city = new MemoryCity();
    city.put('poison', '2016-07-10T01:00:00.000Z', upload(HERE, [0]));
    city.put('behind', '2016-07-10T02:00:00.000Z', upload(HERE, [1], { name: 1 }));
    const { effects } = withoutKeys(city, unavailable);
    expect(await city.deliver('poison', { effects, again: 'skip' })).toMatchObject({ status: 'failed', rows: 0 });
    expect(receiptOf(city, 'poison')).toContain('这是系统的故障，不是您的文件有错');
    expect(await city.deliver('behind')).toMatchObject({ status: 'accepted' });
    expect(await city.deliver('poison')).toMatchObject({ status: 'failed' });
  });

  test('keeps its judgement when it was judged before', async () => {
    const city = new MemoryCity();
    city.put('judged', '2016-07-10T01:00:00.000Z', upload(HERE, [0]));
    await city.deliver('judged');
    expect(await city.deliver('judged', { again: 'skip' })).toMatchObject({ status: 'accepted' });
  });
});

test('rows of an attempt that judged otherwise are none of the submission’s', async () => {
  const city = new MemoryCity();
  // Last quarter's file was given up, so that at first nothing contradicts a household that fell back.
  city.put('q1', '2016-04-10T02:00:00.000Z', upload(HERE, [0, 1], { period: '2016Q1' }));
  city.starts.set(
    'q1',
    Array.from({ length: MOST_TRIES }, () => ({ message: 'm1', isFault: true })),
  );
  expect(await city.deliver('q1')).toMatchObject({ status: 'failed' });
  city.put('q2', '2016-07-10T02:00:00.000Z', upload(HERE, [{ household: 0, kind: 'fallenBack' }, 1], { name: 1 }));
  const dying = { ...city.ingestEffects(), commit: () => Promise.reject(new Error('dies before the commit')) };
  await expect(city.deliver('q2', { effects: dying })).rejects.toThrow('dies');
  const replayed = await city.deliver('q1', { again: 'failed', effects: city.ingestEffects('replay') });
  expect(replayed).toMatchObject({ status: 'accepted' });

  expect(await city.deliver('q2')).toMatchObject({ status: 'partly_accepted', accepted: 1 });
  const manifest = await city.plan('2016Q2');
  expect(await city.fold(manifest, HERE)).toMatchObject({ households: 1 });
  city.put('later', '2016-07-11T02:00:00.000Z', upload(HERE, [3], { name: 2 }));
  expect(await city.deliver('later')).toMatchObject({ accepted: 1 });
});

test('a file behind a full replacement reported in time, and counts again when the replacement is withdrawn, also after a reparse', async () => {
  const city = new MemoryCity();
  city.put('first', '2016-07-10T02:00:00.000Z', upload(HERE, [0, 1, 2]));
  city.put('full', '2016-07-20T02:00:00.000Z', upload(HERE, [0], { full: 'confirmed', name: 1 }));
  const stands = async () => {
    const submissions = standingSubmissions(await city.ledgerOf('2016Q2'));
    const { households = 0 } = await city.fold(await city.plan('2016Q2'), HERE);
    return [reportingOf(HERE, submissions, new Map()), households];
  };
  await city.deliver('full');
  expect(await stands()).toEqual(['on time', 1]);
  for (const version of ['first', 'full']) await city.deliver(version, { ruleSet: 'r2', again: 'reparse' });
  expect(await stands()).toEqual(['on time', 1]);
  city.decisions.set('2016Q2', [
    {
      kind: 'withdraw',
      division: HERE,
      versionIds: ['full'],
      at: '2016-07-21T00:00:00.000Z',
      by: 'office',
      reason: 'test',
    },
  ]);
  expect(await stands()).toEqual(['on time', 3]);
});

test('rows of two sheets are told apart when one of them counts elsewhere', async () => {
  const city = new MemoryCity();
  // Row 2 of either sheet is a household; the other township reports one of them later.
  const fields = fieldsOf('household');
  const sheetOf = (name: string, household: number): SheetSpec => {
    const row = rowOf('household', {
      household_no: householdNo(household),
      head_id_no: sealed(`371599196001${String(10 + household)}001`),
    });
    return { name, rows: [fields.map((field) => headerOf(field)), fields.map((field) => row[field] ?? null)] };
  };
  city.putFile(
    'two',
    '2016-07-10T02:00:00.000Z',
    `${HERE}/2016Q2/台账.xlsx`,
    writeWorkbook([sheetOf('闫营村', 0), sheetOf('双庙村', 1)]),
  );
  city.put('there', '2016-07-11T02:00:00.000Z', upload(THERE, [1], { township: 1 }));
  expect(await city.deliver('two')).toMatchObject({ accepted: 2 });
  await city.deliver('there');
  const manifest = await city.plan('2016Q2');
  expect(manifest.duplicates).toHaveLength(1);
  expect(await city.fold(manifest, HERE)).toMatchObject({ households: 1 });
  expect(await city.fold(manifest, THERE)).toMatchObject({ households: 1 });
  const ledgers = [await city.ledgerOf('2016Q2')];
  const notice = duplicateNotices(CITY_PACK.at('2016Q2'), { duplicates: manifest.duplicates, ledgers }).find(
    ({ division }) => division === HERE,
  );
  expect(notice?.text).toContain('“第2张表”第2行');
  expect(JSON.parse(notice?.json ?? '{}')).toMatchObject({ duplicates: [{ sheet: 2, row: 2 }] });
});

test('a file of a year without a programme is refused with a receipt that says so, and holds up no other', async () => {
  const city = new MemoryCity();
  city.put('early', '2017-04-10T01:00:00.000Z', upload(HERE, [0], { period: '2017Q1' }));
  city.put('good', '2017-04-10T02:00:00.000Z', upload(HERE, [0], { period: '2016Q4', name: 1 }));
  expect(await city.deliver('early')).toMatchObject({
    status: 'rejected',
    accepted: 0,
    errors: { Q06: 1 },
    late: false,
  });
  expect(await city.deliver('good')).toMatchObject({ status: 'accepted', accepted: 1 });
  expect(receiptOf(city, 'early')).toContain('2017年的扶贫工作方案还没有下达');
});

describe('an upload in parts that began before the lock', () => {
  const BEGUN = '2016-07-10T02:00:00.000Z';
  const LOCKED = '2016-07-10T03:00:00.000Z';
  const [BEFORE, AFTER] = ['2016-07-10T02:59:59.999Z', '2016-07-10T03:00:01.000Z'];
  const lock = { kind: 'lock', at: LOCKED, by: '市扶贫办', reason: '关账' } as const;

  /** A city whose quarter is locked, and what a township has uploaded before it was, in parts. */
  function lockedCity(): MemoryCity {
    const city = new MemoryCity();
    city.decisions.set('2016Q2', [lock]);
    city.put('parts', BEGUN, upload(HERE, [0]));
    city.versions.splice(0, 1, ...city.versions.map((version) => ({ ...version, isInParts: true as const })));
    return city;
  }
  const parts = (city: MemoryCity) => {
    const { status, accepted, completedAt } = city.ledger.get('parts') ?? {};
    return { status, accepted, completedAt };
  };

  test('is in when it was complete before, and refused when it was complete after', async () => {
    const [early, tardy] = [lockedCity(), lockedCity()];
    await early.deliver('parts', { completedAt: BEFORE });
    expect(parts(early)).toMatchObject({ accepted: 1, completedAt: BEFORE });
    await tardy.deliver('parts', { completedAt: AFTER });
    expect(parts(tardy)).toEqual({ status: 'rejected', accepted: 0, completedAt: AFTER });
    const receipt = [...tardy.objects].find(([key]) => key.endsWith('receipt.txt'))?.[1];
    expect(String(receipt?.content)).toContain('2016-07-10 11:00');
  });

  test('is complete when it is first seen, where nobody tells', async () => {
    const city = lockedCity();
    city.put('later', AFTER, upload(HERE, [1], { name: 1 }));
    city.now = AFTER;
    // Its own announcement is lost: the file behind it brings it in, and the time of that file's end is not its.
    await city.deliver('later', { completedAt: BEFORE });
    expect(parts(city)).toEqual({ status: 'rejected', accepted: 0, completedAt: AFTER });
    const other = lockedCity();
    other.now = BEFORE;
    await other.deliver('parts');
    expect(parts(other)).toMatchObject({ accepted: 1, completedAt: BEFORE });
  });

  test('stays what it was when it is announced or judged again', async () => {
    const city = lockedCity();
    await city.deliver('parts', { completedAt: BEFORE });
    city.now = AFTER;
    await city.deliver('parts', { completedAt: AFTER });
    await city.deliver('parts', { ruleSet: 'r2', again: 'reparse' });
    expect(parts(city)).toMatchObject({ accepted: 1, completedAt: BEFORE });
    expect(city.ledger.get('parts')).toMatchObject({ ruleSet: 'r2', acceptedAt: BEGUN });
  });

  test('is late by the day on which it was complete', async () => {
    const city = new MemoryCity();
    const { deadline } = windowAt(CITY_PACK.at('2016Q2'), [], BEGUN);
    city.put('parts', BEGUN, upload(HERE, [0]));
    city.versions.splice(0, 1, ...city.versions.map((version) => ({ ...version, isInParts: true as const })));
    await city.deliver('parts', { completedAt: `${addDays(deadline, 1)}T02:00:00.000Z` });
    expect(city.ledger.get('parts')).toMatchObject({ late: true, accepted: 1, acceptedAt: BEGUN });
    expect(standingSubmissions(await city.ledgerOf('2016Q2'))).toMatchObject([{ late: true }]);
    // A deadline that is moved covers it only when it is behind its end.
    const moved = (day: string) => [{ ...lock, kind: 'window' as const, opens: '2016-07-01', deadline: day }];
    for (const [day, late] of [
      [deadline, true],
      [addDays(deadline, 1), false],
    ] as const) {
      city.decisions.set('2016Q2', moved(day));
      expect(standingSubmissions(await city.ledgerOf('2016Q2'))).toMatchObject([{ late }]);
    }
  });

  test('is refused also when it was skipped after the lock and is judged at last', async () => {
    const city = lockedCity();
    city.now = AFTER;
    await city.deliver('parts', { again: 'skip' });
    expect(parts(city)).toEqual({ status: 'failed', accepted: 0, completedAt: AFTER });
    await city.deliver('parts', { again: 'failed' });
    expect(parts(city)).toEqual({ status: 'rejected', accepted: 0, completedAt: AFTER });
  });

  test('that two processes give up at different times has a receipt of the time that counts', async () => {
    const city = lockedCity();
    const starts = Array.from({ length: MOST_TRIES }, () => ({ message: 'm1', isFault: false }));
    city.starts.set('parts', starts);
    city.now = '2016-07-10T04:00:00.000Z';
    const first = city.ingestEffects();
    const beginTry: typeof first.beginTry = async (versionId) => {
      // The other one commits and dies before it has published anything.
      city.now = '2016-07-10T05:00:00.000Z';
      const dying = { ...city.ingestEffects(), receiptIsOf: () => Promise.reject(new Error('dies')) };
      await expect(city.deliver('parts', { effects: dying })).rejects.toThrow('dies');
      return first.beginTry(versionId);
    };
    await city.deliver('parts', { effects: { ...first, beginTry } });
    expect(parts(city)).toEqual({ status: 'failed', accepted: 0, completedAt: '2016-07-10T05:00:00.000Z' });
    const receipt = [...city.objects].find(([key]) => !key.startsWith('drafts/') && key.endsWith('receipt.txt'))?.[1];
    expect(String(receipt?.content)).toContain('2016-07-10 13:00');
    expect(await city.deliver('parts')).toEqual(city.ledger.get('parts'));
  });

  test('that is one piece has no time of its own', async () => {
    const city = new MemoryCity();
    city.put('whole', BEGUN, upload(HERE, [0]));
    await city.deliver('whole', { completedAt: AFTER });
    expect(city.ledger.get('whole')).not.toHaveProperty('completedAt');
  });
});
