import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { environment } from '../aws/environment.ts';
import { faultOf, log } from '../aws/log.ts';
import { exists, readVersion, write } from '../aws/objects.ts';
import { commit, ledger, readRows, writePages } from '../aws/table.ts';
import { ingest, type IngestEffects } from './ingest.ts';
import { readNotifications } from './notification.ts';

const effects: IngestEffects = {
  readVersion: ({ bucket, key, versionId }, most) => readVersion(bucket, key, versionId, most),
  ledger,
  readRows,
  writePages,
  commit,
  receiptExists: (key) => exists(environment('receipts'), key),
  writeReceipt: (key, body) => write(environment('receipts'), key, body),
};

/** Takes queue messages of new uploads; a message that fails does not hold the others of its batch. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const message of event.Records) {
    try {
      for (const notification of readNotifications(message.body)) {
        const submission = await ingest(notification, environment('codeVersion'), effects);
        const { division, period, status, rows, accepted } = submission ?? {
          division: null,
          period: null,
          status: 'unroutable',
          rows: 0,
          accepted: 0,
        };
        log.info('submission', { versionId: notification.versionId, division, period, status, rows, accepted });
      }
    } catch (error) {
      log.error('a submission failed and will be delivered again', { messageId: message.messageId, fault: faultOf(error) });
      batchItemFailures.push({ itemIdentifier: message.messageId });
    }
  }
  return { batchItemFailures };
}
