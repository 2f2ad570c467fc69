import { CITY_PACK } from '../../cities/pack.ts';
import type { Restatement } from '../../shared/publication/restatement.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateCity } from '../../cli/generate/city.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { perChannel } from '../../shared/schema/channels.ts';
import { latestKey, parseUploadKey } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { CSV, financeFile, projectFile, targetFile, townshipFile, XLSX } from './city-files.ts';
import { type CityStack, startCity, uploadMessage } from './city-stack.ts';
import { financeOf, targetsOf, householdsOf, projectsOf } from '../generate/liaocheng.ts';

const TOWNSHIPS = ['371502001', '371502002', '371502004'];
const PERIODS = ['2016Q1', '2016Q2'] as const;
const TOWNSHIP = '371502004';

/** The figures of the year to date, added up household by household and without any code of the system. */
function yearToDate(townships: readonly string[]) {
  const households = new Map<string, HouseholdRow[]>();
  for (const township of townships)
    for (const period of PERIODS)
      for (const row of householdsOf(township, period)) {
        const key = `${township} ${row.household_no}`;
        households.set(key, [...(households.get(key) ?? []), row]);
      }
  const figures = { persons: 0, households: 0, quarter: 0, byChannel: { ...perChannel(() => 0) } };
  for (const rows of households.values()) {
    figures.quarter += rows.find((row) => row.period === '2016Q2')?.uplift_persons ?? 0;
    const uplifted = rows.filter((row) => row.uplift_persons > 0);
    const latest = uplifted.at(-1);
    if (!latest?.primary_channel) continue;
    const persons = Math.max(...uplifted.map((row) => row.uplift_persons));
    figures.households++;
    figures.persons += persons;
    figures.byChannel[latest.primary_channel] += persons;
  }
  return figures;
}

/**
 * A household of the second quarter alone, of more than one person: with one person less the year has one person less.
 */
function correctable(records: readonly HouseholdRow[]): number {
  const before = new Map(householdsOf(TOWNSHIP, '2016Q1').map((row) => [row.household_no, row.uplift_persons]));
  return records.findIndex((row) => row.uplift_persons > 1 && before.get(row.household_no) === 0);
}

