/** A queue with dead letters as whoever polls it sees it: the event source of a function, or the simulation. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { MemoryQueue } from '../simulation/memory-queue.ts';

export type Received = {
  readonly body: string;
  readonly delete: () => Promise<void>;
  /** Makes the message visible at once, as the end of its time would. */
  readonly giveBack: () => Promise<void>;
};

export type PolledQueue = {
  /** Takes what functions send. */
  readonly client: Pick<SQSClient, 'send'>;
  readonly url: string;
  readonly receive: () => Promise<Received[]>;
  readonly takeDeadLetters: () => Promise<string[]>;
};

/** Receives after which a message is a dead letter. */
export const MAX_RECEIVES = 5;

/** The simulation polls its queue itself, so receiving has no command there. */
export function memoryQueue(queue: MemoryQueue): PolledQueue {
  return {
    client: queue as unknown as SQSClient,
    url: 'contract',
    receive: async () =>
      queue.visible
        .filter((message) => queue.receive(message))
        .map((message) => ({
          body: message.body,
          delete: async () => queue.delete(message),
          giveBack: async () => void (message.visibleAt = 0),
        })),
    takeDeadLetters: async () => queue.deadLetters.splice(0).map(({ body }) => body),
  };
}

export function sqsQueue(client: SQSClient, url: string, deadLetters: string): PolledQueue {
  const receive = async (QueueUrl: string): Promise<Received[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    return Messages.map(({ Body = '', ReceiptHandle }) => ({
      body: Body,
      delete: async () => void (await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
      giveBack: async () =>
        void (await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))),
    }));
  };
  return {
    client,
    url,
    receive: () => receive(url),
    takeDeadLetters: async () => {
      const messages = await receive(deadLetters);
      for (const message of messages) await message.delete();
      return messages.map(({ body }) => body);
    },
  };
}
