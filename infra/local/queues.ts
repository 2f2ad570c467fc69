/**
 * The queues: the SQS emulator fauxqs holds them and answers their API; this file makes them from the template, keeps their messages on disk
 * and feeds them to functions as an event source mapping does.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';
import { type Journal, openJournal } from './files.ts';
import { type JsonObject, TemplateError } from './template.ts';

type SqsStore = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>['sqsStore'];
export type Queue = ReturnType<SqsStore['createQueue']>;
type Message = Queue['messages'][number];
type Line = { readonly queue: string; readonly put: Message } | { readonly queue: string; readonly done: string };

export type Queues = Awaited<ReturnType<typeof openQueues>>;

const DELAY_BEFORE_RETRY_SECONDS = [0, 0.05, 0.2, 0.5];

/** Opens the queue service. Without `data` the messages are in memory only. Queues are made by `create`, then `restore` brings back messages. */
export async function openQueues(options: { readonly data?: string | undefined; readonly region: string }) {
  const store = await newStore();
  const app = buildApp({ logger: false, defaultRegion: options.region, stores: await allStores(store) });
  await app.ready();
  const queues = new Map<string, Queue>();
  /** By message id, where each undelivered message is: what the journal is compacted to. */
  const undelivered = new Map<string, { queue: string; put: Message }>();
  let journal: Journal<Line> | undefined;

  const record = (line: Line) => {
    if ('put' in line) undelivered.set(line.put.messageId, line);
    // A message moved to the dead letter queue is no longer the first queue's to finish.
    else if (undelivered.get(line.done)?.queue === line.queue) undelivered.delete(line.done);
    else return;
    journal?.append(line);
  };

  /** Every way into and out of a queue passes through these two methods, so the journal is kept there. */
  const keepRecord = (queue: Queue) => {
    const enqueue = queue.enqueue.bind(queue);
    const deleteMessage = queue.deleteMessage.bind(queue);
    const purge = queue.purge.bind(queue);
    queue.enqueue = (message) => {
      // In the dead letter queue a message starts to count anew, else its first reader would send it on.
      if (message.approximateReceiveCount > 0) message.approximateReceiveCount = 0;
      record({ queue: queue.name, put: message });
      enqueue(message);
    };
    queue.deleteMessage = (receiptHandle) => {
      const entry = queue.inflightMessages.get(receiptHandle);
      if (entry) record({ queue: queue.name, done: entry.message.messageId });
      return deleteMessage(receiptHandle);
    };
    queue.purge = () => {
      for (const [id, { queue: holder }] of undelivered)
        if (holder === queue.name) record({ queue: queue.name, done: id });
      purge();
    };
  };

  return {
    create(name: string, url: string, arn: string, properties: JsonObject): Queue {
      const attributes: Record<string, string> = {};
      for (const attribute of ATTRIBUTES) {
        const value = properties[attribute];
        if (value !== undefined)
          attributes[attribute] = typeof value === 'object' ? JSON.stringify(value) : String(value);
      }
      const queue = store.createQueue(name, url, arn, attributes);
      keepRecord(queue);
      queues.set(arn, queue);
      return queue;
    },
    /** Puts the messages that an earlier run did not finish back into their queues. Called after all queues are made. */
    restore(): void {
      if (options.data === undefined) return;
      const apply = (line: Line) => {
        if ('put' in line) undelivered.set(line.put.messageId, line);
        else undelivered.delete(line.done);
      };
      journal = openJournal<Line>(join(options.data, 'messages.jsonl'), apply, () => [...undelivered.values()]);
      const byName = new Map([...queues.values()].map((queue) => [queue.name, queue]));
      for (const { queue: name, put } of undelivered.values()) byName.get(name)?.enqueue(put);
    },
    find(arn: string, where: string): Queue {
      const queue = queues.get(arn);
      if (queue) return queue;
      throw new TemplateError(
        `${where}: no queue ${arn}. The template has: ${[...queues.keys()].join(', ') || 'none'}.`,
      );
    },
    send(queue: Queue, body: string): void {
      queue.enqueue(newMessage(store, body, Number(queue.attributes['DelaySeconds'] ?? 0)));
    },
    /** Takes up to `count` messages; those received too often go to the dead letter queue of the redrive policy. */
    receive(queue: Queue, count: number): LambdaSqsRecord[] {
      const records: LambdaSqsRecord[] = [];
      while (records.length < count) {
        const taken = queue.dequeue(Math.min(10, count - records.length), undefined, (arn) => queues.get(arn));
        if (taken.length === 0) break;
        for (const { ReceiptHandle: handle } of taken) {
          const entry = queue.inflightMessages.get(handle);
          if (entry) records.push(sqsRecord(queue, entry.message, handle, options.region));
        }
      }
      return records;
    },
    /** Makes a message visible again, later after each failure. The cloud waits out the visibility timeout; here nobody wants to wait for minutes. */
    giveBack(queue: Queue, receiptHandle: string): void {
      const received = queue.inflightMessages.get(receiptHandle)?.message.approximateReceiveCount ?? 1;
      queue.changeVisibility(
        receiptHandle,
        DELAY_BEFORE_RETRY_SECONDS[Math.min(received, DELAY_BEFORE_RETRY_SECONDS.length - 1)]!,
      );
    },
    isEmpty: (queue: Queue): boolean => {
      const { ready, delayed, inflight } = queue.inspectMessages();
      return ready.length + delayed.length + inflight.length === 0;
    },
    /** Answers a request to the SQS API. The SDK may send it to the queue's URL; the emulator listens at the root. */
    handle(request: IncomingMessage, response: ServerResponse): void {
      request.url = '/';
      app.routing(request, response);
    },
    async close(): Promise<void> {
      store.shutdown();
      await app.close();
      journal?.close();
    },
  };
}

