import type { CityPack } from '../../shared/city/city.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { routed, type UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import { inOrder, type Submission } from '../../shared/ledger/submission.ts';
import type { LedgerDecisions } from '../store/decisions.ts';
import { isSystemFile } from '../../shared/ledger/system-files.ts';
import { isPeriod, type Period } from '../../shared/time/period.ts';

export type SweepEffects = {
  readonly pack: CityPack;
  readonly listVersions: () => Promise<UploadVersion[]>;
  readonly listReceipts: () => Promise<readonly string[]>;
  readonly ledger: (period: Period) => Promise<Ledger>;
  /** Adds to the ledgers what a restore of the table took from them. @returns how many decisions that were */
  readonly reconcileDecisions: (ledgers: readonly LedgerDecisions[]) => Promise<number>;
  /** Quarters of which the second copy has decisions. */
  readonly decidedPeriods: () => Promise<readonly Period[]>;
  /** Does what decisions to erase ask for and the ledger does not say, as after a restore. @returns how often */
  readonly eraseAgain: (ledger: Ledger) => Promise<number>;
  /** Whether the bucket has the version now. */
  readonly isStored: (version: Pick<UploadVersion, 'key' | 'versionId'>) => Promise<boolean>;
  /** @returns how many announcements the queue took */
  readonly announce: (versions: readonly UploadVersion[]) => Promise<number>;
};

export type SweepResult = {
  /** Object versions in the bucket that need an answer. */
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
  /** Quarters that anything lies in the bucket for. */
  readonly periods: readonly Period[];
};

/** One sweep refills the queue, it does not flood it; the next one comes soon. */
const MOST_ANNOUNCED = 1_000;
const STUCK_MS = 2 * 3_600_000;

/**
 * Compares what is in the bucket with what was answered, and announces the rest again, oldest first: with this, every
 * announcement of S3 may be lost. Announcing twice does no harm.
 * @param graceMs age below which an upload's own announcement is still trusted to be on its way
 */
export async function sweep(now: Date, graceMs: number, effects: SweepEffects): Promise<SweepResult> {
  const versions = (await effects.listVersions()).filter((version) => !isSystemFile(version));
  const known = new Set<string>();
  const reports = routed(versions, effects.pack);
  const decided: LedgerDecisions[] = [];
  const listed = new Set(reports.map(({ versionId }) => versionId));
  const missing: Submission[] = [];
  const isMissing = ({ versionId, erasedAt }: Submission): boolean => !listed.has(versionId) && erasedAt === undefined;
  // Ledgers are read one after the other, and only what is needed of each is kept: those of ten years would not fit
  // into memory together.
  const periods = [...new Set(reports.map(({ slot }) => slot.period))];
  for (const period of periods) {
    const { submissions, decisions } = await effects.ledger(period);
    for (const submission of submissions) {
      known.add(submission.versionId);
      if (isMissing(submission)) missing.push(submission);
    }
    decided.push({ period, decisions });
  }
  // Before anything is announced: a file that comes after a lock is to be judged with it.
  const restored = await effects.reconcileDecisions(decided);
  const receipts = new Set(await effects.listReceipts());
  // A quarter of which receipts are left and not one file; or decisions alone, and rows that came back since.
  const others = [...periodsOf(receipts), ...(await effects.decidedPeriods())];
  for (const period of new Set(others.filter((one) => !periods.includes(one))))
    for (const submission of (await effects.ledger(period)).submissions)
      if (isMissing(submission)) missing.push(submission);
  const { erased, gone } = await settleMissing(missing, effects);
  const isAnswered = ({ key, versionId }: UploadVersion): boolean =>
    receipts.has(receiptKey(key, versionId, 'txt', effects.pack)) && (known.has(versionId) || !listed.has(versionId));
  const ageOf = ({ acceptedAt }: UploadVersion): number => now.getTime() - Date.parse(acceptedAt);
  const unanswered = versions.filter((version) => !isAnswered(version) && ageOf(version) >= graceMs).sort(inOrder);
  const announced = await effects.announce(unanswered.slice(0, MOST_ANNOUNCED));
  return {
    seen: versions.length,
    unanswered: unanswered.length,
    announced,
    restored,
    erased,
    gone,
    stuck: unanswered.filter((version) => ageOf(version) >= STUCK_MS).length,
    periods,
  };
}

/** The quarters of receipts, which lie under the prefixes of their uploads. */
const periodsOf = (receipts: ReadonlySet<string>): Period[] =>
  [...receipts].map((key) => key.split('/')[1] ?? '').filter(isPeriod);

/**
 * Looks after submissions whose version the bucket no longer lists. Where an erasure is on record it is done again, if a
 * restore of the table has brought rows back. Else somebody deleted the version for good: its rows go on to count, since
 * nothing is removed without a word, and a person is to hear of it.
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
    for (const submission of own)
      // An upload in parts is listed under the time at which it began, so one may have come since the listing.
      if (!named.has(submission.versionId) && !(await effects.isStored(submission))) gone++;
  }
  return { erased, gone };
}
