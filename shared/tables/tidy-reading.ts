/** How the tidy files (shared/tidy) tell what a table prints: the part that each table defines itself. */
import type { DivisionLevel } from '../city/levels.ts';
import { isProvince, wholeOf } from '../city/profile.ts';
import type { Register } from '../city/register.ts';
import type { Text } from '../language/language.ts';
import { wordsIn, type ReportRow } from './report-table.ts';

/** What a figure is a number of, as `codes.csv` lists it. */
export const UNITS_OF_MEASURE = {
  persons: { zh: '人', en: 'persons' },
  households: { zh: '户', en: 'households' },
  household_times: { zh: '户次', en: 'times a household names it' },
  townships: { zh: '个乡镇（街道）', en: 'townships' },
  villages: { zh: '个村', en: 'villages' },
  zones: { zh: '个片区', en: 'zones' },
  projects: { zh: '个项目', en: 'projects' },
  sites: { zh: '处', en: 'sites' },
  greenhouses: { zh: '座大棚', en: 'greenhouses' },
  farms: { zh: '个养殖场', en: 'farms' },
  head: { zh: '头', en: 'head of stock' },
  enterprises: { zh: '家企业', en: 'enterprises' },
  files: { zh: '个文件', en: 'files' },
  rows: { zh: '行', en: 'rows' },
  findings: { zh: '次（错误、提示）', en: 'errors and warnings' },
  times: { zh: '次', en: 'times' },
  yuan: { zh: '元', en: 'yuan' },
  percent: { zh: '%', en: 'percent' },
  percentage_points: { zh: '百分点', en: 'percentage points' },
  per_thousand_rows: { zh: '每千行', en: 'for every 1,000 rows' },
  kilowatts: { zh: '千瓦', en: 'kilowatts' },
  ratio: { zh: '倍', en: 'times as much' },
  rank: { zh: '名次', en: 'rank' },
  number: { zh: '个', en: 'number' },
} as const satisfies Readonly<Record<string, Text>>;

export type UnitOfMeasure = keyof typeof UNITS_OF_MEASURE;

/** The unit by name; the first name that fits decides. `*` in a name stands for any part. */
export type UnitsByName = Readonly<Record<string, UnitOfMeasure>>;

/** What a row is about. A county is the administrative one, with the townships of zones that report for themselves. */
export type Level = DivisionLevel | 'zone';

const BELOW_CITIES = {
  unit: { zh: '填报单位（县、市、区及市属功能区）', en: 'reporting unit' },
  county: { zh: '行政县（市、区）', en: 'county' },
  zone: { zh: '片区', en: 'zone of the programme' },
  township: { zh: '乡镇（街道）', en: 'township' },
} as const satisfies Partial<Readonly<Record<Level, Text>>>;

/** The division that a row is about, and its line among the rows of that division. */
export type RowPlace = { readonly line: string; readonly unit: string; readonly level: Level };

/** Whom the rows of the whole are about. */
export type RootPlace = Pick<RowPlace, 'unit' | 'level'>;

/** The levels that a register has, from the top, and what they are called: its root is 全市 or 全省. */
export const levelsOf = ({ profile }: Register): Readonly<Partial<Record<Level, Text>>> => {
  const { zh } = wholeOf(profile);
  return isProvince(profile)
    ? { province: { zh, en: 'province' }, city: { zh: '市', en: 'city' }, ...BELOW_CITIES }
    : { city: { zh, en: 'city' }, ...BELOW_CITIES };
};

/** The levels by their codes. */
export const levelCodesOf = (register: Register): readonly Level[] => Object.keys(levelsOf(register)) as Level[];

/** How the figures of one table are told. */
export type TidyReading = {
  /** What its columns are numbers of. */
  readonly columns?: UnitsByName;
  /** What its lines are numbers of, where each line counts something else. */
  readonly lines?: UnitsByName;
  /**
   * Where a row stands, for a row that needs more than its line and its division to be known.
   * @param place by its line and the division in its `code` column
   * @param root of the whole's own rows
   */
  readonly placeOf?: (row: ReportRow, place: RowPlace, root: RootPlace) => RowPlace;
  /** Its figures come from townships, so a zero of a division that has not reported is not a figure. */
  readonly fromTownships?: true;
  /** Its rows are not reporting units, so they have no plans and registers of their own. */
  readonly hasNoPlans?: true;
};

/** Words as a part of an id: NorthernOldYellowRiverZone. */
export const worded = (cell: ReportRow[string] | undefined): string =>
  wordsIn(cell)
    .en.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replaceAll(/[^A-Za-z0-9]/g, '');
