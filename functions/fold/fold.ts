import { foldHouseholds } from '../../shared/aggregate/fold.ts';
import { collectHouseholds } from '../../shared/aggregate/households.ts';
import type { Tally } from '../../shared/aggregate/tally.ts';
import { decodeRecord } from '../../shared/records/codec.ts';
import { refKey, type RowRef } from '../../shared/records/identities.ts';
import { foldInputs, submissionsOf, type FoldInputs, type Manifest } from '../../shared/records/manifest.ts';
import type { CurrentRow } from '../../shared/records/merge.ts';
import type { Period } from '../../shared/time/period.ts';
import { readVisible, TornReadError, type VisibleEffects } from '../aws/visible.ts';

/** Reads one township's households over the quarters of a manifest, those that moved in with their earlier rows, and folds them. */
export const fold = async (manifest: Manifest, township: string, effects: VisibleEffects): Promise<Tally> =>
  foldHouseholds(collectHouseholds(await countingRows(manifest, township, effects)), manifest.period);

/** A household's part in a figure, and the rows that it was counted from: enough to find them in the stored files, and not whom they name. */
export type Contribution = { readonly value: number; readonly rows: readonly RowRef[] };

/** What each household of a township adds to a figure; households that add nothing are left out. */
export async function contributions(
  manifest: Manifest,
  township: string,
  figureOf: (tally: Tally) => number,
  effects: VisibleEffects,
): Promise<Contribution[]> {
  const periods = await countingRows(manifest, township, effects);
  const households = Map.groupBy(
    periods.flatMap(({ period, rows }) => rows.map((row) => ({ period, row }))),
    ({ row }) => row.key,
  );
  return [...households.values()].flatMap((own) => {
    const histories = collectHouseholds(own.map(({ period, row }) => ({ period, rows: [row] })));
    const value = figureOf(foldHouseholds(histories, manifest.period));
    const rows = own.map(({ period, row }) => ({ period, township, submissionId: row.submissionId, row: row.number }));
    return value === 0 ? [] : [{ value, rows }];
  });
}

/** Members of the households of a township that count in a quarter. @throws TornReadError */
export async function personsOnFile(manifest: Manifest, township: string, period: Period, effects: VisibleEffects): Promise<number> {
  const rows = await countingRowsOf(manifest, foldInputs(manifest, township), township, period, effects);
  return rows.reduce((sum, { line }) => sum + decodeRecord('household', line).household_size, 0);
}

/** The rows that count in a township, by quarter. */
function countingRows(manifest: Manifest, township: string, effects: VisibleEffects) {
  const inputs = foldInputs(manifest, township);
  const read = inputs.periods.map(async ({ period }) => ({
    period,
    rows: await countingRowsOf(manifest, inputs, township, period, effects),
  }));
  return Promise.all(read);
}

async function countingRowsOf(
  manifest: Manifest,
  { without, from }: FoldInputs,
  township: string,
  period: Period,
  effects: VisibleEffects,
): Promise<CurrentRow[]> {
  const left = new Set(without.map(refKey));
  const own = await readVisible(submissionsOf(manifest, period), 'household', township, effects);
  const staying =
    left.size === 0 ? own : own.filter((row) => !left.has(refKey({ period, submissionId: row.submissionId, row: row.number })));
  const elsewhere = Map.groupBy(
    from.filter((ref) => ref.period === period),
    (ref) => `${ref.submissionId} ${ref.township}`,
  );
  const arrived = await Promise.all(
    [...elsewhere.values()].map(async (refs): Promise<CurrentRow[]> => {
      const { submissionId = '', township: partition = '' } = refs[0] ?? {};
      const numbers = new Set(refs.map((ref) => ref.row));
      const rows = (await effects.readRows({ submissionId, kind: 'household', partition })).filter((row) => numbers.has(row.number));
      if (rows.length !== numbers.size)
        throw new TornReadError(
          `submission ${submissionId} has ${rows.length} of ${numbers.size} rows of ${partition} that count in ${township}`,
        );
      return rows.map((row) => ({ ...row, submissionId }));
    }),
  );
  return [...staying, ...arrived.flat()];
}
