/** Versions that are met more than once, and receipts that are lost: what is done again, and what is not. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { IngestEffects } from '../../functions/ingest/ingest.ts';
import { MOST_TRIES } from '../../shared/ledger/tries.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { RowLayoutError } from '../../shared/rows/layouts.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { writeWorkbook, type SheetSpec } from '../../shared/sheet/write.ts';
import { rowOf } from '../golden/rules/case.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from './memory.ts';

const [HERE, THERE] = TOWNSHIPS;
const at = (minute: number): string => `2016-07-10T01:${String(minute).padStart(2, '0')}:00.000Z`;

let city: MemoryCity;
beforeEach(() => {
  city = new MemoryCity();
});

/** Effects that note what they are asked for. */
function watched(names: readonly (keyof IngestEffects)[]): { effects: IngestEffects; asked: string[] } {
  const effects = city.ingestEffects();
  const asked: string[] = [];
  const noting = Object.fromEntries(
    names.map((name) => [
      name,
      (...given: readonly unknown[]) => {
        asked.push(name);
        return (effects[name] as (...rest: readonly unknown[]) => unknown)(...given);
      },
    ]),
  );
  return { effects: { ...effects, ...noting }, asked };
}

describe('a version that is in the ledger', () => {
  test('is not read again, and brings in no older one', async () => {
    city.put('new', at(5), upload(HERE, [0]));
    await city.deliver('new');
    city.put('old', at(1), upload(HERE, [1], { name: 1 }));
    const { effects, asked } = watched(['readVersion', 'beginTry']);
    expect(await city.deliver('new', { effects })).toMatchObject({ status: 'accepted' });
    expect(asked).toEqual([]);
    expect(city.ledger.has('old')).toBe(false);
  });

  test('is looked up once by a newer one, which lists only for itself', async () => {
    for (const minute of [1, 2, 3]) city.put(`v${minute}`, at(minute), upload(HERE, [minute], { name: minute % 2 }));
    for (const version of ['v1', 'v2']) await city.deliver(version);
    const { effects, asked } = watched(['listVersions', 'readVersion']);
    await city.deliver('v3', { effects });
    expect(asked).toEqual(['listVersions', 'readVersion']);
  });

  test('is none under another key', async () => {
    city.put('v1', at(1), upload(HERE, [0]));
    const [version] = city.versions;
    city.versions.push({ key: `${version?.key}.other`, versionId: 'v2', acceptedAt: at(2), size: 1 });
    const announcement = { bucket: 'uploads', key: `${version?.key}.other`, versionId: 'v1', who: 'test' };
    const { ingest } = await import('../../functions/ingest/ingest.ts');
    expect(await ingest(announcement, { ruleSet: 'r1', codeVersion: 'test' }, city.ingestEffects())).toBe('gone');
  });
});

describe('what another process has committed meanwhile', () => {
  const submissionOf = (key: string): string | undefined => city.objects.get(key)?.labels?.['submission'];
  const textKey = (): string => [...city.objects.keys()].find((key) => key.endsWith('v1.receipt.txt')) ?? '';

  beforeEach(() => city.put('v1', at(1), upload(HERE, [0])));

  test('is what counts, and its receipt alone is published', async () => {
    const effects = city.ingestEffects();
    const copied: string[] = [];
    const commit: IngestEffects['commit'] = async (submission, replaces) => {
      await city.deliver('v1', { ruleSet: 'r2' });
      return effects.commit(submission, replaces);
    };
    const copy: IngestEffects['copy'] = (from, to) => (copied.push(from), effects.copy(from, to));
    expect(await city.deliver('v1', { effects: { ...effects, commit, copy } })).toMatchObject({ ruleSet: 'r2' });
    expect(copied.filter((from) => from.includes('~r1~'))).toEqual([]);
  });

  test('has its receipt in the end, though that of another judgement was just being published', async () => {
    const effects = city.ingestEffects();
    let isFirst = true;
    const audit: IngestEffects['audit'] = async (entry) => {
      if (isFirst) {
        isFirst = false;
        await city.deliver('v1', { ruleSet: 'r2', again: 'reparse', effects: city.ingestEffects('reparse') });
      }
      await effects.audit(entry);
    };
    const ended = await city.deliver('v1', { effects: { ...effects, audit } });
    expect(ended).toMatchObject({ ruleSet: 'r2' });
    expect(submissionOf(textKey())).toBe((ended as Submission).submissionId);
  });

  test('is kept where an operator skips the file', async () => {
    const effects = city.ingestEffects();
    const commit: IngestEffects['commit'] = async (submission, replaces) => {
      await city.deliver('v1');
      return effects.commit(submission, replaces);
    };
    const skipped = city.deliver('v1', { again: 'skip', effects: { ...effects, commit } });
    expect(await skipped).toMatchObject({ status: 'accepted' });
    city.put('v2', at(2), upload(HERE, [1], { name: 1 }));
    const dies: IngestEffects['commit'] = () => Promise.reject(new Error('the table is out of order'));
    await expect(city.deliver('v2', { again: 'skip', effects: { ...effects, commit: dies } })).rejects.toThrow('table');
  });
});

