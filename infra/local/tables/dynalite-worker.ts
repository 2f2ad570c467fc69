/** The worker thread of dynalite, which needs a processor of its own: in one thread, S3 and the queues wait for it. */
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

type Store = {
  readonly db: {
    iterator(range: {
      readonly gt: string;
      readonly lt: string;
    }): AsyncIterable<[string, { readonly TableStatus: string }]>;
    put(key: string, value: object): Promise<void>;
    close(): Promise<void>;
  };
};

const require = createRequire(import.meta.url);
const dynalite = require('dynalite') as (options: object) => Server;
const { path } = workerData as { path?: string };
if (path !== undefined) await finishTables(path);
const server = dynalite({
  ...(path === undefined ? {} : { path }),
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
});

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort!.postMessage((server.address() as AddressInfo).port);
});
parentPort!.on('message', () => {
  server.close(() => parentPort!.close());
  server.closeAllConnections();
});

/**
 * Finishes the tables that a killed process was creating. dynalite notes first that it creates a table, then that the
 * table is there, and never looks at the first note again. A table is nothing but this note.
 */
async function finishTables(folder: string): Promise<void> {
  const { db } = (require('dynalite/db') as { create(options: object): Store }).create({ path: folder });
  for await (const [key, table] of db.iterator({ gt: 'table~', lt: 'table~\uFFFF' }))
    if (table.TableStatus === 'CREATING') await db.put(key, { ...table, TableStatus: 'ACTIVE' });
  await db.close();
}
