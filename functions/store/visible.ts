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

/** `stored` are the pages to read: the rows themselves, or what lies beside them. */
type Wanted = { readonly kind: TableKind; readonly partition: string; readonly stored: StoredKind };

async function readStored(
  submissions: readonly Submission[],
  { kind, partition, stored }: Wanted,
  { readRows, pack }: VisibleEffects,
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
