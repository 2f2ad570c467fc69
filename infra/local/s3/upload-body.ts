/**
 * Receives the body of an upload: it takes off the aws-chunked framing, writes the bytes where contents are kept, and
 * checks them against every length and checksum that was sent with them. Nothing is held in memory but one piece.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createHash } from 'node:crypto';
import { type Trailers, incompleteBody, unframe } from './aws-chunked.ts';
import {
  CHECKSUM_BYTES,
  type Checksum,
  type ChecksumAlgorithm,
  isChecksumAlgorithm,
  startChecksum,
} from './checksums.ts';
import { type Contents, writePieces } from './contents.ts';
import { S3Error } from './s3-error.ts';

/** The largest body that S3 takes in one request: 5 GB. */
export const LARGEST_BODY = 5 * 1024 ** 3;

/** A body that was received whole. */
export type UploadBody = {
  /** The file of contents that holds the bytes. */
  readonly file: string;
  readonly size: number;
  /** Hexadecimal MD5, which is the ETag of an object that was put in one piece. */
  readonly md5: string;
  /** The `x-amz-checksum-*` headers or trailers that were sent with the bytes, all of them true. */
  readonly checksums: Readonly<Record<string, string>>;
};

/** Where bodies go, and how large one may be. */
export type BodyReceiver = { readonly contents: Contents; readonly largestBody: number };

/** Receives and checks a body. What differs from its own length or checksum is forgotten and answered with an error. */
export async function receiveUpload(request: IncomingMessage, receiver: BodyReceiver): Promise<UploadBody> {
  const { headers } = request;
  refuseLargeHeader(headers, receiver.largestBody);
  // A loop that ends early must not close the connection: the client is told why.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  if (!isFramed(headers)) return receiveBytes(body, headers, receiver);
  const trailers: Trailers = {};
  const bytes = unframe(body, trailers);
  return receiveBytes(bytes, headers, receiver, (size) => {
    checkDecodedLength(headers, size);
    checkTrailers(headers, trailers);
    return checksumHeaders(trailers);
  });
}

/**
 * Receives bytes and checks them against the checksums among `headers`.
 * @param atEnd gets the number of bytes, and returns the checksums that came after them
 */
export async function receiveBytes(
  bytes: AsyncIterable<Buffer>,
  headers: Headers,
  receiver: BodyReceiver,
  atEnd: (size: number) => Readonly<Record<string, string>> = () => ({}),
): Promise<UploadBody> {
  const { file, size, md5, ...digests } = await receivePieces(bytes, declaredChecksums(headers), receiver);
  try {
    const checksums = { ...checksumHeaders(headers), ...atEnd(size) };
    checkDigests({ file, size, md5, ...digests }, { headers, checksums });
    return { file, size, md5, checksums };
  } catch (error) {
    receiver.contents.discard(file);
    throw error;
  }
}

type CheckedBody = Omit<UploadBody, 'checksums'> & {
  readonly sha256: string | undefined;
  readonly digests: ReadonlyMap<ChecksumAlgorithm, Buffer>;
};

async function receivePieces(
  bytes: AsyncIterable<Buffer>,
  { algorithms, wantsSha256 }: Declared,
  { contents, largestBody }: BodyReceiver,
): Promise<CheckedBody> {
  const running = new Map<ChecksumAlgorithm, Checksum>(
    algorithms.map((algorithm) => [algorithm, startChecksum(algorithm)]),
  );
  const md5 = createHash('md5');
  const sha256 = wantsSha256 ? createHash('sha256') : undefined;
  async function* watched(): AsyncIterable<Buffer> {
    let size = 0;
    for await (const piece of bytes) {
      size += piece.length;
      if (size > largestBody) throw entityTooLarge(largestBody);
      md5.update(piece);
      sha256?.update(piece);
      for (const checksum of running.values()) checksum.update(piece);
      yield piece;
    }
  }
  const written = await writePieces(contents, watched());
  return {
    ...written,
    md5: md5.digest('hex'),
    sha256: sha256?.digest('hex'),
    digests: new Map([...running].map(([algorithm, checksum]) => [algorithm, checksum.digest()])),
  };
}

type Declared = { readonly algorithms: readonly ChecksumAlgorithm[]; readonly wantsSha256: boolean };
type Headers = Readonly<IncomingHttpHeaders>;

const PREFIX = 'x-amz-checksum-';

