import { perChannel } from '../schema/channels.ts';
import type { Text } from '../language/language.ts';
import type { ColumnKind } from '../tables/report-table.ts';

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

/** What figures of a kind are a number of, where a table does not say otherwise. */
const BY_KIND: Readonly<Partial<Record<ColumnKind, UnitOfMeasure>>> = {
  percent: 'percent',
  points: 'percentage_points',
  rank: 'rank',
  money: 'yuan',
  wan: 'yuan',
  decimal: 'ratio',
};

type Patterns = Readonly<Record<string, UnitOfMeasure>>;

/** By table: what its columns count, and in a table of lines its lines. `*` stands for any part; the first that fits counts. */
const BY_TABLE: Readonly<Record<string, { readonly columns?: Patterns; readonly lines?: Patterns }>> = {
  R01: { lines: { 'R01.households.ytd': 'households', 'R01.*': 'persons' } },
  R02: { columns: { registeredHouseholds: 'households' } },
  R03: { columns: { households: 'households' } },
  R06: { columns: { households: 'households', shortHouseholds: 'households', provisional: 'households' } },
  R07: { columns: { '*.persons': 'persons', '*': 'households' } },
  R08: { columns: { '*.persons': 'persons', persons: 'persons', other: 'household_times', '*': 'households' } },
  R09: {
    columns: { capacity: 'kilowatts' },
    lines: { 'R09.greenhouses*': 'greenhouses', 'R09.households': 'households', 'R09.*': 'sites' },
  },
  R10: { lines: { 'R10.townships': 'townships', 'R10.households': 'households', 'R10.villages': 'villages' } },
  R11: {
    lines: { 'R11.townships': 'townships', 'R11.exited': 'persons', 'R11.villages': 'villages', 'R11.zones': 'zones' },
  },
  R12: {
    lines: { 'R12.enterprises*': 'enterprises', 'R12.grants.households': 'households', 'R12.driven*': 'persons' },
  },
  R13: {
    lines: {
      'R13.farms': 'farms',
      'R13.farms.smallest': 'head',
      'R13.greenhouses': 'greenhouses',
      'R13.households': 'households',
    },
  },
  R14: {
    columns: { households: 'households', registeredHouseholds: 'households', projects: 'projects', built: 'projects' },
  },
  R15: {
    columns: {
      files: 'files',
      resubmissions: 'files',
      rows: 'rows',
      errors: 'findings',
      warnings: 'findings',
      '*': 'townships',
    },
  },
  R16: { columns: { count: 'findings', perThousand: 'per_thousand_rows' } },
  R17: { columns: { '*.persons': 'persons', '*': 'households' } },
  R18: { columns: { 'households*': 'households', times: 'times' } },
};

/** Columns that every table names alike. */
const EVERYWHERE: Patterns = {
  quarter: 'persons',
  'ytd*': 'persons',
  ...perChannel(() => 'persons' as const),
  sum: 'persons',
  plan: 'persons',
  '*ersons': 'persons',
};

/** A figure by its table, its column and the line that it stands in. */
export type FigurePlace = {
  readonly table: string;
  readonly column: string;
  readonly kind: ColumnKind;
  readonly line: string;
};

/** What a figure is a number of; `number` for one that nobody has thought about. */
export function unitOfMeasure({ table, column, kind, line }: FigurePlace): UnitOfMeasure {
  const own = BY_TABLE[table];
  if (kind !== 'count') return exactly(own?.columns, column) ?? BY_KIND[kind] ?? 'number';
  return fitting(own?.lines, line) ?? fitting(own?.columns, column) ?? fitting(EVERYWHERE, column) ?? 'number';
}

const exactly = (patterns: Patterns | undefined, name: string): UnitOfMeasure | undefined => patterns?.[name];

const fitting = (patterns: Patterns | undefined, name: string): UnitOfMeasure | undefined =>
  Object.entries(patterns ?? {}).find(([pattern]) => fits(pattern, name))?.[1];

function fits(pattern: string, name: string): boolean {
  const [before = '', after] = pattern.split('*');
  return after === undefined ? pattern === name : name.startsWith(before) && name.endsWith(after);
}
