import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import type { ReportRow, TableContent } from './report-table.ts';

/** A figure that another one is worked out from: a cell of the same table, or an amount that the programme sets. */
export type Term =
  | {
      /** A column that the table prints, or one that it only works with ({@link WORKED}). */
      readonly column: string;
      /** In another line of the same division; `total` is the table's total. Without it, in the same row. */
      readonly line?: string;
    }
  | { readonly said: Text; readonly of: (city: City) => number };

/**
 * How a figure is worked out that is no sum: an explanation says so and explains the figures that it is made of. What a
 * table says here is held against what it prints.
 */
export type Basis =
  /** (of - less) / over, times the scale of the column, rounded half away from zero or up. */
  | {
      readonly as: 'quotient';
      readonly of: readonly Term[];
      readonly less?: readonly Term[];
      readonly over: readonly Term[];
      readonly scale: number;
      readonly isRoundedUp?: true;
    }
  /** of / over in tenths of a percent, rounded down or up so that the shares of one whole add to it. */
  | { readonly as: 'share'; readonly of: readonly Term[]; readonly over: readonly Term[] }
  | { readonly as: 'difference'; readonly of: readonly Term[]; readonly less: readonly Term[] }
  | { readonly as: 'product'; readonly of: readonly Term[]; readonly times: readonly Term[] }
  /** 1 and the number of ranked rows of the same group (a code for R16, else the table) whose quotient is greater. */
  | {
      readonly as: 'rank';
      readonly of: readonly Term[];
      readonly over?: readonly Term[];
      readonly isOfUnit?: true;
    }
  /** The least of what rows say; it is explained by the row that says it. */
  | { readonly as: 'least' };

/** By column, or by `line.column` in a table whose lines count different things. */
export type Bases = Readonly<Record<string, Basis>>;

/** Tenths of a percent, and hundredths of a ratio. */
const PERCENT = 1000;
export const HUNDREDTHS = 100;

export const cell = (column: string, line?: string): Term => (line === undefined ? { column } : { column, line });

const listed = (terms: readonly (string | Term)[]): Term[] =>
  terms.map((term) => (typeof term === 'string' ? cell(term) : term));

/** A rate of two cells in tenths of a percent; a text names a column of the same row. */
export const rate = (of: string | Term, over: string | Term): Basis => ({
  as: 'quotient',
  of: listed([of]),
  over: listed([over]),
  scale: PERCENT,
});

/** An average of two cells. */
export const average = (of: string | Term, over: string | Term, scale = 1): Basis => ({
  as: 'quotient',
  of: listed([of]),
  over: listed([over]),
  scale,
});

export const shareOf = (of: string | Term, ...over: readonly (string | Term)[]): Basis => ({
  as: 'share',
  of: listed([of]),
  over: listed(over),
});

/**
 * Cells that a table only works with: sums that its quotients are made of. They are of no edition and no file
 * (`printed`); an explanation reads them.
 */
export const WORKED = 'of.';

/** What such a cell is, where it is not the sum that a column prints per head. */
export const WORKED_WORDS: Readonly<Record<string, Text>> = {
  [`${WORKED}lastYear`]: { zh: '上年同期累计增收人数', en: 'persons uplifted, same quarters of last year' },
  [`${WORKED}lastYearPlan`]: { zh: '上年年度任务', en: 'plan of last year' },
  [`${WORKED}quarterFen`]: { zh: '收入缺口（四分之一分）', en: 'gap in quarters of a fen' },
  [`${WORKED}accepted`]: { zh: '接收行数', en: 'rows accepted' },
  [`${WORKED}lines`]: { zh: '文件行数', en: 'rows of the files' },
};

/** A table as it is published: without the cells that it only works with. */
export function printed(content: TableContent): TableContent {
  const strip = (row: ReportRow): ReportRow =>
    Object.keys(row).some((key) => key.startsWith(WORKED))
      ? Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith(WORKED)))
      : row;
  return { ...content, rows: content.rows.map(strip), total: content.total && strip(content.total) };
}
