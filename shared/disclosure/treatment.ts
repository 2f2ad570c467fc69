import type { ReportRow } from '../tables/report-table.ts';
import type { Period } from '../time/period.ts';

/**
 * What a column becomes in the public edition. A column that a table's treatment does not name is not in the public edition, nor is a
 * table without a treatment: what nobody has thought about is not published.
 *
 * plain    administrative: names, codes, plans, townships that reported. Published as it is.
 * count    persons or households. `measure` names what is counted, so that the same figure of two tables is one figure; null where the
 *          row's figure is plain.
 * derived  made from the columns `of` its row: rates, shares. Hidden when one of them is.
 * ranked   made from the columns `of` all rows: hidden in every row when one of them is hidden in any, because the gap would place it.
 */
export type ColumnTreatment =
  | { readonly as: 'plain' }
  | { readonly as: 'count'; readonly measure: string | ((row: ReportRow, period: Period) => string | null) }
  | { readonly as: 'derived'; readonly of: readonly string[] }
  | { readonly as: 'ranked'; readonly of: readonly string[] };

/** How a table is published. */
export type TableTreatment = {
  readonly columns: Readonly<Record<string, ColumnTreatment>>;
  /** The division of a row: its `code` column, or the city for a table about the city alone. The total is always the city's. */
  readonly rows: 'code' | 'city';
  /** Counts from 1 up to below this are hidden, where the table is stricter or laxer than `SMALL_BELOW`. */
  readonly smallBelow?: number;
  /** Figures of the city alone that nothing else adds up to: where one of its counts is small, the whole table stays unpublished. */
  readonly whole?: true;
  /** The column by which rows are ordered for the public when a ranked column is hidden, because the order would tell the rank. */
  readonly order?: string;
};

export type Treatments = Readonly<Record<string, TableTreatment>>;

/** Counts from 1 up to below these are hidden, by the level of the division. */
export type SmallBelow = {
  readonly township: number;
  readonly unit: number;
  readonly county: number;
  readonly city: number;
};
