/**
 * Ten quarters of a small part of the served city, 2015Q1 to 2017Q2, through the commands. From 2017 a county has another
 * name and code, one of its townships is a part of another, and the lines are raised.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packFilesIn } from '../../cities/pack.ts';
import { syntheticCityOf } from '../../cli/generate/synthetic-city.ts';
import { readPack } from '../../shared/city/read-pack.ts';
import type { RegisterData } from '../../shared/city/pack-schema.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { textIn } from '../../shared/tables/report-table.ts';
import { shiftPeriod, type Period } from '../../shared/time/period.ts';
import { asTexts } from '../city/invented-city.ts';
import { compared, type Sending } from '../report/sent-files.ts';
import { uplift } from './programs.ts';

const FOLDER = join(import.meta.dirname, '../../cities/371500-liaocheng');
/** On both sides of the change, and the first quarter that holds both sides of a year to date. */
const PERIODS = ['2016Q4', '2017Q1', '2017Q2'] as const;
const QUARTERS: readonly Period[] = Array.from({ length: 10 }, (_, index) => shiftPeriod('2015Q1', index));

const COUNTIES = ['371523', '371525'];
const TOWNSHIPS = ['371523101', '371523106', '371523107', '371525105', '371525108'];
/** By code of the old divisions; 胡屯镇 becomes a part of 韩屯镇. */
const CONTINUED = { '371523101': '371503101', '371523106': '371503106', '371523107': '371503106' };
const CONTINUES = { '371503': ['371523'], '371503101': ['371523101'], '371503106': ['371523106', '371523107'] };

