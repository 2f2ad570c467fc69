/**
 * What an erasure does to the table. It is a decision of an office, kept twice like all of them; what is here follows
 * from it and may be done again, by the sweep as well (docs/decisions/0082-erasure-is-a-decision.md).
 */
import { createHash } from 'node:crypto';
import type { Erasure } from '../../shared/ledger/decisions.ts';
import { withoutFileName } from '../../shared/ledger/file-names.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { StoredKind } from '../../shared/rows/layouts.ts';
import type { Period } from '../../shared/time/period.ts';
import { toPages, type PagedRow } from '../../shared/rows/pages.ts';
import { keyedHash } from '../aws/keyed-hash.ts';
import { commit, stands } from './ledger.ts';
import { readRows, removePages, writePages, type RowsOf } from './pages.ts';

/** A submission of which rows are still to be erased, and by which decision. */
export type OpenErasure = { readonly submission: Submission; readonly erasure: Erasure };

/** What the decisions of a ledger ask for and its items do not say yet, oldest decision first. */
export const openErasures = ({ submissions, decisions }: Ledger): OpenErasure[] =>
  decisions
    .filter((one) => one.kind === 'erase')
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap((erasure) =>
      submissions
        .filter(({ versionId, erasedAt = '' }) => erasure.versionIds.includes(versionId) && erasedAt < erasure.at)
        .map((submission) => ({ submission, erasure })),
    );

/** Erases all that the decisions of a ledger ask for. @returns how many submissions that changed */
export async function eraseOpen(known: Ledger, readLedger: (period: Period) => Promise<Ledger>): Promise<number> {
  let [ledger, changed] = [known, 0];
  for (let open = openErasures(ledger); open.length > 0; open = openErasures(ledger)) {
    // One after the other, oldest decision first; what another process changed meanwhile is read again.
    for (const one of firstOfEach(open)) if (await eraseRows(one)) changed++;
    ledger = await readLedger(ledger.period);
  }
  return changed;
}

/** The oldest of each submission: the next one of it goes on from what this one leaves. */
const firstOfEach = (open: readonly OpenErasure[]): OpenErasure[] =>
  open.filter(({ submission }, index) => open.findIndex((one) => one.submission === submission) === index);

/**
 * Takes erased rows out of the table. Of a whole file the rows go first, since the decision alone keeps readers from
 * them; the ledger item is marked last. Of a household the others' rows are written under an id of their own, the
 * ledger item changes over to it, and then the old rows go: a reader finds the one or the other whole.
 * @returns false when the ledger item was another by then; ask for {@link openErasures} again
 */
export async function eraseRows({ submission, erasure: { at, household } }: OpenErasure): Promise<boolean> {
  const own = rowsOf(submission);
  const marked: Submission = {
    ...submission,
    key: withoutFileName(submission.key),
    receiptParts: [],
    erasedAt: at,
  };
  if (household === undefined) {
    await removePages(own);
    return commit({ ...marked, partitions: {} }, submission);
  }
  const read = await Promise.all(own.map(async (group) => ({ group, rows: await readRows(group) })));
  // Another process removes the rows when its own have taken their place: then some of what was read may be missing.
  if (!(await stands(submission))) return false;
  const others = await withoutHousehold(marked, read, household);
  if (!(await commit(others, submission))) return false;
  if (others.submissionId !== submission.submissionId) await removePages(own);
  return true;
}

/** Whether an id is what is left of a submission after further households of it were erased. */
export const isWithoutHousehold = (submissionId: string, from: string): boolean => submissionId.startsWith(`${from}~`);

/** Where the rows of a submission lie, and what lies beside them. */
const rowsOf = ({ submissionId, partitions }: Submission): RowsOf[] =>
  Object.entries(partitions).flatMap(([kind, held]) =>
    Object.keys(held).flatMap((partition) =>
      [kind as StoredKind, ...(kind === 'household' ? (['identity'] as const) : [])].map((stored) => ({
        submissionId,
        kind: stored,
        partition,
      })),
    ),
  );

/** Whether stored rows of a submission are of a household. */
export async function hasRowOf({ submissionId, partitions }: Submission, household: string): Promise<boolean> {
  for (const partition of Object.keys(partitions['household'] ?? {}))
    if ((await readRows({ submissionId, kind: 'household', partition })).some(({ key }) => key === household))
      return true;
  return false;
}

/** The submission as it is without a household, its rows written under another id where it had any of it. */
async function withoutHousehold(
  submission: Submission,
  read: readonly { readonly group: RowsOf; readonly rows: readonly PagedRow[] }[],
  household: string,
): Promise<Submission> {
  const from = submission.submissionId;
  // By its number and not by its identity: a row that takes a household out has none beside it.
  const hash = await keyedHash();
  const isOf = ({ key }: PagedRow, kind: StoredKind): boolean =>
    (kind === 'household' || kind === 'identity') && hash('household', key) === household;
  if (!read.some(({ group, rows }) => rows.some((row) => isOf(row, group.kind)))) return submission;
  const left = read.map(({ group, rows: all }) => {
    const rows = all.filter((row) => !isOf(row, group.kind));
    return { group, rows, pages: toPages(rows) };
  });
  // Named by what is written, so that pages which an interrupted erasure left are equal or under another id.
  const content = JSON.stringify([household, left.map(({ group, pages }) => [group, pages])]);
  const submissionId = `${from}~${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
  await writePages(
    left.map(({ group, pages }) => ({ ...group, submissionId, pages })),
    null,
  );
  const partitions: Record<string, Record<string, number>> = {};
  for (const { group, rows } of left)
    if (group.kind !== 'identity' && rows.length > 0) (partitions[group.kind] ??= {})[group.partition] = rows.length;
  return { ...submission, submissionId, partitions };
}
