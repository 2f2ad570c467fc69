import type { CityPack } from '../../shared/city/city.ts';
import { visibleSubmissions } from '../../shared/ledger/visible-submissions.ts';
import { mergeRows, type CurrentRow } from '../../shared/rows/merge.ts';
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

/**
 * The rows of one partition as these submissions leave it.
 * @param stored the pages to read: the rows themselves, or the identities beside household rows
 * @throws TornReadError
 */
export async function readVisible(
  submissions: readonly Submission[],
  kind: TableKind,
  partition: string,
  { readRows, pack }: VisibleEffects,
  stored: TableKind | 'identity' = kind,
): Promise<CurrentRow[]> {
  const visible = visibleSubmissions(submissions, kind, partition, pack);
  const read = visible.map(async ({ submissionId, partitions }) => {
    const rows = await readRows({ submissionId, kind: stored, partition });
    const expected = partitions[kind]?.[partition];
    if (rows.length !== expected)
      throw new TornReadError(
        `submission ${submissionId} has ${rows.length} ${stored} rows of ${partition}, its ledger item says ${expected}`,
      );
    return { submissionId, rows };
  });
  return mergeRows(await Promise.all(read));
}