const folder = mkdtempSync(join(tmpdir(), 'ten-quarters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const served = packFilesIn(FOLDER);
const read = (file: string): object => JSON.parse(served.get(file) ?? '') as object;

function before(): RegisterData {
  const all = read('divisions/2016.json') as RegisterData;
  return {
    vintage: '2015',
    counties: all.counties.filter(({ code }) => COUNTIES.includes(code)),
    units: all.units.filter(({ code }) => COUNTIES.includes(code)),
    townships: all.townships.filter(({ code }) => TOWNSHIPS.includes(code)),
    laterNames: [],
    laterVillageNames: {},
    villages: Object.fromEntries(TOWNSHIPS.map((code) => [code, all.villages[code] ?? []])),
  };
}

function after(): RegisterData {
  const old = before();
  const now = (code: string): string => code.replace(/^371523/, '371503');
  const renamed = <T extends { readonly code: string; readonly name: string }>(list: readonly T[]): T[] =>
    list.map((one) => ({ ...one, code: now(one.code), name: one.name.replace('茌平县', '茌平区') }));
  return {
    ...old,
    vintage: '2017',
    counties: renamed(old.counties),
    units: renamed(old.units),
    townships: renamed(old.townships)
      .filter(({ code }) => code !== '371503107')
      .map((township) => ({ ...township, county: now(township.county), unit: now(township.unit) })),
    continues: CONTINUES,
    villages: Object.fromEntries(
      Object.entries(old.villages)
        .filter(([code]) => code !== '371523107')
        .map(([code, villages]) => [now(code), villages]),
    ),
  };
}

const programme = (year: number): object => ({
  ...read('programme/2016.json'),
  year,
  lines: year < 2017 ? { '1': 295_200, '2': 337_200, '3': 337_200 } : { '1': 310_000, '2': 360_000, '3': 380_000 },
  cityTarget: 600,
  unitTargets: { [year < 2017 ? '371523' : '371503']: 350, '371525': 250 },
});

const files: Readonly<Record<string, object>> = {
  'city.json': { ...read('city.json'), tiles: undefined },
  'divisions/2015.json': before(),
  'divisions/2017.json': after(),
  ...Object.fromEntries([2015, 2016, 2017].map((year) => [`programme/${year}.json`, programme(year)])),
};

describe('ten quarters with a merge and a recoding in between', () => {
  const pack = readPack('copy', asTexts(files));
  const synthetic = syntheticCityOf(pack);
  const summaries = new Map<Period, Summary>();
  const summaryOf = (period: Period): Summary => {
    const summary = summaries.get(period);
    if (!summary) throw new Error(`no summary of ${period}`);
    return summary;
  };
  const sendings = QUARTERS.flatMap((period) =>
    pack.registerOf(period).due.map(({ code }): Sending => ({
      division: code,
      period,
      township: code,
      rows: synthetic.householdsOf(code, period),
    })),
  );

  beforeAll(async () => {
    for (const [file, value] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'pack', file)), { recursive: true });
      writeFileSync(join(folder, 'pack', file), JSON.stringify(value));
    }
    const city = ['--city', join(folder, 'pack')];
    const uploads = join(folder, 'uploads');
    const generated = await uplift(['generate', ...city, '--out', uploads, '--from', '2015Q1', '--period', '2017Q2']);
    expect(generated).toMatchObject({ code: 0, stderr: '' });
    for (const period of PERIODS) {
      const out = join(folder, period);
      const run = [
        'run',
        ...city,
        '--from',
        uploads,
        '--period',
        period,
        '--out',
        out,
        '--received-in-window',
        '--json',
      ];
      const ended = await uplift(run);
      expect({ period, ...ended }).toMatchObject({ period, code: 0, stderr: '' });
      const text = readFileSync(join(out, `reports/${period}/rev-1/internal/summary.json`), 'utf8');
      summaries.set(period, readSummaryJson(text));
    }
  });

  test.each([
    ['2016Q4', 5],
    ['2017Q1', 4],
    ['2017Q2', 4],
  ] as const)('%s has the reports of the %i townships of its time', (period, due) => {
    expect(summaryOf(period).completeness).toMatchObject({ due, received: due, missing: [] });
  });

  test.each(PERIODS)('the figures of %s are the same by the second road', async (period) => {
    const continued = period < '2017Q1' ? {} : CONTINUED;
    const { tables } = summaryOf(period);
    const root = pack.registerOf(period).root;
    const { different, figures } = await compared({
      pack,
      period,
      root,
      sendings,
      targets: synthetic.targetsOf(period),
      lastYearTargets: synthetic.targetsOf(shiftPeriod(period, -4)),
      tables,
      continued,
    });
    expect(different).toEqual([]);
    expect(figures).toBeGreaterThan(300);
  });

  test('the last four quarters of a household go on through the change', () => {
    for (const period of ['2017Q1', '2017Q2'] as const) {
      const bands = summaryOf(period).tables['R06']?.rows ?? [];
      const ofCounty = bands.find(({ code, line }) => code === '371503' && line === 'R06.all');
      expect(Number(ofCounty?.['households'])).toBeGreaterThan(100);
      // Nobody is new since the quarters before it, under whatever code.
      expect(Number(ofCounty?.['provisional'])).toBe(0);
    }
  });

  test('the year to date begins with the year, and holds both of its quarters', () => {
    const values = (period: Period) =>
      new Map((summaryOf(period).tables['R01']?.rows ?? []).map(({ line, value }) => [line, Number(value)]));
    expect([...values('2017Q1').keys()].filter((line) => textIn(line).startsWith('R01.quarter'))).toEqual([
      'R01.quarter.2017Q1',
    ]);
    const second = values('2017Q2');
    expect(second.get('R01.quarter.2017Q1')).toBe(values('2017Q1').get('R01.total.quarter'));
    expect(Number(second.get('R01.total.ytd'))).toBeGreaterThan(Number(values('2017Q1').get('R01.total.ytd')));
  });

  test('what is compared with quarters under other codes says so under its table', () => {
    const notes = (period: Period, table: string): string =>
      (summaryOf(period).tables[table]?.notes ?? []).map(({ zh }) => zh).join('');
    expect(notes('2017Q1', 'R02')).toContain('茌平县（371523）现为茌平区（371503）');
    expect(notes('2017Q1', 'R17')).toContain('3个乡镇（街道）换码或合并');
    expect(notes('2016Q4', 'R02')).not.toContain('现为');
    const continued = (period: Period): number =>
      Number(summaryOf(period).tables['R17']?.rows.find(({ code }) => code === '371503')?.['onFileBefore.households']);
    expect(continued('2017Q1')).toBeGreaterThan(100);
  });
});