describe('a quarter of three townships, a county and the city', () => {
  let city: CityStack;
  const uploads: { key: string; versionId: string }[] = [];
  const truth = yearToDate(TOWNSHIPS);

  const summary = async (revision: number): Promise<Summary> =>
    JSON.parse(await city.read('reports', `reports/2016Q2/rev-${revision}/internal/summary.json`)) as Summary;
  const snapshot = async () => ({ table: await city.table(), receipts: await city.readAll('receipts') });
  /** The newest file of the township for the quarter. */
  const keyOf = (township: string): string =>
    uploads.find(({ key }) => key.startsWith(`${township}/2016Q2/`))?.key ?? '';

  beforeAll(async () => {
    city = await startCity();
    const out = join(city.folder, 'city');
    await generateCity({ pack: CITY_PACK, out, periods: PERIODS, townships: TOWNSHIPS });
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => parseUploadKey(path, CITY_PACK) !== null)
      .sort()
      .map((key): [string, Uint8Array] => [key, readFileSync(join(out, key))]);
    files.push(
      ['371502/2016Q2/扶贫项目表.xlsx', projectFile('371502', '东昌府区', '2016Q2')],
      ['371502/2016Q2/金融扶贫情况表.xlsx', financeFile('371502', '东昌府区', '2016Q2')],
      ['3715/2016Q1/年度脱贫任务表.xlsx', targetFile('2016Q1')],
    );
    for (const [key, bytes] of files) uploads.push({ key, versionId: await city.put(key, bytes) });
    await city.idle();
  });
  afterAll(async () => city.close());

  test('every object version has one receipt, as JSON and as text, and all its rows are created', async () => {
    const receipts = await city.readAll('receipts');
    const wanted = uploads.flatMap(({ key, versionId }) => [
      receiptKey(key, versionId, 'json', CITY_PACK),
      receiptKey(key, versionId, 'txt', CITY_PACK),
    ]);
    expect([...receipts.keys()].filter((key) => /\.receipt\.(?:json|txt)$/.test(key)).sort()).toEqual(wanted.sort());
    for (const { key, versionId } of uploads) {
      const receipt = JSON.parse(receipts.get(receiptKey(key, versionId, 'json', CITY_PACK)) ?? '') as Receipt;
      const { rows, accepted, rejected } = receipt.summary;
      expect(receipt.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect({ accepted, rejected, changes: receipt.changes }).toEqual({
        accepted: rows,
        rejected: 0,
        changes: { created: rows, updated: 0, unchanged: 0, removed: 0 },
      });
      expect(rows).toBeGreaterThan(0);
      const text = receipts.get(receiptKey(key, versionId, 'txt', CITY_PACK)) ?? '';
      expect(text.startsWith('\uFEFF扶贫季报接收回执')).toBe(true);
      expect(text).toContain(`新增 ${rows} 行`);
    }
    const rowsOf = (township: string) => householdsOf(township, '2016Q2').length;
    for (const township of TOWNSHIPS) {
      const { key, versionId } = uploads.find((upload) => upload.key.startsWith(`${township}/2016Q2/`)) ?? {
        key: '',
        versionId: '',
      };
      expect((await city.receipt(key, versionId)).summary.rows).toBe(rowsOf(township));
    }
    expect(await city.deadLetterCount()).toBe(0);
  });

  test('the summary says what the records add up to', async () => {
    const output = await city.summarise('2016Q2');
    expect(output).toEqual({
      period: '2016Q2',
      revision: 1,
      published: true,
      prefix: 'reports/2016Q2/rev-1/',
      notCounted: [],
    });
    const { headline, completeness, period, revision } = await summary(1);
    expect({ period, revision }).toEqual({ period: '2016Q2', revision: 1 });
    expect(headline.personsUplifted).toEqual({ quarter: truth.quarter, yearToDate: truth.persons });
    expect(headline.byChannel).toEqual(truth.byChannel);
    expect(headline.householdsUplifted.yearToDate).toBe(truth.households);
    expect(headline.annualTarget).toBe(150_000);
    expect(headline.registeredPersons).toBe(targetsOf().reduce((sum, target) => sum + target.registered_persons, 0));
    expect(completeness.received).toBe(TOWNSHIPS.length);
    expect(completeness.onTime).toBe(TOWNSHIPS.length);
    expect(completeness.missing).toHaveLength(completeness.due - TOWNSHIPS.length);
  });

  test('the tables of projects and finance are what the county sent, enterprises counted once by their code', async () => {
    const { tables, asOf, checks } = await summary(1);
    const figure = (line: string, column: string) =>
      tables[line.slice(0, 3)]?.rows.find((row) => row['line'] === line)?.[column];
    const projects = projectsOf('371502', '2016Q2');
    const loans = financeOf('371502', '2016Q2').filter((row) => row.finance_type === 'LOAN_ENT');
    const roofs = projects.filter((row) => row.project_type === 'PV_ROOF' && row.status === 'BUILT');
    expect(loans.length).toBeGreaterThan(1);
    expect(figure('R09.rooftops', 'value')).toBe(roofs.reduce((sum, row) => sum + row.quantity, 0));
    expect(figure('R12.loans', 'amount')).toBe(loans.reduce((sum, row) => sum + row.amount_wan, 0));
    expect(figure('R12.enterprises.aboveScale', 'value')).toBe(new Set(loans.map((row) => row.borrower_id)).size);
    expect(asOf).toBe('2016-07-05');
    expect(checks).toEqual([]);
  });

  test('the revision holds the same figures as CSV, workbook and bulletin, and names its inputs without file names', async () => {
    const folder = 'reports/2016Q2/rev-1/internal/';
    for (let number = 1; number <= 19; number++) {
      const table = `R${String(number).padStart(2, '0')}`;
      const text = await city.read('reports', `${folder}tables/${table}.csv`);
      expect(text.startsWith('\uFEFF'), table).toBe(true);
      expect(text.split('\r\n').length, table).toBeGreaterThan(table === 'R16' ? 1 : 3);
    }
    const lines = (await city.read('reports', `${folder}tables/R01.csv`)).split('\r\n');
    expect(lines[1]).toMatch(/^R01\.1,2016年上半年带动增收人数,/);
    expect(lines[1]).toContain(`,${truth.persons},100.0%,`);
    const total = (await city.read('reports', `${folder}tables/R03.csv`)).trimEnd().split('\r\n').at(-1);
    expect(total).toContain(`合计`);
    expect(total).toContain(`,${truth.quarter},${truth.persons},`);

    const workbook = readWorkbook(await city.readBytes('reports', `${folder}workbook.xlsx`), limitsFor('3715'));
    if ('refused' in workbook) throw new Error(workbook.detail.en);
    const sheets = new Map(workbook.sheets.map((sheet) => [sheet.name.split(' ')[0], sheet]));
    expect([...sheets.keys()]).toEqual(expect.arrayContaining(['目录', 'R01', 'R02', 'R03', 'R04', 'R15']));
    expect(sheets.get('R01')?.rows.find((row) => row[1] === '2016年上半年带动增收人数')).toContain(truth.persons);

    const bulletin = await city.read('reports', `${folder}bulletin.txt`);
    expect(bulletin.startsWith('\uFEFF聊城市扶贫开发2016年第二季度通报')).toBe(true);
    expect(bulletin).toContain(`全市共带动${truth.persons}名贫困人口实现增收`);

    const text = await city.read('reports', `${folder}manifest.json`);
    const manifest = JSON.parse(text) as {
      revision: number;
      inputs: string;
      submissions: { versionId: string }[];
      outputs: object;
    };
    expect(manifest.submissions.map(({ versionId }) => versionId).sort()).toEqual(
      uploads.map(({ versionId }) => versionId).sort(),
    );
    for (const { key } of uploads) expect(text).not.toContain(parseUploadKey(key, CITY_PACK)?.fileName);
    const prefix = 'reports/2016Q2/rev-1/';
    const files = (await city.list('reports'))
      .filter((file) => file.startsWith(prefix))
      .map((file) => file.slice(prefix.length));
    expect(files.sort()).toEqual([...Object.keys(manifest.outputs), 'internal/manifest.json'].sort());
    expect(files).toEqual(
      expect.arrayContaining(
        ['bulletin.txt', 'summary.json', 'tables/R01.csv', 'workbook.xlsx'].flatMap((name) => [
          `internal/${name}`,
          `public/${name}`,
        ]),
      ),
    );
    const latest = JSON.parse(await city.read('reports', latestKey('2016Q2'))) as unknown;
    expect(latest).toEqual({
      period: '2016Q2',
      revision: 1,
      inputs: manifest.inputs,
      prefix: 'reports/2016Q2/rev-1/',
      run: 1,
      state: 'provisional',
      signed: null,
      public: { revision: 1, prefix: 'reports/2016Q2/rev-1/', state: 'provisional', signed: null },
    });
  });

  test('an announcement that comes again changes neither the table nor a receipt', async () => {
    const before = await snapshot();
    for (const { key, versionId } of uploads)
      await city.announce(uploadMessage(city.output('uploads'), key, versionId));
    await city.idle();
    expect(await snapshot()).toEqual(before);
    expect(await city.deadLetterCount()).toBe(0);
  });

  test('a summary of unchanged inputs publishes nothing new', async () => {
    // All but the number of the run, which latest.json names.
    const published = async () =>
      new Map(
        [...(await city.readAll('reports'))].map(([key, text]) => [
          key,
          key === latestKey('2016Q2') ? text.replace(/"run": \d+/, '') : text,
        ]),
      );
    const before = await published();
    const output = await city.summarise('2016Q2');
    expect(output).toEqual({
      period: '2016Q2',
      revision: 1,
      published: false,
      prefix: 'reports/2016Q2/rev-1/',
      notCounted: [],
    });
    expect(await published()).toEqual(before);
  });

  test('a corrected file updates one household and makes revision 2 beside an untouched revision 1', async () => {
    const records = householdsOf(TOWNSHIP, '2016Q2');
    const at = correctable(records);
    const corrected = records.map((row, index) =>
      index === at ? { ...row, uplift_persons: row.uplift_persons - 1 } : row,
    );
    const first = await city.readAll('reports');
    const receipt = await city.submit(keyOf(TOWNSHIP), townshipFile(TOWNSHIP, '2016Q2', corrected));
    expect(receipt.changes).toEqual({ created: 0, updated: 1, unchanged: records.length - 1, removed: 0 });
    expect(await city.summarise('2016Q2')).toMatchObject({ revision: 2, published: true });
    expect((await summary(2)).headline.personsUplifted).toEqual({
      quarter: truth.quarter - 1,
      yearToDate: truth.persons - 1,
    });
    const now = await city.readAll('reports');
    const revision1 = [...first].filter(([key]) => key.startsWith('reports/2016Q2/rev-1/'));
    expect(revision1.length).toBeGreaterThan(20);
    for (const [key, content] of revision1) expect(now.get(key), key).toBe(content);
    expect(now.get('reports/internal/2016Q2/index.html')).toContain('2016Q2/rev-2/internal/bulletin.html');
    const restatement = JSON.parse(now.get('reports/2016Q2/rev-2/internal/restatement.json') ?? '') as Restatement;
    expect(restatement.submissions).toMatchObject([{ change: 'added', submissionId: receipt.submission.submissionId }]);
    expect(restatement.moved).toContainEqual(
      expect.objectContaining({
        table: 'R01',
        row: 'R01.total.ytd',
        column: 'value',
        old: truth.persons,
        new: truth.persons - 1,
      }),
    );
    expect(
      restatement.moved
        .filter(({ table, column }) => table === 'R03' && column === 'ytd')
        .every(({ row }) => row.startsWith(TOWNSHIP) || row === '合计'),
    ).toBe(true);
    expect(first.has('reports/2016Q2/rev-1/internal/restatement.json')).toBe(false);
    expect(JSON.parse(now.get(latestKey('2016Q2')) ?? '')).toMatchObject({ revision: 2 });
  });

  test('a file with a few households leaves the others as they were', async () => {
    const records = householdsOf(TOWNSHIP, '2016Q2');
    const at = correctable(records);
    const receipt = await city.submit(
      `${TOWNSHIP}/2016Q2/补报.xlsx`,
      townshipFile(TOWNSHIP, '2016Q2', records.slice(at, at + 3), XLSX),
    );
    expect(receipt.changes).toEqual({ created: 0, updated: 1, unchanged: 2, removed: 0 });
    expect(await city.summarise('2016Q2')).toMatchObject({ revision: 3, published: true });
    const { headline, tables } = await summary(3);
    expect(headline.personsUplifted).toEqual({ quarter: truth.quarter, yearToDate: truth.persons });
    expect(tables['R03']?.rows.find((row) => row['code'] === TOWNSHIP)?.['households']).toBe(records.length);
  });

  test('a full replacement removes the households that it does not name', async () => {
    const records = householdsOf(TOWNSHIP, '2016Q2');
    const kept = records.slice(0, 20);
    const file = townshipFile(TOWNSHIP, '2016Q2', kept);
    const asked = await city.submit(`${TOWNSHIP}/2016Q2/花名册（全量）.csv`, file);
    expect(asked).toMatchObject({ replacement: false, changes: { removed: 0, unchanged: kept.length } });
    expect(asked.findings.map(({ rule }) => rule)).toContain('F22');
    const receipt = await city.submit(`${TOWNSHIP}/2016Q2/花名册（全量确认）.csv`, file);
    expect(receipt.changes).toEqual({
      created: 0,
      updated: 0,
      unchanged: kept.length,
      removed: records.length - kept.length,
    });
    await city.summarise('2016Q2');
    const row = (await summary(4)).tables['R03']?.rows.find(({ code }) => code === TOWNSHIP);
    expect(row?.['households']).toBe(kept.length);
    expect(row?.['quarter']).toBe(kept.reduce((sum, record) => sum + record.uplift_persons, 0));
  });
});

