import type { Period } from '../time/period.ts';

/** One line of the trail: who did what to which thing, and when. Written once, never changed. */
export type AuditEntry = {
  readonly period: Period;
  /** ISO 8601 UTC. Of an upload the time of acceptance, so that its entry is the same however often it is written. */
  readonly at: string;
  /**
   * `misplaced` is an upload at a place where no report belongs, `skip` one that an operator gave up unread, `erasure`
   * one of which no personal data is left (who decided that and why is among the decisions), `receipt` says that an
   * office opened the receipt of a division below it.
   */
  readonly what: 'submission' | 'misplaced' | 'skip' | 'publication' | 'erasure' | 'receipt';
  /**
   * The submission's id, the misplaced, skipped or erased object version, the revision, or the object version of a
   * receipt with the part of it behind `~`.
   */
  readonly subject: string;
  /** The principal that S3 names as uploader, the link that opened a receipt, or the system's own part. */
  readonly who: string;
  /**
   * The status of a submission, the key of a misplaced upload (of an erased one its folders alone), why one was skipped,
   * what was published, how much was removed, or the part of a receipt.
   */
  readonly detail: string;
};
