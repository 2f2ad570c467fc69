/** Tells who may ask without a signature: programs of this machine, and pages that the service itself served. */
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request must prove by a signature that it may do what it asks: it comes over the network, or from a page of
 * another site in a browser of this machine, or by a name that a page may have chosen for this address.
 */
export function mustBeSigned({ socket, headers, method }: IncomingMessage): boolean {
  if (!isLoopback(socket.remoteAddress ?? '') || !isOwnHost(headers.host)) return true;
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined) return origin !== `http://${headers.host}`;
  const reads = method === 'GET' || method === 'HEAD';
  return !reads && (site === 'cross-site' || site === 'same-site');
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}

/** Names that lead to this machine for everybody, so that no other site can take them. A bucket may stand before them. */
function isOwnHost(host: string | undefined): boolean {
  return host === undefined || /^(127(\.\d{1,3}){3}|\[::1\]|([\w.-]+\.)?localhost)(:\d+)?$/i.test(host);
}
