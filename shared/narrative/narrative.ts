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
import { SUPPRESSED, type ReportRow, type ReportValue, type Tables } from '../tables/report-table.ts';
import type { Language } from '../language/language.ts';

/**
 * A text whose numbers are cells. A template such as `带动{R01.1|persons}名` names a table, a line (or first, last, total) and how the
 * number is written; `.column` picks another column than the style's own. `{period}` and its kin are filled from outside.
 */
export type Clause = {
  readonly zh: string;
  readonly en: string;
  /** Said even where a figure is 0. A clause whose figure is missing is never said, and a 0 drops it unless this is set. */
  readonly always?: true;
  /** Said only when this holds of the cells and of what is filled in. */
  readonly when?: (cell: (reference: string) => ReportValue, fillings: Fillings) => boolean;
};

/** A sentence of clauses; it is said when any of them is. */
export type Sentence = { readonly lead?: Readonly<Record<Language, string>>; readonly clauses: readonly Clause[] };
export type Paragraph = readonly Sentence[];

/** A piece of the text: words, or a number with the cell that it is. */
export type Piece = { readonly text: string; readonly cell?: string; readonly value?: ReportValue };

export type Fillings = Readonly<Record<string, string>>;

/** What a style writes, and the column that it takes when none is named; parts are written together in Chinese, where they are rounded. */
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

/** Figures that are printed as parts of a whole: rounded together, so that the printed parts add to the printed whole. */
const WHOLES: readonly { readonly whole: string; readonly parts: readonly string[] }[] = [
  { whole: 'R01.1', parts: ['R01.2', 'R01.3', 'R01.4', 'R01.5'] },
  { whole: 'R12.1', parts: ['R12.2', 'R12.3'] },
];

const PLACEHOLDER = /\{([^{}]+)\}/g;
const REFERENCE = /^(R\d\d)(?:\.(\d+)|@(first|last|total))(?:\.([\w.]+))?\|(\w+)$/;

/** The pieces of each sentence that is said, paragraph by paragraph; paragraphs of which nothing is said are left out. */
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

/** @throws RangeError for a template that names no table, line or style: a defect of the program */
function cellPiece(reference: string, tables: Tables, language: Language): Piece {
  const { table, line, column, style } = parse(reference);
  const value = rowOf(table, line, tables)?.[column] ?? null;
  const cell = `${line.startsWith('R') ? line : `${table}@${line}`}.${column}`;
  if (typeof value !== 'number') return { text: value ?? '', cell, value };
  const part = language === 'zh' ? partText(table, line, column, style, tables) : null;
  return { text: part ?? style[language](value), cell, value };
}

/** The value of a cell by its reference; the style says only which column is meant when none is named. */
function cellOf(reference: string, tables: Tables): ReportValue {
  const { table, line, column } = parse(reference);
  return rowOf(table, line, tables)?.[column] ?? null;
}

function parse(reference: string): { table: string; line: string; column: string; style: Style } {
  const [, table = '', number, place, column, name = ''] = REFERENCE.exec(reference) ?? [];
  const style = STYLES[name];
  if (style === undefined) throw new RangeError(`${reference} refers to no cell`);
  return { table, line: place ?? `${table}.${number}`, column: column ?? style.column, style };
}

function rowOf(table: string, line: string, tables: Tables): ReportRow | null | undefined {
  const found = tables[table];
  if (line === 'total') return found?.total;
  if (line === 'first') return found?.rows[0];
  return line === 'last' ? found?.rows.at(-1) : found?.rows.find((row) => row['line'] === line);
}

/** The text of a part, rounded with its fellows; null for what is no part. */
function partText(table: string, line: string, column: string, { parts }: Style, tables: Tables): string | null {
  const group = parts && WHOLES.find((candidate) => candidate.parts.includes(line));
  if (!group) return null;
  const number = (of: string): number => Number(rowOf(table, of, tables)?.[column] ?? 0);
  return parts(number(group.whole), group.parts.map(number))[group.parts.indexOf(line)] ?? null;
}

/** 244 million yuan, 5,000 yuan; from fen. */
function englishMoney(fen: number): string {
  const yuan = Math.trunc(fen / 100);
  if (yuan < 1_000_000 || yuan % 10_000 !== 0) return `${grouped(yuan)} yuan`;
  return `${trimmed(yuan / 10_000).replace(/^\d+/, (millions) => grouped(Number(millions)))} million yuan`;
}
