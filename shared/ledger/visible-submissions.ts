import type { CityPack } from '../city/city.ts';
import type { TableKind } from '../schema/tables.ts';
import { counts, inOrder, type Submission } from './submission.ts';

/**
 * The submissions that a reader of one partition must read, newest first. Behind a full replacement of a division
 * nothing older is seen of any township in it, named or not; the sheet of finance rows, which have no key of their own,
 * always replaces.
 */
export function visibleSubmissions(
  submissions: readonly Submission[],
  kind: TableKind,
  partition: string,
  pack: CityPack,
): Submission[] {
  const visible: Submission[] = [];
  for (const submission of submissions.toSorted(inOrder).toReversed()) {
    if (!counts(submission) || submission.partitions[kind] === undefined) continue;
    const held = (submission.partitions[kind][partition] ?? 0) > 0;
    if (held) visible.push(submission);
    if (held && kind === 'finance') break;
    if (submission.replacement && (held || covers(submission, partition, pack))) break;
  }
  return visible;
}

/**
 * The submissions of one period by the partitions of a kind that they may change, each list in their order: those that
 * have rows of it, and full replacements of a division that it lies in. Who asks {@link visibleSubmissions} for many
 * townships asks it with these: with all submissions the time would grow with the square of the townships.
 */
export function submissionsByPartition(
  submissions: readonly Submission[],
  kind: TableKind,
  pack: CityPack,
): ReadonlyMap<string, readonly Submission[]> {
  const found = new Map<string, Submission[]>();
  for (const submission of submissions) {
    const { division, period, partitions, replacement } = submission;
    const replaced = replacement
      ? pack
          .registerOf(period)
          .townshipsWithin(division)
          .map(({ code }) => code)
      : [];
    for (const partition of new Set([...Object.keys(partitions[kind] ?? {}), division, ...replaced])) {
      const own = found.get(partition);
      if (own) own.push(submission);
      else found.set(partition, [submission]);
    }
  }
  return found;
}

/** Whether newer full replacements hide every row of a submission. */
export function isSuperseded(submission: Submission, newer: readonly Submission[], pack: CityPack): boolean {
  const held = Object.entries(submission.partitions).flatMap(([kind, rows]) =>
    Object.keys(rows).map((partition) => ({ kind, partition })),
  );
  return (
    held.length > 0 &&
    held.every(
      ({ kind, partition }) =>
        !visibleSubmissions([submission, ...newer], kind as TableKind, partition, pack).includes(submission),
    )
  );
}

/**
 * Whether a submission's rows of a kind replace all that stood before; finance rows have no key by which to update
 * them.
 */
export const replaces = ({ replacement }: Pick<Submission, 'replacement'>, kind: string): boolean =>
  replacement || kind === 'finance';

/**
 * Kinds and partitions in which a submission changes anything: those of its rows, and those that a full replacement
 * empties.
 */
export function touchedBy(
  submission: Pick<Submission, 'division' | 'partitions' | 'period' | 'replacement'>,
  older: readonly Pick<Submission, 'partitions'>[],
  pack: CityPack,
): { readonly kind: TableKind; readonly partition: string }[] {
  const { partitions, replacement } = submission;
  return Object.entries(partitions).flatMap(([kind, own]) => {
    const emptied = replacement ? older.flatMap((one) => Object.keys(one.partitions[kind] ?? {})) : [];
    const touched = new Set([
      ...Object.keys(own),
      ...emptied.filter((partition) => covers(submission, partition, pack)),
    ]);
    return [...touched].map((partition) => ({ kind: kind as TableKind, partition }));
  });
}

const covers = (
  { division, period }: Pick<Submission, 'division' | 'period'>,
  partition: string,
  pack: CityPack,
): boolean => pack.registerOf(period).covers(division, partition);
