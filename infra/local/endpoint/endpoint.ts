/** Listens on 127.0.0.1 for all services that share the one endpoint. */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from './request.ts';

/** A server that listens. */
export type Endpoint = {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Gives every request to `handle`. Until it is called, the endpoint answers with status 503, which clients retry. */
  serve(handle: RequestHandler): void;
  close(): Promise<void>;
};

/** Starts to listen. @param port 0 for any port that is free */
export async function startEndpoint(port: number): Promise<Endpoint> {
  let handler: RequestHandler = (_request, response) =>
    void response.writeHead(503).end('The local stack is starting.');
  const server = createServer((request, response) => void handler(request, response));
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(handle) {
      handler = handle;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`Cannot listen on 127.0.0.1:${port}: ${message}. Choose another port, or 0 for any that is free.`, {
      cause,
    });
  }
}