test('of two versions of a file the newer one counts, also when the older one is processed after it', async () => {
  const records = householdsOf(TOWNSHIP, '2016Q2');
  const at = correctable(records);
  const newer = records.map((row, index) => (index === at ? { ...row, uplift_persons: row.uplift_persons - 1 } : row));
  const key = `${TOWNSHIP}/2016Q2/花名册.csv`;
  const city = await startCity({ polling: false });
  try {
    const older = await city.put(key, townshipFile(TOWNSHIP, '2016Q2', records, CSV));
    await city.put(key, townshipFile(TOWNSHIP, '2016Q2', newer, CSV));
    const messages = await city.takeMessages();
    expect(messages).toHaveLength(2);
    const backwards = messages.toSorted((a, b) => Number(a.includes(older)) - Number(b.includes(older)));
    for (const message of backwards) expect(await city.deliver([message])).toEqual({ batchItemFailures: [] });
    expect((await city.receipt(key, older)).summary.accepted).toBe(records.length);
    const { prefix } = await city.summarise('2016Q2');
    const { headline } = JSON.parse(await city.read('reports', `${prefix}internal/summary.json`)) as Summary;
    expect(headline.personsUplifted.quarter).toBe(newer.reduce((sum, row) => sum + row.uplift_persons, 0));
  } finally {
    await city.close();
  }
});
