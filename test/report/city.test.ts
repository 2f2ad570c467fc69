import { describe, expect, it } from 'vitest';
import { foldHouseholds, type StoredHousehold } from '../../shared/aggregate/fold.ts';
import { planCity } from '../../cli/generate/plan.ts';
import { householdsOf } from '../../cli/generate/households.ts';
import { targetsOf } from '../../cli/generate/finance.ts';
import { REGISTER } from '../../shared/divisions/register.ts';
import { programmeOf } from '../../shared/programme/programme.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { limitsFor } from '../../shared/check/file.ts';
import { renderRevision } from '../../shared/report/files.ts';
import type { SummaryFacts } from '../../shared/report/model.ts';
import { summarise, SummaryCheckError } from '../../shared/report/summary.ts';
import type { Period } from '../../shared/time/period.ts';

/** The whole synthetic city, without files: its records folded and summarised. */
function factsOf(periods: readonly Period[], period: Period): SummaryFacts {
  const tallies = new Map(
    REGISTER.due.map(({ code }) => {
      const households = new Map<string, Map<Period, StoredHousehold>>();
      for (const quarter of periods) {
        for (const row of householdsOf(code, quarter)) {
          const history = households.get(row.household_no) ?? new Map<Period, StoredHousehold>();
          history.set(quarter, { ...row, unit_code: null, town_code: code, village_code: null } as unknown as StoredHousehold);
          households.set(row.household_no, history);
        }
      }
      return [code, foldHouseholds(households.values(), period)] as const;
    }),
  );
  const targets = new Map(
    targetsOf().map(
      (target) =>
        [
          REGISTER.findUnit(target.unit_name)?.found.code ?? '',
          { ...target, unit_code: null, town_code: null, village_code: null },
        ] as const,
    ),
  );
  return {
    period,
    revision: 1,
    programme: programmeOf(period),
    tallies,
    targets,
    lastYearTargets: new Map(),
    submissions: [],
    nilReturns: new Set(),
  };
}

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
    for (const figure of ['9.78万', '4.02万', '2.64万', '2.1万', '1.02万', '15万', '65.2%']) expect(summary.narrative).toContain(figure);
  });

  it('had 41,200 in its first quarter, and 18,600 persons in both', () => {
    const first = summarise(factsOf(['2016Q1'], '2016Q1')).headline.personsUplifted;
    expect(first).toEqual({ quarter: 41_200, yearToDate: 41_200 });
    expect(first.quarter + summary.headline.personsUplifted.quarter - summary.headline.personsUplifted.yearToDate).toBe(18_600);
  });

  it('shows each quarter of the year beside the year to date', () => {
    const values = new Map(summary.tables['R01']?.rows.map((row) => [row['item'], row['value']]));
    expect(values.get('2016年第一季度当季带动增收人数')).toBe(41_200);
    expect(values.get('2016年第二季度当季带动增收人数')).toBe(75_200);
  });

  it('ranks the units from 东阿县 with 68.1% to 莘县 with 63.1%', () => {
    const rows = summary.tables['R02']?.rows ?? [];
    expect(rows[0]).toMatchObject({ rank: 1, unit: '东阿县', rate: 681 });
    expect(rows.at(-1)).toMatchObject({ rank: 11, unit: '莘县', rate: 631 });
  });

  it('has the same total by county and by reporting unit', () => {
    const rows = summary.tables['R03']?.rows ?? [];
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
    const [once, again] = [renderRevision(summary), renderRevision(summarise(facts))];
    expect([...once.keys()]).toEqual([
      'summary.json',
      'bulletin.txt',
      'bulletin.html',
      'tables/R01.csv',
      'tables/R02.csv',
      'tables/R03.csv',
      'tables/R04.csv',
      'tables/R15.csv',
      'workbook.xlsx',
    ]);
    for (const [name, { content }] of once) expect(again.get(name)?.content, name).toEqual(content);
  });

  it('has a workbook whose cells are the figures, as numbers', () => {
    const workbook = readWorkbook(renderRevision(summary).get('workbook.xlsx')?.content as Uint8Array, limitsFor('3715'));
    if ('refused' in workbook) throw new Error(workbook.detail.en);
    expect(workbook.sheets.map((sheet) => sheet.name)).toEqual([
      '目录',
      'R01 总体情况',
      'R02 分县（市、区）情况表',
      'R03 分乡镇（街道）情况表',
      'R04 增收渠道结构表',
      'R15 报送情况通报',
    ]);
    const headline = workbook.sheets[1]?.rows.find((row) => row[0] === 'R01.1');
    expect(headline?.slice(2, 4)).toEqual([97_800, 1]);
  });

  it('is not published when its tables contradict each other', () => {
    const [code = '', tally = {}] = [...facts.tallies][0] ?? [];
    const wrong = { ...facts, tallies: new Map([...facts.tallies, [code, { ...tally, 'ytd.persons.IND': 1 }]]) };
    expect(() => summarise(wrong)).toThrow(SummaryCheckError);
  });
});
