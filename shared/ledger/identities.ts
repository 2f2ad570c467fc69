import type { Period } from '../time/period.ts';

/**
 * What the table keeps to recognise a household and its head across townships and quarters: keyed hashes, never a
 * number. It lies in pages of its own beside the rows (kind `identity`), so that finding duplicates reads a tenth of
 * what a fold reads.
 */
export type Identity = {
  /** Of the household number; stands for it in what analysts get. */
  readonly pseudonym: string;
  /** Of the first 18 characters of the head's identity number (rule I14). */
  readonly head: string;
};

/** Every layout of identities begins with these two (schema/row-layouts.ts). */
export const encodeIdentity = ({ head, pseudonym }: Identity): string => `${head}\t${pseudonym}`;

export function decodeIdentity(line: string): Identity {
  const [head = '', pseudonym = ''] = line.split('\t');
  return { head, pseudonym };
}

/** The place of a row: enough to find it in the stored file, and nothing about the person. */
export type RowRef = {
  readonly period: Period;
  readonly township: string;
  readonly submissionId: string;
  readonly row: number;
};

/** One household, or one head under two household numbers, that several rows of a period report. */
export type Duplicate = {
  readonly period: Period;
  readonly by: 'household' | 'head';
  readonly counted: RowRef;
  readonly dropped: readonly RowRef[];
};

/**
 * Earlier rows of households that have moved, or were reported under another number: they count where and as what the
 * household is now.
 */
export type Move = { readonly to: string; readonly rows: readonly MovedRow[] };

/** `as` is a row of the household that it belongs to, where its own number is another. */
export type MovedRow = RowRef & { readonly as?: RowRef };

/** A row reference as a key of sets. */
export const refKey = ({ period, submissionId, row }: Pick<RowRef, 'period' | 'submissionId' | 'row'>): string =>
  `${period}|${submissionId}|${row}`;

/** By the place of rows: period, township, submission, row. */
export const byRef = (a: RowRef, b: RowRef): number =>
  compare(a.period, b.period) ||
  compare(a.township, b.township) ||
  compare(a.submissionId, b.submissionId) ||
  a.row - b.row;

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
