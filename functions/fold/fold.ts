import { foldHouseholds } from '../../shared/aggregate/fold.ts';
import { collectHouseholds } from '../../shared/aggregate/households.ts';
import type { Tally } from '../../shared/aggregate/tally.ts';
import { refKey, type RowRef } from '../../shared/records/identities.ts';
import { foldInputs, submissionsOf, type Manifest } from '../../shared/records/manifest.ts';
import type { CurrentRow } from '../../shared/records/merge.ts';
import type { Period } from '../../shared/time/period.ts';
import { readVisible, type VisibleEffects } from '../aws/visible.ts';

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

type PeriodRows = { readonly period: Period; readonly rows: readonly CurrentRow[] };

/** The rows that count in a township, by quarter. */
async function countingRows(manifest: Manifest, township: string, effects: VisibleEffects): Promise<PeriodRows[]> {
  const { periods, without, from } = foldInputs(manifest, township);
  const left = new Set(without.map(refKey));
  const read = periods.map(async ({ period }) => {
    const own = await readVisible(submissionsOf(manifest, period), 'household', township, effects);
    const staying =
      left.size === 0 ? own : own.filter((row) => !left.has(refKey({ period, submissionId: row.submissionId, row: row.number })));
    const arrived = await Promise.all(
      [
        ...Map.groupBy(
          from.filter((ref) => ref.period === period),
          (ref) => `${ref.submissionId} ${ref.township}`,
        ).values(),
      ].map(async (refs): Promise<CurrentRow[]> => {
        const { submissionId = '', township: partition = '' } = refs[0] ?? {};
        const numbers = new Set(refs.map((ref) => ref.row));
        const rows = await effects.readRows({ submissionId, kind: 'household', partition });
        return rows.filter((row) => numbers.has(row.number)).map((row) => ({ ...row, submissionId }));
      }),
    );
    return { period, rows: [...staying, ...arrived.flat()] };
  });
  return Promise.all(read);
}
