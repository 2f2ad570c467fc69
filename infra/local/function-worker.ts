/** The worker thread of a function: loads the bundle once, then answers one invocation after the other. */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerAnswer, WorkerCall, WorkerStart } from './function-pool.ts';

type Handler = (event: unknown, context: object) => unknown;

const port = parentPort!;
const start = workerData as WorkerStart;
const answer = (message: WorkerAnswer) => port.postMessage(message);

function failure(error: unknown): WorkerAnswer {
  const { name, message, stack } =
    error instanceof Error ? error : { name: 'Error', message: String(error), stack: '' };
  const cause =
    error instanceof Error && error.cause !== undefined
      ? [`caused by ${error.cause instanceof Error ? error.cause.stack : JSON.stringify(error.cause)}`]
      : [];
  return { kind: 'error', errorType: name, errorMessage: message, trace: [...(stack ?? '').split('\n'), ...cause] };
}

function context({ requestId, deadline }: WorkerCall): object {
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

try {
  const module = (await import(pathToFileURL(start.module).href)) as Record<string, unknown>;
  const handler = module[start.exportName];
  if (typeof handler !== 'function') {
    throw new TypeError(
      `${start.module} exports no function ${start.exportName}; it has ${Object.keys(module).join(', ') || 'no exports'}`,
    );
  }
  port.on('message', (call: WorkerCall) => {
    void (async () => {
      try {
        // Lambda hands over JSON and takes JSON back; going through it here keeps a handler from leaning on anything else.
        const result = await (handler as Handler)(call.event, context(call));
        answer({ kind: 'result', result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
      } catch (error) {
        answer(failure(error));
      }
    })();
  });
  answer({ kind: 'ready' });
} catch (error) {
  answer(failure(error));
}
