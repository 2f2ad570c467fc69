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

/** The system does not let the stack listen on a port. */
export class ListenError extends Error {
  override name = 'ListenError';
  /** The system's own code, for example `EADDRINUSE`. */
  readonly code: string | undefined;
  constructor(port: number, cause: NodeJS.ErrnoException) {
    super(`Cannot listen on 127.0.0.1:${port}: ${cause.message}. Choose another port, or 0 for any that is free.`, {
      cause,
    });
    this.code = cause.code;
  }
}

/** Starts to listen. @param port 0 for any port that is free. @throws ListenError */
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
    throw new ListenError(port, cause as NodeJS.ErrnoException);
  }
}
