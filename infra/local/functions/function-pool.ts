/**
 * Runs one function in worker threads, which stay between invocations. A handler that throws, hangs, exits or runs out
 * of memory fails its own invocation and nothing else.
 */
import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionError } from './function-error.ts';
import { FunctionThread, type Job } from './function-thread.ts';

/** A thread with nothing to do for this long ends, since it keeps the memory of all that it ever did. */
const IDLE_MS = 10_000;

/** The threads of one function. The first invocation starts the first thread. */
export class FunctionPool {
  readonly name: string;
  readonly arn: string;
  /** The largest number of threads, and so of invocations at one time. */
  readonly size: number;
  readonly #definition: FunctionDefinition;
  readonly #log: (line: string) => void;
  readonly #waiting: Job[] = [];
  /** With the timer that ends a thread while it is free. */
  readonly #threads = new Map<FunctionThread, NodeJS.Timeout | undefined>();
  #isClosed = false;

  /** @param log gets each line that the function prints */
  constructor(definition: FunctionDefinition, size: number, log: (line: string) => void) {
    this.name = definition.name;
    this.arn = definition.arn;
    this.size = size;
    this.#definition = definition;
    this.#log = log;
  }

  /** Whether an invocation runs or waits for a thread. */
  get isBusy(): boolean {
    return this.#waiting.length > 0 || [...this.#threads.keys()].some(({ isFree }) => !isFree);
  }

  /** Runs the function, as soon as a thread is free. It rejects with a `FunctionError`. */
  async invoke(event: unknown): Promise<unknown> {
    if (this.#isClosed) throw new FunctionError(this.name, 'Runtime.Closed', 'the local stack is closed');
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ requestId: randomUUID(), event, resolve, reject });
    this.#dispatch();
    return promise;
  }

  /** Kills the threads; the invocations that they run fail. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = [...this.#threads.keys()];
    for (const timer of this.#threads.values()) clearTimeout(timer);
    this.#threads.clear();
    const unfinished = await Promise.all(threads.map((thread) => thread.close()));
    const message = 'the local stack was closed during the invocation';
    for (const job of [...this.#waiting.splice(0), ...unfinished])
      job?.reject(new FunctionError(this.name, 'Runtime.Closed', message));
  }

  #dispatch(): void {
    while (!this.#isClosed && this.#waiting.length > 0) {
      const thread = this.#freeThread();
      if (!thread) return;
      clearTimeout(this.#threads.get(thread));
      thread.take(this.#waiting.shift()!);
    }
  }

  #freeThread(): FunctionThread | undefined {
    const free = [...this.#threads.keys()].find(({ isFree }) => isFree);
    if (free || this.#threads.size >= this.size) return free;
    const thread: FunctionThread = new FunctionThread(this.#definition, {
      log: this.#log,
      onFree: () => {
        this.#dispatch();
        if (thread.isFree) this.#endIfIdle(thread);
      },
      onGone: (gone) => {
        this.#threads.delete(gone);
        this.#dispatch();
      },
    });
    this.#threads.set(thread, undefined);
    return thread;
  }
  #endIfIdle(thread: FunctionThread): void {
    if (this.#isClosed) return;
    const end = (): void => {
      if (this.#threads.delete(thread)) void thread.close();
    };
    this.#threads.set(thread, setTimeout(end, IDLE_MS).unref());
  }
}
