/** A province of two cities through the commands: uploads at every level, a report set for it and for each city. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { SUPPRESSED, textIn, type ReportRow, type ReportTable } from '../../shared/tables/report-table.ts';
import { PROVINCE_CITIES } from '../city/invented-province.ts';
import { compared } from '../report/sent-files.ts';
import { uplift } from './programs.ts';
import { pack, PERIOD, sendings, synthetic, writePack, writeUploads } from './province-uploads.ts';

const folder = mkdtempSync(join(tmpdir(), 'province-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const folderOf = (prefix: string): string => join(folder, `pack-${prefix}`);

const summaryIn = (out: string, edition: string, city = ''): Summary =>
  readSummaryJson(readFileSync(join(folder, out, `reports/${PERIOD}/rev-1/${edition}/${city}summary.json`), 'utf8'));
const inCity = (code: string): string => `cities/${code}/`;

/** Of files: a file of the province is one of the city in a pack of the city alone, and here the province’s. */
const ABOUT_FILES = new Set(['R15', 'R16', 'R18']);

describe('a province of two cities', () => {
  let whole: Summary;
  beforeAll(async () => {
    for (const prefix of ['38', ...PROVINCE_CITIES]) writePack(folderOf(prefix), prefix);
    const generated = ['generate', '--city', folderOf('38'), '--out', join(folder, 'generated'), '--period', PERIOD];
    expect(await uplift(generated)).toMatchObject({ code: 0, stderr: '' });
    for (const prefix of ['38', ...PROVINCE_CITIES]) {
      const uploads = join(folder, `uploads-${prefix}`);
      writeUploads(join(folder, 'generated'), uploads, prefix);
      const run = ['run', '--city', folderOf(prefix), '--from', uploads, '--period', PERIOD];
      const ended = await uplift([...run, '--out', join(folder, prefix), '--received-in-window', '--json']);
      expect({ prefix, ...ended }).toMatchObject({ prefix, code: 0, stderr: '' });
      expect(JSON.parse(ended.stdout)).toMatchObject({ byStatus: { accepted: expect.any(Number) as number } });
    }
    whole = summaryIn('38', 'internal');
  });

  test('takes files of the province, cities, counties, zones and townships', () => {
    const levels = new Set(readdirSync(join(folder, 'uploads-38')).map((division) => division.length));
    expect(levels).toEqual(new Set([2, 4, 6, 9]));
    expect(whole.completeness).toMatchObject({ due: 12, received: 12, missing: [] });
    expect(whole.narrative).toContain('川原省扶贫开发2016年第二季度通报');
    expect(whole.narrative).toContain('全省共带动');
  });

  test('has in R01 the sums of its cities’', () => {
    const cities = PROVINCE_CITIES.map((code) => summaryIn('38', 'internal', inCity(code)));
    const rows = (of: Summary) => new Map((of.tables['R01']?.rows ?? []).map((row) => [textIn(row['line']), row]));
    let compared = 0;
    for (const [line, row] of rows(whole))
      for (const key of ['value', 'amount']) {
        if (typeof row[key] !== 'number' || /perPerson|rate$/.test(line)) continue;
        const sum = cities.reduce((total, city) => total + Number(rows(city).get(line)?.[key]), 0);
        expect([line, key, sum]).toEqual([line, key, row[key]]);
        compared++;
      }
    expect(compared).toBeGreaterThan(8);
    expect(whole.headline.annualTarget).toBe(3_000);
    expect(cities.map(({ headline }) => headline.annualTarget)).toEqual([1_600, 1_400]);
  });

  test.each(PROVINCE_CITIES)(
    'has for %s, cell by cell, what a pack of that city alone gives of the same files',
    (code) => {
      const [part, alone] = [summaryIn('38', 'internal', inCity(code)), summaryIn(code, 'internal')];
      expect(Object.keys(part.tables)).toEqual(Object.keys(alone.tables));
      for (const [id, table] of Object.entries(alone.tables)) {
        if (ABOUT_FILES.has(id)) continue;
        expect({ id, rows: part.tables[id]?.rows, total: part.tables[id]?.total }).toEqual({
          id,
          rows: table.rows,
          total: table.total,
        });
        expect(part.tables[id]?.notes).toEqual(table.notes);
      }
      const townships = ['due', 'received', 'onTime', 'late', 'missing'];
      const reported = (table: ReportTable | undefined): unknown[] =>
        (table?.rows ?? []).map((row: ReportRow) => ['code', ...townships].map((key) => row[key]));
      expect(reported(part.tables['R15'])).toEqual(reported(alone.tables['R15']));
      expect(part.headline).toEqual(alone.headline);
      expect(part.narrative).toEqual(alone.narrative);
      expect(part.narrativeEn).toEqual(alone.narrativeEn);
    },
  );

  test('counts a household as its newest file has it, whichever level sent it: the second road is equal', async () => {
    const targets = synthetic.targetsOf('2016Q1');
    const sets = [
      [whole, '38'] as const,
      ...PROVINCE_CITIES.map((code) => [summaryIn('38', 'internal', inCity(code)), code] as const),
    ];
    for (const [{ tables }, root] of sets) {
      const { different, figures } = await compared({ pack, period: PERIOD, root, sendings, targets, tables });
      expect(different).toEqual([]);
      expect(figures).toBeGreaterThan(500);
    }
  });

  test('hides in the public edition of a city what it hides in the province’s, and nothing else', () => {
    const open = summaryIn('38', 'public');
    let hidden = 0;
    for (const code of PROVINCE_CITIES) {
      const city = summaryIn('38', 'public', inCity(code));
      for (const row of city.tables['R03']?.rows ?? []) {
        const above = open.tables['R03']?.rows.find((one) => one['code'] === row['code']);
        for (const key of ['ytd', 'IND', 'EMP', 'EDM', 'SOC', 'quarter', 'households', 'persons']) {
          expect([row['code'], key, row[key]]).toEqual([row['code'], key, above?.[key]]);
          if (row[key] === SUPPRESSED) hidden++;
        }
      }
    }
    expect(hidden).toBeGreaterThan(0);
  });

  test('says in one public manifest what is published of it and of its cities', () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, `38/reports/${PERIOD}/rev-1/public/manifest.json`), 'utf8'),
    ) as {
      outputs: Record<string, unknown>;
    };
    for (const code of PROVINCE_CITIES) {
      expect(Object.keys(manifest.outputs)).toContain(`${inCity(code)}summary.json`);
      expect(Object.keys(manifest.outputs)).not.toContain(`${inCity(code)}records.parquet`);
    }
  });
});
