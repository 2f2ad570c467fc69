import { foldHouseholds } from '../../shared/aggregate/fold.ts';
import { collectHouseholds } from '../../shared/aggregate/households.ts';
import type { Tally } from '../../shared/aggregate/tally.ts';
import { refKey } from '../../shared/records/identities.ts';
import { foldInputs, submissionsOf, type Manifest } from '../../shared/records/manifest.ts';
import type { CurrentRow } from '../../shared/records/merge.ts';
import { readVisible, type VisibleEffects } from '../aws/visible.ts';

/** Reads one township's households over the quarters of a manifest, those that moved in with their earlier rows, and folds them. */
export async function fold(manifest: Manifest, township: string, effects: VisibleEffects): Promise<Tally> {
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
  return foldHouseholds(collectHouseholds(await Promise.all(read)), manifest.period);
}
