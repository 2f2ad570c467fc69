/**
 * ZIP archives in the ways that writers differ in.
 */
import { crc32, deflateRawSync } from 'node:zlib';

export type Packing = {
  readonly stored?: boolean;
  /** Sizes after the content and not before it, as writers to a stream do. */
  readonly descriptors?: boolean;
  /** Sizes and places in the fields for large archives. */
  readonly zip64?: boolean;
  readonly backslashes?: boolean;
  /** A comment behind the archive. */
  readonly commented?: boolean;
};

const wide = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [at, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), at * 8);
  return bytes;
};

/** An archive of the parts, dated 1980-01-01. */
export function packed(parts: readonly (readonly [name: string, content: Uint8Array])[], packing: Packing = {}): Uint8Array {
  const { stored = false, descriptors = false, zip64 = false, backslashes = false, commented = false } = packing;
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  const add = (...added: readonly Buffer[]): void => {
    for (const piece of added) {
      pieces.push(piece);
      offset += piece.length;
    }
  };
  for (const [plain, content] of parts) {
    const name = Buffer.from(backslashes ? plain.replaceAll('/', '\\') : plain);
    const data = stored ? Buffer.from(content) : deflateRawSync(content, { level: 9 });
    const start = offset;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(zip64 ? 45 : 20, 0);
    fields.writeUInt16LE((descriptors ? 8 : 0) | 0x800, 2);
    fields.writeUInt16LE(stored ? 0 : 8, 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(zip64 ? 0xffff_ffff : data.length, 14);
    fields.writeUInt32LE(zip64 ? 0xffff_ffff : content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.from(fields);
    if (descriptors) local.fill(0, 10, 22);
    const localExtra = zip64 ? Buffer.concat([Buffer.from([1, 0, 16, 0]), wide(content.length, data.length)]) : Buffer.alloc(0);
    local.writeUInt16LE(localExtra.length, 24);
    add(Buffer.from('PK\u{3}\u{4}'), local, name, localExtra, data);
    if (descriptors) {
      const after = Buffer.alloc(16);
      after.write('PK\u{7}\u{8}', 'latin1');
      fields.copy(after, 4, 10, 22);
      add(after);
    }
    const extra = zip64 ? Buffer.concat([Buffer.from([1, 0, 24, 0]), wide(content.length, data.length, start)]) : Buffer.alloc(0);
    const central = Buffer.alloc(46);
    central.write('PK\u{1}\u{2}', 'latin1');
    central.writeUInt16LE(zip64 ? 45 : 20, 4);
    fields.copy(central, 6);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(zip64 ? 0xffff_ffff : start, 42);
    directory.push(central, name, extra);
  }
  const start = offset;
  add(...directory);
  const size = offset - start;
  if (zip64) {
    const end64 = Buffer.alloc(56);
    end64.write('PK\u{6}\u{6}', 'latin1');
    end64.writeBigUInt64LE(44n, 4);
    end64.writeUInt16LE(45, 12);
    end64.writeUInt16LE(45, 14);
    wide(parts.length, parts.length, size, start).copy(end64, 24);
    const locator = Buffer.alloc(20);
    locator.write('PK\u{6}\u{7}', 'latin1');
    locator.writeBigUInt64LE(BigInt(offset), 8);
    locator.writeUInt32LE(1, 16);
    add(end64, locator);
  }
  const end = Buffer.alloc(22);
  end.write('PK\u{5}\u{6}', 'latin1');
  end.writeUInt16LE(zip64 ? 0xffff : parts.length, 8);
  end.writeUInt16LE(zip64 ? 0xffff : parts.length, 10);
  end.writeUInt32LE(zip64 ? 0xffff_ffff : size, 12);
  end.writeUInt32LE(zip64 ? 0xffff_ffff : start, 16);
  const comment = Buffer.from(commented ? '由报表系统导出' : '');
  end.writeUInt16LE(comment.length, 20);
  add(end, comment);
  return new Uint8Array(Buffer.concat(pieces));
}
