import { CITY_PACK } from '../../cities/pack.ts';
import type { SweepInput } from '../../shared/contract.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import { quarterWatch, watchedPeriod } from '../../shared/office/quarter-watch.ts';
import { environment } from '../aws/environment.ts';
import { log } from '../aws/log.ts';
import { listKeys, listVersions, versionsByPage, writtenAt } from '../aws/objects.ts';
import { sendAll } from '../aws/queue.ts';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../store/checkpoint.ts';
import { reconcileDecisions } from '../store/decisions.ts';
import { eraseOpen } from '../store/erasure.ts';
import { findSubmissions, ledger } from '../store/ledger.ts';
import { sweep, type SweepEffects, type SweepResult } from './sweep.ts';

/** An announcement of S3 arrives within seconds, and a busy queue has worked through it within minutes. */
const GRACE_SECONDS = 300;
const FULL_EVERY_HOURS = 24;
const HOUR_MS = 3_600_000;

/**
 * Announces uploads again that nobody answered, and tells what did not happen in the quarter that had ended last. The
 * time is the schedule's: a function has no clock of its own.
 */
export async function handler(input: SweepInput): Promise<SweepResult> {
  const { scheduledTime, graceSeconds = GRACE_SECONDS, summaryDay } = input;
  const now = new Date(scheduledTime);
  const inHours = (hours: number): string => new Date(now.getTime() + hours * HOUR_MS).toISOString();
  const fullAgain = inHours(input.fullEveryHours ?? FULL_EVERY_HOURS);
  const checkpoint = await readCheckpoint();
  const since = input.full === true ? null : sinceOf(checkpoint, now.toISOString(), fullAgain);
  // A full pass that dies is tried again in an hour, and the sweeps in between do their work.
  if (since === null) await writeCheckpoint({ settled: checkpoint?.settled ?? null, fullDue: inHours(1) });
  const result = await sweep(now, graceSeconds * 1_000, since, effectsOf());
  // While anything of a full pass is open the next ones are full as well: they announce the rest, and alarms stay on.
  const isOpen = result.unanswered + result.restored + result.erased + result.gone > 0;
  const nextFull = isOpen ? now.toISOString() : fullAgain;
  // A decision that the table lacked says that it was restored, and only a full pass sees what else came back or went.
  const fullDue = since === null || result.restored > 0 ? nextFull : (checkpoint?.fullDue ?? '');
  await writeCheckpoint({ settled: result.settled, fullDue });
  tellUploads(result);
  await tellQuarter(now, result, summaryDay ?? null);
  return result;
}

/**
 * From when on uploads are looked at; null for a full pass: where it is due, or the first. A checkpoint that lies ahead
 * was written while a clock was wrong, or by a stage whose full passes were rarer: it would put them off, or uploads
 * would be behind it for good.
 * @param fullAgain when a full pass is due that follows one of now
 */
function sinceOf(checkpoint: Checkpoint | null, now: string, fullAgain: string): string | null {
  if (checkpoint === null) return null;
  const { settled, fullDue } = checkpoint;
  const isAhead = fullDue > fullAgain || (settled !== null && settled > now);
  return isAhead || now >= fullDue ? null : settled;
}

function effectsOf(): SweepEffects {
  const [uploads, receipts, reports] = [environment('uploads'), environment('receipts'), environment('reports')];
  return {
    pack: CITY_PACK,
    versions: (goOnBehind) => versionsByPage(uploads, goOnBehind),
    listReceipts: () => listKeys(receipts, ''),
    // It is listed and not read: the sweep may read no receipt.
    hasReceipt: async (key) => (await listKeys(receipts, key)).includes(key),
    ledger,
    findSubmissions,
    reconcileDecisions: (periods, others) => reconcileDecisions(reports, periods, others),
    eraseAgain: (found) => eraseOpen(found, ledger),
    isStored: async ({ key, versionId }) =>
      (await listVersions(uploads, [key])).some((version) => version.versionId === versionId),
    announce: (versions) =>
      sendAll(
        versions.map(({ key, versionId }) => announcementBody({ bucket: uploads, key, versionId, who: 'sweep' })),
      ),
  };
}

function tellUploads(result: SweepResult): void {
  log.info('swept', { ...result });
  if (result.restored > 0) log.error('decisions restored', { restored: result.restored });
  if (result.erased > 0) log.error('erased again', { erased: result.erased });
  if (result.gone > 0) log.error('uploads gone', { gone: result.gone });
  if (result.stuck > 0) log.error('stuck uploads', { stuck: result.stuck });
}

/** What alarms and the dashboard hear of a quarter. */
async function tellQuarter(now: Date, { periods }: SweepResult, summaryDay: number | null): Promise<void> {
  const watched = watchedPeriod(CITY_PACK, now);
  if (watched === null) return;
  const quarter = quarterWatch(now, {
    pack: CITY_PACK,
    ledger: await ledger(watched),
    hasUploads: periods.includes(watched),
    // Every run writes it, also one that finds nothing new. The sweep may read no report, but list them.
    summaryAt: await writtenAt(environment('reports'), latestKey(watched)),
    summaryDay,
  });
  const { period, deadline, nothingArrived, summaryMissing } = quarter;
  log.info('quarter', { ...quarter });
  if (nothingArrived) log.error('nothing arrived', { period, deadline });
  if (summaryMissing) log.error('summary missing', { period });
}
