import { CITY_PACK } from '../../cities/pack.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import { DECISIONS_PREFIX, type SweepInput } from '../../shared/contract.ts';
import { latestKey, periodOfDecision } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { quarterWatch, watchedPeriod, type QuarterWatch } from '../../shared/office/quarter-watch.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from '../aws/environment.ts';
import { ledger } from '../store/ledger.ts';
import { log } from '../aws/log.ts';
import { listKeys, listVersions } from '../aws/objects.ts';
import { reconcileDecisions } from '../store/decisions.ts';
import { eraseOpen } from '../store/erasure.ts';
import { sendAll } from '../aws/queue.ts';
import { sweep, type SweepResult } from './sweep.ts';

/** An announcement of S3 arrives within seconds, and a busy queue has worked through it within minutes. */
const GRACE_SECONDS = 300;

/**
 * Announces uploads again that nobody answered, and tells what did not happen in the quarter that had ended last. The
 * time is the schedule's: a function has no clock of its own.
 */
export async function handler({ scheduledTime, graceSeconds, summaryDay }: SweepInput): Promise<SweepResult> {
  const now = new Date(scheduledTime);
  const [uploads, receipts, reports] = [environment('uploads'), environment('receipts'), environment('reports')];
  const watched = watchedPeriod(CITY_PACK, now);
  const read = new Map<Period, Ledger>();
  const result = await sweep(now, (graceSeconds ?? GRACE_SECONDS) * 1_000, {
    pack: CITY_PACK,
    listVersions: () => listVersions(uploads, ['']),
    listReceipts: () => listKeys(receipts, ''),
    async ledger(period) {
      const found = await ledger(period);
      if (period === watched) read.set(period, found);
      return found;
    },
    reconcileDecisions: (ledgers) => reconcileDecisions(reports, ledgers, ledger),
    decidedPeriods: async () =>
      (await listKeys(reports, DECISIONS_PREFIX)).flatMap((key) => periodOfDecision(key) ?? []),
    eraseAgain: (found) => eraseOpen(found, ledger),
    isStored: async ({ key, versionId }) =>
      (await listVersions(uploads, [key])).some((version) => version.versionId === versionId),
    announce: (versions) =>
      sendAll(
        versions.map(({ key, versionId }) => announcementBody({ bucket: uploads, key, versionId, who: 'sweep' })),
      ),
  });
  log.info('swept', { ...result });
  if (result.restored > 0) log.error('decisions restored', { restored: result.restored });
  if (result.erased > 0) log.error('erased again', { erased: result.erased });
  if (result.gone > 0) log.error('uploads gone', { gone: result.gone });
  if (result.stuck > 0) log.error('stuck uploads', { stuck: result.stuck });
  if (watched !== null)
    tellQuarter(
      quarterWatch(now, {
        pack: CITY_PACK,
        ledger: read.get(watched) ?? (await ledger(watched)),
        hasUploads: result.periods.includes(watched),
        // It is listed and not read: the sweep may read no report.
        hasSummary: (await listKeys(reports, latestKey(watched))).length > 0,
        summaryDay: summaryDay ?? null,
      }),
    );
  return result;
}

/** What alarms and the dashboard hear of a quarter. */
function tellQuarter(quarter: QuarterWatch): void {
  const { period, deadline, nothingArrived, summaryMissing } = quarter;
  log.info('quarter', { ...quarter });
  if (nothingArrived) log.error('nothing arrived', { period, deadline });
  if (summaryMissing) log.error('summary missing', { period });
}
