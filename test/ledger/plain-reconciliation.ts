/** The slow, obvious way to make every household count once: all rows of a quarter as objects. The oracle of the fast one. */
import {
  decodeIdentity,
  refKey,
  type Duplicate,
  type Move,
  type MovedRow,
  type RowRef,
} from '../../shared/ledger/identities.ts';
import type { CurrentRow } from '../../shared/rows/merge.ts';
import type { Period } from '../../shared/time/period.ts';

/** The identities of a period by township, merged as its rows are. */
export type PeriodIdentities = {
  readonly period: Period;
  readonly townships: ReadonlyMap<string, readonly CurrentRow[]>;
};

/**
 * Makes every household count once. Within a period the newest upload wins across townships as it does inside one; a
 * household's rows of all periods count in the township of its newest, and so do those of a number whose head the
 * household turned out to have (docs/decisions/0008-one-household-once.md).
 * @param periods read one after the other, newest first, so that one period's rows are in memory at a time
 * @param orderOf place of a submission in the order of uploads
 * @param codeNow the township in which rows of a township of a period count, where its code has changed since
 */
export function plainReconciliation(
  periods: Iterable<PeriodIdentities>,
  orderOf: (submissionId: string) => number,
  codeNow: (township: string, period: Period) => string = (township) => township,
): { duplicates: Duplicate[]; moves: Move[] } {
  const duplicates: Duplicate[] = [];
  const homes = new Map<string, string>();
  const moved = new Map<string, MovedRow[]>();
  /** Maps a number that no longer counts to the household's own number and a row of it. */
  const aliases = new Map<string, { readonly key: string; readonly as: RowRef }>();
  for (const { period, townships } of periods) {
    const { found, sameHead } = duplicatesOf(period, townships, orderOf);
    for (const duplicate of found) duplicates.push(duplicate);
    const dropped = new Set(found.flatMap((duplicate) => duplicate.dropped.map(refKey)));
    const counts = (ref: RowRef): boolean => dropped.size === 0 || !dropped.has(refKey(ref));
    const reported = aliases.size === 0 ? new Set<string>() : keysThatCount(period, townships, counts);
    for (const [township, rows] of townships) {
      const here = codeNow(township, period);
      for (const { key, submissionId, number: row } of rows) {
        const ref = { period, township, submissionId, row };
        if (!counts(ref)) continue;
        // If the household has a row under its own number in this quarter, the other number belonged to another
        // household then.
        const known = aliases.get(key);
        const alias = known && !reported.has(known.key) ? known : undefined;
        if (alias) reported.add(alias.key);
        const home = homes.get(alias?.key ?? key);
        if (home === undefined) homes.set(key, here);
        else if (alias || home !== here) add(moved, home, alias ? { ...ref, as: alias.as } : ref);
      }
    }
    for (const { key, of, as } of sameHead) if (!aliases.has(key)) aliases.set(key, aliases.get(of) ?? { key: of, as });
  }
  const moves = [...moved].map(([to, rows]) => ({ to, rows: rows.toSorted(byRef) }));
  return {
    duplicates: duplicates.sort(
      (a, b) => compare(a.period, b.period) || byRef(a.counted, b.counted) || compare(a.by, b.by),
    ),
    moves: moves.sort((a, b) => compare(a.to, b.to)),
  };
}

function keysThatCount(
  period: Period,
  townships: ReadonlyMap<string, readonly CurrentRow[]>,
  counts: (ref: RowRef) => boolean,
): Set<string> {
  const all = [...townships].flatMap(([township, rows]) =>
    rows.filter(({ submissionId, number: row }) => counts({ period, township, submissionId, row })),
  );
  return new Set(all.map(({ key }) => key));
}

type Held = RowRef & { readonly head: string; readonly key: string };

/** A number that was dropped because its head counts under another one, and the row that counts. */
type SameHead = { readonly key: string; readonly of: string; readonly as: RowRef };

function duplicatesOf(
  period: Period,
  townships: ReadonlyMap<string, readonly CurrentRow[]>,
  orderOf: (submissionId: string) => number,
): { found: Duplicate[]; sameHead: SameHead[] } {
  const sameHead: SameHead[] = [];
  const newest = (rows: readonly Held[]): Held[] =>
    rows.toSorted(
      (a, b) => orderOf(b.submissionId) - orderOf(a.submissionId) || b.row - a.row || compare(a.township, b.township),
    );
  const settle = (by: Duplicate['by'], groups: Iterable<readonly Held[]>): { counting: Held[]; found: Duplicate[] } => {
    const counting: Held[] = [];
    const found: Duplicate[] = [];
    for (const group of groups) {
      const [first, ...rest] = group.length > 1 ? newest(group) : group;
      if (!first) continue;
      counting.push(first);
      if (rest.length === 0) continue;
      found.push({ period, by, counted: refOf(first), dropped: rest.map(refOf) });
      if (by === 'head') for (const { key } of rest) sameHead.push({ key, of: first.key, as: refOf(first) });
    }
    return { counting, found };
  };

  const byHousehold = new Map<string, Held[]>();
  for (const [township, rows] of townships)
    for (const { key, line, submissionId, number: row } of rows)
      add(byHousehold, key, { period, township, submissionId, row, key, head: decodeIdentity(line).head });
  const households = settle('household', byHousehold.values());
  const byHead = new Map<string, Held[]>();
  for (const held of households.counting) add(byHead, held.head, held);
  const heads = settle('head', byHead.values());
  return { found: [...households.found, ...heads.found], sameHead };
}

function add<T>(groups: Map<string, T[]>, key: string, member: T): void {
  const group = groups.get(key);
  if (group) group.push(member);
  else groups.set(key, [member]);
}

const refOf = ({ period, township, submissionId, row }: Held): RowRef => ({ period, township, submissionId, row });

const byRef = (a: RowRef, b: RowRef): number =>
  compare(a.period, b.period) ||
  compare(a.township, b.township) ||
  compare(a.submissionId, b.submissionId) ||
  a.row - b.row;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
