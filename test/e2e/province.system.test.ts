/** A province of two cities through the commands: uploads at every level, a report set for it and for each city. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileBytes } from '../../cli/generate/files.ts';
import { householdSheet } from '../../cli/generate/household-sheet.ts';
import { officeSheet } from '../../cli/generate/office-sheet.ts';
import { syntheticCityOf } from '../../cli/generate/synthetic-city.ts';
import { netIncome, perCapita } from '../../shared/rules/money.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow } from '../../shared/schema/household.ts';
import { TARGET_COLUMNS } from '../../shared/schema/target.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { SUPPRESSED, textIn, type ReportRow, type ReportTable } from '../../shared/tables/report-table.ts';
import { inventedProvince, PROVINCE_CITIES, provinceFiles } from '../city/invented-province.ts';
import { compared, type Sending } from '../report/sent-files.ts';
import { CSV, XLSX } from './city-files.ts';
import { uplift } from './programs.ts';

const PERIOD = '2016Q2';
const QUARTERS = ['2016Q1', PERIOD] as const;
const folder = mkdtempSync(join(tmpdir(), 'province-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pack = inventedProvince();
const synthetic = syntheticCityOf(pack);
const { register } = pack;
const folderOf = (prefix: string): string => join(folder, `pack-${prefix}`);

function writePack(prefix: string): void {
  for (const [file, value] of Object.entries(provinceFiles(prefix))) {
    mkdirSync(dirname(join(folderOf(prefix), file)), { recursive: true });
    writeFileSync(join(folderOf(prefix), file), JSON.stringify(value));
  }
}

/** Who sends a township’s rows of the quarter beside or in place of itself: the last in the order of paths wins. */
const WIDER: Readonly<Record<string, { readonly by: string; readonly alone: boolean }>> = {
  '380101101': { by: '38', alone: true },
  '380201101': { by: '38', alone: false },
  '380102101': { by: '3801', alone: true },
  '380102102': { by: '3801', alone: false },
  '380202101': { by: '380202', alone: true },
  '380203102': { by: '3802', alone: false },
};

/** Rows as a wider file has them where the township’s own are newer: other figures, and half of the households. */
const older = (rows: readonly HouseholdRow[]): HouseholdRow[] =>
  rows
    .filter((_, index) => index % 2 === 0)
    .map((row) => ({ ...row, wage_income: row.wage_income + 50_000 }))
    .map((row) => ({ ...row, net_income: netIncome(row), pc_net_income: perCapita(row) }));

/** Every file of households in the order of paths, with the rows that it holds. */
const sendings: readonly Sending[] = QUARTERS.flatMap((period) =>
  register.due.flatMap(({ code }): Sending[] => {
    const rows = synthetic.householdsOf(code, period);
    const wider = period === PERIOD ? WIDER[code] : undefined;
    const own: Sending = { division: code, period, township: code, rows };
    if (!wider) return [own];
    return [{ ...own, division: wider.by, rows: wider.alone ? rows : older(rows) }, ...(wider.alone ? [] : [own])];
  }),
).toSorted((a, b) => (a.division < b.division ? -1 : a.division > b.division ? 1 : 0));

/** The files of a pack: those of its divisions, and of a file from above what lies in it, sent by its root. */
function writeUploads(from: string, to: string, prefix: string): void {
  const write = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), bytes);
  };
  for (const division of readdirSync(from))
    if (division.startsWith(prefix) && division.length < 9 && division !== '38')
      cpSync(join(from, division), join(to, division), { recursive: true });
  const targets = synthetic.targetsOf('2016Q1').filter(({ unit_name: name }) => {
    const unit = register.findUnit(name ?? '');
    return unit?.found.code.startsWith(prefix);
  });
  const sheet = officeSheet({ title: '年度脱贫任务表', unit: '', columns: TARGET_COLUMNS, records: targets }, true);
  write(`${prefix}/2016Q1/年度脱贫任务表.xlsx`, fileBytes('任务', sheet.rows, sheet.merges, XLSX));
  const own = sendings.filter(({ township }) => township.startsWith(prefix));
  const sent = Map.groupBy(
    own,
    ({ division, period }) =>
      `${division.length < prefix.length ? prefix : division}/${period}/${division.length < prefix.length ? '0上级' : '1户表'}.csv`,
  );
  for (const [path, of] of sent) {
    const [first] = of;
    if (!first) continue;
    const { rows, merges } =
      first.division.length === 9
        ? householdSheet(synthetic.townshipAt(first.period, first.township), first.rows, false)
        : officeSheet(
            {
              title: '建档立卡贫困户增收情况季度表',
              unit: '',
              columns: HOUSEHOLD_COLUMNS,
              records: of.flatMap((one) =>
                one.rows.map((row) => ({
                  ...row,
                  county_name: register.unitLabel(register.unitOf(one.township) ?? ''),
                })),
              ),
            },
            false,
          );
    write(path, fileBytes('户表', rows, merges, CSV));
  }
}

const summaryIn = (out: string, edition: string, city = ''): Summary =>
  readSummaryJson(readFileSync(join(folder, out, `reports/${PERIOD}/rev-1/${edition}/${city}summary.json`), 'utf8'));
const inCity = (code: string): string => `cities/${code}/`;

/** Of files: a file of the province is one of the city in a pack of the city alone, and here the province’s. */
const ABOUT_FILES = new Set(['R15', 'R16', 'R18']);

describe('a province of two cities', () => {
  let whole: Summary;
  beforeAll(async () => {
    for (const prefix of ['38', ...PROVINCE_CITIES]) writePack(prefix);
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
