import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { referredRow } from '../narrative/narrative.ts';
import { figureTables } from '../tidy/observations.ts';
import type { Summary } from '../summary/summary.ts';
import { textIn, type ReportTable } from '../tables/report-table.ts';
import { figuresOf, type Figure } from './figures.ts';

/** Names by which the headline of summary.json and people call columns. */
const ALIASES: Readonly<Record<string, readonly string[]>> = { personsUplifted: ['ytd'], persons: ['value'] };
/** The table of the narrative, whose rows are sentences. */
const SENTENCES = 'R19';
const MOST_LISTED = 40;

/** The words name no figure, or more than one. The message lists what there is. */
export class NoSuchFigureError extends Error {
  override name = 'NoSuchFigureError';
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/**
 * The figures that words name: `R02 冠县 ytd`, `R05 R05.all wage` with a division, an address such as
 * `R01.channel.IND.value` or `R02@total.rate`, or the number of a sentence of the bulletin, `R19 3`.
 * @param unit code or name of a division, to tell rows of one line apart
 * @throws NoSuchFigureError
 */
export function figuresNamed(summary: Summary, words: readonly string[], unit: string | null, city: City): Figure[] {
  const [first = '', ...rest] = words;
  if (first === SENTENCES) return sentenceFigures(summary, rest, city);
  const [, id = ''] = /^(R\d\d)(?:$|[.@])/.exec(first) ?? [];
  const table = figureTables(summary).find((one) => one.id === id);
  if (!table)
    throw new NoSuchFigureError({
      zh: `没有“${first}”这张表；可以说明的表：${tableNames(summary)}`,
      en: `no table “${first}”; tables that can be explained: ${tableNames(summary)}`,
    });
  const all = figuresOf(table, city);
  if (first !== id) {
    if (rest.length > 0) throw none(table, all, [...words].join(' '));
    const found = byAddress(table, all, first);
    // Of a line that every division has, the address alone names the root's.
    const { root } = city.register;
    const ofRoot = found.some((figure) => figure.unit === root) ? root : null;
    return [only(table, found, unit ?? ofRoot, first)];
  }
  const column = rest.at(-1);
  if (column === undefined) throw noColumn(table, '');
  const byKey = all.filter((figure) => figure.column === column);
  // A title may be the key of another column, as Business is.
  const ofColumn = byKey.length > 0 ? byKey : all.filter((figure) => isColumn(figure, column));
  if (ofColumn.length === 0) throw noColumn(table, column);
  const found = rest.slice(0, -1).reduce((left, word) => left.filter((figure) => isRow(figure, word, table)), ofColumn);
  if (found.length === 0) throw none(table, ofColumn, rest.slice(0, -1).join(' '));
  return [only(table, found, unit, rest.join(' '))];
}

/** The cells that a sentence of the bulletin is bound to, as R19 names them. @throws NoSuchFigureError */
function sentenceFigures(summary: Summary, [number = '', ...rest]: readonly string[], city: City): Figure[] {
  const sentences = summary.tables[SENTENCES]?.rows ?? [];
  const row = rest.length === 0 ? sentences.find(({ no }) => textIn(no) === number) : undefined;
  if (!row)
    throw new NoSuchFigureError({
      zh: `通报没有第“${number}”句；共${sentences.length}句：\n${sentences.map(({ no, text }) => `  ${textIn(no)}　${textIn(text)}`).join('\n')}`,
      en: `the bulletin has no sentence “${number}”; it has ${sentences.length}`,
    });
  return textIn(row['cells'])
    .split('；')
    .filter((cell) => cell.includes('='))
    .flatMap((cell) => {
      const address = cell.slice(0, cell.indexOf('='));
      const table = figureTables(summary).find(({ id }) => address.startsWith(id));
      // A cell that holds words, such as the name of the first unit, is not a figure.
      return table ? byAddress(table, figuresOf(table, city), address) : [];
    });
}

/** `R01.channel.IND.value`, `R02@first.rate`: the names of lines and of columns may hold dots themselves. */
function byAddress(table: ReportTable, all: readonly Figure[], address: string): Figure[] {
  const [, name, column = ''] = /^R\d\d@(total|first|last)\.(.+)$/.exec(address) ?? [];
  if (name !== undefined) {
    const row = referredRow(table, name);
    return all.filter((figure) => figure.row === row && isColumn(figure, column));
  }
  return all.filter(
    ({ line, column: key }) =>
      address === `${line}.${key}` ||
      Object.entries(ALIASES).some(([alias, keys]) => keys.includes(key) && address === `${line}.${alias}`),
  );
}

function isColumn({ column, kind, columnName }: Figure, word: string): boolean {
  const wanted = word.toLowerCase().replaceAll(/\s+/g, ' ');
  const names = [column, kind.zh, kind.en, columnName.zh, columnName.en];
  return ALIASES[word]?.includes(column) === true || names.some((name) => name.toLowerCase() === wanted);
}

function isRow({ line, unit, row, rowName, unitName }: Figure, word: string, table: ReportTable): boolean {
  if (row === table.total) return ['total', '合计', table.id].includes(word) || word === unit;
  const names = [unit, rowName.zh, rowName.en, unitName.zh, unitName.en, line, line.slice(table.id.length + 1)];
  return names.includes(word);
}

/** @throws NoSuchFigureError when the words fit several figures, and none of them is named by the division */
function only(table: ReportTable, found: readonly Figure[], unit: string | null, words: string): Figure {
  const own = unit === null ? found : found.filter((figure) => isDivision(figure, unit));
  const [figure, ...others] = own;
  if (!figure) throw none(table, found, unit ?? words);
  if (others.length === 0) return figure;
  throw new NoSuchFigureError({
    zh: `“${words}”有${own.length}个数，请指明其一：\n${listed(own)}`,
    en: `“${words}” fits ${own.length} figures; name one of them:\n${listed(own)}`,
  });
}

const isDivision = ({ unit, unitName }: Figure, word: string): boolean =>
  [unit, unitName.zh, unitName.en].includes(word);

const listed = (figures: readonly Figure[]): string =>
  figures
    .slice(0, MOST_LISTED)
    .map(({ table, line, unit, column, unitName, rowName }) => {
      const names = [...new Set([unitName.zh, rowName.zh])].filter((name) => name !== '').join(' ');
      return `  ${table} ${line} ${column} --unit ${unit}　${names}`;
    })
    .join('\n') + (figures.length > MOST_LISTED ? '\n  …' : '');

const tableNames = (summary: Summary): string => [...figureTables(summary).map(({ id }) => id), SENTENCES].join(', ');

function none(table: ReportTable, there: readonly Figure[], word: string): NoSuchFigureError {
  return new NoSuchFigureError({
    zh: `${table.id} 没有“${word}”这一行；有：\n${listed(there)}`,
    en: `${table.id} has no row “${word}”; it has:\n${listed(there)}`,
  });
}

function noColumn(table: ReportTable, word: string): NoSuchFigureError {
  const columns = table.columns.filter(({ kind }) => kind !== 'text' && kind !== 'line');
  return new NoSuchFigureError({
    zh: `${table.id} 没有“${word}”这一列；可以说明的列：${columns.map((one) => `${one.group ? `${one.group.zh}：` : ''}${one.zh}（${one.key}）`).join('、')}`,
    en: `${table.id} has no column “${word}”; columns that can be explained: ${columns.map((one) => `${one.group ? `${one.group.en}: ` : ''}${one.en} (${one.key})`).join(', ')}`,
  });
}
