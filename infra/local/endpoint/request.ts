import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers one HTTP request. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The largest body of a request that is read whole: what carries files is received piece by piece. */
const LARGEST_READ_BODY = 8 * 1024 ** 2;

/** The body of a request is larger than any such request needs. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
  constructor() {
    super(`The body of this request may have ${LARGEST_READ_BODY} bytes at most.`);
  }
}

/** Reads the body of a request to its end. @throws BodyTooLargeError */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A loop that ends early must not close the connection: the client is told why.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > LARGEST_READ_BODY) throw new BodyTooLargeError();
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
