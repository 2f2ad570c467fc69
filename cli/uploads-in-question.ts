/**
 * The uploads of a period that somebody should look at: not all taken, misplaced, or deleted though their rows count.
 */
import { CITY_PACK } from '../cities/pack.ts';
import type { AuditEntry } from '../shared/ledger/audit-entry.ts';
import { correctionOf, isUnsound, type Asked } from '../shared/ledger/corrections.ts';
import { shownFileName } from '../shared/ledger/file-names.ts';
import { misplaced, type Misplaced } from '../shared/ledger/misplaced.ts';
import type { Ledger } from '../shared/ledger/manifest.ts';
import type { UploadVersion } from '../shared/ledger/versions-in-scope.ts';
import { counts, inOrder, type Submission } from '../shared/ledger/submission.ts';

/** Something of it was not taken; `correctedBy` is the later upload that settles that. */
export type Unsound = { readonly submission: Submission; readonly correctedBy: Submission | null };

/** @param standing uploads that nobody withdrew, in the order of uploads */
export const unsoundOf = (standing: readonly Submission[]): Unsound[] =>
  standing.filter(isUnsound).map((submission) => ({ submission, correctedBy: correctionOf(submission, standing) }));

/** An upload that was not read, as it lies where no report belongs; `correctedBy` is a later one at the right place. */
export type MisplacedUpload = {
  readonly key: string;
  readonly versionId: string;
  readonly acceptedAt: string;
  readonly place: Misplaced;
  readonly correctedBy: Submission | null;
};

/** @param standing uploads that nobody withdrew, in the order of uploads */
export function misplacedOf(trail: readonly AuditEntry[], standing: readonly Submission[]): MisplacedUpload[] {
  const found = trail.flatMap(({ what, at: acceptedAt, subject: versionId, detail: key }) => {
    const place = what === 'misplaced' ? misplaced(key, CITY_PACK) : null;
    if (place === null) return [];
    const { division } = place;
    const unread: Omit<Asked, 'division'> = { key, kinds: [], rows: 0, errors: {}, acceptedAt, versionId };
    const correctedBy = division === null ? null : correctionOf({ ...unread, division }, standing);
    return [{ key, versionId, acceptedAt, place, correctedBy }];
  });
  return found.sort(inOrder);
}

/** A file that is deleted in the bucket, though rows of it count: a deletion takes nothing back. */
export type DeletedUpload = {
  readonly division: string;
  readonly file: string;
  readonly deletedAt: string;
  readonly submissions: readonly Submission[];
};

/**
 * Submissions whose version somebody deleted for good, so that nothing can be judged again from it, and no erasure is on
 * record. Those that count go on to count.
 * @param stored versions of the period that the bucket has
 */
export function goneOf({ submissions, decisions }: Ledger, stored: readonly UploadVersion[]): Submission[] {
  const there = new Set(stored.map(({ versionId }) => versionId));
  const erased = new Set(decisions.flatMap((one) => (one.kind === 'erase' ? one.versionIds : [])));
  return submissions.filter(({ versionId }) => !there.has(versionId) && !erased.has(versionId));
}

/**
 * @param deletions keys of the period that are deleted now
 * @param standing uploads that nobody withdrew
 */
export const deletedOf = (
  deletions: readonly { readonly key: string; readonly at: string }[],
  standing: readonly Submission[],
): DeletedUpload[] =>
  deletions.flatMap(({ key, at }) => {
    const submissions = standing.filter((submission) => submission.key === key && counts(submission));
    const [first] = submissions;
    return first ? [{ division: first.division, file: shownFileName(key), deletedAt: at, submissions }] : [];
  });
