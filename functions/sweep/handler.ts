import { CITY_PACK } from '../../cities/pack.ts';
import { announcementBody } from '../../shared/ledger/announcement.ts';
import type { SweepInput } from '../../shared/contract.ts';
import { environment } from '../aws/environment.ts';
import { ledger } from '../store/ledger.ts';
import { log } from '../aws/log.ts';
import { listKeys, listVersions } from '../aws/objects.ts';
import { reconcileDecisions } from '../store/decisions.ts';
import { sendAll } from '../aws/queue.ts';
import { sweep, type SweepResult } from './sweep.ts';

/** An announcement of S3 arrives within seconds, and a busy queue has worked through it within minutes. */
const GRACE_SECONDS = 300;

/** Announces uploads again that nobody answered. The time is the schedule's: a function has no clock of its own. */
export async function handler({ scheduledTime, graceSeconds = GRACE_SECONDS }: SweepInput): Promise<SweepResult> {
  const bucket = environment('uploads');
  const result = await sweep(new Date(scheduledTime), graceSeconds * 1_000, {
    pack: CITY_PACK,
    listVersions: () => listVersions(bucket, ['']),
    listReceipts: () => listKeys(environment('receipts'), ''),
    ledger,
    reconcileDecisions: (ledgers) => reconcileDecisions(environment('reports'), ledgers, ledger),
    announce: (versions) =>
      sendAll(versions.map(({ key, versionId }) => announcementBody({ bucket, key, versionId, who: 'sweep' }))),
  });
  log.info('swept', { ...result });
  if (result.restored > 0) log.error('decisions restored', { restored: result.restored });
  if (result.stuck > 0) log.error('stuck uploads', { stuck: result.stuck });
  return result;
}
