/** The body of an S3 upload: read whole, taken out of aws-chunked framing, and checked against the checksums that came with it. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import { S3Error } from './s3-protocol.ts';

/** The bytes of an object or part, and the `x-amz-checksum-*` headers or trailers that were sent for it. */
export type UploadBody = { readonly bytes: Buffer; readonly checksums: Readonly<Record<string, string>> };

/** Reads a request to its end. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** Reads and checks an upload. Content that does not match its own length or checksum is refused, never stored. */
export async function readUpload(request: IncomingMessage): Promise<UploadBody> {
  const raw = await readBody(request);
  const { headers } = request;
  const framed =
    String(headers['x-amz-content-sha256']).startsWith('STREAMING-') ||
    (headers['content-encoding'] ?? '').split(',').some((encoding) => encoding.trim() === 'aws-chunked');
  const { bytes, trailers } = framed ? unframe(raw) : { bytes: raw, trailers: {} };
  const declared = headers['x-amz-decoded-content-length'];
  if (framed && declared !== undefined && Number(declared) !== bytes.length) {
    throw new S3Error(
      'IncompleteBody',
      400,
      `Expected ${String(declared)} decoded bytes, got ${bytes.length}. Send the body again.`,
    );
  }
  const checksums: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(headers), ...Object.entries(trailers)]) {
    if (/^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name) && typeof value === 'string')
      checksums[name] = value;
  }
  verify(bytes, {
    ...checksums,
    ...(headers['content-md5'] === undefined ? {} : { 'content-md5': String(headers['content-md5']) }),
  });
  return { bytes, checksums };
}

/** Takes the chunks out of `<hex size>[;signature]CRLF <bytes> CRLF … 0 CRLF <trailers>`. */
function unframe(raw: Buffer): { bytes: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', position);
    const size =
      lineEnd < 0 ? Number.NaN : Number.parseInt(raw.toString('latin1', position, lineEnd).split(';')[0]!, 16);
    const start = lineEnd + 2;
    if (Number.isNaN(size) || start + size > raw.length) {
      throw new S3Error(
        'IncompleteBody',
        400,
        `The aws-chunked body breaks off or has no chunk header at byte ${position} of ${raw.length}. Send it again.`,
      );
    }
    if (size === 0)
      return {
        bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
        trailers: trailersOf(raw.toString('utf8', start)),
      };
    chunks.push(raw.subarray(start, start + size));
    position = start + size + 2;
  }
}

function trailersOf(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

const DIGESTS: Record<string, (bytes: Buffer) => string> = {
  'content-md5': (bytes) => createHash('md5').update(bytes).digest('base64'),
  'x-amz-checksum-sha1': (bytes) => createHash('sha1').update(bytes).digest('base64'),
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest('base64'),
  'x-amz-checksum-crc32': (bytes) => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(bytes));
    return value.toString('base64');
  },
};

/** Node has no CRC32C and CRC64NVME: those are kept and given back, and checked by the reader only. */
function verify(bytes: Buffer, sent: Record<string, string>): void {
  for (const [name, value] of Object.entries(sent)) {
    const computed = DIGESTS[name]?.(bytes);
    if (computed !== undefined && computed !== value) {
      throw new S3Error(
        'BadDigest',
        400,
        `${name} was ${value}, the ${bytes.length} bytes received have ${computed}. Send the body again.`,
      );
    }
  }
}
