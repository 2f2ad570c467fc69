import { CITY_PACK } from '../../cities/pack.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import { oneSheet, pack } from '../sheet/workbook-parts.ts';
import { projectFile, targetFile, townshipFile, XLSX } from './city-files.ts';
import { type CityStack, startCity, uploadMessage } from './city-stack.ts';
import { targetsOf, householdsOf, projectsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371502004';
const FOREIGN = '371502002';
const SLOT = `${TOWNSHIP}/2016Q2`;
const RECORDS = householdsOf(TOWNSHIP, '2016Q2');
const GOOD = townshipFile(TOWNSHIP, '2016Q2', RECORDS);

/** The file up to its first household. */
function header(): string {
  const lines = Buffer.from(GOOD).toString('utf8').split('\r\n');
  const first = lines.findIndex((line) => line.includes(RECORDS[0]?.household_no ?? ''));
  return `${lines.slice(0, first).join('\r\n')}\r\n`;
}

const longCell = (): string =>
  Buffer.from(GOOD)
    .toString('utf8')
    .replace(RECORDS[0]?.head_name ?? '', 'x'.repeat(10 * 1024 * 1024));
const bomb = (): Uint8Array => pack(oneSheet(new Uint8Array(210_000_000).fill(32)));
const junk = (): Uint8Array =>
  Uint8Array.from({ length: 50_000 }, (_, index) => (index * 7919 + (index >> 3) * 31) & 0xff);
const truncated = (): Uint8Array => {
  const whole = townshipFile(TOWNSHIP, '2016Q2', RECORDS, XLSX);
  return whole.subarray(0, Math.trunc(whole.length / 2));
};

let city: CityStack;
const keys: string[] = [];
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => city.close());

async function submit(key: string, body: Uint8Array | string): Promise<Receipt> {
  keys.push(key);
  const versionId = await city.put(key, body);
  await city.idle();
  expect(await city.logged('"message":"submission"', versionId)).toHaveLength(1);
  expect(await city.deadLetterCount()).toBe(0);
  return city.receipt(key, versionId);
}

const errorsOf = ({ findings }: Receipt): string[] => [
  ...new Set(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)),
];

describe('a file that cannot be taken ends as one receipt that names the rule', () => {
  test.each<[string, string, string, () => Uint8Array | string]>([
    ['an empty file', 'F11', '空.csv', () => ''],
    ['a header without rows', 'F11', '只有表头.csv', header],
    [
      'a file of another quarter',
      'F07',
      '上季.csv',
      () => townshipFile(TOWNSHIP, '2016Q1', householdsOf(TOWNSHIP, '2016Q1')),
    ],
    ['binary junk', 'F01', '乱码.xlsx', junk],
    ['half a workbook', 'F01', '半个.xlsx', truncated],
    ['a workbook that inflates beyond the limit', 'F11', '炸弹.xlsx', bomb],
    ['a CSV with a cell of 10 MB', 'F11', '长.csv', longCell],
    ['headers that no table has', 'F04', '工资.csv', () => '工号,部门,奖金\r\n1,办公室,3\r\n'],
    ['a PDF', 'F01', '扫描.pdf', () => '%PDF-1.7\n%âãÏÓ\n1 0 obj'],
    ['more than 20 MB', 'F11', '大.csv', () => Buffer.alloc(20 * 1024 * 1024 + 1, GOOD)],
  ])('%s is %s', async (_what, rule, name, make) => {
    const receipt = await submit(`${SLOT}/${name}`, make());
    expect(errorsOf(receipt)).toEqual([rule]);
    expect(receipt.status).toBe('rejected');
    expect(receipt.summary.accepted).toBe(0);
    expect(receipt.summary.rows).toBe(receipt.summary.rejected);
    expect(receipt.changes).toEqual({ created: 0, updated: 0, unchanged: 0, removed: 0 });
  });

  test('a file of another township is F20, once', async () => {
    const foreign = householdsOf(FOREIGN, '2016Q2');
    const receipt = await submit(`${SLOT}/别处.csv`, townshipFile(FOREIGN, '2016Q2', foreign));
    expect(errorsOf(receipt)).toEqual(['F20']);
    expect(receipt.status).toBe('rejected');
    expect(receipt.summary).toMatchObject({ rows: foreign.length, accepted: 0, rejected: foreign.length });
  });

  test('nothing of them is seen by a summary', async () => {
    expect((await city.table()).filter((item) => !/"(?:L#2016Q2|A#2016Q2|P#\w+)"/.test(item))).toEqual([]);
  });
});

