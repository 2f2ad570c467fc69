import { foldHouseholds } from '../../shared/fold/fold.ts';
import { collectHouseholds } from '../../shared/fold/collect-households.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import type { FoldBranch } from '../../shared/ledger/fold-branches.ts';
import type { RowRef } from '../../shared/ledger/identities.ts';
import { countingRows } from '../store/counting-rows.ts';
import type { VisibleEffects } from '../store/visible.ts';

/**
 * Reads one township's households over the quarters of its branch, those that moved in with their earlier rows, and folds
 * them.
 */
export const fold = async (branch: FoldBranch, effects: VisibleEffects): Promise<Tally> =>
  foldHouseholds(collectHouseholds(await countingRows(branch, effects)), effects.pack.at(branch.period));

/**
 * A household's part in a figure, and the rows that it was counted from: enough to find them in the stored files, and
 * not whom they name.
 */
export type Contribution = { readonly value: number; readonly rows: readonly RowRef[] };

/** What each household of a township adds to a figure; households that add nothing are left out. */
export async function contributions(
  branch: FoldBranch,
  figureOf: (tally: Tally) => number,
  effects: VisibleEffects,
): Promise<Contribution[]> {
  const periods = await countingRows(branch, effects);
  const households = Map.groupBy(
    periods.flatMap(({ period, rows }) => rows.map((row) => ({ period, row }))),
    ({ row }) => row.key,
  );
  return [...households.values()].flatMap((own) => {
    const histories = collectHouseholds(own.map(({ period, row }) => ({ period, rows: [row] })));
    const value = figureOf(foldHouseholds(histories, effects.pack.at(branch.period)));
    const rows = own.map(({ period, row }) => ({
      period,
      township: branch.township,
      submissionId: row.submissionId,
      row: row.number,
    }));
    return value === 0 ? [] : [{ value, rows }];
  });
}
