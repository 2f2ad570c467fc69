import type { City } from '../city/city.ts';
import type { Reporter } from '../city/report-sets.ts';
import type { Edition, Summary } from '../summary/summary.ts';
import type { Period } from '../time/period.ts';
import { dataPackage } from './data-package.ts';
import { codesTable, measuresTable, unitsTable, vintagesTable } from './lists.ts';
import { rootLevel } from '../city/levels.ts';
import { levelCodesOf } from '../tables/tidy-reading.ts';
import { observationsTable, seriesTable, type SeriesRow } from './observation-columns.ts';
import { observationsOf } from './observations.ts';
import { tidyCsv, tidyParquet, type TidyTable } from './tidy-table.ts';

export type TidyFile = { readonly content: string | Uint8Array; readonly type: string };

/** Where an edition's tidy files lie below its folder; the package that describes them lies in the folder itself. */
const DATA = 'data/';
/** The series as Parquet has a folder to itself, which Athena reads as a table. */
const PARQUET = 'parquet/';

const csvFile = <Row>(table: TidyTable<Row>, folder = ''): readonly [string, TidyFile] => [
  `${folder}${table.name}.csv`,
  { content: tidyCsv(table), type: 'text/csv; charset=utf-8' },
];
const parquetFile = <Row>(table: TidyTable<Row>, folder: string): readonly [string, TidyFile] => [
  `${folder}${table.name}.parquet`,
  { content: tidyParquet(table), type: 'application/vnd.apache.parquet' },
];
const packageFile = (content: string): readonly [string, TidyFile] => [
  'datapackage.json',
  { content, type: 'application/json; charset=utf-8' },
];

/**
 * The figures of an edition as data, by name below the edition's folder: one row a figure, the lists that its codes are in, and the package
 * that describes them.
 * @param city of the summary's period
 */
export function tidyFiles(summary: Summary, city: City): ReadonlyMap<string, TidyFile> {
  const { period, revision, edition } = summary;
  const observations = observationsTable(observationsOf(summary, city), levelCodesOf(city.register));
  const [units, measures, codes] = [unitsTable(city), measuresTable(summary), codesTable(summary, city)];
  const described = dataPackage(
    {
      profile: city.profile,
      edition,
      name: `uplift-${period.toLowerCase()}-rev-${revision}-${edition}`,
      title: { zh: `${period}第${revision}版`, en: `${period}, revision ${revision}` },
      description: {
        zh: `各表的每一个数一行；合计行的级别为${rootLevel(city.register)}，不要与其各部分相加。`,
        en: `One row for each figure of each table. A total is of level ${rootLevel(city.register)}: do not add it to its parts.`,
      },
      source: { title: 'manifest.json', path: 'manifest.json' },
      folders: { csv: DATA, parquet: DATA },
    },
    [observations, units, measures, codes],
    [observations.name],
  );
  return new Map([
    csvFile(observations, DATA),
    parquetFile(observations, DATA),
    csvFile(units, DATA),
    csvFile(measures, DATA),
    csvFile(codes, DATA),
    packageFile(described),
  ]);
}

/** The newest revision of a quarter, as it is published. */
export type NewestSummary = Summary & { readonly period: Period };

/**
 * The figures of all published quarters as data, by file name.
 * @param newest the newest revision of each quarter, all of one edition
 */
export function seriesFiles(
  newest: readonly NewestSummary[],
  edition: Edition,
  pack: Reporter,
): ReadonlyMap<string, TidyFile> {
  const ordered = newest.toSorted((a, b) => (a.period < b.period ? -1 : 1));
  const last = ordered.at(-1);
  if (!last) return new Map();
  const rows = ordered.flatMap((summary) =>
    observationsOf(summary, pack.at(summary.period)).map((observation): SeriesRow => ({
      ...observation,
      currentUnit: pack.codeIn(last.period, observation.unit, summary.period),
    })),
  );
  const series = seriesTable(rows, levelCodesOf(pack.register));
  const units = vintagesTable(pack, last.period);
  const measures = latest(ordered, measuresTable);
  const codes = latest(ordered, (summary) => codesTable(summary, pack.at(summary.period)));
  const described = dataPackage(
    {
      profile: pack.profile,
      edition,
      name: `uplift-series-${edition}`,
      title: { zh: '各季数据', en: 'all quarters' },
      description: {
        zh: '每季取最新一版；current_unit_code为该区划在最新一期的代码，可跨区划版本连接。',
        en: 'The newest revision of each quarter. current_unit_code is what the division is called in the newest one: join by it across vintages.',
      },
      source: { title: `latest.json: ${ordered.map(({ period }) => period).join(', ')}` },
      folders: { csv: '', parquet: PARQUET },
    },
    [series, units, measures, codes],
    [series.name],
  );
  return new Map([
    csvFile(series),
    parquetFile(series, PARQUET),
    csvFile(units),
    csvFile(measures),
    csvFile(codes),
    packageFile(described),
  ]);
}

/** The rows of a list over quarters: each as the newest quarter that has it says it. */
function latest<Row>(
  ordered: readonly NewestSummary[],
  of: (summary: NewestSummary) => TidyTable<Row>,
): TidyTable<Row> {
  const all = ordered.map(of);
  const table = all.at(-1);
  if (!table) throw new RangeError('no quarter is published');
  const named = table.columns.filter(({ name }) => table.key.includes(name));
  const rows = new Map(
    all.flatMap((one) => one.rows.map((row) => [named.map(({ of: cell }) => cell(row)).join(' '), row] as const)),
  );
  return { ...table, rows: [...rows.values()] };
}
