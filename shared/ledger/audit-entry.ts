import type { Period } from '../time/period.ts';

/** One line of the trail: who did what to which thing, and when. Written once, never changed. */
export type AuditEntry = {
  readonly period: Period;
  /** ISO 8601 UTC. Of an upload the time of acceptance, so that its entry is the same however often it is written. */
  readonly at: string;
  /**
   * `misplaced` is an upload at a place where no report belongs, `skip` one that an operator gave up unread, `erasure`
   * one of which no personal data is left; who decided that and why is among the decisions.
   */
  readonly what: 'submission' | 'misplaced' | 'skip' | 'publication' | 'erasure';
  /** The submission's id, the misplaced, skipped or erased object version, or the revision. */
  readonly subject: string;
  /** The principal that S3 names as uploader, or the system's own part. */
  readonly who: string;
  /**
   * The status of a submission, the key of a misplaced upload (of an erased one its folders alone), why one was skipped,
   * what was published, or how much was removed.
   */
  readonly detail: string;
};
