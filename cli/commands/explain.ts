import { CITY_PACK } from '../../cities/pack.ts';
import { measure, type Tally } from '../../shared/fold/tally.ts';
import { rowPlace, sheetWords } from '../../shared/rows/row-number.ts';
import { columnTitle } from '../../shared/tables/table-csv.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { wordsIn, textIn, valueIn, type ReportColumn, type ReportValue } from '../../shared/tables/report-table.ts';
import type { Language } from '../../shared/language/language.ts';
import { upliftFigures } from '../../shared/tables/uplift-columns.ts';
import type { Contribution } from '../../functions/fold/fold.ts';
import type { Period } from '../../shared/time/period.ts';
import { asPeriod, connected, STACK, type Command } from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** Tables whose rows are divisions and whose counts are sums over households. */
const TABLES = ['R02', 'R03'];
/** Names by which summary.json's headline calls columns of the tables. */
const ALIASES: Readonly<Record<string, string>> = { personsUplifted: 'ytd' };
const MEASURES = ['households', 'persons'];

/** Lists what a figure is made of: submissions and row numbers, never names; the list adds up to the figure. */
export const explain: Command = {
  name: 'explain',
  usage: 'PERIOD R02|R03 DIVISION COLUMN [--stack NAME]',
  zh: '说明一个数字由哪些上传的哪些行构成，如 explain 2016Q2 R02 冠县 personsUplifted',
  en: 'list the submissions and rows that a figure is made of, as in explain 2016Q2 R02 冠县 personsUplifted',
  options: { stack: STACK },
  run: async (options, [text, table = '', name = '', named = '', ...rest], language) => {
    if (!text || named === '' || rest.length > 0)
      throw new UsageError({ zh: '请给出季度、表、单位和列', en: 'expected PERIOD TABLE DIVISION COLUMN' });
    const period = asPeriod(text);
    if (!TABLES.includes(table))
      throw new UsageError({
        zh: `可以说明的表：${TABLES.join('、')}`,
        en: `tables that can be explained: ${TABLES.join(', ')}`,
      });
    const system = await connected(options);
    const latest = await system.latest(period);
    const [summary, manifest] = latest
      ? await Promise.all([system.readReport(`${latest.prefix}internal/summary.json`), system.manifest(latest.prefix)])
      : [null, null];
    if (!latest || summary === null || manifest === null)
      throw new UsageError({ zh: `${period} 还没有汇总`, en: `${period} has no summary yet` });
    const found = readSummaryJson(summary).tables[table];
    const row = found?.rows.find(({ code, unit, township }) => {
      const words = wordsIn(table === 'R03' ? township : unit);
      return [textIn(code), words.zh, words.en].includes(name);
    });
    const code = row?.['code'];
    if (typeof code !== 'string')
      throw new UsageError({ zh: `${table} 没有“${name}”这一行`, en: `${table} has no row “${name}”` });
    const column = columnNamed(table, found?.columns ?? [], named);
    const figureOf = (tally: Tally): number => figureIn(tally, column);
    const without = new Set(manifest.notCounted.map(({ township }) => township));
    const own = CITY_PACK.registerOf(period).townships.filter((one) => one.code === code || one.unit === code);
    const townships = own.filter((one) => !without.has(one.code)).map((one) => one.code);
    const notCounted = own.filter((one) => without.has(one.code)).map((one) => one.name);
    const parts = (
      await Promise.all(townships.map((township) => system.contributions(manifest, township, figureOf)))
    ).flat();
    const sum = parts.reduce((total, { value }) => total + value, 0);
    const figure = valueIn(row?.[column]) ?? 0;
    const explained = { period, revision: latest.revision, table, code, column, figure, sum, notCounted, parts };
    if (options['json']) console.log(JSON.stringify(explanationDocument(explained), null, 1));
    else printExplanation(explained, language);
    return sum === figure ? EXIT.good : EXIT.fault;
  },
};

type Explained = {
  readonly period: Period;
  readonly revision: number;
  readonly table: string;
  readonly code: string;
  readonly column: string;
  readonly figure: ReportValue;
  readonly sum: number;
  /** Names of townships that the revision could not count. */
  readonly notCounted: readonly string[];
  readonly parts: readonly Contribution[];
};

const explanationDocument = ({ parts, ...rest }: Explained) => ({
  ...rest,
  parts: parts.map(({ value, rows }) => ({ value, rows: rows.map((ref) => ({ ...ref, ...rowPlace(ref.row) })) })),
});

function printExplanation({ parts, sum, figure, revision, notCounted }: Explained, language: Language): void {
  for (const { value, rows } of parts)
    console.log(
      [
        value,
        ...rows.map((ref) => `${ref.period} ${ref.township} ${ref.submissionId} ${rowText(ref.row, language)}`),
      ].join('\t'),
    );
  console.log(
    {
      zh: `合计 ${sum}，表中为 ${figure}（第${revision}版，${parts.length} 户）`,
      en: `sum ${sum}, the table says ${figure} (revision ${revision}, ${parts.length} households)`,
    }[language],
  );
  if (notCounted.length > 0)
    console.log(`${{ zh: '未能汇总，不在其中', en: 'Not counted, so not in it' }[language]}: ${notCounted.join('、')}`);
}

function rowText(number: number, language: Language): string {
  const { row } = rowPlace(number);
  const sheet = sheetWords(number, language);
  return { zh: `${sheet}第${row}行`, en: `${sheet && `${sheet} `}row ${row}` }[language];
}

const figureIn = (tally: Tally, column: string): number =>
  MEASURES.includes(column) ? measure(tally, column) : Number(upliftFigures(tally)[column] ?? Number.NaN);

/**
 * The key of the column that is named by its key, by what the headline calls it, or by its title in Chinese or English,
 * with its upper header or without.
 * @throws UsageError that lists the columns that are sums over households when it is none of them
 */
function columnNamed(table: string, columns: readonly ReportColumn[], named: string): string {
  const wanted = named.toLowerCase().replaceAll(/\s+/g, ' ');
  const namesOf = (column: ReportColumn): string[] =>
    [column.key, column.zh, column.en, columnTitle(column), columnTitle(column, 'en')].map((one) => one.toLowerCase());
  const column = columns.find((one) => one.key === ALIASES[named] || namesOf(one).includes(wanted));
  const isSum = ({ key, kind }: ReportColumn): boolean => kind === 'count' && !Number.isNaN(figureIn({}, key));
  if (column && isSum(column)) return column.key;
  const sums = columns.filter(isSum);
  const [zh, en] = column
    ? [`${table} 的“${named}”不是由各户相加得来`, `“${named}” of ${table} is not a sum over households`]
    : [`${table} 没有“${named}”这一列`, `${table} has no column “${named}”`];
  throw new UsageError({
    zh: `${zh}；可以说明的列：${sums.map((one) => `${columnTitle(one)}（${one.key}）`).join('、')}`,
    en: `${en}; columns that can be explained: ${sums.map((one) => `${columnTitle(one, 'en')} (${one.key})`).join(', ')}`,
  });
}
