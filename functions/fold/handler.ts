import { CITY_PACK } from '../../cities/pack.ts';
import type { FoldInput } from '../../shared/contract.ts';
import { findFold, putFold } from '../store/folds.ts';
import { log } from '../aws/log.ts';
import { ROW_LAYOUTS, type RowLayouts } from '../../shared/rows/layouts.ts';
import { foldKey, readManifest } from '../store/manifest.ts';
import { readRowsIn, type RowsOf } from '../store/pages.ts';
import { fold } from './fold.ts';

/** Folds one township, unless its inputs were folded before. */
export const handler = (input: FoldInput): Promise<void> => foldUnder(ROW_LAYOUTS, input);

/** The same as by code that knows certain layouts of rows. */
export async function foldUnder(layouts: RowLayouts, { manifestKey, township }: FoldInput): Promise<void> {
  const manifest = await readManifest(manifestKey);
  const inputs = foldKey(manifest, township, CITY_PACK);
  if (await findFold(manifest.period, township, inputs)) return;
  const readRows = (rows: RowsOf) => readRowsIn(layouts, rows);
  const tally = await fold(manifest, township, { readRows, pack: CITY_PACK });
  await putFold(manifest.period, township, inputs, tally);
  log.info('folded', { period: manifest.period, township, households: tally['households'] ?? 0 });
}
