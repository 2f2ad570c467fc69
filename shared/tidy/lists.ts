import type { City } from '../city/city.ts';
import type { Reporter } from '../city/report-sets.ts';
import type { Register } from '../city/register.ts';
import type { Text } from '../language/language.ts';
import {
  CAUSES,
  CHANNELS,
  EXIT_STATUSES,
  FINANCE_TYPES,
  FUND_LEVELS,
  HOUSEHOLD_TYPES,
  MEASURES,
  POVERTY_STANDARDS,
  PROJECT_STATUSES,
  PROJECT_TYPES,
  type CodeList,
} from '../schema/codes.ts';
import type { Summary } from '../summary/summary.ts';
import { textIn, wordsIn, type ColumnKind, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import { columnTitle } from '../tables/table-csv.ts';
import { rootLevel } from '../city/levels.ts';
import { levelCodesOf, levelsOf, UNITS_OF_MEASURE, type Level } from '../tables/tidy-reading.ts';
import { unitOfMeasure } from './measure-units.ts';
import { figureColumns, figureTables, STATUSES } from './observations.ts';
import { placeOf } from './row-places.ts';
import type { TidyColumn, TidyTable } from './tidy-table.ts';

const text = <Row>(name: string, title: Text, of: (row: Row) => string | null, required = true): TidyColumn<Row> => ({
  name,
  type: 'string',
  title,
  required,
  of,
});

type UnitRow = {
  readonly vintage: string;
  readonly code: string;
  readonly name: Text;
  readonly level: Level;
  readonly county: string | null;
  readonly unit: string | null;
  readonly now: string;
};

/** The divisions of a period's register, each with its names and what it is a part of. */
export const unitsTable = ({ register }: City): TidyTable<UnitRow> => ({
  ...unitsWith(register),
  columns: unitsWith(register).columns.filter(({ name }) => !['vintage', 'current_code'].includes(name)),
  key: ['unit_code'],
  rows: unitRows(register, (code) => code),
});

/** The divisions of every vintage, with the code that each has in a period. */
export const vintagesTable = (pack: Reporter, period: City['period']): TidyTable<UnitRow> => ({
  ...unitsWith(pack.register),
  rows: pack.vintages.flatMap((register) =>
    unitRows(register, (code) => (register.since <= period ? pack.codeIn(period, code, register.since) : code)),
  ),
});

function unitRows(register: Register, now: (code: string) => string): UnitRow[] {
  const { vintage, root } = register;
  const row = (code: string, level: Level, above: { county?: string; unit?: string }): UnitRow => ({
    vintage,
    code,
    name: register.textOf(code),
    level,
    county: above.county ?? null,
    unit: above.unit ?? null,
    now: now(code),
  });
  const units = new Set(register.units.map(({ code }) => code));
  return [
    row(root, rootLevel(register), {}),
    ...register.cities.map(({ code }) => row(code, 'city', {})),
    ...[...units].map((code) => row(code, 'unit', {})),
    ...register.counties.filter(({ code }) => !units.has(code)).map(({ code }) => row(code, 'county', {})),
    ...register.townships.map(({ code, county, unit }) => row(code, 'township', { county, unit })),
  ];
}

const unitsWith = (register: Register): Omit<TidyTable<UnitRow>, 'rows'> => ({
  name: 'units',
  title: { zh: '区划', en: 'divisions' },
  key: ['vintage', 'unit_code'],
  columns: [
    text('vintage', { zh: '区划版本', en: 'vintage of the divisions' }, ({ vintage }) => vintage),
    text('unit_code', { zh: '代码', en: 'code' }, ({ code }) => code),
    text('unit_name_zh', { zh: '名称', en: 'name in Chinese' }, ({ name }) => name.zh),
    text('unit_name_en', { zh: '英文名称', en: 'name in English' }, ({ name }) => name.en),
    {
      ...text<UnitRow>('level', { zh: '级别', en: 'level' }, ({ level }) => level),
      among: levelCodesOf(register),
    },
    text('county_code', { zh: '所属行政县代码', en: 'code of its county' }, ({ county }) => county, false),
    text('reporting_unit_code', { zh: '填报单位代码', en: 'code of its reporting unit' }, ({ unit }) => unit, false),
    text('current_code', { zh: '最新一期的代码', en: 'code in the newest quarter' }, ({ now }) => now),
  ],
});

type MeasureRow = {
  readonly table: string;
  readonly measure: string;
  readonly title: Text;
  readonly unit: string | null;
  readonly kind: ColumnKind;
};

const DECIMALS: Readonly<Partial<Record<ColumnKind, number>>> = { percent: 1, points: 1, money: 2, wan: 2, decimal: 2 };

/** The columns of every table that hold figures. */
export const measuresTable = (summary: Summary): TidyTable<MeasureRow> => ({
  name: 'measures',
  title: { zh: '指标', en: 'measures' },
  key: ['table_id', 'measure'],
  columns: [
    text('table_id', { zh: '表', en: 'table' }, ({ table }) => table),
    text('measure', { zh: '指标', en: 'measure' }, ({ measure }) => measure),
    text('title_zh', { zh: '中文名称', en: 'title in Chinese' }, ({ title }) => title.zh),
    text('title_en', { zh: '英文名称', en: 'title in English' }, ({ title }) => title.en),
    text(
      'unit_of_measure',
      { zh: '计量单位（按行而异的为空）', en: 'unit of measure; blank where it is by line' },
      ({ unit }) => unit,
      false,
    ),
    {
      name: 'decimals',
      type: 'integer',
      title: { zh: '小数位数', en: 'decimal places' },
      required: true,
      of: ({ kind }) => DECIMALS[kind] ?? 0,
    },
  ],
  rows: figureTables(summary).flatMap((table) =>
    figureColumns(table).map((column): MeasureRow => {
      const byLine = column.kind === 'count' && table.columns.some(({ kind }) => kind === 'line');
      return {
        table: table.id,
        measure: column.key,
        title: { zh: columnTitle(column), en: columnTitle(column, 'en') },
        unit: byLine ? null : unitOfMeasure({ table: table.id, column: column.key, kind: column.kind, line: table.id }),
        kind: column.kind,
      };
    }),
  ),
});

type CodeRow = { readonly list: string; readonly code: string; readonly words: Text };

/** The code lists of stored rows, named as the columns that hold them. */
const STORED: Readonly<Record<string, CodeList>> = {
  household_type: HOUSEHOLD_TYPES,
  poverty_standard: POVERTY_STANDARDS,
  cause: CAUSES,
  exit_status: EXIT_STATUSES,
  channel: CHANNELS,
  support_measure: MEASURES,
  project_type: PROJECT_TYPES,
  project_status: PROJECT_STATUSES,
  finance_type: FINANCE_TYPES,
  fund_level: FUND_LEVELS,
};

const EDITIONS: Readonly<Record<Summary['edition'], Text>> = {
  internal: { zh: '内部版', en: 'internal edition, for offices' },
  public: { zh: '公开版', en: 'public edition' },
};

/** What every code in the other files means: tables and their lines, statuses, levels, and the lists of stored rows. */
export function codesTable(summary: Summary, city: City): TidyTable<CodeRow> {
  const tables = figureTables(summary);
  const listed = (list: string, words: Readonly<Record<string, Text>>): CodeRow[] =>
    Object.entries(words).map(([code, { zh, en }]) => ({ list, code, words: { zh, en } }));
  return {
    name: 'codes',
    title: { zh: '代码', en: 'codes' },
    key: ['list', 'code'],
    columns: [
      text('list', { zh: '代码表', en: 'list' }, ({ list }) => list),
      text('code', { zh: '代码', en: 'code' }, ({ code }) => code),
      text('name_zh', { zh: '中文名称', en: 'name in Chinese' }, ({ words }) => words.zh),
      text('name_en', { zh: '英文名称', en: 'name in English' }, ({ words }) => words.en),
    ],
    rows: [
      ...listed('table', Object.fromEntries(tables.map((table) => [table.id, table]))),
      ...listed('line', Object.fromEntries(tables.flatMap((table) => lineNames(table, city)))),
      ...listed('status', STATUSES),
      ...listed('level', levelsOf(city.register)),
      ...listed('edition', EDITIONS),
      ...listed('unit_of_measure', UNITS_OF_MEASURE),
      ...Object.entries(STORED).flatMap(([list, codes]) =>
        codes.map(({ code, zh, en }): CodeRow => ({ list, code, words: { zh, en } })),
      ),
    ],
  };
}

/** The lines of a table that are not merely divisions, with the table's words for them. */
function lineNames(table: ReportTable, city: City): [string, Text][] {
  const words = table.columns
    .filter(({ key, kind }) => kind === 'text' && !NOT_OF_LINES.has(key))
    .map(({ key }) => key);
  const rows = [...table.rows, ...(table.total ? (['total'] as const) : [])];
  return rows.map((row) => {
    const { line } = placeOf(table, row, city);
    return [line, row === 'total' || line === table.id ? byDivision(table) : wordsOfLine(row, words, city)];
  });
}

const byDivision = ({ zh, en }: ReportTable): Text => ({ zh: `${zh}（按区划）`, en: `${en}, by division` });

/** Columns that say which division a row is about, or what its figures are. */
const NOT_OF_LINES: ReadonlySet<string> = new Set(['code', 'unit', 'printed', 'names', 'missingNames', 'progress']);

function wordsOfLine(row: ReportRow, keys: readonly string[], { register }: City): Text {
  const said = keys.filter((key) => textIn(row[key]) !== '').map((key) => wordsIn(row[key]));
  const all = said.length > 0 ? said : [register.textOf(textIn(row['code']))];
  return { zh: all.map(({ zh }) => zh).join(' '), en: all.map(({ en }) => en).join(' ') };
}
