import { CITY_PACK } from '../../cities/pack.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { financeOf } from '../../cli/generate/finance.ts';
import { projectsOf } from '../../cli/generate/projects.ts';
import { checkSummary } from '../../shared/tables/table-checks.ts';
import type { ReportRow, ReportTable } from '../../shared/tables/report-table.ts';
import { tablesOf } from '../../shared/summary/summary.ts';
import type { Period } from '../../shared/time/period.ts';
import { historiesOf, projectsAt, targetsByUnit } from './city.ts';
import { recompute } from './second-road.ts';
import { factsOfUploads, sentOf, smallCity, type SmallCity, type Upload } from './small-city.ts';

const RECOMPUTED = [
  'R01',
  'R02',
  'R03',
  'R04',
  'R05',
  'R06',
  'R07',
  'R08',
  'R09',
  'R10',
  'R11',
  'R12',
  'R13',
  'R14',
  'R17',
];

/** Figures that are what an office said and not counted: plans and registers, and what is made of them alone. */
const STATED = new Set(['registeredHouseholds', 'registeredPersons', 'plan']);
const STATED_LINES = new Set(['R01.6', 'R01.7', 'R01.10', 'R01.11']);

/** How the second road calls a row. */
function rowName(table: ReportTable, row: ReportRow, bands: Map<unknown, number>): string {
  const { id } = table;
  if (row === table.total) return 'total';
  if (id === 'R05') return `${row['code']} ${row['groupEn']}`;
  if (id === 'R06') {
    const at = bands.get(row['code']) ?? 0;
    bands.set(row['code'], at + 1);
    return `${row['code']} ${at}`;
  }
  return String(row['line'] ?? (id === 'R14' ? row['zone'] : row['code']));
}

/** Every figure of the tables, by the names of the second road. */
function figuresOf(tables: Readonly<Record<string, ReportTable>>): Map<string, number | null> {
  const figures = new Map<string, number | null>();
  for (const id of RECOMPUTED) {
    const table = tables[id];
    if (!table) throw new Error(`no ${id}`);
    const bands = new Map<unknown, number>();
    for (const row of [...table.rows, ...(table.total ? [table.total] : [])]) {
      const name = rowName(table, row, bands);
      for (const { key, kind } of table.columns) {
        const value = row[key];
        if (kind === 'text' || value === undefined || STATED.has(key) || STATED_LINES.has(name)) continue;
        if (id === 'R14' && (key === 'rate' || key === 'share')) continue;
        // A line of single figures has one; its other cells are blank.
        if (row['line'] !== undefined && value === null && key !== 'ratio' && key !== 'share') continue;
        if (typeof value !== 'string') figures.set(`${id}|${name}|${key}`, value);
      }
    }
  }
  return figures;
}

/** Both roads to the figures of some cities: [first, second] for each city. */
async function bothRoads(
  cities: readonly SmallCity[],
): Promise<[Record<string, number | null>, Record<string, number | null>][]> {
  const second = await recompute(sentOf(cities));
  return Promise.all(
    cities.map(async (city, index) => {
      const first = figuresOf(tablesOf(await factsOfUploads(city)));
      const other = [...first].map(([name, value]) => {
        const found = second.get(`${index} ${name}`);
        // Nothing counted is 0 where the figure exists.
        return [name, found === undefined ? (value === null ? null : 0) : found] as const;
      });
      return [Object.fromEntries(first), Object.fromEntries(other)];
    }),
  );
}

/** 冠县 (a zone), 高新区 and its county's 沙镇镇 as they would be sent, with the offices' rows of the whole city. */
function syntheticCity(): SmallCity {
  const periods: readonly Period[] = ['2015Q2', '2015Q3', '2015Q4', '2016Q1', '2016Q2'];
  const towns = CITY_PACK.register.townships.filter(
    ({ code, unit }) => ['371525108', '371525205', '371502101'].includes(code) || unit === '371541',
  );
  const uploads: Upload[] = towns.flatMap(({ code }) => {
    const histories = [...historiesOf(code, periods)];
    return periods.map((period): Upload => ({
      period,
      division: code,
      replacement: false,
      household: histories.flatMap(([key, history]) => {
        const record = history.get(period);
        return record ? [{ key, record }] : [];
      }),
    }));
  });
  const projects = projectsAt('2016Q2');
  for (const { code } of CITY_PACK.register.counties) {
    const numbers = projectsOf(code, '2016Q2').map((row) => row.project_no);
    const own = projects
      .filter((row) => row.unit_code === code)
      .map((record, index) => ({ key: numbers[index] ?? '', record }));
    uploads.push({ period: '2016Q2', division: code, replacement: false, project: own });
  }
  for (const division of [CITY_PACK.register.cityCode, ...CITY_PACK.register.counties.map(({ code }) => code)])
    for (const period of ['2016Q1', '2016Q2'] as const) {
      const rows = financeOf(division, period).map((row, index) => ({
        key: String(index).padStart(6, '0'),
        record: { ...row, enterprise_code: row.borrower_id, unit_code: division, town_code: null, village_code: null },
      }));
      if (rows.length > 0) uploads.push({ period, division, replacement: false, finance: rows });
    }
  const plans = new Map([...targetsByUnit()].map(([unit, target]) => [unit, target.plan_persons]));
  return { period: '2016Q2', uploads, plans };
}

describe('the figures of R01 to R14 and R17 by two roads', () => {
  it('are the same for townships of the synthetic city', async () => {
    const [[first, second] = [{}, {}]] = await bothRoads([syntheticCity()]);
    expect(first).toEqual(second);
    expect(Object.keys(first).length).toBeGreaterThan(2_000);
    expect(Object.values(first).filter((value) => value !== 0 && value !== null).length).toBeGreaterThan(600);
    expect(first['R09|R09.2|value']).toBe(4_036);
    expect(first['R12|R12.6|amount']).toBe(17_000_000_000);
  });

  it('are the same for 200 cities with corrections, replacements and deletions over eight quarters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(smallCity, { minLength: 20, maxLength: 20 }), async (cities) => {
        for (const [first, second] of await bothRoads(cities)) expect(first).toEqual(second);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('satisfy every identity (T03) in cities of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(smallCity, async (city) => {
        const facts = await factsOfUploads(city);
        const checks = checkSummary({ ...facts, programme: { ...facts.programme, cityTarget: null } }, tablesOf(facts));
        expect(checks.filter(({ rule }) => rule === 'T03' || rule === 'T04')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
