import { REPORT_TABLES } from '../../shared/tables/catalogue.ts';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { renderRevision } from '../../shared/publication/report-files.ts';
import { summarise, SummaryCheckError } from '../../shared/summary/summary.ts';
import { factsOf } from './city.ts';
import { textIn, valuesIn } from '../../shared/tables/report-table.ts';
import { planCity } from '../generate/liaocheng.ts';

const TABLES = [...REPORT_TABLES.map(({ id }) => id), 'R19'];

describe('the first half of 2016', () => {
  planCity();
  const facts = factsOf(['2016Q1', '2016Q2'], '2016Q2');
  const summary = summarise(facts);

  it('has the figures of the bulletin, computed', () => {
    expect(summary.headline).toMatchObject({
      personsUplifted: { quarter: 75_200, yearToDate: 97_800 },
      byChannel: { IND: 40_200, EMP: 26_400, EDM: 21_000, SOC: 10_200 },
      householdsUplifted: { yearToDate: 51_344 },
      registeredHouseholds: 130_057,
      registeredPersons: 248_108,
      annualTarget: 150_000,
      achievementRate: '65.2%',
      shareOfRegistered: '39.4%',
    });
    for (const figure of ['9.78万', '4.02万', '2.64万', '2.1万', '1.02万', '15万', '65.2%'])
      expect(summary.narrative).toContain(figure);
  });

  it('had 41,200 in its first quarter, and 18,600 persons in both', () => {
    const first = summarise(factsOf(['2016Q1'], '2016Q1')).headline.personsUplifted;
    expect(first).toEqual({ quarter: 41_200, yearToDate: 41_200 });
    expect(first.quarter + summary.headline.personsUplifted.quarter - summary.headline.personsUplifted.yearToDate).toBe(
      18_600,
    );
  });

  it('shows each quarter of the year beside the year to date', () => {
    const values = new Map(summary.tables['R01']?.rows.map((row) => [textIn(row['item']), row['value']]));
    expect(values.get('2016年第一季度当季带动增收人数')).toBe(41_200);
    expect(values.get('2016年第二季度当季带动增收人数')).toBe(75_200);
  });

  it('ranks the units from 东阿县 with 68.1% to 莘县 with 63.1%', () => {
    const rows = (summary.tables['R02']?.rows ?? []).map(valuesIn);
    expect(rows[0]).toMatchObject({ rank: 1, unit: '东阿县', rate: 681 });
    expect(rows.at(-1)).toMatchObject({ rank: 11, unit: '莘县', rate: 631 });
  });

  it('has the same total by county and by reporting unit', () => {
    const rows = (summary.tables['R03']?.rows ?? []).map(valuesIn);
    for (const view of ['county', 'unit'] as const) {
      const sums = [...Map.groupBy(rows, (row) => row[view]).values()].map((group) =>
        group.reduce((sum, row) => sum + Number(row['ytd']), 0),
      );
      expect(sums.reduce((sum, value) => sum + value, 0)).toBe(97_800);
    }
    expect(rows).toHaveLength(136);
  });

  it('has channel shares that add to 100.0 in every unit', () => {
    for (const row of summary.tables['R04']?.rows ?? [])
      expect(['IND', 'EMP', 'EDM', 'SOC'].reduce((sum, code) => sum + Number(row[`${code}.share`]), 0)).toBe(1000);
  });

  it('names every township that is missing, in the narrative too', () => {
    expect(summary.completeness).toMatchObject({ due: 135, received: 0 });
    expect(summary.completeness.missing).toHaveLength(135);
    expect(summary.narrative).toContain('以上数字不含未上报的135个');
  });

  it('is written in every format, the same bytes each time', () => {
    const [once, again] = [renderRevision(summary, facts), renderRevision(summarise(facts), facts)];
    expect([...once.keys()]).toEqual([
      'summary.json',
      'summary.schema.json',
      'bulletin.txt',
      'bulletin.html',
      ...TABLES.map((id) => `tables/${id}.csv`),
      'data/observations.csv',
      'data/observations.parquet',
      'data/units.csv',
      'data/measures.csv',
      'data/codes.csv',
      'datapackage.json',
      'workbook.xlsx',
    ]);
    for (const [name, { content }] of once) expect(again.get(name)?.content, name).toEqual(content);
  });

  it('has a workbook whose cells are the figures, as numbers', () => {
    const workbook = readWorkbook(
      renderRevision(summary, facts).get('workbook.xlsx')?.content as Uint8Array,
      limitsFor('3715'),
    );
    if ('refused' in workbook) throw new Error(workbook.detail.en);
    expect(workbook.sheets.map((sheet) => sheet.name.slice(0, 3))).toEqual(['目录', ...TABLES]);
    expect(workbook.sheets[1]?.name).toBe('R01 总体情况');
    const headline = workbook.sheets[1]?.rows.find((row) => row[1] === '2016年上半年带动增收人数');
    expect(headline?.slice(2, 4)).toEqual([97_800, 1]);
  });

  it('is not published when its tables contradict each other', () => {
    const [code = '', tally = {}] = [...facts.tallies][0] ?? [];
    const wrong = { ...facts, tallies: new Map([...facts.tallies, [code, { ...tally, 'ytd.persons.IND': 1 }]]) };
    expect(() => summarise(wrong)).toThrow(SummaryCheckError);
  });
});
