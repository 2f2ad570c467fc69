import type { Period } from '../time/period.ts';

/** One line of the trail: who did what to which thing, and when. Written once, never changed. */
export type AuditEntry = {
  readonly period: Period;
  /** ISO 8601 UTC. Of an upload the time of acceptance, so that its entry is the same however often it is written. */
  readonly at: string;
  /**
   * `misplaced` is an upload at a place where no report belongs, `skip` one that an operator gave up unread, `receipt`
   * says that an office opened the receipt of a division below it.
   */
  readonly what: 'submission' | 'misplaced' | 'skip' | 'publication' | 'receipt';
  /**
   * The submission's id, the misplaced or skipped object version, the revision, or the object version of a receipt with
   * the part of it behind `~`.
   */
  readonly subject: string;
  /** The principal that S3 names as uploader, the link that opened a receipt, or the system's own part. */
  readonly who: string;
  /** The status of a submission, the key of a misplaced upload, why one was skipped, what was published, or the part of a receipt. */
  readonly detail: string;
};
