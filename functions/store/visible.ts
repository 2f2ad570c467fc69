import type { CityPack } from '../../shared/city/city.ts';
import { visibleSubmissions } from '../../shared/ledger/visible-submissions.ts';
import { mergeRows, type CurrentRow } from '../../shared/rows/merge.ts';
import type { StoredKind } from '../../shared/rows/layouts.ts';
import type { PagedRow } from '../../shared/rows/pages.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { TableKind } from '../../shared/schema/tables.ts';
import type { RowsOf } from './pages.ts';

/** What a reader of rows needs: the pages, and the city, whose divisions say what a full replacement covers. */
export type VisibleEffects = {
  readonly readRows: (rows: RowsOf) => Promise<PagedRow[]>;
  readonly pack: CityPack;
};

/** The table does not hold what the ledger says: a reader never takes a part for the whole. */
export class TornReadError extends Error {
  override name = 'TornReadError';
}

/** The rows of one partition as these submissions leave it. @throws TornReadError */
export const readVisible = (
  submissions: readonly Submission[],
  kind: TableKind,
  partition: string,
  effects: VisibleEffects,
): Promise<CurrentRow[]> => readStored(submissions, { kind, partition, stored: kind }, effects);

/** The identities beside the household rows of a township as these submissions leave them. @throws TornReadError */
export const readIdentities = (
  submissions: readonly Submission[],
  township: string,
  effects: VisibleEffects,
): Promise<CurrentRow[]> =>
  readStored(submissions, { kind: 'household', partition: township, stored: 'identity' }, effects);

/** A submission that readers see, and how many rows it has of what they read. */
export type VisibleRows = { readonly submissionId: string; readonly rows: number };

/** `stored` are the pages to read: the rows themselves, or what lies beside them. */
type Wanted = { readonly kind: TableKind; readonly partition: string; readonly stored: StoredKind };

async function readStored(
  submissions: readonly Submission[],
  { kind, partition, stored }: Wanted,
  effects: VisibleEffects,
): Promise<CurrentRow[]> {
  const visible = visibleSubmissions(submissions, kind, partition, effects.pack);
  const held = visible.map(({ submissionId, partitions }) => ({
    submissionId,
    rows: partitions[kind]?.[partition] ?? 0,
  }));
  return readMerged(held, { kind: stored, partition }, effects);
}

/**
 * The rows of one partition of these submissions, newest first, as they leave it.
 * @throws TornReadError when one has other rows than were told
 */
export async function readMerged(
  visible: readonly VisibleRows[],
  { kind, partition }: Omit<RowsOf, 'submissionId'>,
  { readRows }: Pick<VisibleEffects, 'readRows'>,
): Promise<CurrentRow[]> {
  const read = visible.map(async ({ submissionId, rows: expected }) => {
    const rows = await readRows({ submissionId, kind, partition });
    if (rows.length !== expected)
      throw new TornReadError(
        `submission ${submissionId} has ${rows.length} ${kind} rows of ${partition}, its ledger item says ${expected}`,
      );
    return { submissionId, rows };
  });
  return mergeRows(await Promise.all(read));
}
