import { CITY_PACK } from '../../cities/pack.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSummary } from '../../shared/tables/summary-rules.ts';
import { tablesOf } from '../../shared/summary/summary.ts';
import type { Period } from '../../shared/time/period.ts';
import { historiesOf, projectsAt, targetsByUnit } from './city.ts';
import { bothRoads } from './both-roads.ts';
import { factsOfUploads, smallCity, type SmallCity, type Upload } from './small-city.ts';
import { financeOf, projectsOf } from '../generate/liaocheng.ts';

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
  for (const division of [CITY_PACK.register.root, ...CITY_PACK.register.counties.map(({ code }) => code)])
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
    expect(first['R09|R09.rooftops|value']).toBe(4_036);
    expect(first['R12|R12.loans|amount']).toBe(17_000_000_000);
  });

  it('satisfy every identity (T03) in cities of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(smallCity, async (city) => {
        const facts = await factsOfUploads(city);
        const checks = checkSummary({ ...facts, programme: { ...facts.programme, cityTarget: null } }, tablesOf(facts));
        expect(checks.filter(({ rule }) => rule === 'T03' || rule === 'T04')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
