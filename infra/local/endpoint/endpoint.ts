/** Listens on 127.0.0.1, and where that is wanted on one address of the network, for all services of the endpoint. */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeOnFailure } from '../closable.ts';
import type { RequestHandler } from './request.ts';

/** A server that listens. */
export type Endpoint = {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** The same at the address of the network: where pages and signed addresses lead. It is `url` where there is none. */
  readonly publicUrl: string;
  /** Gives every request to `handle`. Until it is called, the endpoint answers with status 503, which clients retry. */
  serve(handle: RequestHandler): void;
  close(): Promise<void>;
};

/** The system does not let the stack listen on a port. */
export class ListenError extends Error {
  override name = 'ListenError';
  /** The system's own code, for example `EADDRINUSE`. */
  readonly code: string | undefined;
  constructor(address: string, port: number, cause: NodeJS.ErrnoException) {
    super(`Cannot listen on ${address}:${port}: ${cause.message}. Choose another port, or 0 for any that is free.`, {
      cause,
    });
    this.code = cause.code;
  }
}

const LOOPBACK = '127.0.0.1';

/**
 * Starts to listen.
 * @param port 0 for any port that is free
 * @param network an IPv4 address of this machine that is opened, too
 * @throws ListenError
 */
export async function startEndpoint(port: number, network?: string): Promise<Endpoint> {
  let handler: RequestHandler = (_request, response) =>
    void response.writeHead(503).end('The local stack is starting.');
  const servers: Server[] = [];
  const open = async (address: string, at: number): Promise<number> => {
    const server = createServer((request, response) => void handler(request, response));
    server.keepAliveTimeout = 60_000;
    server.requestTimeout = 0;
    await listen(server, address, at);
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };
  const close = async (): Promise<void> => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  };
  const opened = await open(LOOPBACK, port);
  if (network !== undefined) await closeOnFailure({ close }, () => open(network, opened));
  return {
    url: `http://${LOOPBACK}:${opened}`,
    publicUrl: `http://${network ?? LOOPBACK}:${opened}`,
    serve(handle) {
      handler = handle;
    },
    close,
  };
}

async function listen(server: Server, address: string, port: number): Promise<void> {
  server.listen(port, address);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ListenError(address, port, cause as NodeJS.ErrnoException);
  }
}
