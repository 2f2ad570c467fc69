/** What `uplift cost` says, against a bill that was worked out by hand, and what it refuses. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ageWarning } from '../../cli/commands/cost.ts';
import { amountIn, type Bill, billOf, metersOf } from '../../cli/cost/bill.ts';
import { amountText } from '../../cli/cost/bill-text.ts';
import { METER_NAMES } from '../../cli/cost/meters.ts';
import { sizesOf } from '../../cli/cost/month.ts';
import { type MeasuredWork, readMeasuredWork } from '../../cli/cost/measured-work.ts';
import { pricesOf, readPrices } from '../../cli/cost/prices.ts';
import { fullSweepWork, nextSweepWork } from '../../cli/cost/work.ts';
import { EXIT } from '../../cli/told-errors.ts';
import { uplift } from '../../cli/uplift.ts';
import { readStage } from '../../infra/stages.ts';

afterEach(() => vi.restoreAllMocks());

const STAGE = readStage('prod', { alarmEmail: 'oncall@example.org' });
const REGION = 'us-east-1';

/** Round numbers, for a bill by hand. */
const MEASURED: MeasuredWork = {
  on: '2026-11-28',
  householdsPerFile: 100,
  startMs: 900,
  upload: {
    fileBytes: 300_000,
    receiptBytes: 200_000,
    tableBytes: 90_000,
    items: 10,
    rowItems: 8,
    ledgerBytes: 800,
    rowWrites: 97,
    rowReads: 20,
    identityReads: 8,
    logBytes: 300,
    ms: 100,
  },
  plan: { base: 100, perTownship: 10, logBytes: 300 },
  fold: { bytes: 4_000, logBytes: 300, ms: 100, filesRead: 1 },
  publish: {
    base: 1_000,
    perTownship: 100,
    logBytes: 300,
    bytes: { base: 1e6, perTownship: 0 },
    runBytes: { base: 0, perTownship: 0 },
  },
  sweep: { fullMs: 100, nextMs: 100, logBytes: 300 },
  remind: { ms: 100, logBytes: 300 },
  door: { pageBytes: 1_000, files: 3, fileBytes: 99_000, quarterBytes: 1_000, ms: 100 },
};

function billed(extent: { townships: number; uploads: number; quarters: number }, measured = readMeasuredWork()): Bill {
  const setting = { stage: STAGE, measured };
  return billOf(extent, setting, pricesOf(REGION, metersOf(extent, setting), readPrices()));
}

describe('one township that sends one file in the first quarter, by hand', () => {
  const { reporting, quiet } = billed({ townships: 1, uploads: 1, quarters: 1 }, MEASURED);
  const GB = 2 ** 30;

  test('the sweeps that go on from their checkpoint', () => {
    // 96 a day of 30 days, and one a day of them is full: 2,850.
    const count = 2_850;
    // Listings: 1 of uploads, 3 of the decisions of open quarters, 1 for latest.json. Reads: the checkpoint, three queries for
    // decisions, the ledger. Writes: the checkpoint.
    const requests = ((5 * 0.005) / 1_000 + (5 * 0.125) / 1e6 + (1 * 0.625) / 1e6) * count;
    // 100 ms and a start of 900 ms of a whole processor, of which 512 MB have 512/1769; paid for half a GB.
    const lambda = count * (1 * (1_769 / 512) * 0.5 * 0.0000133334 + 0.2 / 1e6);
    const rest = count * (1 / 1e6 + ((300 + 700) / GB) * 0.5);
    expect(amountIn(quiet.lines, 'nextSweep')).toBeCloseTo(requests + lambda + rest, 6);
    expect(amountIn(quiet.lines, 'nextSweep')).toBeCloseTo(0.145, 3);
  });

  test('a file', () => {
    // Listings of township, county and city, 4 drafts and 4 copies, 2 listings for the sweep; reads of the file and of the
    // label of its receipt. The queue has 3 requests.
    const buckets = (13 * 0.005) / 1_000 + (2 * 0.004) / 10_000 + (3 * 0.4) / 1e6;
    // The ledger's item before and after and two queries for decisions; each of 96 sweeps of a day asks for it once. 97 units of
    // rows, and ledger, trail, and the start and end of the try.
    const table = ((2 + 2 + 96) * 0.125 + (97 + 4) * 0.625) / 1e6;
    // One in ten starts anew; 1,024 MB have 1024/1769 of a processor. The secret is asked for at a start.
    const lambda = (0.1 + 0.09) * (1_769 / 1_024) * 1 * 0.0000133334 + 0.2 / 1e6;
    const rest = ((300 + 700) / GB) * 0.5 + (0.1 * 0.03) / 10_000;
    expect(amountIn(reporting.lines, 'uploads')).toBeCloseTo(buckets + table + lambda + rest, 9);
    expect(amountIn(quiet.lines, 'uploads')).toBe(0);
  });

  test('what is there whether anybody reports or not, and what is kept', () => {
    expect(amountIn(quiet.lines, 'keys')).toBe(4);
    // 648,000 polls a month.
    expect(amountIn(quiet.lines, 'queue')).toBeCloseTo(0.648 * 0.4, 9);
    // 90,000 bytes of rows and 10 items, and two folds: 91,000 + 2 × 4,100 bytes; storage and recovery.
    expect(amountIn(quiet.lines, 'table')).toBeCloseTo((99_200 / GB) * (0.25 + 0.2), 9);
    // A file, its receipt, and a third of a draft: 300,000 + 200,000 + 66,667 bytes.
    expect(amountIn(quiet.lines, 'files')).toBeCloseTo(((500_000 + 200_000 / 3) / GB) * 0.023, 9);
  });
});

