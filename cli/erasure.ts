/**
 * Erases personal data for good: the decision first, then what follows from it, which may be done again whenever it was
 * interrupted (docs/decisions/0082-erasure-is-a-decision.md).
 */
import { CITY_PACK } from '../cities/pack.ts';
import { listHistory, removeVersion, type HistoryEntry } from '../functions/aws/objects.ts';
import { itemKey, PK, removeItems, scan, SK } from '../functions/aws/table.ts';
import { reconcileDecisions } from '../functions/store/decisions.ts';
import { eraseOpen, isWithoutHousehold } from '../functions/store/erasure.ts';
import { audit, ledger, redactTrail } from '../functions/store/ledger.ts';
import { PARTITIONS } from '../shared/contract.ts';
import { erasedVersions, type Erasure } from '../shared/ledger/decisions.ts';
import { draftsOfVersion, noticeKey, versionIdOf } from '../shared/ledger/keys.ts';
import type { Ledger } from '../shared/ledger/manifest.ts';
import type { Period } from '../shared/time/period.ts';

/** The buckets that hold personal data, and that of the second copies of decisions. */
export type ErasureBuckets = { readonly uploads: string; readonly receipts: string; readonly reports: string };

/** How much was removed: object versions of uploads and of receipts, and pages of rows. */
export type Removed = { readonly uploads: number; readonly receipts: number; readonly pages: number };

/** The decisions of a period to erase. */
export const erasuresOf = ({ decisions }: Pick<Ledger, 'decisions'>): Erasure[] =>
  decisions.filter((one) => one.kind === 'erase');

/**
 * Does what the decisions of a period to erase ask for: ledger and rows, object versions, receipts and drafts, and the
 * names of files in the trail. What is done already is found done. Then the trail is told.
 * @param pause waits until no invocation is under way that read a version before it was removed; all is looked through
 * once more after it
 */
export async function carryOut(period: Period, buckets: ErasureBuckets, pause: () => Promise<void>): Promise<Removed> {
  // What cannot be taken back needs its decision where no restore of the table reaches it; and an erasure that the table
  // has lost comes before those that were decided since.
  await reconcileDecisions(buckets.reports, [period]);
  const first = await removeAll(period, buckets, false);
  await pause();
  const second = await removeAll(period, buckets, true);
  const now = await ledger(period);
  for (const { at, by, versionIds } of erasuresOf(now))
    for (const subject of versionIds)
      await audit({ period, at, what: 'erasure', subject, who: by, detail: leftOf(now, subject) });
  return {
    uploads: first.uploads + second.uploads,
    receipts: first.receipts + second.receipts,
    pages: first.pages + second.pages,
  };
}

/** What the trail keeps of an erased version: how many rows it had, and the hash of its bytes. */
function leftOf({ submissions }: Ledger, id: string): string {
  const submission = submissions.find(({ versionId }) => versionId === id);
  return submission ? `rows ${submission.rows}, accepted ${submission.accepted}, sha256 ${submission.sha256}` : '';
}

/** @param isQuiet whether nobody is at work any more who read a version before it was removed */
async function removeAll(period: Period, buckets: ErasureBuckets, isQuiet: boolean): Promise<Removed> {
  await eraseOpen(await ledger(period), ledger);
  const now = await ledger(period);
  const ids = new Set(erasuresOf(now).flatMap(({ versionIds }) => versionIds));
  // The versions before the rest: nothing can be read from them any more, so nothing comes back.
  const uploads = await removeUploads(buckets.uploads, ids);
  const pages = await removePages(now, ids, isQuiet);
  const receipts = await removeReceipts(now, ids, buckets.receipts);
  for (const id of ids) await redactTrail(period, id);
  return { uploads, receipts, pages };
}

/** Removes the versions, and the marks of deletions that keep the name of a file of which nothing is left. */
async function removeUploads(bucket: string, ids: ReadonlySet<string>): Promise<number> {
  const byKey = Map.groupBy(await listHistory(bucket, ''), ({ key }) => key);
  let removed = 0;
  for (const entries of byKey.values()) {
    const own = entries.filter(({ versionId }) => ids.has(versionId));
    if (own.length === 0) continue;
    const left = entries.filter((entry) => !own.includes(entry));
    const marks = left.every(({ isDeletion }) => isDeletion) ? left : [];
    for (const entry of [...own, ...marks]) await removeVersion(bucket, entry, true);
    removed += own.length;
  }
  return removed;
}

/**
 * Removes the pages of every judgement of the versions but those that stand without an erased household. The others'
 * rows of such a file are in the table alone. So what another process may be about to let stand stays as well: the pages
 * of a judgement that is not committed yet, and those that an erasure of another household writes.
 */
async function removePages(
  { submissions, decisions }: Ledger,
  ids: ReadonlySet<string>,
  isQuiet: boolean,
): Promise<number> {
  const whole = erasedVersions(decisions);
  const standing = new Map(submissions.map(({ versionId, submissionId }) => [versionId, submissionId]));
  const isNeeded = (submissionId: string): boolean => {
    const versionId = versionIdOf(submissionId);
    if (whole.has(versionId)) return false;
    const own = standing.get(versionId);
    return own === undefined ? !isQuiet : submissionId === own || isWithoutHousehold(submissionId, own);
  };
  let removed = 0;
  for await (const items of scan([PK, SK])) {
    const own = items.filter(({ [PK]: pk }) => {
      if (pk?.S?.startsWith(PARTITIONS.rows) !== true) return false;
      const [submissionId = ''] = pk.S.slice(PARTITIONS.rows.length).split('#');
      return ids.has(versionIdOf(submissionId)) && !isNeeded(submissionId);
    });
    await removeItems(own.map((item) => itemKey(item[PK]?.S ?? '', item[SK]?.S ?? '')));
    removed += own.length;
  }
  return removed;
}

/** Removes receipts and drafts of the versions with their history, and the notices that may name their files. */
async function removeReceipts(now: Ledger, ids: ReadonlySet<string>, bucket: string): Promise<number> {
  const divisions = [...new Set(erasuresOf(now).map(({ division }) => division))];
  const register = CITY_PACK.registerOf(now.period);
  const told = new Set(divisions.flatMap((division) => [division, register.unitOf(division) ?? division]));
  const notices = new Set([...told].flatMap((one) => ENDINGS.map((ending) => noticeKey(one, now.period, ending))));
  const isOwn = ({ key }: HistoryEntry): boolean =>
    notices.has(key) || [...ids].some((id) => key.includes(`.${id}.`) || key.startsWith(draftsOfVersion(id)));
  const prefixes = [...[...told].map((division) => `${division}/`), UNROUTABLE, ...[...ids].map(draftsOfVersion)];
  let removed = 0;
  for (const prefix of prefixes)
    for (const entry of (await listHistory(bucket, prefix)).filter(isOwn)) {
      await removeVersion(bucket, entry, false);
      removed++;
    }
  return removed;
}

const ENDINGS = ['json', 'txt'] as const;
/** Where receipts lie whose upload named no division. */
const UNROUTABLE = 'unroutable/';