test('a file that was deleted before it is judged again is gone, and what it said stays', async () => {
  city.put('v1', at(1), upload(HERE, [0]));
  await city.deliver('v1');
  city.bytes.delete('v1');
  expect(await city.deliver('v1', { ruleSet: 'r2', again: 'reparse' })).toBe('gone');
  expect(city.ledger.get('v1')).toMatchObject({ ruleSet: 'r1' });
});

test('a trail that cannot be written leaves a misplaced file unanswered, so that it comes again', async () => {
  city.putFile('v1', at(1), `${HERE}/花名册.csv`, new Uint8Array([49]));
  const audit = (): Promise<never> => Promise.reject(new Error('no trail'));
  await expect(city.deliver('v1', { effects: { ...city.ingestEffects(), audit } })).rejects.toThrow('no trail');
  expect(city.objects.size).toBe(0);
  expect(await city.deliver('v1')).toBe('misplaced');
});

test('rows of newer code give up no file, however often it is tried', async () => {
  city.put('q1', '2016-04-10T01:00:00.000Z', upload(HERE, [0], { period: '2016Q1' }));
  await city.deliver('q1');
  city.put('q2', at(1), upload(HERE, [0]));
  const readRows = (): Promise<never> => Promise.reject(new RowLayoutError('rows of newer code'));
  for (let delivery = 0; delivery < 2 * MOST_TRIES; delivery++)
    await expect(city.deliver('q2', { effects: { ...city.ingestEffects(), readRows } })).rejects.toThrow('newer code');
  expect(await city.deliver('q2')).toMatchObject({ accepted: 1 });
});

