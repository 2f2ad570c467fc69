import { foldHouseholds } from '../../shared/aggregate/fold.ts';
import { collectHouseholds } from '../../shared/aggregate/households.ts';
import type { FoldInput } from '../../shared/contract.ts';
import { foldInputs } from '../../shared/records/manifest.ts';
import { mergeRows } from '../../shared/records/merge.ts';
import { log } from '../aws/log.ts';
import { foldKey, readManifest } from '../aws/manifest.ts';
import { findFold, putFold, readRows } from '../aws/table.ts';

/** Folds one township, unless its inputs were folded before. */
export async function handler({ manifestKey, township }: FoldInput): Promise<void> {
  const manifest = await readManifest(manifestKey);
  const inputs = foldKey(manifest, township);
  if (await findFold(manifest.period, township, inputs)) return;
  const read = (submissionId: string) => readRows({ submissionId, kind: 'household', partition: township });
  const periods = await Promise.all(
    foldInputs(manifest, township).map(async ({ period, submissionIds }) => {
      const newestFirst = await Promise.all(submissionIds.map(async (submissionId) => ({ submissionId, rows: await read(submissionId) })));
      return { period, rows: mergeRows(newestFirst) };
    }),
  );
  const households = collectHouseholds(periods);
  await putFold(manifest.period, township, inputs, foldHouseholds(households, manifest.period));
  log.info('folded', { period: manifest.period, township, households: households.length });
}
