/**
 * Packs parts into a ZIP archive whose bytes depend on nothing but the parts and what deflates them.
 */
import { crc32, deflateRawSync } from 'node:zlib';
import { deflateSync } from 'fflate';

export type Part = { readonly name: string; readonly content: string | Uint8Array };

/** Raw deflate data of bytes. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

/** 1980-01-01 00:00, the first moment that ZIP knows, as its own date and time fields: no clock and no time zone. */
const DOS_TIME = 0;
const DOS_DATE = (1 << 5) | 1;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** Level 6 would take twice the time for a sixth fewer bytes. */
const LEVEL = 3;

/** By fflate, whose output does not depend on the build of zlib or on the processor. */
export const deflateAlike: Deflate = (bytes) => deflateSync(bytes, { level: LEVEL });

/** By zlib, in a third of the time. */
export const deflateQuickly: Deflate = (bytes) => deflateRawSync(bytes, { level: LEVEL });

/** Archive of the parts in the order given. */
export function packZip(parts: readonly Part[], deflate: Deflate): Uint8Array {
  const pieces: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const packed = deflate(bytes);
    const nameBytes = Buffer.from(name, 'utf8');
    const shared = sharedFields(crc32(bytes), packed.length, bytes.length, nameBytes.length);

    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    shared.copy(local, 4);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(VERSION, 4);
    shared.copy(central, 6);
    central.writeUInt32LE(offset, 42);

    pieces.push(local, nameBytes, packed);
    directory.push(central, nameBytes);
    offset += local.length + nameBytes.length + packed.length;
  }
  const directorySize = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...pieces, ...directory, end]));
}

/** The 26 bytes that the local and the central entry have in common. */
function sharedFields(crc: number, packedSize: number, size: number, nameLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(DOS_TIME, 6);
  fields.writeUInt16LE(DOS_DATE, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packedSize, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(nameLength, 22);
  return fields;
}