describe('a receipt whose draft is lost', () => {
  beforeEach(async () => {
    city.put('v1', at(1), upload(HERE, [0]));
    await city.deliver('v1');
    city.objects.clear();
  });

  test('is made again from the file, which is not committed again', async () => {
    const { effects, asked } = watched(['commit', 'readVersion']);
    expect(await city.deliver('v1', { effects })).toMatchObject({ status: 'accepted', ruleSet: 'r1' });
    expect(asked).toEqual(['readVersion']);
    expect([...city.objects.keys()].filter((key) => key.endsWith('v1.receipt.txt'))).toHaveLength(1);
  });

  test('is that of what the file comes to now, where an older one was read only after it', async () => {
    city.put('v0', at(0), upload(HERE, [0], { name: 1 }));
    await city.deliver('v0');
    expect(city.ledger.get('v1')).toMatchObject({ created: 1, unchanged: 0 });
    city.objects.clear();
    expect(await city.deliver('v1')).toMatchObject({ created: 0, unchanged: 1 });
    expect(city.ledger.get('v1')).toMatchObject({ created: 0, unchanged: 1 });
  });

  test('is not made under other rules, which would say what the ledger does not', async () => {
    await expect(city.deliver('v1', { ruleSet: 'r2' })).rejects.toThrow(
      'is lost, and these rules are r2: judge the quarter again under them',
    );
    expect(city.objects.size).toBe(0);
  });

  test('is not made because storage is out of order', async () => {
    const { effects, asked } = watched(['readVersion']);
    const copy = (): Promise<never> => Promise.reject(new Error('storage is out of order'));
    await expect(city.deliver('v1', { effects: { ...effects, copy } })).rejects.toThrow('out of order');
    expect(asked).toEqual([]);
  });

  test('of a file that was given up says the same as before', async () => {
    city.starts.set(
      'v2',
      Array.from({ length: MOST_TRIES }, () => ({ message: 'm0', isFault: true })),
    );
    city.put('v2', at(2), upload(HERE, [1], { name: 1 }));
    const before = await city.deliver('v2');
    expect(before).toMatchObject({ status: 'failed', submissionId: 'v2~failed' });
    const texts = () => [...city.objects].filter(([key]) => key.endsWith('v2.receipt.txt')).map(([, body]) => body);
    const told = texts();
    city.objects.clear();
    expect(await city.deliver('v2')).toEqual(before);
    expect(texts()).toEqual(told);
  });
});

describe('a file that is larger than any that is read', () => {
  test('is answered without being read', async () => {
    city.put('huge', at(1), upload(HERE, [0]));
    const [version] = city.versions.splice(0);
    if (version) city.versions.push({ ...version, size: 2 ** 31 });
    const { effects, asked } = watched(['readVersion']);
    expect(await city.deliver('huge', { effects })).toMatchObject({
      status: 'rejected',
      sha256: `too large to read: ${2 ** 31} bytes`,
      errors: { F11: 1 },
    });
    expect(asked).toEqual([]);
    const [, text] = [...city.objects].find(([key]) => key.endsWith('huge.receipt.txt')) ?? expect.fail();
    expect(String(text.content)).toContain('超过单个文件上限');
    expect(String(text.content)).toContain('文件校验 SHA-256：没有读取文件内容');
  });
});

describe('a full replacement', () => {
  test('of another quarter, or the same one judged again, supersedes nothing', async () => {
    city.put('full', at(3), upload(HERE, [0], { full: 'confirmed' }));
    city.put('next', '2016-10-10T01:00:00.000Z', upload(HERE, [0], { full: 'confirmed', period: '2016Q3', name: 1 }));
    for (const version of ['next', 'full']) await city.deliver(version);
    expect(city.ledger.get('full')).toMatchObject({ status: 'accepted' });
    expect(await city.deliver('full', { ruleSet: 'r2', again: 'reparse' })).toMatchObject({ status: 'accepted' });
    city.put('before', at(1), upload(HERE, [1], { name: 1 }));
    expect(await city.deliver('before')).toMatchObject({ status: 'superseded' });
  });
});

describe('a reparse', () => {
  test('of a file brings along the older ones of its quarter, and none of another', async () => {
    city.put('q1', '2016-04-10T01:00:00.000Z', upload(HERE, [0], { period: '2016Q1' }));
    for (const minute of [1, 2]) city.put(`v${minute}`, at(minute), upload(HERE, [minute], { name: minute % 2 }));
    for (const version of ['q1', 'v1', 'v2']) await city.deliver(version);
    await city.deliver('v2', { ruleSet: 'r2', again: 'reparse' });
    const ruleSets = ['q1', 'v1', 'v2'].map((version) => city.ledger.get(version)?.ruleSet);
    expect(ruleSets).toEqual(['r1', 'r2', 'r2']);
  });
});

