import type { CityPack } from '../../shared/city/city.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { behindClosed, firstOpenPeriod, openPeriods } from '../../shared/ledger/open-uploads.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { inOrder, type Submission } from '../../shared/ledger/submission.ts';
import { isSystemFile } from '../../shared/ledger/system-files.ts';
import { routed, type RoutedVersion, type UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import { isPeriod, type Period } from '../../shared/time/period.ts';
import type { Reconciled } from '../store/decisions.ts';

export type SweepEffects = {
  readonly pack: CityPack;
  /** All versions, page by page; behind a page whose last key `goOnBehind` leads on from, from there. */
  readonly versions: (goOnBehind: (key: string) => string | null) => AsyncIterable<readonly UploadVersion[]>;
  /** Keys of all receipts that are published. */
  readonly listReceipts: () => Promise<readonly string[]>;
  readonly hasReceipt: (key: string) => Promise<boolean>;
  readonly ledger: (period: Period) => Promise<Ledger>;
  readonly findSubmissions: (versions: readonly RoutedVersion[]) => Promise<Ledger[]>;
  /** Adds to the ledgers of quarters the decisions that a restore of the table took from them. */
  readonly reconcileDecisions: (periods: readonly Period[], others: 'and all others' | 'only') => Promise<Reconciled>;
  /** Does what decisions to erase ask for and the ledger does not say, as after a restore. @returns how often */
  readonly eraseAgain: (ledger: Ledger) => Promise<number>;
  /** Whether the bucket has the version now. */
  readonly isStored: (version: Pick<UploadVersion, 'key' | 'versionId'>) => Promise<boolean>;
  /** @returns how many announcements the queue took */
  readonly announce: (versions: readonly UploadVersion[]) => Promise<number>;
};

export type SweepResult = {
  /** Object versions that were looked at and need an answer. */
  readonly seen: number;
  /**
   * Of these, the versions that have no ledger item or no receipt and are old enough that their own announcement should
   * have been worked on.
   */
  readonly unanswered: number;
  readonly announced: number;
  /** Decisions that the ledger lacked. */
  readonly restored: number;
  /** Erasures that were done, or done again. */
  readonly erased: number;
  /** Versions whose rows count though somebody deleted them for good. */
  readonly gone: number;
  /** Unanswered for so long that a person should look. */
  readonly stuck: number;
  /** Quarters that anything was seen for. */
  readonly periods: readonly Period[];
  /** All uploads that S3 accepted up to then are answered; the next sweep goes on from here. */
  readonly settled: string;
};

/** One sweep refills the queue, it does not flood it; the next one comes soon. */
const MOST_ANNOUNCED = 1_000;
const STUCK_MS = 2 * 3_600_000;
/** What is younger is looked at again by the next sweep: it may not have been in a listing that was under way. */
const UNSETTLED_MS = 15 * 60_000;
/** S3 gives a multipart upload the time at which it began: for so long one is looked for behind what is settled. */
const LONGEST_UPLOAD_MS = 24 * 3_600_000;
/** Questions for receipts that are under way at once. */
const LANES = 20;

/** Which uploads a sweep looks at, and which of them are not answered. */
type Look = Pick<SweepResult, 'seen' | 'periods' | 'restored' | 'erased' | 'gone'> & {
  readonly unanswered: readonly UploadVersion[];
  /** When the newest was accepted; '' where there is none. */
  readonly newest: string;
};

/**
 * Compares what is in the bucket with what was answered, and announces the rest again, oldest first: with this, every
 * announcement of S3 may be lost. Announcing twice does no harm.
 * @param graceMs age below which an upload's own announcement is still trusted to be on its way
 * @param since only the open quarters are listed, and in them what was accepted later is looked at; null: all that ever
 * came (docs/decisions/0093-the-sweep-goes-on-from-its-checkpoint.md)
 */
export async function sweep(
  now: Date,
  graceMs: number,
  since: string | null,
  effects: SweepEffects,
): Promise<SweepResult> {
  const look = since === null ? await lookAtAll(effects) : await lookSince(since, now, effects);
  const ageOf = ({ acceptedAt }: UploadVersion): number => now.getTime() - Date.parse(acceptedAt);
  const unanswered = look.unanswered.filter((version) => ageOf(version) >= graceMs).sort(inOrder);
  const announced = await effects.announce(unanswered.slice(0, MOST_ANNOUNCED));
  const { seen, periods, restored, erased, gone } = look;
  return {
    seen,
    unanswered: unanswered.length,
    announced,
    restored,
    erased,
    gone,
    stuck: unanswered.filter((version) => ageOf(version) >= STUCK_MS).length,
    periods,
    settled: settledBy(look, now),
  };
}

/** The quarters of receipts, which lie under the prefixes of their uploads. */
const periodsOf = (receipts: ReadonlySet<string>): Period[] =>
  [...receipts].map((key) => key.split('/')[1] ?? '').filter(isPeriod);

/**
 * Looks after submissions whose version the bucket no longer lists. Where an erasure is on record it is done again, if a
 * restore of the table has brought rows back, or where a later one of the version was never carried out. Else somebody
 * deleted the version for good: its rows go on to count, since nothing is removed without a word, and a person is to hear
 * of it.
 */
async function settleMissing(
  missing: readonly Submission[],
  effects: Pick<SweepEffects, 'ledger' | 'eraseAgain' | 'isStored'>,
): Promise<Pick<SweepResult, 'erased' | 'gone'>> {
  let [erased, gone] = [0, 0];
  for (const [period, own] of Map.groupBy(missing, (submission) => submission.period)) {
    const ledger = await effects.ledger(period);
    erased += await effects.eraseAgain(ledger);
    const named = new Set(ledger.decisions.flatMap((one) => (one.kind === 'erase' ? one.versionIds : [])));
    const isErased = ({ versionId, erasedAt }: Submission): boolean => erasedAt !== undefined || named.has(versionId);
    for (const submission of own)
      // An upload in parts is listed under the time at which it began, so one may have come since the listing.
      if (!isErased(submission) && !(await effects.isStored(submission))) gone++;
  }
  return { erased, gone };
}

/** Up to when everything is answered: before the oldest that is not, and before what is too new to be certain of. */
function settledBy({ unanswered, newest }: Look, now: Date): string {
  const seen = newest === '' ? 0 : Date.parse(newest);
  const before = unanswered.map(({ acceptedAt }) => Date.parse(acceptedAt) - 1);
  const settled = before.reduce((first, one) => Math.min(first, one), Math.min(seen, now.getTime() - UNSETTLED_MS));
  return new Date(settled).toISOString();
}

const latest = (versions: readonly UploadVersion[], before = ''): string =>
  versions.reduce((last, { acceptedAt }) => (acceptedAt > last ? acceptedAt : last), before);

async function lookAtAll(effects: SweepEffects): Promise<Look> {
  const versions: UploadVersion[] = [];
  for await (const page of effects.versions(() => null))
    for (const version of page) if (!isSystemFile(version)) versions.push(version);
  const reports = routed(versions, effects.pack);
  const listed = new Set(reports.map(({ versionId }) => versionId));
  const known = new Set<string>();
  const missing: Submission[] = [];
  // Ledgers are read one after the other, and only what is needed of each is kept: those of ten years would not fit
  // into memory together.
  const lookAt = async (period: Period): Promise<void> => {
    for (const submission of (await effects.ledger(period)).submissions) {
      known.add(submission.versionId);
      if (!listed.has(submission.versionId)) missing.push(submission);
    }
  };
  const periods = [...new Set(reports.map(({ slot }) => slot.period))];
  for (const period of periods) await lookAt(period);
  // Before anything is announced: a file that comes after a lock is to be judged with it.
  const { restored, decided } = await effects.reconcileDecisions(periods, 'and all others');
  const receipts = new Set(await effects.listReceipts());
  // A quarter of which receipts are left and not one file; or decisions alone, and rows that came back since.
  const others = new Set([...periodsOf(receipts), ...decided]);
  for (const period of others) if (!periods.includes(period)) await lookAt(period);
  const isAnswered = ({ key, versionId }: UploadVersion): boolean =>
    receipts.has(receiptKey(key, versionId, 'txt', effects.pack)) && (known.has(versionId) || !listed.has(versionId));
  const unanswered = versions.filter((version) => !isAnswered(version));
  const settled = await settleMissing(missing, effects);
  return { seen: versions.length, periods, restored, ...settled, unanswered, newest: latest(versions) };
}

async function lookSince(since: string, now: Date, effects: SweepEffects): Promise<Look> {
  const first = firstOpenPeriod(now);
  const from = new Date(Date.parse(since) - LONGEST_UPLOAD_MS).toISOString();
  const recent: UploadVersion[] = [];
  const periods = new Set<Period>();
  let [seen, newest] = [0, ''];
  for await (const page of effects.versions((key) => behindClosed(key, first))) {
    const ours = page.filter((version) => !isSystemFile(version));
    seen += ours.length;
    newest = latest(ours, newest);
    for (const { slot } of routed(ours, effects.pack)) periods.add(slot.period);
    for (const version of ours) if (version.acceptedAt > from) recent.push(version);
  }
  const { restored } = await effects.reconcileDecisions(openPeriods(now), 'only');
  const reports = routed(recent, effects.pack);
  const routable = new Set(reports.map(({ versionId }) => versionId));
  const ledgers = reports.length === 0 ? [] : await effects.findSubmissions(reports);
  const known = new Set(ledgers.flatMap(({ submissions }) => submissions.map(({ versionId }) => versionId)));
  const unknown = recent.filter(({ versionId }) => routable.has(versionId) && !known.has(versionId));
  const doubtful = recent.filter(({ acceptedAt, versionId }) =>
    known.has(versionId) ? acceptedAt > since : !routable.has(versionId),
  );
  const unpublished = await withoutReceipt(doubtful, effects);
  const unanswered = [...unknown, ...unpublished];
  // Whether a version is gone is seen by full passes only.
  return { seen, periods: [...periods], restored, erased: 0, gone: 0, unanswered, newest };
}

/** Those of the versions whose receipt is not where the clerk finds it. */
async function withoutReceipt(
  versions: readonly UploadVersion[],
  { hasReceipt, pack }: SweepEffects,
): Promise<UploadVersion[]> {
  const without: UploadVersion[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let version = versions[next++]; version; version = versions[next++])
      if (!(await hasReceipt(receiptKey(version.key, version.versionId, 'txt', pack)))) without.push(version);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, versions.length) }, lane));
  return without;
}
