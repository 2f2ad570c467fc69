/**
 * What the core uses of node:zlib, for a browser. It fails as Node's does, because the core tells a bomb from a damaged
 * part by the error.
 */
import { deflateSync, Inflate } from 'fflate';

export { deflateSync as deflateRawSync };

/** Bytes of input that are inflated at once: at most 1,032 times as many come out before the limit is looked at. */
const PUSHED = 16_384;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** CRC-32 of bytes, or of a text in UTF-8. */
export function crc32(data: Uint8Array | string): number {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = (CRC_TABLE[(crc ^ bytes[at]!) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The content is longer than the caller allows. */
class BufferTooLargeError extends Error {
  override readonly name = 'RangeError';
  readonly code = 'ERR_BUFFER_TOO_LARGE';
}

/** Inflates raw deflate data. @throws BufferTooLargeError, or fflate's own error where the data are damaged */
export function inflateRawSync(packed: Uint8Array, { maxOutputLength }: { readonly maxOutputLength: number }): Buffer {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((chunk) => {
    length += chunk.length;
    if (length > maxOutputLength) throw new BufferTooLargeError('more comes out than is allowed');
    chunks.push(chunk);
  });
  for (let at = 0; at < packed.length; at += PUSHED)
    inflate.push(packed.subarray(at, at + PUSHED), at + PUSHED >= packed.length);
  return Buffer.concat(chunks, length);
}
