import type { Again, Announcement } from '../../shared/ledger/announcement.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import {
  relatedPrefixes,
  versionsInScope,
  type RoutedVersion,
  type UploadVersion,
} from '../../shared/ledger/versions-in-scope.ts';
import { inOrder, type Judge, type Submission } from '../../shared/ledger/submission.ts';
import { RowLayoutError } from '../../shared/rows/layouts.ts';
import { OutOfTimeError } from '../aws/pages.ts';
import { isServiceFault } from '../aws/service-fault.ts';
import { giveUp, prepare, type PrepareEffects } from './prepare.ts';
import { answerUnroutable, publishReceipts, type ReceiptEffects } from './receipts.ts';

export type IngestEffects = PrepareEffects &
  ReceiptEffects & {
    readonly listVersions: (prefixes: readonly string[]) => Promise<UploadVersion[]>;
    readonly findSubmissions: (versions: readonly RoutedVersion[]) => Promise<Ledger[]>;
    /** Adds to the starts of work on a version. @returns how many there are then */
    readonly countAttempt: (versionId: string, add: 1 | -1) => Promise<number>;
    readonly commit: (submission: Submission, replaces: Submission | null) => Promise<boolean>;
    readonly remainingMs: () => number;
  };

/**
 * Starts of work on one version after which it is given up, so that the files behind it go on. A start that a service failed is
 * taken back, and so is one that met rows of newer code, which the next deployment reads. What remains are deaths (memory, time),
 * errors of our own, and rows that are lost from the table: waiting heals none of them.
 */
const MAX_ATTEMPTS = 24;
/** What a file of common size needs. With less than that left, the next invocation does it. */
const RESERVE_MS = 20_000;

/** How an announcement ended: a submission, a key that leads nowhere, or a version that was deleted before anybody read it. */
export type Ingested = Submission | 'unroutable' | 'gone';

/**
 * Brings one object version into the table and answers with its receipt (docs/decisions/0007-in-order-of-acceptance.md).
 * A version is judged after all versions of related divisions that S3 accepted before it: those that nobody has ingested are ingested first,
 * whatever became of their own announcements. Rows and receipt are prepared under the submission's id, one conditional write makes them
 * count, and the receipt is published after it. Every step may happen twice, at once, or be the last of a dying process.
 */
export async function ingest(announcement: Announcement, judge: Judge, effects: IngestEffects): Promise<Ingested> {
  const { key, versionId } = announcement;
  const slot = parseUploadKey(key, effects.pack);
  const listed = await effects.listVersions(
    slot ? relatedPrefixes(slot.division, effects.pack.registerOf(slot.period)) : [key],
  );
  const found = listed.find((other) => other.versionId === versionId && other.key === key);
  if (!found) return 'gone';
  if (!slot) {
    await answerUnroutable(found, judge, effects);
    return 'unroutable';
  }
  const version: RoutedVersion = { ...found, slot };
  const scope = versionsInScope(listed, slot, effects.pack);
  let ledgers = await effects.findSubmissions(scope);
  let committed = submissionOf(ledgers, version);
  if (!committed || isDoneAgain(committed, announcement.again, judge)) {
    const first = scope.filter(
      (other) =>
        inOrder(other, version) < 0 && isUndone(submissionOf(ledgers, other), other, announcement, version, judge),
    );
    for (const older of first) {
      if (effects.remainingMs() < RESERVE_MS)
        throw new OutOfTimeError('older uploads took the time of this invocation');
      await ingest(
        { ...announcement, key: older.key, versionId: older.versionId, who: 'order of uploads' },
        judge,
        effects,
      );
    }
    if (first.length > 0) ledgers = await effects.findSubmissions(scope);
    const prepared = await prepareOne(version, scope, ledgers, announcement, judge, effects);
    if (!prepared) return 'gone';
    committed = prepared;
  }
  return publishReceipts(version, committed, announcement.who, effects);
}

async function prepareOne(
  version: RoutedVersion,
  scope: readonly RoutedVersion[],
  ledgers: readonly Ledger[],
  { again }: Announcement,
  judge: Judge,
  effects: IngestEffects,
): Promise<Submission | null> {
  const before = submissionOf(ledgers, version) ?? null;
  if (before && !isDoneAgain(before, again, judge)) return before;
  const attempts = await effects.countAttempt(version.versionId, 1);
  const exhausted = attempts > MAX_ATTEMPTS && again === undefined;
  const work = exhausted
    ? giveUp(version, judge, effects)
    : prepare(version, ledgers, judge, effects, { reserveMs: RESERVE_MS });
  const submission = await work.catch(async (error: unknown) => {
    // Where the table itself is out of reach the start stays counted; it is one of many.
    if (isServiceFault(error) || error instanceof RowLayoutError)
      await effects.countAttempt(version.versionId, -1).catch(() => undefined);
    throw error;
  });
  if (!submission) return null;
  if (await effects.commit(submission, before)) return submission;
  // Somebody else committed this version in between, perhaps under other rules: what the ledger says is what counts.
  const winner = submissionOf(await effects.findSubmissions(scope), version);
  if (!winner) throw new Error('the ledger refused a submission and has none');
  return winner;
}

const submissionOf = (ledgers: readonly Ledger[], { slot, versionId }: RoutedVersion): Submission | undefined =>
  ledgers
    .find(({ period }) => period === slot.period)
    ?.submissions.find((submission) => submission.versionId === versionId);

/** Whether a version that the ledger knows is to be judged once more. */
function isDoneAgain(committed: Submission, again: Again | undefined, judge: Judge): boolean {
  if (again === 'failed') return committed.status === 'failed';
  return again === 'reparse' && committed.ruleSet !== judge.ruleSet;
}

/** Whether an older version must be ingested first. New rules judge a period's files in their order, too. */
function isUndone(
  committed: Submission | undefined,
  older: RoutedVersion,
  { again }: Announcement,
  { slot }: RoutedVersion,
  judge: Judge,
): boolean {
  if (!committed) return true;
  return again === 'reparse' && older.slot.period === slot.period && isDoneAgain(committed, again, judge);
}
