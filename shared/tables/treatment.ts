/**
 * What a column becomes in the public edition. Only what a treatment names is published: a column or line that it does
 * not name stays out, and so does a table without a treatment. - plain: names, codes, plans, townships that reported.
 * Published as it is. - count: persons or households. `measure` names what is counted, so that the same figure of two
 * tables is one figure. `by: 'line'` stands where each line of the table counts something else; `lines` names it then.
 * - derived: made from the columns `of` its row, as rates and shares are. Hidden when one of them is. - ranked: made
 * from the columns `of` all rows. Hidden in every row when one of them is hidden in any, because the gap would place
 * it. Treatments are plain data, so that a change of them shows.
 */
export type ColumnTreatment =
  | { readonly as: 'plain' }
  | { readonly as: 'count'; readonly measure: string }
  | { readonly as: 'count'; readonly by: 'line' }
  | { readonly as: 'derived'; readonly of: readonly string[] }
  | { readonly as: 'ranked'; readonly of: readonly string[] };

/** Who has parts in an amount of money that is theirs and not the public's. */
export type Contributors = 'households uplifted' | 'enterprises lent to' | 'households granted';

/**
 * What the count of a line counts, or that it counts no one. An amount in which households or enterprises have parts
 * says whose they are: where one of them has nearly all of it, no figure of the line is published, nor of one that is
 * worked out `from` it. `plain` are amounts of public bodies and projects, too, which are posted one by one.
 */
export type LineTreatment =
  | 'plain'
  | { readonly counts: string; readonly from?: string }
  | { readonly partsOf: Contributors }
  | { readonly from: string };

/** How a table is published. */
export type TableTreatment = {
  readonly columns: Readonly<Record<string, ColumnTreatment>>;
  /**
   * The lines that are public, by their ids, in a table that has lines. `R01.channel.*` stands for all lines of one
   * kind, and a `*` in what they count for the last part of the line's id.
   */
  readonly lines?: Readonly<Record<string, LineTreatment>>;
  /**
   * The division of a row: its `code` column, or the city for a table about the city alone. The total is always the
   * city's.
   */
  readonly rows: 'code' | 'city';
  /** Counts from 1 to one less than this are hidden. It is for a table that is stricter or laxer than `SMALL_BELOW`. */
  readonly smallBelow?: number;
  /**
   * A table of figures of the city alone, to which no other table adds up. Where one of its counts is small, the whole
   * table stays unpublished.
   */
  readonly whole?: true;
  /**
   * The column by which rows are ordered for the public when a ranked column is hidden, because the order would tell
   * the rank.
   */
  readonly order?: string;
};

export type Treatments = Readonly<Record<string, TableTreatment>>;

export const plain: ColumnTreatment = { as: 'plain' };
export const count = (measure: string): ColumnTreatment => ({ as: 'count', measure });
export const derived = (...of: string[]): ColumnTreatment => ({ as: 'derived', of });
export const ranked = (...of: string[]): ColumnTreatment => ({ as: 'ranked', of });
/** @param of the line of an amount that the count tells of, as a rule between the two bounds the one by the other */
export const counts = (measure: string, of?: string): LineTreatment => ({
  counts: measure,
  ...(of === undefined ? {} : { from: of }),
});
export const partsOf = (contributors: Contributors): LineTreatment => ({ partsOf: contributors });
export const from = (line: string): LineTreatment => ({ from: line });

/** What a line becomes in the public edition; null for a line that the treatment does not name. */
export function lineTreatment(lines: NonNullable<TableTreatment['lines']>, line: string): LineTreatment | null {
  const own = lines[line];
  if (own !== undefined) return own;
  const at = line.lastIndexOf('.') + 1;
  const kind = lines[`${line.slice(0, at)}*`];
  if (kind === undefined || kind === 'plain' || !('counts' in kind)) return kind ?? null;
  return { counts: kind.counts.replace('*', line.slice(at)) };
}
