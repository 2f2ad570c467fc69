import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import type { ReportRow, TableContent } from './report-table.ts';

/** An input of a figure that is worked out: a cell of the same table, or an amount that the programme sets. */
export type Term =
  | {
      /** A column that the table prints, or one that it only works with ({@link WORKED}). */
      readonly column: string;
      /**
       * The line of the same division in which the cell stands; `total` is the table's total. Without `line`, the cell
       * is in the same row.
       */
      readonly line?: string;
    }
  | { readonly said: Text; readonly of: (city: City) => number };

/**
 * How a figure that is not a sum is worked out. An explanation prints this and then explains the inputs. A check
 * compares what a table says here with what it prints.
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
  /**
   * One more than the number of ranked rows whose quotient is greater. Rows are compared in their group: a code in R16,
   * otherwise the whole table.
   */
  | {
      readonly as: 'rank';
      readonly of: readonly Term[];
      readonly over?: readonly Term[];
      readonly isOfUnit?: true;
    }
  /** The smallest value among the rows. The row that holds it explains it. */
  | { readonly as: 'least' };

/** The key is a column, or `line.column` in a table whose lines count different things. */
export type Bases = Readonly<Record<string, Basis>>;

/** Tenths of a percent, and hundredths of a ratio. */
const PERCENT = 1000;
export const HUNDREDTHS = 100;

export const cell = (column: string, line?: string): Term => (line === undefined ? { column } : { column, line });

const listed = (terms: readonly (string | Term)[]): Term[] =>
  terms.map((term) => (typeof term === 'string' ? cell(term) : term));

/** The rate of two cells in tenths of a percent. A string names a column of the same row. */
export const rate = (of: string | Term, over: string | Term): Basis => ({
  as: 'quotient',
  of: listed([of]),
  over: listed([over]),
  scale: PERCENT,
});

/** The quotient of two cells as an average. */
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
 * Sums from which a table makes its quotients. They are in no edition and no file (see `printed`); only an explanation
 * reads them.
 */
export const WORKED = 'of.';

/** What such a cell holds, where that is not the sum that a column prints per head. */
export const WORKED_WORDS: Readonly<Record<string, Text>> = {
  [`${WORKED}lastYear`]: { zh: '上年同期累计增收人数', en: 'persons uplifted, same quarters of last year' },
  [`${WORKED}lastYearPlan`]: { zh: '上年年度任务', en: 'plan of last year' },
  [`${WORKED}quarterFen`]: { zh: '收入缺口（四分之一分）', en: 'gap in quarters of a fen' },
  [`${WORKED}accepted`]: { zh: '接收行数', en: 'rows accepted' },
  [`${WORKED}lines`]: { zh: '文件行数', en: 'rows of the files' },
};

/** A table as it is published, without its `WORKED` cells. */
export function printed(content: TableContent): TableContent {
  const strip = (row: ReportRow): ReportRow =>
    Object.keys(row).some((key) => key.startsWith(WORKED))
      ? Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith(WORKED)))
      : row;
  return { ...content, rows: content.rows.map(strip), total: content.total && strip(content.total) };
}
