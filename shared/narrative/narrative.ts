import {
  aboutNumber,
  bulletinMoney,
  bulletinMoneyParts,
  bulletinNumber,
  bulletinParts,
  hanziNumber,
  leadingFloor,
  trimmed,
} from '../tables/printed-numbers.ts';
import { grouped, percentText } from '../tables/rounding.ts';
import { cellText } from '../tables/table-csv.ts';
import {
  isText,
  SUPPRESSED,
  valueIn,
  type ReportRow,
  type ReportTable,
  type ReportValue,
  type Tables,
} from '../tables/report-table.ts';
import type { Language } from '../language/language.ts';

/**
 * A text whose numbers are cells. `{R12.fund.city|money}` names a line and how its number is written, which says the
 * column too. `{R15@total.due|persons}` names a row and a column of a table without lines: its total, or the unit that
 * is first or last in its ranking. `{quarter}` and its kin are filled from outside.
 */
export type Clause = {
  readonly zh: string;
  readonly en: string;
  /** Whether the clause is said even if a figure is 0. A clause with a missing figure is never said. */
  readonly always?: true;
  /** The clause is said only when this is true of the cells and of what is filled in. */
  readonly when?: (cell: (reference: string) => ReportValue, fillings: Fillings) => boolean;
};

/** A sentence of clauses; it is said when any of them is. */
export type Sentence = { readonly lead?: Readonly<Record<Language, string>>; readonly clauses: readonly Clause[] };
export type Paragraph = readonly Sentence[];

/** A piece of the text: words, or a number with the cell that it is. */
export type Piece = {
  readonly text: string;
  readonly cell?: string;
  readonly value?: ReportValue;
  /** The value as its table prints it. */
  readonly printed?: string;
};

export type Fillings = Readonly<Record<string, string>>;

/**
 * What a style writes, and the column that it takes when none is named. Parts are written together in Chinese, because
 * there they are rounded.
 */
type Style = {
  readonly column: string;
  readonly zh: (value: number) => string;
  readonly en: (value: number) => string;
  readonly parts?: (whole: number, parts: readonly number[]) => string[];
};

const STYLES: Readonly<Record<string, Style>> = {
  persons: { column: 'value', zh: bulletinNumber, en: grouped },
  part: { column: 'value', zh: bulletinNumber, en: grouped, parts: bulletinParts },
  about: {
    column: 'value',
    zh: aboutNumber,
    en: (value) => (leadingFloor(value) === value ? grouped(value) : `more than ${grouped(leadingFloor(value))}`),
  },
  hanzi: { column: 'value', zh: hanziNumber, en: String },
  percent: { column: 'share', zh: percentText, en: percentText },
  money: { column: 'amount', zh: bulletinMoney, en: englishMoney },
  moneyPart: { column: 'amount', zh: bulletinMoney, en: englishMoney, parts: bulletinMoneyParts },
  times: { column: 'ratio', zh: trimmed, en: trimmed },
  text: { column: 'names', zh: String, en: String },
};

const PLACEHOLDER = /\{([^{}]+)\}/g;
const LINE_REFERENCE = /^((R\d\d)\.[\w.]+)\|(\w+)$/;
const ROW_REFERENCE = /^(R\d\d)@(first|last|total)\.([\w.]+)\|(\w+)$/;

/**
 * The pieces of each sentence that is said, paragraph by paragraph; paragraphs of which nothing is said are left out.
 */
export function composeNarrative(
  paragraphs: readonly Paragraph[],
  tables: Tables,
  fillings: Fillings,
  language: Language,
): Piece[][][] {
  return paragraphs
    .map((sentences) =>
      sentences
        .map((sentence) => sentencePieces(sentence, tables, fillings, language))
        .filter((pieces) => pieces.length > 0),
    )
    .filter((paragraph) => paragraph.length > 0);
}

function sentencePieces({ lead, clauses }: Sentence, tables: Tables, fillings: Fillings, language: Language): Piece[] {
  const said = clauses
    .map((clause) => clausePieces(clause, tables, fillings, language))
    .filter((pieces) => pieces !== null);
  if (said.length === 0) return [];
  const [comma, stop] = language === 'zh' ? ['，', '。'] : [', ', '. '];
  const joined = said.flatMap((pieces, index) => (index === 0 ? pieces : [{ text: comma }, ...pieces]));
  return [...(lead ? templatePieces(lead[language], tables, fillings, language) : []), ...joined, { text: stop }];
}

