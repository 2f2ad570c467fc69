/** The worker thread of a function: it loads the bundle once, then answers one invocation after the other. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerAnswer, WorkerCall, WorkerStart } from './worker-messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const port = parentPort!;
const start = workerData as WorkerStart;

function answer(message: WorkerAnswer): void {
  port.postMessage(message);
}

function failure(error: unknown): WorkerAnswer {
  if (!(error instanceof Error)) return { kind: 'error', errorType: 'Error', errorMessage: String(error), trace: [''] };
  const { name, message, stack = '', cause } = error;
  const causes =
    cause === undefined ? [] : [`caused by ${cause instanceof Error ? cause.stack : JSON.stringify(cause)}`];
  return { kind: 'error', errorType: name, errorMessage: message, trace: [...stack.split('\n'), ...causes] };
}

function contextOf({ requestId, deadline }: WorkerCall): object {
  return {
    awsRequestId: requestId,
    functionName: start.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.arn,
    memoryLimitInMB: String(start.memoryMb),
    logGroupName: `/aws/lambda/${start.name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function loadHandler(): Promise<Handler> {
  // A third of a start is compiling, and a thread that is terminated keeps nothing by itself.
  enableCompileCache();
  const module = (await import(pathToFileURL(start.module).href)) as Record<string, unknown>;
  flushCompileCache();
  const handler = module[start.exportName];
  if (typeof handler === 'function') return handler as Handler;
  const names = Object.keys(module).join(', ') || 'no exports';
  throw new TypeError(`${start.module} exports no function ${start.exportName}; it has ${names}`);
}

async function invoke(handler: Handler, call: WorkerCall): Promise<void> {
  try {
    const result = await handler(call.event, contextOf(call));
    // Lambda hands over JSON and takes JSON back. A result that is not JSON must fail or change here as it does there.
    answer({ kind: 'result', result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
  } catch (error) {
    answer(failure(error));
  }
}

try {
  const handler = await loadHandler();
  port.on('message', (call: WorkerCall) => void invoke(handler, call));
  answer({ kind: 'ready' });
} catch (error) {
  answer(failure(error));
}
