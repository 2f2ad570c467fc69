/**
 * Delivers from queues to functions: a mapping takes batches of messages from a queue and gives them to a function. The
 * function's answer says which messages are finished and which go back.
 */
import type { FunctionPool } from '../functions/function-pool.ts';
import type { Functions } from '../functions/functions.ts';
import type { Queue } from '../queues/fauxqs.ts';
import type { LambdaSqsRecord } from '../queues/lambda-record.ts';
import { type Queues, giveBack, isEmpty, visibleAt } from '../queues/queues.ts';
import { itemsOf, objectOf, textOf } from '../template/json.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { failedMessages } from './batch-answer.ts';

type Mapping = {
  readonly queue: Queue;
  readonly target: FunctionPool;
  readonly batchSize: number;
  /** Batches in flight at one time. */
  readonly concurrency: number;
  /** Whether the function's answer names the messages that failed (ReportBatchItemFailures). */
  readonly reportsFailures: boolean;
};

/** How to start the mappings. */
export type MappingsOptions = {
  /** The mappings of the template. One that is not enabled does not start. */
  readonly resources: readonly ResolvedResource[];
  readonly queues: Queues;
  readonly functions: Functions;
  readonly log: (line: string) => void;
};

/** The running mappings. */
export type Mappings = {
  /** Whether the queues of all mappings are empty. */
  readonly isIdle: boolean;
  /** Stops taking messages, and kills the functions. */
  close(): Promise<void>;
};

/** Starts the mappings: from now on functions get messages. */
export async function startEventSourceMappings(options: MappingsOptions): Promise<Mappings> {
  const { resources, queues, functions, log } = options;
  const mappings = resources
    .filter(({ properties }) => properties['Enabled'] !== false)
    .map((resource) => readMapping(resource, queues, functions));
  const stopping = { isStopped: false };
  const lanes = mappings.flatMap((mapping) =>
    Array.from({ length: mapping.concurrency }, () => deliverBatches(mapping, { queues, log, stopping })),
  );
  return {
    get isIdle() {
      return mappings.every(({ queue }) => isEmpty(queue));
    },
    async close() {
      // A lane may wait for a function that hangs. So the lanes hear of the end first, then the functions are killed.
      stopping.isStopped = true;
      for (const { queue } of mappings) queue.cancelWaiters();
      await functions.close();
      await Promise.all(lanes);
    },
  };
}

function readMapping({ logicalId, properties }: ResolvedResource, queues: Queues, functions: Functions): Mapping {
  const target = functions.find(textOf(properties['FunctionName']), logicalId);
  const scaling = objectOf(properties['ScalingConfig'], logicalId);
  return {
    queue: queues.find(textOf(properties['EventSourceArn']), `${logicalId}.EventSourceArn`),
    target,
    batchSize: Number(properties['BatchSize'] ?? 10),
    concurrency: Math.min(target.size, Number(scaling['MaximumConcurrency'] ?? target.size)),
    reportsFailures: itemsOf(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures'),
  };
}

/** What the lanes of all mappings share. */
type LaneSurroundings = {
  readonly queues: Queues;
  readonly log: (line: string) => void;
  readonly stopping: { readonly isStopped: boolean };
};

/** A lane delivers one batch after the other until the mappings stop. */
async function deliverBatches(mapping: Mapping, lane: LaneSurroundings): Promise<void> {
  const { queue, batchSize } = mapping;
  while (!lane.stopping.isStopped) {
    const records = lane.queues.receive(queue, batchSize);
    if (records.length > 0) await deliver(records, mapping, lane);
    else await queue.waitForMessages(20);
  }
}

async function deliver(
  records: readonly LambdaSqsRecord[],
  { queue, target, reportsFailures }: Mapping,
  { log, stopping }: LaneSurroundings,
): Promise<void> {
  const due = records.map(({ receiptHandle }) => visibleAt(queue, receiptHandle));
  let failed: ReadonlySet<string>;
  try {
    const answer = await target.invoke({ Records: records });
    failed = reportsFailures ? failedMessages(answer, records) : new Set();
  } catch (error) {
    // The end of the mappings kills the functions, so nothing failed: the journal keeps the messages as undelivered.
    if (stopping.isStopped) return;
    log(`${target.name}: a batch of ${records.length} failed and becomes visible again: ${String(error)}`);
    failed = new Set(records.map(({ messageId }) => messageId));
  }
  for (const [index, { messageId, receiptHandle }] of records.entries()) {
    if (!failed.has(messageId)) queue.deleteMessage(receiptHandle);
    // The function may have said itself when its message is to come again.
    else if (visibleAt(queue, receiptHandle) === due[index]) giveBack(queue, receiptHandle);
  }
}
