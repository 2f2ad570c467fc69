/** One worker thread of a function runs one job at a time. A job that hangs, exits or needs too much memory ends it. */
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionError } from './function-error.ts';
import type { WorkerAnswer, WorkerCall, WorkerStart } from './worker-messages.ts';

/** One invocation, and the promise that waits for it. */
export type Job = {
  readonly requestId: string;
  readonly event: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: FunctionError) => void;
};

/** What a thread tells its owner. */
export type ThreadListener = {
  /** Gets each line that the function prints. */
  readonly log: (line: string) => void;
  /** The thread's job is done: it can take another. */
  readonly onFree: () => void;
  /** The thread is gone. If it had a job, the job has failed. */
  readonly onGone: (thread: FunctionThread) => void;
};

/** A loaded machine may need long to load a bundle; the cloud allows 10 seconds. */
const START_TIMEOUT_MS = 60_000;

/** A thread of a function. It begins to load the function at once. */
export class FunctionThread {
  readonly #definition: FunctionDefinition;
  readonly #listener: ThreadListener;
  readonly #worker: Worker;
  #isReady = false;
  #isGone = false;
  #job: Job | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(definition: FunctionDefinition, listener: ThreadListener) {
    this.#definition = definition;
    this.#listener = listener;
    this.#worker = startWorker(definition);
    const { stdout, stderr } = this.#worker;
    for (const input of [stdout, stderr])
      createInterface({ input }).on('line', (line) => listener.log(`${definition.name}: ${line}`));
    this.#worker.on('message', (answer: WorkerAnswer) => this.#hear(answer));
    this.#worker.on('error', (error: Error & { code?: string }) => this.#crash(error));
    this.#worker.on('exit', (code) =>
      this.#fail('Runtime.ExitError', `the function exited with code ${code} and no answer`),
    );
    this.#limit(START_TIMEOUT_MS, `The function did not load within ${START_TIMEOUT_MS / 1000} seconds`);
  }

  get isFree(): boolean {
    return this.#job === undefined;
  }

  /** Runs a job, as soon as the function is loaded. The thread must be free. */
  take(job: Job): void {
    this.#job = job;
    if (this.#isReady) this.#run(job);
  }

  /** Ends the thread. @returns the job that it had not finished */
  async close(): Promise<Job | undefined> {
    this.#isGone = true;
    await this.#worker.terminate();
    clearTimeout(this.#timer);
    return this.#job;
  }

  #run({ requestId, event }: Job): void {
    const { timeoutSeconds } = this.#definition;
    const milliseconds = timeoutSeconds * 1000;
    const message = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
    this.#limit(milliseconds, message);
    const call: WorkerCall = { requestId, event, deadline: Date.now() + milliseconds };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(call);
  }

  #hear(answer: WorkerAnswer): void {
    if (this.#isGone) return;
    if (answer.kind === 'ready') {
      this.#isReady = true;
      clearTimeout(this.#timer);
      if (this.#job) this.#run(this.#job);
    } else if (answer.kind === 'result') {
      this.#takeJob()?.resolve(answer.result);
      this.#listener.onFree();
    } else {
      const { errorType, errorMessage, trace } = answer;
      // A function that cannot be loaded fails this invocation; the next one tries a new thread.
      if (!this.#isReady) return this.#fail(errorType, errorMessage, trace);
      this.#takeJob()?.reject(new FunctionError(this.#definition.name, errorType, errorMessage, trace));
      this.#listener.onFree();
    }
  }

  #crash(error: Error & { code?: string }): void {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      this.#fail('Runtime.OutOfMemory', `more than the ${this.#definition.memoryMb} MB of MemorySize`);
    else this.#fail(error.name ?? 'Error', error.message);
  }

  #limit(milliseconds: number, message: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail('Sandbox.Timedout', message), milliseconds);
  }

  #fail(errorType: string, message: string, trace: string[] = []): void {
    if (this.#isGone) return;
    this.#isGone = true;
    void this.#worker.terminate();
    this.#takeJob()?.reject(new FunctionError(this.#definition.name, errorType, message, trace));
    this.#listener.onGone(this);
  }

  #takeJob(): Job | undefined {
    clearTimeout(this.#timer);
    const job = this.#job;
    this.#job = undefined;
    return job;
  }
}

function startWorker({ module, exportName, name, arn, memoryMb, environment }: FunctionDefinition): Worker {
  const workerData: WorkerStart = { module, exportName, name, arn, memoryMb };
  return new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData,
    env: { ...environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
  });
}
