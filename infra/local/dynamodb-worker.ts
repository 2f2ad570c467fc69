/** The worker thread of the table service: dynalite takes a processor of its own, so it must not share one with S3 and the queues. */
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
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
 * Ends what a kill may have left half done: dynalite notes a table first as being made, then as made, and never looks at it again. There is
 * nothing to a table but that note.
 */
async function finishTables(folder: string): Promise<void> {
  const { db } = (require('dynalite/db') as { create(options: object): Store }).create({ path: folder });
  for await (const [key, table] of db.iterator({ gt: 'table~', lt: 'table~\uFFFF' }))
    if (table.TableStatus === 'CREATING') await db.put(key, { ...table, TableStatus: 'ACTIVE' });
  await db.close();
}
