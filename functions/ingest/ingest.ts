import type { Again, Announcement } from '../../shared/ledger/announcement.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { arrivedAt, inOrder, type Judge, type Submission } from '../../shared/ledger/submission.ts';
import { isSystemFile } from '../../shared/ledger/system-files.ts';
import { MOST_TRIES } from '../../shared/ledger/tries.ts';
import {
  relatedPrefixes,
  versionsInScope,
  type RoutedVersion,
  type UploadVersion,
} from '../../shared/ledger/versions-in-scope.ts';
import { RowLayoutError } from '../../shared/rows/layouts.ts';
import { OutOfTimeError } from '../aws/out-of-time.ts';
import { RefusedReadError } from '../aws/refused-read.ts';
import { isServiceFault } from '../aws/service-fault.ts';
import { HeldVersionError, type Ending, type TryNotes } from '../store/tries.ts';
import { giveUp, prepare, reasonOfGivingUp, RESERVE_MS, type PrepareEffects, type ToJudge } from './prepare.ts';
import { answerMisplaced, LostDraftError, publishReceipts, type ReceiptEffects } from './receipts.ts';
import { isRefusedAlone, type ProbeEffects } from './refused-alone.ts';

export type IngestEffects = PrepareEffects &
  ProbeEffects &
  ReceiptEffects &
  TryNotes & {
    readonly listVersions: (prefixes: readonly string[]) => Promise<UploadVersion[]>;
    readonly findSubmissions: (versions: readonly RoutedVersion[]) => Promise<Ledger[]>;
    readonly commit: (submission: Submission, replaces: Submission | null) => Promise<boolean>;
    readonly remainingMs: () => number;
    /** Milliseconds since 1970. */
    readonly now: () => number;
  };

/**
 * How an announcement ended: a submission, an upload at a place where no report belongs, a file of a program, or a
 * version that was deleted before anybody read it.
 */
export type Ingested = Submission | 'misplaced' | 'passed over' | 'gone';

/** A version to be judged, why, under which rules, and the versions that it is judged after. */
type Task = {
  readonly version: RoutedVersion;
  readonly scope: readonly RoutedVersion[];
  readonly announcement: Announcement;
  readonly judge: Judge;
};

/**
 * Brings one object version into the table and answers with its receipt
 * (docs/decisions/0007-in-order-of-acceptance.md). A version is judged after all versions of related divisions that S3
 * accepted before it: those that nobody has ingested are ingested first, whatever became of their own announcements.
 * Rows and receipt are prepared under the submission's id, one conditional write makes them count, and the receipt is
 * published after it. Every step may happen twice, at once, or be the last of a dying process.
 */
export async function ingest(announcement: Announcement, judge: Judge, effects: IngestEffects): Promise<Ingested> {
  const { key, versionId, who } = announcement;
  const { pack } = effects;
  const slot = parseUploadKey(key, pack);
  const listed = await effects.listVersions(
    slot ? relatedPrefixes(slot.division, pack.registerOf(slot.period)) : [key],
  );
  const found = listed.find((other) => other.versionId === versionId && other.key === key);
  if (!found) return 'gone';
  if (isSystemFile(found)) return 'passed over';
  if (!slot) {
    await answerMisplaced(found, { judge, who }, effects);
    return 'misplaced';
  }
  const version: RoutedVersion = { ...found, slot };
  if (announcement.again === 'skip')
    return publishReceipts(version, await skip({ version, announcement, judge }, effects), who, effects);
  const task = { version, scope: versionsInScope(listed, slot, pack), announcement, judge };
  const committed = await commitInOrder(task, effects);
  return committed === null ? 'gone' : publish(task, committed, effects);
}

/** Publishes the receipt of what is committed; where its draft has expired, the receipt is made again first. */
async function publish(task: Task, committed: Submission, effects: IngestEffects): Promise<Submission | 'gone'> {
  const { version, announcement } = task;
  try {
    return await publishReceipts(version, committed, announcement.who, effects);
  } catch (error) {
    if (!(error instanceof LostDraftError)) throw error;
    const made = await prepareAgain(task, committed, effects);
    return made === null ? 'gone' : publishReceipts(version, made, announcement.who, effects);
  }
}

/**
 * Prepares rows and receipt of a committed submission once more: the same file, judged after the same others under the same
 * rules, comes to the same. Where it does not, since an earlier file was read only after it, what it comes to now counts.
 * @returns null when the version is gone
 * @throws LostDraftError when this code has other rules
 */
async function prepareAgain(task: Task, committed: Submission, effects: IngestEffects): Promise<Submission | null> {
  const { version, scope, judge } = task;
  const then: Judge = { ruleSet: committed.ruleSet, codeVersion: committed.codeVersion };
  if (committed.status === 'failed')
    return giveUp({ version, arrived: arrivedAt(committed), judge: then }, reasonOfGivingUp(committed), effects);
  if (committed.ruleSet !== judge.ruleSet)
    throw new LostDraftError(
      `the receipt of ${committed.submissionId} is lost, and these rules are ${judge.ruleSet}: judge the quarter again under them (uplift reparse)`,
    );
  const arrived = arrivedAt(committed);
  const prepared = await prepare({ version, arrived, judge: then }, await effects.findSubmissions(scope), effects);
  if (prepared === null || prepared.submissionId === committed.submissionId) return prepared;
  if (await effects.commit(prepared, committed)) return prepared;
  return submissionOf(await effects.findSubmissions(scope), version) ?? null;
}

