/** The tables: dynalite holds them in a worker thread and answers the API of DynamoDB. */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent, type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import { Worker } from 'node:worker_threads';
import { ACCOUNT, REGION } from '../account.ts';
import { closeOnFailure } from '../closable.ts';
import { sendJson } from '../endpoint/json-protocol.ts';
import type { RequestHandler } from '../endpoint/request.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { createTable } from './create-table.ts';

/** How to start the tables. */
export type TablesOptions = {
  /** The tables of the template. */
  readonly resources: readonly ResolvedResource[];
  /** Folder of the tables. Absent: they are in memory, and gone at the end. */
  readonly data?: string | undefined;
  readonly log: (line: string) => void;
  /** The worker's module. Default: dynalite's. */
  readonly worker?: URL;
};

/** The table service died. Without it no file is judged and no receipt written. */
export class TablesFailedError extends Error {
  override name = 'TablesFailedError';
  constructor(cause: unknown) {
    super(`The table service died: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The running tables. */
export type Tables = {
  /** dynalite's own address. Functions use it directly, which saves the work of passing requests on. */
  readonly endpoint: string;
  /** Passes a request that came to the stack's endpoint on to dynalite. */
  readonly handle: RequestHandler;
  /** Resolves with the reason when the table service dies. */
  readonly failure: Promise<TablesFailedError>;
  close(): Promise<void>;
};

/** Starts the tables with the items that an earlier run left. */
export async function startTables({ resources, data, log, worker: module }: TablesOptions): Promise<Tables> {
  const worker = startWorker(data, module ?? new URL('./dynalite-worker.ts', import.meta.url));
  const exited = new Promise((done) => worker.once('exit', done));
  const failure = new Promise<TablesFailedError>((fail) => {
    const tell = (cause: unknown): void => {
      const error = new TablesFailedError(cause);
      log(error.message);
      fail(error);
    };
    worker.once('error', tell);
    worker.once('exit', (code) => {
      if (code !== 0) tell(`it ended with code ${code}`);
    });
  });
  const port = await Promise.race([once(worker, 'message').then(([first]) => first as number), failure]);
  if (port instanceof Error) throw port;
  const endpoint = `http://127.0.0.1:${port}`;
  const agent = new Agent({ keepAlive: true });
  const close = async (): Promise<void> => {
    agent.destroy();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage('close');
    await exited;
  };
  await closeOnFailure({ close }, async () => {
    for (const resource of resources) await createTable(endpoint, resource);
  });
  return { endpoint, handle: (request, response) => passOn({ endpoint, agent }, request, response), failure, close };
}

function startWorker(path: string | undefined, module: URL): Worker {
  if (path !== undefined) mkdirSync(path, { recursive: true });
  return new Worker(module, {
    workerData: { path },
    env: { ...process.env, AWS_REGION: REGION, AWS_ACCOUNT_ID: ACCOUNT },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
}

function passOn(
  { endpoint, agent }: { readonly endpoint: string; readonly agent: Agent },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, headers } = request;
  const passed = httpRequest(endpoint, { method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', (error) => {
    if (response.headersSent) response.destroy(error);
    else {
      const message = `The table service does not answer: ${error.message}. Start the local service again.`;
      sendJson(response, { version: '1.0', status: 503, body: { __type: 'ServiceUnavailable', message } });
    }
  });
  request.pipe(passed);
}
