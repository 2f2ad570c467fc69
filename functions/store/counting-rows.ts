import { decodeRecord } from '../../shared/rows/codec.ts';
import { refKey } from '../../shared/ledger/identities.ts';
import { foldInputs, submissionsOf, type FoldInputs, type Manifest } from '../../shared/ledger/manifest.ts';
import type { CurrentRow } from '../../shared/rows/merge.ts';
import type { Period } from '../../shared/time/period.ts';
import { readVisible, TornReadError, type VisibleEffects } from './visible.ts';

/** Members of the households of a township that count in a quarter. @throws TornReadError */
export async function personsOnFile(
  manifest: Manifest,
  township: string,
  period: Period,
  effects: VisibleEffects,
): Promise<number> {
  const inputs = foldInputs(manifest, township, effects.pack);
  const rows = await countingRowsOf({ manifest, inputs, township }, period, effects);
  return rows.reduce((sum, row) => sum + decodeRecord('household', row).household_size, 0);
}

/**
 * The rows that count in a township, by quarter: its own without those that count elsewhere, and those that moved in.
 * @throws TornReadError
 */
export async function countingRows(
  manifest: Manifest,
  township: string,
  effects: VisibleEffects,
): Promise<{ readonly period: Period; readonly rows: readonly CurrentRow[] }[]> {
  const inputs = foldInputs(manifest, township, effects.pack);
  const read = await Promise.all(
    inputs.periods.map(async ({ period }) => ({
      period,
      rows: await countingRowsOf({ manifest, inputs, township }, period, effects),
    })),
  );
  return renumbered(read, inputs, township);
}

/** The rows of a quarter under the code, or the codes, that the township had then. */
async function readTownship(
  manifest: Manifest,
  { township, period }: { readonly township: string; readonly period: Period },
  effects: VisibleEffects,
): Promise<CurrentRow[]> {
  const codes = effects.pack.codesThen(township, manifest.period, period);
  const submissions = submissionsOf(manifest, period);
  return (await Promise.all(codes.map(async (code) => readVisible(submissions, 'household', code, effects)))).flat();
}

type PeriodRows = { readonly period: Period; readonly rows: readonly CurrentRow[] };

/** Gives rows that were reported under another number the number of their household. */
function renumbered(read: PeriodRows[], { from }: FoldInputs, township: string): PeriodRows[] {
  const other = new Map(from.flatMap((ref) => (ref.as ? [[refKey(ref), refKey(ref.as)] as const] : [])));
  if (other.size === 0) return read;
  const keyOf = ({ submissionId, number: row }: CurrentRow, period: Period): string =>
    refKey({ period, submissionId, row });
  const numbers = new Map(
    read.flatMap(({ period, rows }) => rows.map((row) => [keyOf(row, period), row.key] as const)),
  );
  return read.map(({ period, rows }) => ({
    period,
    rows: rows.map((row) => {
      const as = other.get(keyOf(row, period));
      if (as === undefined) return row;
      const key = numbers.get(as);
      if (key === undefined)
        throw new TornReadError(
          `the row that row ${row.number} of ${row.submissionId} belongs to is not in ${township}`,
        );
      return { ...row, key };
    }),
  }));
}

/** A township of a manifest, and what of it counts there and elsewhere. */
type Township = { readonly manifest: Manifest; readonly inputs: FoldInputs; readonly township: string };

async function countingRowsOf(
  { manifest, inputs: { without, from }, township }: Township,
  period: Period,
  effects: VisibleEffects,
): Promise<CurrentRow[]> {
  const left = new Set(without.map(refKey));
  const own = await readTownship(manifest, { township, period }, effects);
  const staying =
    left.size === 0
      ? own
      : own.filter((row) => !left.has(refKey({ period, submissionId: row.submissionId, row: row.number })));
  const elsewhere = Map.groupBy(
    from.filter((ref) => ref.period === period),
    (ref) => `${ref.submissionId} ${ref.township}`,
  );
  const arrived = await Promise.all(
    [...elsewhere.values()].map(async (refs): Promise<CurrentRow[]> => {
      const { submissionId = '', township: partition = '' } = refs[0] ?? {};
      const numbers = new Set(refs.map((ref) => ref.row));
      const rows = (await effects.readRows({ submissionId, kind: 'household', partition })).filter((row) =>
        numbers.has(row.number),
      );
      if (rows.length !== numbers.size)
        throw new TornReadError(
          `submission ${submissionId} has ${rows.length} of ${numbers.size} rows of ${partition} that count in ${township}`,
        );
      return rows.map((row) => ({ ...row, submissionId }));
    }),
  );
  return [...staying, ...arrived.flat()];
}
