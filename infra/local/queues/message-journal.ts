/** Keeps the messages that no function has finished in a journal, so that they outlive a restart. */
import type { Files } from '../files.ts';
import { type Journal, openJournal } from '../journal.ts';
import type { Message, Queue } from './fauxqs.ts';

/** A message and the name of the queue that holds it. */
type Holding = { readonly queue: string; readonly put: Message };

type Line = Holding | { readonly queue: string; readonly done: string };

/** Knows where each undelivered message is, and writes it down. */
export class MessageJournal {
  /** By message id. These are the lines that a compacted journal has. */
  readonly #undelivered = new Map<string, Holding>();
  readonly #log: (line: string) => void;
  #journal: Journal<Line> | undefined;

  /** @param log gets what could not be written down */
  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Notes what enters and leaves a queue: all of it passes through these three methods. */
  watch(queue: Queue): void {
    const enqueue = queue.enqueue.bind(queue);
    const deleteMessage = queue.deleteMessage.bind(queue);
    const purge = queue.purge.bind(queue);
    queue.enqueue = (message) => {
      // A dead letter queue counts anew how often it gave a message: else its first reader would send the message on.
      const isMoved = message.approximateReceiveCount > 0;
      if (isMoved) message.approximateReceiveCount = 0;
      const line = { queue: queue.name, put: message };
      // A new message that cannot be kept is refused. One that moves is kept already, by its first queue.
      if (isMoved) this.#noteIfPossible(line);
      else this.#note(line);
      enqueue(message);
    };
    queue.deleteMessage = (receiptHandle) => {
      const entry = queue.inflightMessages.get(receiptHandle);
      if (entry) this.#noteIfPossible({ queue: queue.name, done: entry.message.messageId });
      return deleteMessage(receiptHandle);
    };
    queue.purge = () => {
      for (const [id, holding] of this.#undelivered)
        if (holding.queue === queue.name) this.#noteIfPossible({ queue: queue.name, done: id });
      purge();
    };
  }

  /** Opens the journal and puts the messages that an earlier run did not finish back into their queues. */
  restore(path: string, queues: Iterable<Queue>, files?: Files): void {
    this.#journal = openJournal<Line>({
      path,
      files,
      replay: (line) => {
        if ('put' in line) this.#undelivered.set(line.put.messageId, line);
        else this.#undelivered.delete(line.done);
      },
      compact: () => [...this.#undelivered.values()],
    });
    const byName = new Map([...queues].map((queue) => [queue.name, queue]));
    for (const { queue, put } of this.#undelivered.values()) byName.get(queue)?.enqueue(put);
  }

  close(): void {
    this.#journal?.close();
  }

  /** What is not noted as done is delivered again after a restart, which every receiver must bear. */
  #noteIfPossible(line: Line): void {
    try {
      this.#note(line);
    } catch (error) {
      this.#log(`A message of ${line.queue} will be delivered again after a restart: ${String(error)}`);
    }
  }

  #note(line: Line): void {
    if ('put' in line) {
      this.#journal?.append(line);
      this.#undelivered.set(line.put.messageId, line);
      return;
    }
    // A message that moved to the dead letter queue is no longer for its first queue to finish.
    if (this.#undelivered.get(line.done)?.queue !== line.queue) return;
    this.#undelivered.delete(line.done);
    this.#journal?.append(line);
  }
}