/** Judges a version after those before it that nobody has judged. @returns null when it was deleted meanwhile */
async function commitInOrder(task: Task, effects: IngestEffects): Promise<Submission | null> {
  const { version, scope, announcement, judge } = task;
  let ledgers = await effects.findSubmissions(scope);
  const committed = submissionOf(ledgers, version);
  if (committed && !isDoneAgain(committed, announcement.again, judge)) return committed;
  const first = scope.filter((other) => inOrder(other, version) < 0 && isUndone(other, ledgers, task));
  for (const { key, versionId } of first) {
    if (effects.remainingMs() < RESERVE_MS) throw new OutOfTimeError('older uploads took the time of this invocation');
    const { completedAt: _, ...rest } = announcement;
    await ingest({ ...rest, key, versionId, who: 'order of uploads' }, judge, effects);
  }
  if (first.length > 0) ledgers = await effects.findSubmissions(scope);
  return commitOne(task, ledgers, effects);
}

async function commitOne(task: Task, ledgers: readonly Ledger[], effects: IngestEffects): Promise<Submission | null> {
  const { version, scope, announcement, judge } = task;
  const before = submissionOf(ledgers, version) ?? null;
  if (before && !isDoneAgain(before, announcement.again, judge)) return before;
  const arrived = arrivalOf(task, before, effects);
  // Where the table itself stays out of reach the start is not taken back; it is one of few.
  const end = (how: Ending): Promise<void> => effects.endTry(version.versionId, how).catch(() => undefined);
  try {
    const submission = await tryOne({ ...task, arrived }, before, ledgers, effects);
    const isNew = submission !== null && submission !== before;
    const isCommitted = !isNew || (await effects.commit(submission, before));
    await end('done');
    if (isCommitted) return submission;
  } catch (error) {
    if (error instanceof HeldVersionError) throw error;
    // Rows of newer code are read by the next deployment, so they give up no file either.
    await end(isServiceFault(error) || error instanceof RowLayoutError ? 'taken back' : 'fault');
    throw error;
  }
  // Somebody else committed this version in between, perhaps under other rules: what the ledger says is what counts.
  const winner = submissionOf(await effects.findSubmissions(scope), version);
  if (!winner) throw new Error('the ledger refused a submission and has none');
  return winner;
}

/**
 * When all of a version was there. S3 dates an upload in parts back to its beginning and tells its end in its own
 * notification alone; without that it is complete now, and when it was judged before, it was then.
 */
function arrivalOf(
  { version, announcement }: Pick<Task, 'version' | 'announcement'>,
  before: Submission | null,
  { now }: Pick<IngestEffects, 'now'>,
): string {
  const { acceptedAt, isInParts } = version;
  if (before !== null) return arrivedAt(before);
  if (isInParts !== true) return acceptedAt;
  const completedAt = announcement.completedAt ?? new Date(now()).toISOString();
  return completedAt > acceptedAt ? completedAt : acceptedAt;
}

/** Prepares a version, or gives it up after too many tries. */
async function tryOne(
  task: Task & ToJudge,
  before: Submission | null,
  ledgers: readonly Ledger[],
  effects: IngestEffects,
): Promise<Submission | null> {
  const { version, announcement } = task;
  const earlier = await effects.beginTry(version.versionId);
  const tries = announcement.again === undefined ? earlier.all : earlier.ofMessage;
  const prepared = tries.count < MOST_TRIES ? await prepareUnlessRefused(task, ledgers, effects) : 'given up';
  if (prepared !== 'given up' && prepared !== 'refused') return prepared;
  // Other rules are to judge it and cannot: what it says under its own goes on to count.
  if (before && before.status !== 'failed') return before;
  const died = prepared === 'given up' && !tries.onlyFaults;
  return giveUp(task, prepared === 'refused' ? 'refused' : died ? 'died' : 'fault', effects);
}

/** Prepares a version, or finds that S3 refuses it and no other: then no further try would read it. */
async function prepareUnlessRefused(
  task: Task & ToJudge,
  ledgers: readonly Ledger[],
  effects: IngestEffects,
): Promise<Submission | null | 'refused'> {
  try {
    return await prepare(task, ledgers, effects);
  } catch (error) {
    if (error instanceof RefusedReadError && (await isRefusedAlone(task.version, task.scope, effects)))
      return 'refused';
    throw error;
  }
}

/** Gives up a version that nobody has judged yet, because an operator says so, whatever stands before it. */
async function skip(task: Omit<Task, 'scope'>, effects: IngestEffects): Promise<Submission> {
  const { version, judge } = task;
  const known = async (): Promise<Submission | undefined> =>
    submissionOf(await effects.findSubmissions([version]), version);
  const committed = await known();
  if (committed) return committed;
  const submission = await giveUp({ version, arrived: arrivalOf(task, null, effects), judge }, 'fault', effects);
  return (await effects.commit(submission, null)) ? submission : ((await known()) ?? submission);
}

const submissionOf = (ledgers: readonly Ledger[], { slot, versionId }: RoutedVersion): Submission | undefined =>
  ledgers
    .find(({ period }) => period === slot.period)
    ?.submissions.find((submission) => submission.versionId === versionId);

/** Whether a version that the ledger knows is to be judged once more. */
function isDoneAgain(committed: Submission, again: Again | undefined, judge: Judge): boolean {
  if (committed.erasedAt !== undefined) return false;
  if (again === 'failed') return committed.status === 'failed';
  return again === 'reparse' && committed.ruleSet !== judge.ruleSet;
}

/** Whether an older version must be ingested first. New rules judge a period's files in their order, too. */
function isUndone(older: RoutedVersion, ledgers: readonly Ledger[], { version, announcement, judge }: Task): boolean {
  const committed = submissionOf(ledgers, older);
  if (!committed) return true;
  const { again } = announcement;
  return again === 'reparse' && older.slot.period === version.slot.period && isDoneAgain(committed, again, judge);
}