describe('the history of a township', () => {
  const THEN = '2016-04-10T01:00:00.000Z';
  const fellBack = { household: 2, kind: 'fallenBack' } as const;

  test('is that of each township of a file', async () => {
    city.put('here', THEN, upload(HERE, [0], { period: '2016Q1' }));
    city.put('there', THEN, upload(THERE, [2], { period: '2016Q1', township: 1 }));
    for (const version of ['here', 'there']) await city.deliver(version);
    const file = upload('371525', [0, fellBack]);
    const lines = file.lines.map((line, index) => ({ ...line, township: index }));
    city.put('county', at(1), { ...file, lines });
    expect(await city.deliver('county')).toMatchObject({ accepted: 1, rejected: 1 });
  });

  test('is none where the township sent nothing, whatever others sent', async () => {
    city.put('there', THEN, upload(THERE, [2], { period: '2016Q1', township: 1 }));
    await city.deliver('there');
    city.put('here', at(1), upload(HERE, [0]));
    expect(await city.deliver('here')).toMatchObject({ status: 'accepted', warnings: {} });
  });
});

test('a file of several tables counts the rows of each, and names its tables in one order', async () => {
  const sheetOf = (kind: 'project' | 'finance', numbers: readonly string[]): SheetSpec => {
    const columns = tableOf(kind).columns;
    const row = rowOf(kind);
    return {
      name: kind === 'project' ? '项目表' : '资金表',
      rows: [
        columns.map(({ header }) => header),
        ...numbers.map((number) =>
          columns.map(({ field }) => (field === 'project_no' ? number : (row[field] ?? null))),
        ),
      ],
    };
  };
  const bytes = writeWorkbook([sheetOf('project', ['1', '2']), sheetOf('finance', ['1'])]);
  city.putFile('v1', at(1), '371525/2016Q2/表.xlsx', bytes);
  expect(await city.deliver('v1')).toMatchObject({ kinds: ['finance', 'project'], accepted: 3, created: 3 });
  expect([...city.pages.keys()].filter((name) => name.includes('#identity#'))).toEqual([]);
});

test('a receipt says whether the file was late, by the deadline that the office gave', async () => {
  const extended = {
    kind: 'window',
    opens: '2016-07-01',
    deadline: '2016-07-20',
    by: 'office',
    reason: 'test',
  } as const;
  city.decisions.set('2016Q2', [{ ...extended, at: '2016-07-12T00:00:00.000Z' }]);
  for (const [day, late] of [
    [18, false],
    [25, true],
  ] as const) {
    city.put(`v${day}`, `2016-07-${day}T01:00:00.000Z`, upload(HERE, [0], { variant: day % 3 }));
    await city.deliver(`v${day}`);
    const [, json] = [...city.objects].find(([key]) => key.endsWith(`v${day}.receipt.json`)) ?? expect.fail();
    expect(JSON.parse(String(json.content))).toMatchObject({ submission: { late, deadline: '2016-07-20' } });
  }
});

test('a file of which nothing was published takes nothing away', async () => {
  city.put('v1', at(1), upload(HERE, [0]));
  const { effects, asked } = watched(['remove']);
  await city.deliver('v1', { effects });
  expect(asked).toEqual([]);
});

describe('a file with the bytes of the one before it', () => {
  const FILE = upload(HERE, [0]);

  test('is told so, unless it is now a full replacement that takes others out', async () => {
    city.put('others', at(1), upload(HERE, [1, 2], { name: 1 }));
    for (const minute of [2, 3]) city.put(`v${minute}`, at(minute), FILE);
    city.put('full', at(4), { ...FILE, full: 'confirmed' });
    city.put('again', at(5), { ...FILE, full: 'confirmed' });
    const warned: unknown[] = [];
    for (const version of ['others', 'v2', 'v3', 'full', 'again'])
      warned.push(((await city.deliver(version)) as Submission).warnings);
    expect(warned).toEqual([{}, {}, { F10: 1 }, {}, { F10: 1 }]);
  });
});

test('an object without content is no proof that S3 hands out others', async () => {
  city.put('foreign', at(1), upload(HERE, [0]));
  city.refused.add('foreign');
  city.putFile('empty', at(0), `${HERE}/2016Q2/空.csv`, new Uint8Array());
  await city.deliver('empty');
  await expect(city.deliver('foreign')).rejects.toThrow('refused');
});
