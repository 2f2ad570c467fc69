/** Takes the aws-chunked framing off a body while it arrives. */
import { S3Error } from './s3-error.ts';

/** What follows the last chunk, by lower-case name. */
export type Trailers = Record<string, string>;

/** The line before a chunk is this long at most: a size, and a signature of 64 digits. */
const LONGEST_LINE = 4096;
/** All trailers together. */
const LONGEST_TRAILERS = 16_384;

/**
 * Yields the bytes of `<hex size>[;signature]CRLF <bytes> CRLF … 0 CRLF <trailers>`.
 * @param trailers gets what follows the last chunk
 */
export async function* unframe(body: AsyncIterable<Buffer>, trailers: Trailers): AsyncIterable<Buffer> {
  const input = new Input(body);
  for (;;) {
    const line = await input.line();
    const size = /^[0-9a-f]{1,12}(;|$)/i.test(line ?? '') ? Number.parseInt(line!, 16) : Number.NaN;
    if (Number.isNaN(size)) throw broken(input);
    if (size === 0) break;
    for (let left = size; left > 0;) {
      const piece = await input.take(left);
      if (!piece) throw broken(input);
      left -= piece.length;
      yield piece;
    }
    if ((await input.line()) !== '') throw broken(input);
  }
  let length = 0;
  for (let line = await input.line(); line !== undefined && line !== ''; line = await input.line()) {
    length += line.length;
    const colon = line.indexOf(':');
    if (colon < 1 || length > LONGEST_TRAILERS) throw broken(input);
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}

function broken({ position }: Input): S3Error {
  return incompleteBody(`The aws-chunked body breaks off or has no chunk header at byte ${position}. Send it again.`);
}

/** Returns the error of a body that is not what its own framing or length says. */
export function incompleteBody(message: string): S3Error {
  return new S3Error('IncompleteBody', 400, message);
}

/** The bytes of a body, taken line by line or piece by piece. */
class Input {
  /** Bytes that were taken. */
  position = 0;
  readonly #pieces: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>) {
    this.#pieces = body[Symbol.asyncIterator]();
  }

  /** Takes a line without its CRLF. Undefined: the body ends before one, or the line is longer than any may be. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#rest.toString('latin1', 0, end);
        this.#advance(end + 2);
        return line;
      }
      if (this.#rest.length > LONGEST_LINE) return undefined;
      const next = await this.#pieces.next();
      if (next.done === true) return this.#lastLine();
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
  }

  /** Takes up to `most` bytes. Undefined: there are no more. */
  async take(most: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) return undefined;
      this.#rest = next.value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#advance(piece.length);
    return piece;
  }

  /** A last trailer may end with the body. */
  #lastLine(): string | undefined {
    if (this.#rest.length === 0) return undefined;
    const line = this.#rest.toString('latin1');
    this.#advance(this.#rest.length);
    return line;
  }

  #advance(bytes: number): void {
    this.#rest = this.#rest.subarray(bytes);
    this.position += bytes;
  }
}
