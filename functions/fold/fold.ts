import { foldHouseholds } from '../../shared/fold/fold.ts';
import { collectHouseholds } from '../../shared/fold/collect-households.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import type { FoldBranch } from '../../shared/ledger/fold-branches.ts';
import { countingRows } from '../store/counting-rows.ts';
import type { VisibleEffects } from '../store/visible.ts';

/**
 * Reads one township's households over the quarters of its branch, those that moved in with their earlier rows, and folds
 * them.
 */
export const fold = async (branch: FoldBranch, effects: VisibleEffects): Promise<Tally> =>
  foldHouseholds(collectHouseholds(await countingRows(branch, effects)), effects.pack.at(branch.period));
