/** Event source mappings: take batches from a queue, give them to a function, and finish or give back each message by its answer. */
import type { FunctionPool } from './function-pool.ts';
import type { LambdaSqsRecord, Queue, Queues } from './queues.ts';

export type EventSource = {
  readonly queue: Queue;
  readonly target: FunctionPool;
  readonly batchSize: number;
  /** Batches in flight at one time. */
  readonly concurrency: number;
  /** Whether the function's answer names the messages that failed (ReportBatchItemFailures). */
  readonly reportsFailures: boolean;
};

/** Starts polling; the returned function stops it and resolves when no batch is in flight. */
export function pollEventSource(queues: Queues, source: EventSource, log: (line: string) => void): () => Promise<void> {
  const { queue, target } = source;
  let stopped = false;

  const deliver = async (records: LambdaSqsRecord[]): Promise<void> => {
    let failed: ReadonlySet<string>;
    try {
      failed = failedMessages(await target.invoke({ Records: records }), records, source.reportsFailures);
    } catch (error) {
      // Stopping kills functions: their messages stay in the journal as undelivered, and nothing failed.
      if (stopped) return;
      log(`${target.name}: a batch of ${records.length} failed and becomes visible again: ${String(error)}`);
      failed = new Set(records.map(({ messageId }) => messageId));
    }
    for (const { messageId, receiptHandle } of records) {
      if (failed.has(messageId)) queues.giveBack(queue, receiptHandle);
      else queue.deleteMessage(receiptHandle);
    }
  };
  const lane = async (): Promise<void> => {
    for (;;) {
      if (stopped) return;
      const records = queues.receive(queue, source.batchSize);
      if (records.length > 0) await deliver(records);
      else await queue.waitForMessages(20);
    }
  };
  const lanes = Array.from({ length: source.concurrency }, lane);
  return async () => {
    stopped = true;
    queue.cancelWaiters();
    await Promise.all(lanes);
  };
}

/** The ids of the messages that failed by a partial batch response. An answer that names an unknown message fails the batch, as in the cloud. */
function failedMessages(
  answer: unknown,
  records: readonly LambdaSqsRecord[],
  reportsFailures: boolean,
): ReadonlySet<string> {
  const failures = reportsFailures
    ? (answer as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures
    : undefined;
  if (failures === undefined || failures === null) return new Set();
  const known = new Set(records.map(({ messageId }) => messageId));
  const failed = new Set<string>();
  for (const failure of Array.isArray(failures) ? failures : [failures]) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !known.has(id)) {
      throw new Error(
        `batchItemFailures names ${JSON.stringify(failure)}. Expected {"itemIdentifier": <messageId of the batch>}; the whole batch counts as failed.`,
      );
    }
    failed.add(id);
  }
  return failed;
}
