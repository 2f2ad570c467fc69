/** The second road over files of households as they were sent to a running system, beside the tables that it published. */
import type { CityPack } from '../../shared/city/city.ts';
import type { StoredRecord } from '../../shared/rows/codec.ts';
import type { Tables } from '../../shared/tables/report-table.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { TargetRow } from '../../shared/schema/target.ts';
import { figuresOf } from './both-roads.ts';
import { placeOf, quarterIndex, recompute, type Sent } from './second-road.ts';
import { householdCells } from './small-city.ts';

/** Rows of one township that a division sent in one file; the order of the list is that of the uploads. */
export type Sending = {
  readonly division: string;
  readonly period: Period;
  /** Its code in that period. */
  readonly township: string;
  readonly rows: readonly HouseholdRow[];
};

export type Published = {
  readonly pack: CityPack;
  readonly period: Period;
  /** The division whose tables they are. */
  readonly root: string;
  readonly sendings: readonly Sending[];
  /** Of the period's year; their unit is named as in that year. */
  readonly targets: readonly TargetRow[];
  /** The same of the year before, none where none were sent. */
  readonly lastYearTargets?: readonly TargetRow[];
  readonly tables: Tables;
  /** By an earlier code of a township, the code that continues it in the period. */
  readonly continued?: Readonly<Record<string, string>>;
};

/** Tables of which every figure follows from households and plans alone. */
const OF_HOUSEHOLDS = ['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08', 'R17'];

/** Figures in which the published tables and the query differ, and how many were compared. */
export async function compared({
  pack,
  period,
  root,
  sendings,
  targets,
  lastYearTargets = [],
  tables,
  continued = {},
}: Published) {
  const city = pack.at(period);
  const isIn = (township: string): boolean => (continued[township] ?? township).startsWith(root);
  const own = sendings.filter(({ township, period: then }) => isIn(township) && then <= period);
  const unitOf = (name: string): string => city.register.findUnit(name)?.found.code ?? '';
  const plansOf = (rows: readonly TargetRow[]) =>
    rows
      .map(({ unit_name: name, plan_persons: plan }) => [0, unitOf(name ?? ''), plan] as const)
      .filter(([, unit]) => unit.startsWith(root));
  const sent: Sent = {
    cities: [[0, quarterIndex(period), quarterIndex(yearToDate(period)[0] ?? period)]],
    target: plansOf(targets),
    lasttarget: plansOf(lastYearTargets),
    raw: own.flatMap(({ division, period: then, township, rows }, seq) =>
      rows.map((row) => [
        0,
        seq,
        false,
        division,
        quarterIndex(then),
        ...householdCells(row.household_no ?? '', {
          ...row,
          unit_code: null,
          town_code: township,
        } as unknown as StoredRecord['household']),
      ]),
    ),
    rawproject: [],
    rawfinance: [],
  };
  const second = await recompute(sent, placeOf(city, root, continued));
  const first = figuresOf(tables, OF_HOUSEHOLDS);
  // Some clerks’ sheets have no column of other causes.
  for (const name of first.keys()) if (/^R08\|.*\|other$/.test(name)) first.delete(name);
  const different = [...first].flatMap(([name, value]) => {
    const found = second.get(`0 ${name}`);
    // Nothing counted is 0 where the figure exists.
    const other = found === undefined ? (value === null ? null : 0) : found;
    return other === value ? [] : [`${name}: ${value} and ${other}`];
  });
  return { different, figures: first.size };
}
