/** The worker thread of the table service: dynalite takes a processor of its own, so it must not share one with S3 and the queues. */
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
const { path } = workerData as { path?: string };
const server = dynalite({ ...(path === undefined ? {} : { path }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort!.postMessage((server.address() as AddressInfo).port);
});
parentPort!.on('message', () => {
  server.close(() => parentPort!.close());
  server.closeAllConnections();
});