describe('whatever is asked for', () => {
  const extents = [
    { townships: 1, uploads: 1, quarters: 1 },
    { townships: 1, uploads: 4, quarters: 40 },
    { townships: 136, uploads: 4, quarters: 4 },
    { townships: 200, uploads: 4, quarters: 20 },
    { townships: 10_000, uploads: 50, quarters: 80 },
  ];
  test.each(extents)('$townships townships, $uploads files, quarter $quarters', (extent) => {
    const { reporting, quiet, year, drivers, growth } = billed(extent);
    for (const span of [reporting, quiet, year]) {
      const sum = span.lines.reduce((all, { amount }) => all + amount, 0);
      expect(sum).toBeCloseTo(span.total, 6);
      expect(span.totalWithAllowances).toBeLessThan(span.total);
      expect(span.lines.every(({ amount }) => Number.isFinite(amount) && amount >= 0)).toBe(true);
    }
    expect(reporting.total).toBeGreaterThan(quiet.total);
    expect(drivers).toHaveLength(3);
    expect(drivers.map(({ amount }) => amount)).toEqual(drivers.map(({ amount }) => amount).sort((a, b) => b - a));
    expect(growth.map(({ quarters }) => quarters)).toContain(extent.quarters);
  });

  test('a year of the first quarter is that of the fourth: its first four', () => {
    const of = (quarters: number) => billed({ townships: 136, uploads: 4, quarters }).year;
    expect(of(1)).toEqual(of(4));
    expect(of(8).total).toBeGreaterThan(of(4).total);
    const { reporting, quiet } = billed({ townships: 136, uploads: 4, quarters: 4 });
    expect(of(4).total).toBeLessThanOrEqual(4 * reporting.total + 8 * quiet.total);
  });
});

describe('growth with age', () => {
  const sizes = sizesOf(readMeasuredWork());
  const at = (quarters: number) => ({ townships: 136, uploads: 4, quarters });

  test('a sweep from the checkpoint asks the table for the same at any age, and lists no more than the open quarters and a page a township', () => {
    const [young, old] = [nextSweepWork(at(3), sizes), nextSweepWork(at(80), sizes)];
    const { 's3:ListBucketVersions': listed, ...others } = old.requests;
    expect(young.requests).toMatchObject(others);
    expect([old.reads, old.writes]).toEqual([young.reads, young.writes]);
    expect(listed).toBe(Math.ceil((136 * 4 * 80) / 1_000));
    expect(nextSweepWork({ ...at(80), uploads: 50 }, sizes).requests['s3:ListBucketVersions']).toBe(
      Math.ceil((136 * 50 * 3) / 1_000) + 136,
    );
  });

  test('a full one asks for more with each quarter', () => {
    expect(fullSweepWork(at(80), sizes).reads).toBeGreaterThan(10 * fullSweepWork(at(4), sizes).reads);
  });
});

describe('the table of prices', () => {
  test('has every price of us-east-1, each with its page and the day', () => {
    const region = readPrices().get(REGION);
    expect(Object.keys(region?.prices ?? {}).sort()).toEqual([...METER_NAMES].sort());
    expect(region?.currency).toBe('USD');
  });

  test('regions of China are in their own currency', () => {
    const table = readPrices();
    expect(['cn-north-1', 'cn-northwest-1'].map((name) => table.get(name)?.currency)).toEqual(['CNY', 'CNY']);
  });

  test('is minded when its oldest price is older than a year', () => {
    expect(ageWarning('2026-03-13', new Date('2027-03-13T00:00:00Z'))).toBeNull();
    expect(ageWarning('2026-03-13', new Date('2027-03-14T00:00:01Z'))?.zh).toContain('2026-03-13');
  });
});

test('amounts have as many digits as they deserve', () => {
  expect([0, 0.004, 0.12345, 9.876, 12.345, 123.4, 12_345.6].map(amountText)).toEqual([
    '0',
    '<0.01',
    '0.12',
    '9.88',
    '12.3',
    '123',
    '12346',
  ]);
});

