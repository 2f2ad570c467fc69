import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { startEndpoint } from '../../infra/local/endpoint/endpoint.ts';
import { startTables } from '../../infra/local/tables/tables.ts';
import { clients, temporaryFolder } from './fixture.ts';

function workerThat(source: string): URL {
  const file = join(temporaryFolder(), 'worker.mjs');
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${source}`);
  return pathToFileURL(file);
}

test('a table service that dies tells the stack why, and its clients in a sentence', async () => {
  const log: string[] = [];
  const worker = workerThat(`
    parentPort.postMessage(1);
    setTimeout(() => { throw new Error('IO error: no space left on device'); }, 1);`);
  const tables = await startTables({ resources: [], log: (line) => void log.push(line), worker });
  expect(await tables.failure).toMatchObject({
    name: 'TablesFailedError',
    message: 'The table service died: IO error: no space left on device',
  });
  expect(log.join('\n')).toContain('no space left on device');
  const endpoint = await startEndpoint(0);
  onTestFinished(() => endpoint.close());
  endpoint.serve(tables.handle);
  await expect(clients({ endpoint: endpoint.url }).dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    message: expect.stringContaining('The table service does not answer'),
  });
  await tables.close();
});

test('a table service that dies before it listens stops the start', async () => {
  const worker = workerThat('process.exit(3);');
  await expect(startTables({ resources: [], log: () => undefined, worker })).rejects.toThrow(/ended with code 3/);
});
