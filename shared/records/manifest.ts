import { z } from 'zod';
import { periodsFoldedFor } from '../aggregate/fold.ts';
import type { Period } from '../time/period.ts';
import { NO_CHANGES, visibleSubmissions } from './merge.ts';
import { inOrder, Submission } from './submission.ts';

/**
 * A submission as a manifest names it: its object version and SHA-256, without the clerk's file name, and without what it changed,
 * which depends on the order of processing and on no figure.
 */
export const ManifestSubmission = Submission.omit({ key: true, created: true, updated: true, unchanged: true });

/** The frozen inputs of one summary. A summary is a pure function of it (design: promise 5). */
export const Manifest = z.object({
  format: z.literal(1),
  period: Submission.shape.period,
  /** Identity of the inputs: SHA-256 of all the rest, shortened. */
  inputs: z.string(),
  ruleSet: z.string(),
  codeVersion: z.string(),
  submissions: z.array(ManifestSubmission),
});
export type Manifest = z.infer<typeof Manifest>;

/** Sorts and strips the submissions of all periods that the summary reads. */
export function freeze(
  period: Period,
  submissions: readonly Submission[],
  versions: { ruleSet: string; codeVersion: string },
  hash: (text: string) => string,
): Manifest {
  const frozen = submissions
    .toSorted((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : inOrder(a, b)))
    .map((submission) => ManifestSubmission.parse(submission));
  const content = { format: 1 as const, period, ...versions, submissions: frozen };
  return { ...content, inputs: hash(JSON.stringify(content)).slice(0, 16) };
}

/** What a fold of one township reads: for each period its visible submissions, newest first. */
export type FoldInputs = readonly { readonly period: Period; readonly submissionIds: readonly string[] }[];

export function foldInputs(manifest: Manifest, township: string): FoldInputs {
  return periodsFoldedFor(manifest.period).map((period) => {
    const ofPeriod = submissionsOf(manifest, period);
    return { period, submissionIds: visibleSubmissions(ofPeriod, 'household', township).map((submission) => submission.submissionId) };
  });
}

/** The period's submissions, oldest first. */
export function submissionsOf(manifest: Manifest, period: Period): Submission[] {
  return manifest.submissions
    .filter((submission) => submission.period === period)
    .map((submission) => ({ ...submission, ...NO_CHANGES, key: '' }));
}

/** Townships of which any row is on file in the periods that the summary reads, in code order. */
export function townshipsOf(manifest: Manifest): string[] {
  return [...new Set(manifest.submissions.flatMap((submission) => Object.keys(submission.partitions['household'] ?? {})))].sort();
}
