/** The table service: dynalite in a worker thread, its tables made from the template, and a proxy for those who only know the one endpoint. */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent, type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type JsonObject, TemplateError, textOf } from './template.ts';

/** Starts the service. Without `data` the tables are in memory. */
export async function openTables(options: {
  readonly data?: string | undefined;
  readonly region: string;
  readonly account: string;
  readonly log: (line: string) => void;
}) {
  const path = options.data === undefined ? undefined : join(options.data, 'tables');
  if (path !== undefined) mkdirSync(path, { recursive: true });
  const worker = new Worker(new URL('./dynamodb-worker.ts', import.meta.url), {
    workerData: { path },
    env: { ...process.env, AWS_REGION: options.region, AWS_ACCOUNT_ID: options.account },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const exited = new Promise((done) => worker.once('exit', done));
  worker.on('error', (error) => options.log(`The table service failed: ${error.stack}`));
  const [port] = (await once(worker, 'message')) as [number];
  const endpoint = `http://127.0.0.1:${port}`;
  const agent = new Agent({ keepAlive: true });

  const call = async (operation: string, body: object): Promise<{ status: number; body: JsonObject }> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20000101T000000Z',
        // The service wants to see a signature and does not check it.
        authorization: `AWS4-HMAC-SHA256 Credential=local/20000101/${options.region}/dynamodb/aws4_request, SignedHeaders=host, Signature=local`,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as JsonObject };
  };

  return {
    /** The service's own address: functions use it directly, which saves the proxy's work. */
    endpoint,
    /** Makes a table, or finds the one of an earlier run. A table whose key has changed since is an error, as it would lose the data. */
    async create(logicalId: string, name: string, properties: JsonObject): Promise<void> {
      const { AttributeDefinitions, KeySchema } = properties;
      if (properties['BillingMode'] !== 'PAY_PER_REQUEST') {
        throw new TemplateError(
          `Table ${logicalId}: BillingMode must be PAY_PER_REQUEST, got ${JSON.stringify(properties['BillingMode'])}.`,
        );
      }
      const made = await call('CreateTable', {
        TableName: name,
        AttributeDefinitions,
        KeySchema,
        BillingMode: 'PAY_PER_REQUEST',
      });
      if (made.status !== 200 && !textOf(made.body['__type']).endsWith('ResourceInUseException')) {
        throw new TemplateError(`Table ${logicalId} cannot be made: ${JSON.stringify(made.body)}.`);
      }
      for (;;) {
        const { Table: table } = (await call('DescribeTable', { TableName: name })).body as { Table: JsonObject };
        if (JSON.stringify(table['KeySchema']) !== JSON.stringify(KeySchema)) {
          throw new TemplateError(
            `Table ${logicalId}: the data folder has ${name} with the key ${JSON.stringify(table['KeySchema'])}, the template says ${JSON.stringify(KeySchema)}. Start with an empty data folder.`,
          );
        }
        if (table['TableStatus'] === 'ACTIVE') return;
        await sleep(2);
      }
    },
    /** Passes a request on. */
    proxy(request: IncomingMessage, response: ServerResponse): void {
      const passed = httpRequest(endpoint, { method: request.method, headers: request.headers, agent }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', (error) => {
        if (response.headersSent) response.destroy(error);
        else response.writeHead(503).end(`The table service does not answer: ${error.message}`);
      });
      request.pipe(passed);
    },
    async close(): Promise<void> {
      agent.destroy();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage('close');
      await exited;
    },
  };
}
