import * as z from 'zod';
import { isPeriod, type Period } from '../time/period.ts';

const period = z.string().refine((text): text is Period => isPeriod(text), 'expected a period such as 2016Q2');
const count = z.int().nonnegative();

/**
 * One object version under one rule set, as the ledger keeps it. Its one conditional write makes the submission's rows
 * count. No personal data: the key holds the clerk's file name and stays out of logs.
 */
export const Submission = z.object({
  submissionId: z.string(),
  division: z.string(),
  period,
  key: z.string(),
  versionId: z.string(),
  /** When S3 accepted the version, ISO 8601 UTC. With the version id it decides which upload is newer. */
  acceptedAt: z.iso.datetime(),
  /**
   * When an upload in parts was complete, ISO 8601 UTC, where that is later: a deadline and a lock go by it
   * (docs/decisions/0094-an-upload-in-parts-comes-when-it-is-complete.md).
   */
  completedAt: z.iso.datetime().exactOptional(),
  sha256: z.string(),
  bytes: count,
  ruleSet: z.string(),
  codeVersion: z.string(),
  status: z.enum(['accepted', 'accepted_with_warnings', 'partly_accepted', 'rejected', 'superseded', 'failed']),
  replacement: z.boolean(),
  late: z.boolean(),
  rows: count,
  accepted: count,
  rejected: count,
  created: count,
  updated: count,
  unchanged: count,
  /** Rows that were there and are no more. */
  removed: count.default(0),
  /** Accepted rows by kind and partition, so that readers know what to read and can tell when something is missing. */
  partitions: z.record(z.string(), z.record(z.string(), count)),
  /** Kinds of tables found in the file, also where none of their rows was accepted; none when it could not be read. */
  kinds: z.array(z.string()).default([]),
  /** Which parts of a receipt were prepared before the commit. */
  receiptParts: z.array(z.enum(['json', 'html', 'marked.xlsx', 'txt'])),
  /** Findings by rule code. */
  errors: z.record(z.string(), count),
  warnings: z.record(z.string(), count),
  /** Findings of rules on trial by rule code; they changed nothing. */
  trials: z.record(z.string(), count).default({}),
  /** Repairs by kind (parse/repair.ts), for the quality of the data. */
  repairs: z.record(z.string(), count).default({}),
  /**
   * When an office decided to erase its personal data, ISO 8601 UTC: its object version, its receipts and its file's
   * name are gone, and so are the rows that `partitions` no longer names. The counts stay those of the judgement.
   */
  erasedAt: z.iso.datetime().exactOptional(),
});
export type Submission = z.infer<typeof Submission>;

/** The rule set that judged the file; one submission is judged by one rule set only. */
export type Judge = Pick<Submission, 'ruleSet' | 'codeVersion'>;

/** When all of an upload was there, ISO 8601 UTC. */
export const arrivedAt = ({ acceptedAt, completedAt }: Pick<Submission, 'acceptedAt' | 'completedAt'>): string =>
  completedAt ?? acceptedAt;

/** The order of uploads: when S3 accepted the version, then its id (design: promise 1). Oldest first. */
export function inOrder(a: Accepted, b: Accepted): number {
  return compare(a.acceptedAt, b.acceptedAt) || compare(a.versionId, b.versionId);
}

/** What places an object version in the order of uploads. */
export type Accepted = Pick<Submission, 'acceptedAt' | 'versionId'>;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Whether it has rows that readers may see. A file that a full replacement hides has such rows too: an office may
 * withdraw the replacement, and then they count.
 */
export const counts = ({ accepted, status }: Pick<Submission, 'accepted' | 'status'>): boolean =>
  accepted > 0 && status !== 'failed';
