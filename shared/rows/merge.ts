import { saysTheSame, type StoredLine } from './codec.ts';
import type { PagedRow } from './pages.ts';

/** A row that counts, with the submission that it came from. */
export type CurrentRow = PagedRow & { readonly submissionId: string };

/**
 * Newest upload wins, row by row. A row that a later file does not name stays; an empty line removes it. In key order.
 */
export function mergeRows(
  newestFirst: readonly { readonly submissionId: string; readonly rows: readonly PagedRow[] }[],
): CurrentRow[] {
  const merged = new Map<string, CurrentRow>();
  for (const { submissionId, rows } of newestFirst) {
    for (const row of rows) if (!merged.has(row.key)) merged.set(row.key, { ...row, submissionId });
  }
  return [...merged.values()].filter(({ line }) => line !== '').sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What a file did to what stood before it; a row that it took out, or left out of a full replacement, is `removed`. */
export type Changes = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
};

export const NO_CHANGES: Changes = { created: 0, updated: 0, unchanged: 0, removed: 0 };

/**
 * What rows do to those that stood before them.
 * @param replaces what they do not name is removed
 */
export function changesAgainst(
  before: readonly PagedRow[],
  rows: readonly (StoredLine & { readonly key: string })[],
  replaces = false,
): Changes {
  const standing = new Map(before.map((row) => [row.key, row]));
  const total = { created: 0, updated: 0, unchanged: 0, removed: 0 };
  for (const row of rows) {
    const earlier = standing.get(row.key);
    // A line that removes a household changes nothing where the household is not on file.
    if (earlier ? saysTheSame(earlier, row) : row.line === '') total.unchanged++;
    else if (row.line === '') total.removed++;
    else if (earlier === undefined) total.created++;
    else total.updated++;
    standing.delete(row.key);
  }
  if (replaces) total.removed += standing.size;
  return total;
}