/** The command, in this process. */
async function asked(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const code = await uplift(['cost', ...words]);
  const textOf = (spy: typeof log): string => spy.mock.calls.map(([line]) => String(line)).join('\n');
  return { code, out: textOf(log), err: textOf(error) };
}

const GOOD = ['--townships', '136', '--quarters', '20', '--region', REGION];
const instead = (name: string, value: string): string[] =>
  GOOD.map((word, at) => (GOOD[at - 1] === name ? value : word));

describe('the command', () => {
  test('says in Chinese what it costs, what costs most, how it grows, from which prices', async () => {
    const { code, out } = await asked(...GOOD);
    expect(code).toBe(EXIT.good);
    for (const said of [
      '136 个乡镇',
      '报送月',
      '平常月',
      '一年',
      '固定部分',
      '变动部分',
      '合计 USD',
      '最大的三项',
      '随年头变化',
      '价目查于',
      'https://aws.amazon.com/',
    ])
      expect(out).toContain(said);
  });

  test('says the same in English', async () => {
    const { code, out } = await asked(...GOOD, '--lang', 'en');
    expect(code).toBe(EXIT.good);
    for (const said of [
      'townships: 136',
      'reporting',
      'quiet',
      'a year',
      'total USD',
      'three largest',
      'Growth with age',
      'Prices were seen',
    ])
      expect(out).toContain(said);
    expect(out).not.toMatch(/[\u4E00-\u9FFF]/);
  });

  test('gives the same as JSON', async () => {
    const { out } = await asked(...GOOD, '--json');
    const bill = JSON.parse(out) as Bill & Record<string, unknown>;
    expect(bill).toMatchObject({
      townships: 136,
      quarters: 20,
      uploads: 4,
      region: REGION,
      stage: 'prod',
      currency: 'USD',
    });
    expect(bill.year.total).toBeGreaterThan(12);
    expect(bill.drivers).toHaveLength(3);
  });

  test.each([
    [instead('--townships', '0'), '--townships'],
    [instead('--townships', '-3'), '--townships'],
    [instead('--townships', '10001'), '10000'],
    [instead('--townships', '1.5'), '1.5'],
    [instead('--quarters', '81'), '80'],
    [instead('--quarters', '第一'), '第一'],
    [instead('--region', 'mars-1'), 'us-east-1, ap-east-1, cn-north-1, cn-northwest-1'],
    [instead('--region', 'toString'), 'us-east-1, ap-east-1, cn-north-1, cn-northwest-1'],
    [[...GOOD, '--uploads', '0'], '--uploads'],
    [[...GOOD, '--stage', 'moon'], 'moon'],
    [[...GOOD, '--prices', '/nowhere.json'], '/nowhere.json'],
    [[...GOOD, '2016Q2'], '2016Q2'],
    [GOOD.slice(0, 4), '--region'],
  ])('refuses %j, and says what was expected', async (words, told) => {
    for (const language of ['zh', 'en']) {
      const { code, err } = await asked(...words, '--lang', language);
      expect(code).toBe(EXIT.usage);
      expect(err).toContain(told);
      vi.restoreAllMocks();
    }
  });

  test('guesses no price: it names what a region lacks, and takes it from a file', async () => {
    const words = instead('--region', 'cn-northwest-1');
    const { code, out, err } = await asked(...words);
    expect([code, out]).toEqual([EXIT.badData, '']);
    expect(err).toContain('tableWrites 数据表写入单位');
    vi.restoreAllMocks();
    const folder = mkdtempSync(join(tmpdir(), 'prices-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const price = { price: 1, asOf: '2026-11-01', page: 'https://www.amazonaws.cn/' };
    const file = join(folder, 'prices.json');
    const known = readPrices().get('cn-northwest-1')?.prices ?? {};
    const prices = Object.fromEntries(METER_NAMES.filter((name) => !(name in known)).map((name) => [name, price]));
    writeFileSync(file, JSON.stringify({ 'cn-northwest-1': { zh: '宁夏', en: 'Ningxia', currency: 'CNY', prices } }));
    const given = await asked(...words, '--prices', file, '--json');
    expect(given.code).toBe(EXIT.good);
    expect(JSON.parse(given.out)).toMatchObject({ currency: 'CNY' });
    // The prices of this table that are used are some years old.
    expect(given.err).toContain('2022-06-01');
    vi.restoreAllMocks();
    writeFileSync(
      file,
      JSON.stringify({
        'cn-northwest-1': { zh: '宁夏', en: 'Ningxia', currency: 'CNY', prices: { keys: { ...price, price: -1 } } },
      }),
    );
    expect((await asked(...words, '--prices', file)).err).toContain('cn-northwest-1.prices.keys.price');
    vi.restoreAllMocks();
    writeFileSync(file, JSON.stringify({ 'cn-northwest-1': { zh: '宁夏', en: 'Ningxia', currency: 'USD', prices } }));
    expect((await asked(...words, '--prices', file)).err).toContain('应为 CNY');
  });
});
