import { CITY_PACK } from '../../cities/pack.ts';
import type { FoldInput } from '../../shared/contract.ts';
import { findFold, putFold } from '../store/folds.ts';
import { log } from '../aws/log.ts';
import { ROW_LAYOUTS, type RowLayouts } from '../../shared/rows/layouts.ts';
import { foldKey, readBranch } from '../store/manifest.ts';
import { readRowsIn } from '../store/pages.ts';
import { fold } from './fold.ts';

/** Folds one township, unless its inputs were folded before. */
export const handler = (input: FoldInput): Promise<void> => foldUnder(ROW_LAYOUTS, input);

/** The same as by code that knows certain layouts of rows. */
export async function foldUnder(layouts: RowLayouts, input: FoldInput): Promise<void> {
  const branch = await readBranch(input);
  const { period, township } = branch;
  const inputs = foldKey(branch, CITY_PACK);
  if (await findFold(period, township, inputs)) return;
  const tally = await fold(branch, { readRows: (rows) => readRowsIn(layouts, rows), pack: CITY_PACK });
  await putFold(period, township, inputs, tally);
  log.info('folded', { period, township, households: tally['households'] ?? 0 });
}
