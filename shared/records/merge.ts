import { REGISTER } from '../divisions/register.ts';
import type { TableKind } from '../schema/tables.ts';
import type { PagedRow } from './pages.ts';
import { counts, inOrder, type Submission } from './submission.ts';

/** A row that counts, with the submission that it came from. */
export type CurrentRow = PagedRow & { readonly submissionId: string };

/**
 * The submissions that a reader of one partition must read, newest first. Behind a full replacement of a division nothing older is seen of
 * any township in it, named or not; the sheet of finance rows, which have no key of their own, always replaces.
 */
export function visibleSubmissions(
  submissions: readonly Submission[],
  kind: TableKind,
  partition: string,
): Submission[] {
  const visible: Submission[] = [];
  for (const submission of submissions.toSorted(inOrder).toReversed()) {
    if (!counts(submission) || submission.partitions[kind] === undefined) continue;
    const held = (submission.partitions[kind][partition] ?? 0) > 0;
    if (held) visible.push(submission);
    if (held && kind === 'finance') break;
    if (submission.replacement && (held || REGISTER.covers(submission.division, partition))) break;
  }
  return visible;
}

/** Whether newer full replacements leave nothing of a submission to be seen. */
export function isSuperseded(submission: Submission, newer: readonly Submission[]): boolean {
  const held = Object.entries(submission.partitions).flatMap(([kind, rows]) =>
    Object.keys(rows).map((partition) => ({ kind, partition })),
  );
  return (
    held.length > 0 &&
    held.every(
      ({ kind, partition }) =>
        !visibleSubmissions([submission, ...newer], kind as TableKind, partition).includes(submission),
    )
  );
}

/** Newest upload wins, row by row. A row that a later file does not name stays; an empty line removes it. In key order. */
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
  rows: readonly { readonly key: string; readonly line: string }[],
  replaces = false,
): Changes {
  const lines = new Map(before.map((row) => [row.key, row.line]));
  const total = { created: 0, updated: 0, unchanged: 0, removed: 0 };
  for (const { key, line } of rows) {
    const earlier = lines.get(key);
    // A line that takes a household out changes nothing where there is none.
    if (earlier === line || (line === '' && earlier === undefined)) total.unchanged++;
    else if (line === '') total.removed++;
    else if (earlier === undefined) total.created++;
    else total.updated++;
    lines.delete(key);
  }
  if (replaces) total.removed += lines.size;
  return total;
}

/** Whether a submission's rows of a kind replace all that stood before; finance rows have no key by which to update them. */
export const replaces = ({ replacement }: Pick<Submission, 'replacement'>, kind: string): boolean =>
  replacement || kind === 'finance';

/** Kinds and partitions in which a submission changes anything: those of its rows, and those that a full replacement empties. */
export function touchedBy(
  { division, partitions, replacement }: Pick<Submission, 'division' | 'partitions' | 'replacement'>,
  older: readonly Pick<Submission, 'partitions'>[],
): { readonly kind: TableKind; readonly partition: string }[] {
  return Object.entries(partitions).flatMap(([kind, own]) => {
    const emptied = replacement ? older.flatMap((one) => Object.keys(one.partitions[kind] ?? {})) : [];
    const touched = new Set([
      ...Object.keys(own),
      ...emptied.filter((partition) => REGISTER.covers(division, partition)),
    ]);
    return [...touched].map((partition) => ({ kind: kind as TableKind, partition }));
  });
}
