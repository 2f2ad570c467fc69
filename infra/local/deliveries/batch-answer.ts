import type { LambdaSqsRecord } from '../queues/lambda-record.ts';

/**
 * Returns the ids of the messages that failed, as a function's answer to a batch names them. An answer that names a
 * message outside the batch fails the whole batch, as in the cloud: then this function throws.
 */
export function failedMessages(answer: unknown, records: readonly LambdaSqsRecord[]): ReadonlySet<string> {
  const failures = (answer as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  const known = new Set(records.map(({ messageId }) => messageId));
  const failed = new Set<string>();
  for (const failure of Array.isArray(failures) ? failures : [failures]) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !known.has(id)) {
      throw new Error(
        `batchItemFailures names ${JSON.stringify(failure)}. Expected {"itemIdentifier": <messageId of the batch>}; ` +
          'the whole batch counts as failed.',
      );
    }
    failed.add(id);
  }
  return failed;
}
