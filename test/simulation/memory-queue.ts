import { ChangeMessageVisibilityCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';

export type Message = { readonly id: string; readonly body: string; receives: number; visibleAt: number };

/** As the template has them: test/infra/stack.thorough.test.ts compares. */
export const VISIBILITY_MS = 3 * 60_000;
export const MAX_RECEIVES = 60;

/** Each receive has its own handle; one of an earlier receive is worth nothing. */
const handleOf = ({ id, receives }: Pick<Message, 'id' | 'receives'>): string => `${id}/${receives}`;

/** The event by which Lambda gives messages to a function. */
export const eventOf = (batch: readonly Message[]): SQSEvent =>
  ({
    Records: batch.map(({ id, body, receives }) => ({
      messageId: id,
      receiptHandle: handleOf({ id, receives }),
      body,
    })),
  }) as unknown as SQSEvent;

/** SQS in memory: at least once, in any order, with dead letters. */
export class MemoryQueue {
  readonly messages: Message[] = [];
  readonly deadLetters: Message[] = [];
  /** Whether it refuses whatever is sent, as when it is throttled: the request succeeds, and none of its messages. */
  full = false;
  readonly #clock: () => number;
  readonly #mostReceives: number;
  #count = 0;

  constructor(clock: () => number, mostReceives = MAX_RECEIVES) {
    this.#clock = clock;
    this.#mostReceives = mostReceives;
  }

  async send(command: unknown): Promise<object> {
    if (!(command as { readonly input: { QueueUrl?: string } }).input.QueueUrl)
      throw new Error('a request of no queue');
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { ReceiptHandle, VisibilityTimeout } = command.input;
      if (VisibilityTimeout === undefined) throw new Error('a change of visibility to nothing');
      const message = this.messages.find((one) => handleOf(one) === ReceiptHandle);
      if (message) message.visibleAt = this.#clock() + VisibilityTimeout * 1_000;
      return {};
    }
    if (command instanceof SendMessageBatchCommand) {
      const entries = command.input.Entries ?? [];
      if (new Set(entries.map(({ Id = '' }) => Id)).size < entries.length) throw new Error('a batch of equal ids');
      if (entries.length > 10 || entries.length === 0) throw new Error(`a batch of ${entries.length} messages`);
      if (this.full) return { Failed: entries.map(({ Id }) => ({ Id, Code: 'ServiceUnavailable' })) };
      return {
        Successful: entries.map(({ Id, MessageBody }) => ({ Id, MessageId: this.enqueue(MessageBody ?? '') })),
        Failed: [],
      };
    }
    throw new Error(`${(command as object).constructor.name} is not simulated`);
  }

  enqueue(body: string): string {
    const id = `m${++this.#count}`;
    this.messages.push({ id, body, receives: 0, visibleAt: 0 });
    return id;
  }

  /** Messages that a poller would get now. */
  get visible(): Message[] {
    return this.messages.filter(({ visibleAt }) => visibleAt <= this.#clock());
  }

  /**
   * Hands a message out: it is invisible until its time is over, and a dead letter once it has been handed out too
   * often.
   */
  receive(message: Message): boolean {
    if (message.receives >= this.#mostReceives) {
      this.delete(message);
      this.deadLetters.push(message);
      return false;
    }
    message.receives++;
    message.visibleAt = this.#clock() + VISIBILITY_MS;
    return true;
  }

  delete(message: Message): void {
    const at = this.messages.indexOf(message);
    if (at >= 0) this.messages.splice(at, 1);
  }

  /** When the next message becomes visible that is not yet. */
  get nextVisibleAt(): number | null {
    const later = this.messages.map(({ visibleAt }) => visibleAt).filter((at) => at > this.#clock());
    return later.length > 0 ? Math.min(...later) : null;
  }
}