const ATTRIBUTES = [
  'VisibilityTimeout',
  'RedrivePolicy',
  'DelaySeconds',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  'FifoQueue',
  'ContentBasedDeduplication',
];

/** One record of the event that Lambda makes of SQS messages. */
export type LambdaSqsRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Record<string, string>;
  readonly messageAttributes: Record<string, unknown>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
};

function sqsRecord(queue: Queue, message: Message, receiptHandle: string, region: string): LambdaSqsRecord {
  const attributes: Record<string, string> = {
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    SentTimestamp: String(message.sentTimestamp),
    SenderId: 'LOCAL',
    ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp ?? message.sentTimestamp),
  };
  if (message.messageGroupId !== undefined) attributes['MessageGroupId'] = message.messageGroupId;
  if (message.messageDeduplicationId !== undefined)
    attributes['MessageDeduplicationId'] = message.messageDeduplicationId;
  const messageAttributes = Object.entries(message.messageAttributes).map(([name, value]) => [
    name,
    {
      dataType: value.DataType,
      stringValue: value.StringValue,
      binaryValue: value.BinaryValue,
      stringListValues: [],
      binaryListValues: [],
    },
  ]);
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes,
    messageAttributes: Object.fromEntries(messageAttributes),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}

/**
 * fauxqs does not export its stores, and without the store neither hooks nor a poller in this process are possible: they are loaded by path.
 * Its version is pinned; another layout fails here, at the start.
 */
async function internal(path: string, name: string): Promise<new () => unknown> {
  const url = new URL(path, import.meta.resolve('fauxqs')).href;
  const module = (await import(url)) as Record<string, new () => unknown>;
  const found = module[name];
  if (found) return found;
  throw new Error(
    `fauxqs has no ${name} in ${url}: its version changed. Pin the version of package-lock.json, or adapt infra/local/queues.ts.`,
  );
}

async function newStore(): Promise<SqsStore> {
  return new (await internal('./sqs/sqsStore.js', 'SqsStore'))() as SqsStore;
}

/** buildApp takes all its stores or none. */
async function allStores(sqsStore: SqsStore) {
  type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
  const SnsStore = await internal('./sns/snsStore.js', 'SnsStore');
  const S3Store = await internal('./s3/s3Store.js', 'S3Store');
  return { sqsStore, snsStore: new SnsStore() as Stores['snsStore'], s3Store: new S3Store() as Stores['s3Store'] };
}

function newMessage(store: SqsStore, body: string, delaySeconds: number): Message {
  const Store = store.constructor as unknown as {
    createMessage(body: string, attributes: object, delaySeconds: number): Message;
  };
  return Store.createMessage(body, {}, delaySeconds);
}
