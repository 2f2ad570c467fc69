import { expect, test } from 'vitest';
import { publicRelease } from '../../shared/disclosure/edition.ts';
import { citiesOf } from '../../shared/city/cities-of.ts';
import { TREATMENTS } from '../../shared/disclosure/treatments.ts';
import { summarise } from '../../shared/summary/summary.ts';
import { factsWithin } from '../../shared/tables/facts-within.ts';
import { noFacts, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { foldHouseholds } from '../../shared/fold/fold.ts';
import { syntheticCityOf } from '../../cli/generate/synthetic-city.ts';
import { inventedProvince } from '../city/invented-province.ts';

const PERIOD = '2016Q2';
const pack = inventedProvince();
const province = pack.at(PERIOD);
const synthetic = syntheticCityOf(pack);

/** The province with every household of its first half-year. */
function provinceFacts(): SummaryFacts {
  const tallies = new Map(
    province.register.due.map(({ code, unit }) => {
      const histories = new Map<string, Map<typeof PERIOD | '2016Q1', object>>();
      for (const quarter of ['2016Q1', PERIOD] as const)
        for (const row of synthetic.householdsOf(code, quarter)) {
          const own = histories.get(row.household_no) ?? new Map<typeof PERIOD | '2016Q1', object>();
          histories.set(row.household_no, own.set(quarter, { ...row, unit_code: unit, town_code: code }));
        }
      return [code, foldHouseholds([...histories.values()] as Parameters<typeof foldHouseholds>[0], province)];
    }),
  );
  return { ...noFacts(province), tallies };
}

test('what is published whole or not at all is published of the province, and of no city', () => {
  const facts = provinceFacts();
  const [whole, ...parts] = [facts, ...citiesOf(facts).map((city) => factsWithin(facts, city))].map((one) => ({
    summary: summarise(one),
    city: one,
  }));
  const release = publicRelease({ whole: whole!, parts }, []);
  const tablesOf = (edition: (typeof release)['whole']) =>
    edition.withheld ? [] : Object.keys(edition.summary.tables);
  const wholes = Object.keys(TREATMENTS).filter((id) => TREATMENTS[id]?.whole);
  expect(wholes).toContain('R10');
  expect(tablesOf(release.whole)).toEqual(expect.arrayContaining(['R01', 'R10']));
  expect(release.parts).toHaveLength(2);
  for (const part of release.parts) {
    expect(tablesOf(part)).toContain('R01');
    expect(tablesOf(part).filter((id) => wholes.includes(id))).toEqual([]);
  }
});
