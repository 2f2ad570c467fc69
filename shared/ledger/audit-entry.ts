import type { Period } from '../time/period.ts';

/** One line of the trail: who did what to which thing, and when. Written once, never changed. */
export type AuditEntry = {
  readonly period: Period;
  /** ISO 8601 UTC. Of a submission the time of acceptance, so that its entry is the same however often it is written. */
  readonly at: string;
  readonly what: 'submission' | 'publication';
  /** The submission's id, or the revision. */
  readonly subject: string;
  /** The principal that S3 names as uploader, or the system's own part. */
  readonly who: string;
  readonly detail: string;
};
