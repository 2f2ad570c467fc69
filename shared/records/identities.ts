import type { Period } from '../time/period.ts';
import type { CurrentRow } from './merge.ts';

/**
 * What the table keeps to recognise a household and its head across townships and quarters: keyed hashes, never a number. It lies in pages
 * of its own beside the rows (kind `identity`), so that finding duplicates reads a tenth of what a fold reads.
 */
export type Identity = {
  /** Of the household number; stands for it in what analysts get. */
  readonly pseudonym: string;
  /** Of the first 18 characters of the head's identity number (rule I14). */
  readonly head: string;
};

export const encodeIdentity = ({ head, pseudonym }: Identity): string => `${head}\t${pseudonym}`;

export function decodeIdentity(line: string): Identity {
  const [head = '', pseudonym = ''] = line.split('\t');
  return { head, pseudonym };
}

/** A row by where it stands: enough to find it in the stored file, and nothing about whom it is. */
export type RowRef = { readonly period: Period; readonly township: string; readonly submissionId: string; readonly row: number };

/** One household, or one head under two household numbers, that several rows of a period report. */
export type Duplicate = {
  readonly period: Period;
  readonly by: 'household' | 'head';
  readonly counted: RowRef;
  readonly dropped: readonly RowRef[];
};

/** Earlier rows of households that have moved: they count where the household is now. */
export type Move = { readonly to: string; readonly rows: readonly RowRef[] };

/** The identities of a period by township, merged as its rows are. */
export type PeriodIdentities = { readonly period: Period; readonly townships: ReadonlyMap<string, readonly CurrentRow[]> };

/**
 * Makes every household count once. Within a period the newest upload wins across townships as it does inside one; a household's rows of
 * all periods count in the township of its newest (docs/decisions/0008-one-household-once.md).
 * @param periods read one after the other, newest first, so that one period's rows are in memory at a time
 * @param orderOf place of a submission in the order of uploads
 */
export async function reconcile(
  periods: AsyncIterable<PeriodIdentities> | Iterable<PeriodIdentities>,
  orderOf: (submissionId: string) => number,
): Promise<{ duplicates: Duplicate[]; moves: Move[] }> {
  const duplicates: Duplicate[] = [];
  const homes = new Map<string, string>();
  const moved = new Map<string, RowRef[]>();
  for await (const { period, townships } of periods) {
    const found = duplicatesOf(period, townships, orderOf);
    duplicates.push(...found);
    const dropped = new Set(found.flatMap((duplicate) => duplicate.dropped.map(refKey)));
    for (const [township, rows] of townships)
      for (const { key, submissionId, number: row } of rows) {
        const ref = { period, township, submissionId, row };
        if (dropped.size > 0 && dropped.has(refKey(ref))) continue;
        const home = homes.get(key);
        if (home === undefined) homes.set(key, township);
        else if (home !== township) {
          const rowsTo = moved.get(home);
          if (rowsTo) rowsTo.push(ref);
          else moved.set(home, [ref]);
        }
      }
  }
  const moves = [...moved].map(([to, rows]) => ({ to, rows: rows.toSorted(byRef) }));
  return {
    duplicates: duplicates.sort((a, b) => compare(a.period, b.period) || byRef(a.counted, b.counted) || compare(a.by, b.by)),
    moves: moves.sort((a, b) => compare(a.to, b.to)),
  };
}

type Held = RowRef & { readonly head: string };

function duplicatesOf(
  period: Period,
  townships: ReadonlyMap<string, readonly CurrentRow[]>,
  orderOf: (submissionId: string) => number,
): Duplicate[] {
  const newest = (rows: readonly Held[]): Held[] =>
    rows.toSorted((a, b) => orderOf(b.submissionId) - orderOf(a.submissionId) || b.row - a.row || compare(a.township, b.township));
  const settle = (by: Duplicate['by'], groups: Iterable<readonly Held[]>): { counting: Held[]; found: Duplicate[] } => {
    const counting: Held[] = [];
    const found: Duplicate[] = [];
    for (const group of groups) {
      const [first, ...rest] = group.length > 1 ? newest(group) : group;
      if (!first) continue;
      counting.push(first);
      if (rest.length > 0) found.push({ period, by, counted: refOf(first), dropped: rest.map(refOf) });
    }
    return { counting, found };
  };

  const byHousehold = new Map<string, Held[]>();
  for (const [township, rows] of townships)
    for (const { key, line, submissionId, number: row } of rows)
      add(byHousehold, key, { period, township, submissionId, row, head: decodeIdentity(line).head });
  const households = settle('household', byHousehold.values());
  const byHead = new Map<string, Held[]>();
  for (const held of households.counting) add(byHead, held.head, held);
  const heads = settle('head', byHead.values());
  return [...households.found, ...heads.found];
}

function add(groups: Map<string, Held[]>, key: string, held: Held): void {
  const group = groups.get(key);
  if (group) group.push(held);
  else groups.set(key, [held]);
}

const refOf = ({ period, township, submissionId, row }: Held): RowRef => ({ period, township, submissionId, row });

/** A row reference as a key of sets. */
export const refKey = ({ period, submissionId, row }: Pick<RowRef, 'period' | 'submissionId' | 'row'>): string =>
  `${period}|${submissionId}|${row}`;

const byRef = (a: RowRef, b: RowRef): number =>
  compare(a.period, b.period) || compare(a.township, b.township) || compare(a.submissionId, b.submissionId) || a.row - b.row;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