function clausePieces(clause: Clause, tables: Tables, fillings: Fillings, language: Language): Piece[] | null {
  if (clause.when && !clause.when((reference) => cellOf(reference, tables), fillings)) return null;
  const pieces = templatePieces(clause[language], tables, fillings, language);
  // A clause with a figure that this edition does not give is not said.
  const lacks = pieces.some(
    ({ cell, value }) =>
      cell !== undefined && (value === null || value === SUPPRESSED || (value === 0 && !clause.always)),
  );
  return lacks ? null : pieces;
}

function templatePieces(template: string, tables: Tables, fillings: Fillings, language: Language): Piece[] {
  return template
    .split(PLACEHOLDER)
    .map((text, index): Piece => {
      if (index % 2 === 0) return { text };
      const filling = fillings[text];
      return filling === undefined ? cellPiece(text, tables, language) : { text: filling, cell: `{${text}}` };
    })
    .filter(({ text, cell }) => text !== '' || cell !== undefined);
}

function cellPiece(reference: string, tables: Tables, language: Language): Piece {
  const { table, row: name, column, style, cell } = parse(reference);
  const of = tables[table];
  const row = of && referredRow(of, name);
  const found = row?.[column];
  const value = valueIn(found);
  if (typeof value !== 'number') return { text: isText(found) ? found[language] : (value ?? ''), cell, value };
  const part = language === 'zh' && of && row ? partText(of, row, column, style) : null;
  const kind = of?.columns.find(({ key }) => key === column)?.kind;
  return {
    text: part ?? style[language](value),
    cell,
    value,
    printed: kind ? cellText({ kind }, value, false) : String(value),
  };
}

/** The value of a cell by its reference. */
function cellOf(reference: string, tables: Tables): ReportValue {
  const { table, row, column } = parse(reference);
  const of = tables[table];
  return valueIn(of && referredRow(of, row)?.[column]);
}

/** The place of a cell, how its number is written, and its name in R19. */
type Reference = {
  readonly table: string;
  /** A line, or `first`, `last`, `total`. */
  readonly row: string;
  readonly column: string;
  readonly style: Style;
  readonly cell: string;
};

/** @throws RangeError for a placeholder that refers to no cell: a defect of the program */
function parse(reference: string): Reference {
  const [, line, ofLine = '', lineStyle = ''] = LINE_REFERENCE.exec(reference) ?? [];
  const [, table = ofLine, row = line, named, rowStyle = lineStyle] = ROW_REFERENCE.exec(reference) ?? [];
  const style = STYLES[rowStyle];
  if (style === undefined || row === undefined) throw new RangeError(`${reference} refers to no cell`);
  const column = named ?? style.column;
  return { table, row, column, style, cell: `${line ?? `${table}@${row}`}.${column}` };
}

/** The row that a reference names: a line, the `total`, or the unit that is `first` or `last` in the ranking. */
export function referredRow(table: ReportTable, name: string): ReportRow | null | undefined {
  if (name === 'total') return table.total;
  return name === 'first' || name === 'last' ? rankedRow(table, name) : table.rows.find(({ line }) => line === name);
}

/** The unit that leads or trails. There is none where an edition hides the ranks, or where a unit has none. */
function rankedRow({ rows }: ReportTable, end: 'first' | 'last'): ReportRow | undefined {
  const ranks = rows.map(({ rank }) => rank).filter((rank) => typeof rank === 'number');
  if (ranks.length < rows.length) return undefined;
  return end === 'first'
    ? rows.find(({ rank }) => rank === 1)
    : rows.findLast(({ rank }) => rank === Math.max(...ranks));
}

/**
 * The text of a part, rounded together with the other parts so that the printed parts add up to the printed whole; null
 * for a number that is no part.
 */
function partText({ rows }: ReportTable, row: ReportRow, column: string, { parts }: Style): string | null {
  const { partOf } = row;
  if (!parts || typeof partOf !== 'string') return null;
  const whole = rows.find(({ line }) => line === partOf);
  const fellows = rows.filter((other) => other['partOf'] === partOf);
  const number = (of: ReportRow | undefined): number => Number(of?.[column] ?? 0);
  return parts(number(whole), fellows.map(number))[fellows.indexOf(row)] ?? null;
}

/** 244 million yuan, 5,000 yuan; from fen. */
function englishMoney(fen: number): string {
  const yuan = Math.trunc(fen / 100);
  if (yuan < 1_000_000 || yuan % 10_000 !== 0) return `${grouped(yuan)} yuan`;
  return `${trimmed(yuan / 10_000).replace(/^\d+/, (millions) => grouped(Number(millions)))} million yuan`;
}
