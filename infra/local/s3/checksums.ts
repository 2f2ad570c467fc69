/** The checksums that S3 knows, computed piece by piece. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Computes one checksum. */
export type Checksum = {
  update(piece: Uint8Array): void;
  digest(): Buffer;
};

/** The algorithms of `x-amz-checksum-<algorithm>`. */
export const CHECKSUM_ALGORITHMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** Bytes of each algorithm's result. */
export const CHECKSUM_BYTES: Readonly<Record<ChecksumAlgorithm | 'md5', number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
  md5: 16,
};

/** Whether a name is that of an algorithm. */
export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return (CHECKSUM_ALGORITHMS as readonly string[]).includes(name);
}

/** Begins a checksum. */
export function startChecksum(algorithm: ChecksumAlgorithm | 'md5'): Checksum {
  if (algorithm === 'crc32') return startCrc32();
  if (algorithm === 'crc32c') return startCrc32c();
  if (algorithm === 'crc64nvme') return startCrc64Nvme();
  const hash = createHash(algorithm);
  return { update: (piece) => void hash.update(piece), digest: () => hash.digest() };
}

/** Returns the checksum of bytes. */
export function checksumOf(algorithm: ChecksumAlgorithm | 'md5', bytes: Uint8Array): Buffer {
  const checksum = startChecksum(algorithm);
  checksum.update(bytes);
  return checksum.digest();
}

function startCrc32(): Checksum {
  let value = 0;
  return {
    update(piece) {
      value = crc32(piece, value);
    },
    digest: () => bigEndian(value),
  };
}

/** Castagnoli's polynomial, its bits reversed. */
const CRC32C = table32(0x82f63b78);

function startCrc32c(): Checksum {
  let value = 0xffffffff;
  return {
    update(piece) {
      let crc = value;
      for (let index = 0; index < piece.length; index++) crc = CRC32C[(crc ^ piece[index]!) & 0xff]! ^ (crc >>> 8);
      value = crc;
    },
    digest: () => bigEndian(~value >>> 0),
  };
}

function table32(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc >>> 0;
  });
}

/** The polynomial of CRC-64/NVME, its bits reversed, in two halves: numbers of 64 bits are many times slower. */
const CRC64 = table64(0x9a6c9329, 0xac4bc9b5);

function startCrc64Nvme(): Checksum {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(piece) {
      for (let index = 0; index < piece.length; index++) {
        const at = (low ^ piece[index]!) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ CRC64.low[at]!;
        high = (high >>> 8) ^ CRC64.high[at]!;
      }
    },
    digest: () => Buffer.concat([bigEndian(~high >>> 0), bigEndian(~low >>> 0)]),
  };
}

function table64(polynomialHigh: number, polynomialLow: number) {
  const highs = new Uint32Array(256);
  const lows = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) {
        low ^= polynomialLow;
        high ^= polynomialHigh;
      }
    }
    highs[byte] = high;
    lows[byte] = low;
  }
  return { high: highs, low: lows };
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