/** Returns the checksums that headers give or announce. S3 takes one at most. */
function declaredChecksums(headers: Headers): Declared {
  const announced = (headers['x-amz-trailer'] ?? '').toString().split(',');
  const names = [...Object.keys(checksumHeaders(headers)), ...announced.map((name) => name.trim().toLowerCase())];
  const algorithms = names
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .filter(isChecksumAlgorithm);
  if (algorithms.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      400,
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  return { algorithms, wantsSha256: payloadHash(headers) !== undefined };
}

/** Returns those of the headers or trailers that are checksums. */
export function checksumHeaders(headers: Headers): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && name.startsWith(PREFIX) && isChecksumAlgorithm(name.slice(PREFIX.length)))
      found[name] = value;
  }
  return found;
}

function payloadHash(headers: Headers): string | undefined {
  const hash = String(headers['x-amz-content-sha256'] ?? '');
  return /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
}

function isFramed(headers: Headers): boolean {
  const encodings = (headers['content-encoding'] ?? '').split(',');
  return (
    String(headers['x-amz-content-sha256']).startsWith('STREAMING-') ||
    encodings.some((encoding) => encoding.trim() === 'aws-chunked')
  );
}

function refuseLargeHeader(headers: Headers, largest: number): void {
  const declared = headers['x-amz-decoded-content-length'] ?? headers['content-length'] ?? 0;
  if (Number(declared) > largest) throw entityTooLarge(largest);
}

function entityTooLarge(largest: number): S3Error {
  return new S3Error(
    'EntityTooLarge',
    400,
    `Your proposed upload exceeds the maximum allowed size of ${largest} bytes. Send it in parts, or a smaller one.`,
  );
}

function checkDecodedLength(headers: Headers, size: number): void {
  const declared = headers['x-amz-decoded-content-length'];
  if (declared === undefined || Number(declared) === size) return;
  throw incompleteBody(`Expected ${String(declared)} decoded bytes, got ${size}. Send the body again.`);
}

/** A checksum that was announced and is missing, or comes without announcement, was never computed. */
function checkTrailers(headers: Headers, trailers: Trailers): void {
  const announced = (headers['x-amz-trailer'] ?? '').toString().toLowerCase();
  const names = announced.split(',').map((name) => name.trim());
  const missing = names.find((name) => name.startsWith(PREFIX) && trailers[name] === undefined);
  const surplus = Object.keys(checksumHeaders(trailers)).find((name) => !names.includes(name));
  if (missing === undefined && surplus === undefined) return;
  const what = missing === undefined ? `has ${surplus}, which x-amz-trailer does not` : `lacks ${missing}`;
  throw new S3Error('MalformedTrailerError', 400, `The trailer ${what}. Send the body again.`);
}

function checkDigests(
  { size, md5, sha256, digests }: CheckedBody,
  { headers, checksums }: { readonly headers: Headers; readonly checksums: Readonly<Record<string, string>> },
): void {
  const contentMd5 = headers['content-md5']?.toString();
  if (contentMd5 !== undefined) {
    const expected = decodeDigest(contentMd5, CHECKSUM_BYTES.md5);
    if (!expected) throw new S3Error('InvalidDigest', 400, `The Content-MD5 ${contentMd5} is not valid.`);
    const computed = Buffer.from(md5, 'hex');
    if (!expected.equals(computed)) throw badDigest({ name: 'content-md5', value: contentMd5, computed, size });
  }
  for (const [name, value] of Object.entries(checksums)) {
    const algorithm = name.slice(PREFIX.length) as ChecksumAlgorithm;
    const expected = decodeDigest(value, CHECKSUM_BYTES[algorithm]);
    if (!expected) throw new S3Error('InvalidRequest', 400, `Value for ${name} header is invalid.`);
    const computed = digests.get(algorithm)!;
    if (!expected.equals(computed)) throw badDigest({ name, value, computed, size });
  }
  const hash = payloadHash(headers);
  if (hash !== undefined && hash !== sha256) {
    const message = `The provided 'x-amz-content-sha256' header does not match what was computed: ${sha256}.`;
    throw new S3Error('XAmzContentSHA256Mismatch', 400, message);
  }
}

function decodeDigest(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : undefined;
}

type Mismatch = { readonly name: string; readonly value: string; readonly computed: Buffer; readonly size: number };

function badDigest({ name, value, computed, size }: Mismatch): S3Error {
  return new S3Error(
    'BadDigest',
    400,
    `${name} was ${value}, the ${size} bytes received have ${computed.toString('base64')}. Send the body again.`,
  );
}
