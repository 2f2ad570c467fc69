import { decodeRecord } from '../../shared/rows/codec.ts';
import type { FoldBranch } from '../../shared/ledger/fold-branches.ts';
import { refKey } from '../../shared/ledger/identities.ts';
import type { CurrentRow } from '../../shared/rows/merge.ts';
import type { Period } from '../../shared/time/period.ts';
import { readMerged, TornReadError, type VisibleEffects } from './visible.ts';

type ReadEffects = Pick<VisibleEffects, 'readRows'>;

/** Members of the households of a township that count in a quarter. @throws TornReadError */
export async function personsOnFile(branch: FoldBranch, period: Period, effects: ReadEffects): Promise<number> {
  const rows = await countingRowsOf(branch, period, effects);
  return rows.reduce((sum, row) => sum + decodeRecord('household', row).household_size, 0);
}

/**
 * The rows that count in a township, by quarter: its own without those that count elsewhere, and those that moved in.
 * @throws TornReadError
 */
export async function countingRows(branch: FoldBranch, effects: ReadEffects): Promise<PeriodRows[]> {
  const periods = [...new Set(branch.quarters.map(({ period }) => period))];
  const read = await Promise.all(
    periods.map(async (period) => ({ period, rows: await countingRowsOf(branch, period, effects) })),
  );
  return renumbered(read, branch);
}

/** The rows of a quarter under the code, or the codes, that the township had then. */
async function readTownship({ quarters }: FoldBranch, period: Period, effects: ReadEffects): Promise<CurrentRow[]> {
  const codes = quarters.filter((quarter) => quarter.period === period);
  const read = codes.map(async ({ code, submissions }) =>
    readMerged(submissions, { kind: 'household', partition: code }, effects),
  );
  return (await Promise.all(read)).flat();
}

type PeriodRows = { readonly period: Period; readonly rows: readonly CurrentRow[] };

/** Gives rows that were reported under another number the number of their household. */
function renumbered(read: PeriodRows[], { from, township }: FoldBranch): PeriodRows[] {
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

async function countingRowsOf(branch: FoldBranch, period: Period, effects: ReadEffects): Promise<CurrentRow[]> {
  const left = new Set(branch.without.map(refKey));
  const own = await readTownship(branch, period, effects);
  const staying =
    left.size === 0
      ? own
      : own.filter((row) => !left.has(refKey({ period, submissionId: row.submissionId, row: row.number })));
  const elsewhere = Map.groupBy(
    branch.from.filter((ref) => ref.period === period),
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
          `submission ${submissionId} has ${rows.length} of ${numbers.size} rows of ${partition} that count in ${branch.township}`,
        );
      return rows.map((row) => ({ ...row, submissionId }));
    }),
  );
  return [...staying, ...arrived.flat()];
}
