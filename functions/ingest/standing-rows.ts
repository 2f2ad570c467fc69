import type { CheckedFile } from '../../shared/check/checked-file.ts';
import type { StandingRows } from '../../shared/check/weigh-replacement.ts';
import type { UploadKey } from '../../shared/ledger/keys.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { touchedBy } from '../../shared/ledger/visible-submissions.ts';
import { currentKey } from '../../shared/parse/project-number.ts';
import type { CurrentRow } from '../../shared/rows/merge.ts';
import type { TableKind } from '../../shared/schema/tables.ts';
import { readVisible, type VisibleEffects } from '../store/visible.ts';

/** The rows of a partition as older submissions leave them, under the keys that today's rules give them. */
export async function readCurrent(
  older: readonly Submission[],
  kind: TableKind,
  partition: string,
  effects: VisibleEffects,
): Promise<CurrentRow[]> {
  const rows = await readVisible(older, kind, partition, effects);
  return kind === 'project' ? rows.map((row) => ({ ...row, key: currentKey(kind, row.key) })) : rows;
}

/**
 * What stands where a full replacement replaces; nothing for any other file. Finance rows are left out: their sheet
 * replaces the one before it whether it is marked or not (docs/decisions/0003-finance-sheets-replace.md).
 * @param older submissions of the file's quarter
 */
export async function readStanding(
  { replacement, tables }: CheckedFile,
  { division, period }: UploadKey,
  older: readonly Submission[],
  effects: VisibleEffects,
): Promise<StandingRows[]> {
  if (!replacement) return [];
  const keyed = tables.filter(({ kind, accepted }) => kind !== 'finance' && accepted.length > 0);
  const partitions = Object.fromEntries(
    keyed.map(({ kind, accepted }) => [kind, Object.fromEntries(accepted.map(({ partition }) => [partition, 1]))]),
  );
  const standing: StandingRows[] = [];
  for (const { kind, partition } of touchedBy({ division, period, partitions, replacement }, older, effects.pack))
    standing.push({ kind, partition, rows: await readCurrent(older, kind, partition, effects) });
  return standing;
}
