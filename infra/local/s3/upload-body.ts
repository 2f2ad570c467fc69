/** Reads the body of an upload, takes off its aws-chunked framing, and checks it against the checksums sent with it. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import { readBody } from '../endpoint/request.ts';
import { S3Error } from './s3-error.ts';

/** The bytes of an object or part, and the `x-amz-checksum-*` headers or trailers that were sent with them. */
export type UploadBody = { readonly bytes: Buffer; readonly checksums: Readonly<Record<string, string>> };

/** Reads and checks an upload. It throws for a content that differs from its own length or checksum. */
export async function readUpload(request: IncomingMessage): Promise<UploadBody> {
  const raw = await readBody(request);
  const { headers } = request;
  const { bytes, trailers } = isFramed(headers) ? unframe(raw, headers) : { bytes: raw, trailers: {} };
  const checksums: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(headers), ...Object.entries(trailers)]) {
    if (/^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name) && typeof value === 'string')
      checksums[name] = value;
  }
  const { 'content-md5': digest } = headers;
  verify(bytes, { ...checksums, ...(digest === undefined ? {} : { 'content-md5': String(digest) }) });
  return { bytes, checksums };
}

function isFramed(headers: IncomingHttpHeaders): boolean {
  const encodings = (headers['content-encoding'] ?? '').split(',');
  return (
    String(headers['x-amz-content-sha256']).startsWith('STREAMING-') ||
    encodings.some((encoding) => encoding.trim() === 'aws-chunked')
  );
}

type Unframed = { readonly bytes: Buffer; readonly trailers: Record<string, string> };

function unframe(raw: Buffer, headers: IncomingHttpHeaders): Unframed {
  const unframed = joinChunks(raw);
  const declared = headers['x-amz-decoded-content-length'];
  const { length } = unframed.bytes;
  if (declared === undefined || Number(declared) === length) return unframed;
  throw incompleteBody(`Expected ${String(declared)} decoded bytes, got ${length}. Send the body again.`);
}

/** Takes the chunks out of `<hex size>[;signature]CRLF <bytes> CRLF … 0 CRLF <trailers>`. */
function joinChunks(raw: Buffer): Unframed {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', position);
    const header = lineEnd < 0 ? '' : raw.toString('latin1', position, lineEnd).split(';')[0]!;
    const size = Number.parseInt(header, 16);
    const start = lineEnd + 2;
    if (Number.isNaN(size) || start + size > raw.length) {
      const place = `at byte ${position} of ${raw.length}`;
      throw incompleteBody(`The aws-chunked body breaks off or has no chunk header ${place}. Send it again.`);
    }
    if (size === 0) {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      return { bytes, trailers: parseTrailers(raw.toString('utf8', start)) };
    }
    chunks.push(raw.subarray(start, start + size));
    position = start + size + 2;
  }
}

function parseTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function incompleteBody(message: string): S3Error {
  return new S3Error('IncompleteBody', 400, message);
}

/** Node has neither CRC32C nor CRC64NVME: S3 keeps those checksums and gives them back, and only readers check them. */
const CHECKSUMS: Record<string, (bytes: Buffer) => string> = {
  'content-md5': (bytes) => createHash('md5').update(bytes).digest('base64'),
  'x-amz-checksum-sha1': (bytes) => createHash('sha1').update(bytes).digest('base64'),
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest('base64'),
  'x-amz-checksum-crc32': (bytes) => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(bytes));
    return value.toString('base64');
  },
};

function verify(bytes: Buffer, sent: Record<string, string>): void {
  for (const [name, value] of Object.entries(sent)) {
    const computed = CHECKSUMS[name]?.(bytes);
    if (computed !== undefined && computed !== value) {
      throw new S3Error(
        'BadDigest',
        400,
        `${name} was ${value}, the ${bytes.length} bytes received have ${computed}. Send the body again.`,
      );
    }
  }
}
