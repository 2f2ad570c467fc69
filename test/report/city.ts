/** The synthetic city as the tables see it, without files: its records folded, its office rows beside them. */
import { CITY_PACK } from '../../cities/pack.ts';
import { foldHouseholds, type StoredHousehold } from '../../shared/fold/fold.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import type { StoredRecord } from '../../shared/rows/codec.ts';
import { noFacts, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import { keptTallies, type Tallies } from './city-tallies.ts';
import { financeOf, targetsOf, householdsOf, projectsOf } from '../generate/liaocheng.ts';

/** Households of a township by number, each with its rows by quarter, as the table keeps them. */
export function historiesOf(township: string, periods: readonly Period[]): Map<string, Map<Period, StoredHousehold>> {
  const households = new Map<string, Map<Period, StoredHousehold>>();
  const unit = CITY_PACK.register.township(township)?.unit ?? null;
  for (const quarter of periods)
    for (const row of householdsOf(township, quarter)) {
      const history = households.get(row.household_no) ?? new Map<Period, StoredHousehold>();
      history.set(quarter, { ...row, unit_code: unit, town_code: township });
      households.set(row.household_no, history);
    }
  return households;
}

export const targetsByUnit = (): Map<string, StoredRecord['target']> =>
  new Map(
    targetsOf().map((target) => {
      const unit = CITY_PACK.register.findUnit(target.unit_name)?.found.code ?? '';
      return [unit, { ...target, unit_code: unit, town_code: null, village_code: null }];
    }),
  );

export function projectsAt(period: Period): StoredRecord['project'][] {
  return CITY_PACK.register.counties.flatMap(({ code }) =>
    projectsOf(code, period).map((project) => {
      const town = CITY_PACK.register.findTownship(project.town_name ?? '', code);
      const township = town && 'found' in town ? town.found.code : null;
      const village =
        township === null || project.village_name === null
          ? null
          : CITY_PACK.register.findVillage(project.village_name, township);
      return { ...project, unit_code: code, town_code: township, village_code: village?.found.code ?? null };
    }),
  );
}

export function financeUntil(period: Period): StoredRecord['finance'][] {
  return yearToDate(period).flatMap((quarter) =>
    [CITY_PACK.register.root, ...CITY_PACK.register.counties.map(({ code }) => code)].flatMap((division) =>
      financeOf(division, quarter).map((row) => ({
        ...row,
        enterprise_code: row.borrower_id,
        unit_code: division,
        town_code: null,
        village_code: null,
      })),
    ),
  );
}

const tallies = new Map<string, Tally>();

/**
 * What is counted of a township's households of these quarters. Most of the work of a summary: done once in a process.
 */
export function tallyOf(township: string, quarters: readonly Period[], period: Period): Tally {
  const name = [township, period, ...quarters].join(' ');
  const known = tallies.get(name);
  if (known) return known;
  const tally = foldHouseholds(historiesOf(township, quarters).values(), CITY_PACK.at(period));
  tallies.set(name, tally);
  return tally;
}

const wholeCities = new Map<string, Tallies>();

/** What is counted of all townships that owe a report, by code. */
function cityTallies(quarters: readonly Period[], period: Period): Tallies {
  const name = [period, ...quarters].join(' ');
  const make = (): Tallies =>
    Object.fromEntries(CITY_PACK.register.due.map(({ code }) => [code, tallyOf(code, quarters, period)]));
  const tallies = wholeCities.get(name) ?? keptTallies(name, make);
  wholeCities.set(name, tallies);
  return tallies;
}

/** @param townships all that owe a report, unless fewer are wanted */
export function factsOf(
  periods: readonly Period[],
  period: Period,
  townships: readonly string[] = CITY_PACK.register.due.map(({ code }) => code),
): SummaryFacts {
  const tallies = cityTallies(periods, period);
  return {
    ...noFacts(CITY_PACK.at(period)),
    tallies: new Map(townships.map((code) => [code, tallies[code] ?? tallyOf(code, periods, period)])),
    targets: targetsByUnit(),
    projects: projectsAt(period),
    finance: financeUntil(period),
  };
}
