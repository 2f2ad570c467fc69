/** The tables: dynalite holds them in a worker thread and answers the API of DynamoDB. */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent, type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import { Worker } from 'node:worker_threads';
import { ACCOUNT, REGION } from '../account.ts';
import { closeOnFailure } from '../closable.ts';
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
};

/** The running tables. */
export type Tables = {
  /** dynalite's own address. Functions use it directly, which saves the work of passing requests on. */
  readonly endpoint: string;
  /** Passes a request that came to the stack's endpoint on to dynalite. */
  readonly handle: RequestHandler;
  close(): Promise<void>;
};

/** Starts the tables with the items that an earlier run left. */
export async function startTables({ resources, data, log }: TablesOptions): Promise<Tables> {
  const worker = startWorker(data);
  const exited = new Promise((done) => worker.once('exit', done));
  worker.on('error', (error) => log(`The table service failed: ${error.stack}`));
  const [port] = (await once(worker, 'message')) as [number];
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
  return { endpoint, handle: (request, response) => passOn({ endpoint, agent }, request, response), close };
}

function startWorker(path: string | undefined): Worker {
  if (path !== undefined) mkdirSync(path, { recursive: true });
  return new Worker(new URL('./dynalite-worker.ts', import.meta.url), {
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
    else response.writeHead(503).end(`The table service does not answer: ${error.message}`);
  });
  request.pipe(passed);
}
