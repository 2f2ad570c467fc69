import { UNITS_OF_MEASURE, type Level } from '../tables/tidy-reading.ts';
import { STATUSES, type Observation } from './observations.ts';
import type { TidyColumn, TidyTable } from './tidy-table.ts';

/** An observation in a series of quarters: with the code that its division has in the newest of them. */
export type SeriesRow = Observation & { readonly currentUnit: string };

const required = { type: 'string', required: true } as const;

const OBSERVATION_COLUMNS: readonly TidyColumn<Observation>[] = [
  { ...required, name: 'period', title: { zh: '季度', en: 'quarter' }, of: ({ period }) => period },
  {
    ...required,
    type: 'integer',
    name: 'revision',
    title: { zh: '版次', en: 'revision' },
    of: ({ revision }) => revision,
  },
  {
    ...required,
    name: 'edition',
    title: { zh: '版本', en: 'edition' },
    among: ['internal', 'public'],
    of: ({ edition }) => edition,
  },
  { ...required, name: 'table_id', title: { zh: '表', en: 'table' }, of: ({ table }) => table },
  {
    ...required,
    name: 'line_id',
    title: { zh: '行（按区划的即表名）', en: "line; the table's name in rows that are known by their division" },
    of: ({ line }) => line,
  },
  { ...required, name: 'unit_code', title: { zh: '区划代码', en: 'code of the division' }, of: ({ unit }) => unit },
  {
    ...required,
    name: 'unit_name_zh',
    title: { zh: '区划名称', en: 'name of the division in Chinese' },
    of: ({ unitName }) => unitName.zh,
  },
  {
    ...required,
    name: 'unit_name_en',
    title: { zh: '区划英文名称', en: 'name of the division in English' },
    of: ({ unitName }) => unitName.en,
  },
  {
    ...required,
    name: 'level',
    title: { zh: '级别', en: 'level' },
    of: ({ level }) => level,
  },
  { ...required, name: 'measure', title: { zh: '指标', en: 'measure' }, of: ({ measure }) => measure },
  {
    name: 'value',
    type: 'number',
    required: false,
    title: { zh: '值（状态说明为何为空）', en: 'value; the status says why it is blank' },
    of: ({ value }) => value,
  },
  {
    ...required,
    name: 'unit_of_measure',
    title: { zh: '计量单位', en: 'unit of measure' },
    among: Object.keys(UNITS_OF_MEASURE),
    of: ({ unitOfMeasure }) => unitOfMeasure,
  },
  {
    ...required,
    name: 'status',
    title: { zh: '状态', en: 'status' },
    among: Object.keys(STATUSES),
    of: ({ status }) => status,
  },
];

/** @param levels that the register has */
const columnsWith = (levels: readonly Level[]): readonly TidyColumn<Observation>[] =>
  OBSERVATION_COLUMNS.map((column) => (column.name === 'level' ? { ...column, among: levels } : column));

/** The columns that name a figure in its revision. */
const KEY = ['table_id', 'line_id', 'unit_code', 'measure'];

/** observations.csv: every figure of an edition of a revision. */
export const observationsTable = (rows: readonly Observation[], levels: readonly Level[]): TidyTable<Observation> => ({
  name: 'observations',
  title: { zh: '全部数据（一值一行）', en: 'observations: one row for each figure' },
  columns: columnsWith(levels),
  key: KEY,
  rows,
});

/** series.csv: the same over quarters. */
export const seriesTable = (rows: readonly SeriesRow[], levels: readonly Level[]): TidyTable<SeriesRow> => ({
  name: 'series',
  title: { zh: '各季数据（每季最新一版）', en: 'series: the newest revision of each quarter' },
  columns: [
    ...columnsWith(levels),
    {
      ...required,
      name: 'current_unit_code',
      title: { zh: '最新一期的区划代码', en: 'code of the division in the newest quarter' },
      of: ({ currentUnit }) => currentUnit,
    },
  ],
  key: ['period', ...KEY],
  rows,
});
