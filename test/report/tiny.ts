/** Facts of a few households, and cells of the tables made of them. */
import { CITY_PACK } from '../../cities/pack.ts';
import { foldHouseholds, type HouseholdHistory, type StoredHousehold } from '../../shared/fold/fold.ts';
import { noFacts, valuesIn, type SummaryFacts, type ReportDefinition } from '../../shared/tables/report-table.ts';
import type { Period } from '../../shared/time/period.ts';
import { household } from './household.ts';

export const PERIOD = '2016Q2';
export const GUANXIAN = '371525108';
export const LINQING = '371581102';

export type Rows = Partial<Record<Period, Partial<StoredHousehold>>>;
const history = (rows: Rows): HouseholdHistory =>
  new Map(Object.entries(rows).map(([period, change]) => [period as Period, household(change)]));
/** 60 yuan and so on, in fen. */
export const yuan = (value: number): number => value * 100;

export function facts(
  households: Readonly<Record<string, readonly Rows[]>>,
  rest: Partial<SummaryFacts> = {},
): SummaryFacts {
  const tallies = Object.entries(households).map(([town, rows]) => {
    const placed = rows.map((row) =>
      history(
        Object.fromEntries(
          Object.entries(row).map(([period, change]) => [
            period,
            { town_code: town, village_code: `${town}202`, ...change },
          ]),
        ),
      ),
    );
    return [town, foldHouseholds(placed, CITY_PACK.at(PERIOD))] as const;
  });
  return {
    ...noFacts(CITY_PACK.at(PERIOD)),
    tallies: new Map(tallies),
    ...rest,
  };
}

type Row = ReturnType<typeof valuesIn>;

/** The rows of a table as they are written in Chinese. */
export const rowsOf = (table: ReportDefinition, from: SummaryFacts, where: Row): Row[] =>
  table
    .build(from)
    .rows.map(valuesIn)
    .filter((row) => Object.entries(where).every(([key, value]) => row[key] === value));
export const rowOf = (table: ReportDefinition, from: SummaryFacts, where: Row): Row =>
  rowsOf(table, from, where)[0] ?? {};
export const lineOf = (table: ReportDefinition, from: SummaryFacts, line: string): Row => rowOf(table, from, { line });