describe('a key at which no report belongs ends as a receipt where its division looks, or under unroutable/', () => {
  test.each<[string, string, string | null]>([
    ['no slot at all', '花名册.csv', null],
    ['an unknown division', '999999999/2016Q2/a.csv', null],
    ['a period that is none', `${TOWNSHIP}/2016Q5/a.csv`, TOWNSHIP],
    ['a folder too many', `${SLOT}/村/a.csv`, TOWNSHIP],
    ['a path that climbs', '../../etc/passwd', null],
    ['a path that climbs out of its slot', `${SLOT}/../../371502002/2016Q2/a.csv`, TOWNSHIP],
    ['markup and control characters', `${SLOT}/<script>/"'&\n.csv`, TOWNSHIP],
  ])('%s', async (_what, key, division) => {
    const receipt = await submit(key, GOOD);
    expect(errorsOf(receipt)).toEqual(['F14']);
    expect(receipt.submission).toMatchObject({ division, file: key });
    const place = division === null ? `unroutable/${key}` : key;
    const found = (await city.list('receipts')).filter(
      (name) => name === `${place}.${receipt.submission.versionId}.receipt.json`,
    );
    expect(found).toHaveLength(1);
  });
});

describe('a name that the clerk chose freely', () => {
  test.each([
    ['brackets, spaces, + and %', '花名册 (终版2) 1+1=2 50%.csv'],
    ['what looks encoded', '%E8%8A%B1+名 册.csv'],
    ['all kinds of marks', "a&b='c';#?[]{}~!@$^,.csv"],
    ['two dots and no more', '..'],
    ['nearly as many bytes as a key may have', `${'长'.repeat(330)}.csv`],
  ])('of %s reaches its receipt', async (_what, name) => {
    const key = `${SLOT}/${name}`;
    const receipt = await submit(key, GOOD);
    expect(errorsOf(receipt)).toEqual([]);
    expect(receipt.submission.file).toBe(name);
    const receipts = ['json', 'txt'] as const;
    for (const extension of receipts)
      expect(
        Buffer.byteLength(receiptKey(key, receipt.submission.versionId, extension, CITY_PACK)),
        'S3 takes 1,024 bytes',
      ).toBeLessThanOrEqual(1_024);
  });
});

describe('values that a table key or item cannot hold', () => {
  test('a project number of 2,000 characters', async () => {
    const [project] = projectsOf('371502', '2016Q2');
    const receipt = await submit(
      '371502/2016Q2/长编号.xlsx',
      projectFile('371502', '东昌府区', '2016Q2', [{ ...project, project_no: '9'.repeat(2_000) }]),
    );
    expect(receipt.summary.rows).toBe(1);
  });

  test('a hundred projects with names of 10,000 characters', async () => {
    const [project] = projectsOf('371502', '2016Q2');
    const projects = Array.from({ length: 100 }, (_, index) => ({
      ...project,
      project_no: `长名${index}`,
      project_name: '项'.repeat(10_000),
    }));
    const receipt = await submit('371502/2016Q2/长名.xlsx', projectFile('371502', '东昌府区', '2016Q2', projects));
    expect(receipt.summary.rows).toBe(100);
  });

  test('the same unit in three hundred rows of targets', async () => {
    const [target] = targetsOf();
    const receipt = await submit(
      '3715/2016Q2/重复.xlsx',
      targetFile(
        '2016Q2',
        Array.from({ length: 300 }, () => target ?? {}),
      ),
    );
    expect(receipt.summary.rows).toBe(300);
  });
});

test('no file is a fault of ours', () => {
  expect(city.log.filter((line) => line.includes('"level":"ERROR"'))).toEqual([]);
});

describe('an announcement that leads nowhere', () => {
  test('of a version that is gone ends: there is nothing to read, and no later attempt would find it', async () => {
    const key = `${SLOT}/已删除的花名册.csv`;
    keys.push(key);
    const answer = await city.deliver([uploadMessage(city.output('uploads'), key, '00000000000000000000')]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test('of a message that is no notification neither', async () => {
    const key = `${SLOT}/坏消息.csv`;
    keys.push(key);
    for (const body of [`{"key":"${key}"`, JSON.stringify({ Records: [{ eventName: key }] }), `"${key}"`])
      expect(await city.deliver([body])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  test('the others of its batch are done all the same', async () => {
    const key = `${SLOT}/同批.csv`;
    const receipt = await submit(key, GOOD);
    const good = uploadMessage(city.output('uploads'), key, receipt.submission.versionId);
    expect(await city.deliver(['no json', good])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });
});

test('no log line holds a name, an identity number, a phone, a household number or a file name', () => {
  const text = city.log.join('\n');
  expect(city.log.length).toBeGreaterThan(keys.length);
  const persons = [...RECORDS, ...householdsOf(FOREIGN, '2016Q2')];
  const secrets = persons.flatMap((row) => [
    row.head_name,
    row.head_id_no,
    row.household_no,
    row.phone,
    row.helper_name,
  ]);
  const names = keys.map((key) => key.split('/').at(-1) ?? '').filter((name) => name.length > 5);
  for (const secret of new Set([...secrets, ...names])) {
    if (secret === null) continue;
    for (const form of [secret, encodeURIComponent(secret)]) expect(text.includes(form), form).toBe(false);
  }
});
