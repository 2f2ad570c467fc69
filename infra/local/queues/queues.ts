/** The queues. fauxqs holds them and answers the API of SQS; a journal keeps their messages on disk. */
import { join } from 'node:path';
import { REGION } from '../account.ts';
import { closeOnFailure } from '../closable.ts';
import type { Files } from '../files.ts';
import type { RequestHandler } from '../endpoint/request.ts';
import type { JsonObject } from '../template/json.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { QUEUE_ATTRIBUTES } from '../template/resource-types.ts';
import { TemplateError } from '../template/template-error.ts';
import { type Queue, type QueueStore, createFauxqs, createMessage } from './fauxqs.ts';
import { type LambdaSqsRecord, lambdaRecord } from './lambda-record.ts';
import { MessageJournal } from './message-journal.ts';

/** How to start the queues. */
export type QueuesOptions = {
  /** The queues of the template. */
  readonly resources: readonly ResolvedResource[];
  /** Folder of the messages. Absent: they are in memory, and gone at the end. */
  readonly data?: string | undefined;
  /** Default: the file system of this machine. */
  readonly files?: Files | undefined;
  /** Gets what could not be written down. */
  readonly log: (line: string) => void;
};

/** The running queues. */
export type Queues = {
  /** Answers a request that came to the stack's endpoint. */
  readonly handle: RequestHandler;
  /** Returns a queue. If there is none with this ARN, it throws and names `where`. */
  find(arn: string, where: string): Queue;
  send(queue: Queue, body: string): void;
  /** Takes up to `count` messages. One that was received too often goes to the queue's dead letter queue instead. */
  receive(queue: Queue, count: number): LambdaSqsRecord[];
  close(): Promise<void>;
};

/** Starts the queues with the messages that an earlier run did not finish. */
export async function startQueues({ resources, data, files, log }: QueuesOptions): Promise<Queues> {
  const { app, store } = await createFauxqs(REGION);
  const journal = new MessageJournal(log);
  const close = async (): Promise<void> => {
    store.shutdown();
    await app.close();
    journal.close();
  };
  const byArn = await closeOnFailure({ close }, async () => {
    const created = createQueues(store, resources);
    for (const queue of created.values()) journal.watch(queue);
    if (data !== undefined) journal.restore(join(data, 'messages.jsonl'), created.values(), files);
    return created;
  });
  return {
    handle(request, response) {
      // An SDK may send a request to the queue's URL; fauxqs listens at the root.
      request.url = '/';
      app.routing(request, response);
    },
    find: (arn, where) => findQueue(byArn, arn, where),
    send(queue, body) {
      queue.enqueue(createMessage(store, body, Number(queue.attributes['DelaySeconds'] ?? 0)));
    },
    receive: (queue, count) => receiveMessages(queue, count, (arn) => byArn.get(arn)),
    close,
  };
}

/** Creates the queues of the template. @returns them by ARN */
function createQueues(store: QueueStore, resources: readonly ResolvedResource[]): Map<string, Queue> {
  const queues = new Map<string, Queue>();
  for (const { ref: url, attributes, properties } of resources) {
    const arn = attributes['Arn']!;
    queues.set(arn, store.createQueue(attributes['QueueName']!, url, arn, queueAttributes(properties)));
  }
  return queues;
}

function queueAttributes(properties: JsonObject): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of QUEUE_ATTRIBUTES) {
    const value = properties[name];
    if (value !== undefined) attributes[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return attributes;
}

function findQueue(byArn: ReadonlyMap<string, Queue>, arn: string, where: string): Queue {
  const queue = byArn.get(arn);
  if (queue) return queue;
  throw new TemplateError(`${where}: no queue ${arn}. The template has: ${[...byArn.keys()].join(', ') || 'none'}.`);
}

/** SQS gives this many messages at a time. */
const LARGEST_RECEIVE = 10;

function receiveMessages(
  queue: Queue,
  count: number,
  findDeadLetters: (arn: string) => Queue | undefined,
): LambdaSqsRecord[] {
  const records: LambdaSqsRecord[] = [];
  while (records.length < count) {
    const taken = queue.dequeue(Math.min(LARGEST_RECEIVE, count - records.length), undefined, findDeadLetters);
    if (taken.length === 0) break;
    for (const { ReceiptHandle: handle } of taken) {
      const entry = queue.inflightMessages.get(handle);
      if (entry) records.push(lambdaRecord(queue, entry.message, handle));
    }
  }
  return records;
}

const DELAY_BEFORE_RETRY_SECONDS = [0, 0.05, 0.2, 0.5];

/** Makes a message visible again, later after each failure. The cloud waits for minutes; here a wait is short. */
export function giveBack(queue: Queue, receiptHandle: string): void {
  const failures = queue.inflightMessages.get(receiptHandle)?.message.approximateReceiveCount ?? 1;
  const last = DELAY_BEFORE_RETRY_SECONDS.length - 1;
  queue.changeVisibility(receiptHandle, DELAY_BEFORE_RETRY_SECONDS[Math.min(failures, last)]!);
}

/** When a message that was received becomes visible again, in milliseconds since 1970; undefined when it is no longer held. */
export const visibleAt = (queue: Queue, receiptHandle: string): number | undefined =>
  queue.inflightMessages.get(receiptHandle)?.visibilityDeadline;

/** Whether a queue holds no message: none that is ready, delayed or being handled. */
export function isEmpty(queue: Queue): boolean {
  const { ready, delayed, inflight } = queue.inspectMessages();
  return ready.length + delayed.length + inflight.length === 0;
}
