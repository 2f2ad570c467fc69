/**
 * Runs one Lambda function: its bundled asset in worker threads that are kept between invocations, with the template's environment,
 * memory and timeout. A handler that throws, hangs, exits or runs out of memory fails its invocation and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

/** How a function is run. */
export type FunctionDefinition = {
  readonly name: string;
  readonly arn: string;
  /** Folder of the asset. */
  readonly root: string;
  /** `<file>.<export>`, for example `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
};

/** What the worker thread is started with. */
export type WorkerStart = {
  readonly module: string;
  readonly exportName: string;
  readonly name: string;
  readonly arn: string;
  readonly memoryMb: number;
};
/** One invocation, sent to a worker that is ready. */
export type WorkerCall = { readonly requestId: string; readonly event: unknown; readonly deadline: number };
/** What a worker answers: that it is ready, that it cannot start, a result, or an error. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string; readonly trace: string[] };

/** A function that failed, as Lambda reports it: `errorType` is the name of what was thrown. */
export class FunctionError extends Error {
  override name = 'FunctionError';
  readonly errorType: string;
  readonly payload: { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };
  constructor(functionName: string, errorType: string, errorMessage: string, trace: readonly string[] = []) {
    super(`${functionName}: ${errorType}: ${errorMessage}`);
    this.errorType = errorType;
    this.payload = { errorType, errorMessage, trace };
  }
}

type Job = WorkerCall & {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: FunctionError) => void;
};
type Thread = { readonly worker: Worker; ready: boolean; job: Job | undefined; timer: NodeJS.Timeout | undefined };

export type FunctionPool = {
  readonly name: string;
  readonly arn: string;
  /** Threads at most, so invocations at one time at most. */
  readonly size: number;
  /** Runs the function. Waits for a free thread when all are busy. */
  invoke(event: unknown): Promise<unknown>;
  readonly busy: boolean;
  close(): Promise<void>;
};

/** Loading a bundle may take long on a loaded machine; the cloud allows 10 seconds. */
const START_TIMEOUT_MS = 60_000;

/** Starts no thread before the first invocation. `log` gets each line that the function prints. */
export function createFunctionPool(
  definition: FunctionDefinition,
  size: number,
  log: (line: string) => void,
): FunctionPool {
  const { name, arn } = definition;
  const waiting: Job[] = [];
  const threads = new Set<Thread>();
  let closed = false;

  const finish = (thread: Thread, settle: (job: Job) => void) => {
    clearTimeout(thread.timer);
    const { job } = thread;
    thread.job = undefined;
    if (job) settle(job);
    dispatch();
  };
  const fail = (thread: Thread, errorType: string, message: string, trace: string[] = []) => {
    threads.delete(thread);
    void thread.worker.terminate();
    finish(thread, (job) => job.reject(new FunctionError(name, errorType, message, trace)));
  };
  const limit = (thread: Thread, milliseconds: number, message: string) => {
    clearTimeout(thread.timer);
    thread.timer = setTimeout(() => fail(thread, 'Sandbox.Timedout', message), milliseconds);
  };
  const run = (thread: Thread, job: Job) => {
    const { requestId, event } = job;
    const milliseconds = definition.timeoutSeconds * 1000;
    limit(
      thread,
      milliseconds,
      `RequestId: ${requestId} Error: Task timed out after ${definition.timeoutSeconds.toFixed(2)} seconds`,
    );
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.worker.postMessage({ requestId, event, deadline: Date.now() + milliseconds } satisfies WorkerCall);
  };
  const start = (): Thread => {
    const worker = startWorker(definition);
    const thread: Thread = { worker, ready: false, job: undefined, timer: undefined };
    for (const stream of [worker.stdout, worker.stderr])
      createInterface({ input: stream }).on('line', (line) => log(`${name}: ${line}`));
    worker.on('message', (answer: WorkerAnswer) => {
      if (!threads.has(thread)) return;
      if (answer.kind === 'ready') {
        thread.ready = true;
        clearTimeout(thread.timer);
        if (thread.job) run(thread, thread.job);
        return;
      }
      // A function that cannot be loaded fails each invocation; the next one tries a new thread.
      if (answer.kind === 'error' && !thread.ready) fail(thread, answer.errorType, answer.errorMessage, answer.trace);
      else if (answer.kind === 'error') {
        finish(thread, (job) =>
          job.reject(new FunctionError(name, answer.errorType, answer.errorMessage, answer.trace)),
        );
      } else finish(thread, (job) => job.resolve(answer.result));
    });
    worker.on('error', (error: Error & { code?: string }) => {
      if (!threads.has(thread)) return;
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      fail(
        thread,
        memory ? 'Runtime.OutOfMemory' : (error.name ?? 'Error'),
        memory ? `more than the ${definition.memoryMb} MB of MemorySize` : error.message,
      );
    });
    worker.on('exit', (code) => {
      if (threads.has(thread)) fail(thread, 'Runtime.ExitError', `the function exited with code ${code} and no answer`);
    });
    threads.add(thread);
    limit(thread, START_TIMEOUT_MS, `The function did not load within ${START_TIMEOUT_MS / 1000} seconds`);
    return thread;
  };
  const dispatch = () => {
    if (closed) return;
    while (waiting.length > 0) {
      const free = [...threads].find(({ job }) => job === undefined) ?? (threads.size < size ? start() : undefined);
      if (!free) return;
      free.job = waiting.shift();
      if (free.ready && free.job) run(free, free.job);
    }
  };

  return {
    name,
    arn,
    size,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new FunctionError(name, 'Runtime.Closed', 'the local stack is closed'));
          return;
        }
        waiting.push({ requestId: randomUUID(), event, deadline: 0, resolve, reject });
        dispatch();
      }),
    get busy() {
      return waiting.length > 0 || [...threads].some(({ job }) => job !== undefined);
    },
    async close() {
      closed = true;
      const open = [...threads];
      threads.clear();
      await Promise.all(open.map(({ worker }) => worker.terminate()));
      const jobs = [...waiting.splice(0), ...open.flatMap(({ job }) => (job ? [job] : []))];
      for (const thread of open) clearTimeout(thread.timer);
      for (const job of jobs)
        job.reject(new FunctionError(name, 'Runtime.Closed', 'the local stack was closed during the invocation'));
    },
  };
}

function startWorker(definition: FunctionDefinition): Worker {
  const [file, exportName = ''] = definition.handler.split(/\.(?=[^.]*$)/);
  const module = ['.mjs', '.js']
    .map((extension) => join(definition.root, `${file}${extension}`))
    .find((path) => existsSync(path));
  const workerData: WorkerStart = {
    module: module ?? join(definition.root, `${file}.mjs`),
    exportName,
    name: definition.name,
    arn: definition.arn,
    memoryMb: definition.memoryMb,
  };
  return new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData,
    env: { ...definition.environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb },
    execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
  });
}
