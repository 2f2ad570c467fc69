/**
 * Reads a ZIP archive through its central directory and inflates only the parts that are asked for.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import type { ReadLimits } from './grid.ts';
import { damaged, refused, tooLarge } from './refusal.ts';

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const ZIP64_FIELD = 1;
const STORED = 0;
const DEFLATED = 8;
/** Deflate cannot do better than this, whatever the directory claims. */
const BEST_RATIO = 1032;
const SMALLEST_CHUNK = 65_536;

type Entry = { method: number; crc: number; compressedSize: number; size: number; offset: number };

/**
 * Names are looked up without regard to case, as the packaging convention of OOXML has it; no name ever becomes a path
 * on a disk.
 */
export type Archive = {
  readonly names: readonly string[];
  has(name: string): boolean;
  /**
   * Inflated bytes of a part; undefined when there is none of that name. Every call counts against `inflatedBytes`.
   * @throws Refused F11 beyond that limit, F01 when the part is damaged.
   */
  read(name: string): Buffer | undefined;
};

/**
 * Opens an archive. Sizes in the directory are hints only: what counts is what comes out while inflating.
 * Layout: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16.
 * @throws Refused F01 when it is damaged, F02 when an entry is encrypted, F11 with too many entries.
 */
export function openZip(bytes: Uint8Array, limits: Pick<ReadLimits, 'archiveEntries' | 'inflatedBytes'>): Archive {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(file, limits.archiveEntries);
  let budget = limits.inflatedBytes;
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name.toLowerCase()),
    read(name) {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) return undefined;
      const content = inflate(file, entry, budget, limits.inflatedBytes);
      budget -= content.length;
      return content;
    },
  };
}

function readDirectory(file: Buffer, mostEntries: number): Map<string, Entry> {
  const { count, start } = locateDirectory(file);
  if (count > mostEntries) {
    throw tooLarge(
      `压缩包内有 ${count} 个部件，超过上限 ${mostEntries} 个，不像正常的表格。请把表格复制到新工作簿后另存。`,
      `The archive has ${count} entries, the limit is ${mostEntries}. Copy the table into a new workbook and save that.`,
    );
  }
  const entries = new Map<string, Entry>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== DIRECTORY_ENTRY) throw brokenDirectory();
    const nameEnd = at + 46 + file.readUInt16LE(at + 28);
    const fieldsEnd = nameEnd + file.readUInt16LE(at + 30);
    const next = fieldsEnd + file.readUInt16LE(at + 32);
    if (next > file.length) throw brokenDirectory();
    if ((file.readUInt16LE(at + 8) & 1) === 1) throw encrypted();
    const name = file
      .toString('utf8', at + 46, nameEnd)
      .replaceAll('\\', '/')
      .replace(/^\/+/, '')
      .toLowerCase();
    if (entries.has(name)) throw damaged('有重名部件', 'two parts of one name');
    entries.set(name, readEntry(file, at, nameEnd, fieldsEnd));
    at = next;
  }
  return entries;
}

function locateDirectory(file: Buffer): { count: number; start: number } {
  const lowest = Math.max(0, file.length - 22 - 0xffff);
  let at = file.length - 22;
  while (at >= lowest && file.readUInt32LE(at) !== END_OF_DIRECTORY) at--;
  if (at < lowest)
    throw damaged('压缩包不完整，可能没有传完', 'the archive is incomplete, the upload may have been cut off');
  const count = file.readUInt16LE(at + 10);
  const start = file.readUInt32LE(at + 16);
  const locator = at - 20;
  const large = (count === 0xffff || start === 0xffffffff) && locator >= 0 && file.readUInt32LE(locator) === LOCATOR_64;
  if (!large) return { count, start };
  const end64 = Number(file.readBigUInt64LE(locator + 8));
  if (end64 + 56 > file.length || file.readUInt32LE(end64) !== END_OF_DIRECTORY_64) throw brokenDirectory();
  return { count: Number(file.readBigUInt64LE(end64 + 32)), start: Number(file.readBigUInt64LE(end64 + 48)) };
}

function readEntry(file: Buffer, at: number, fieldsStart: number, fieldsEnd: number): Entry {
  const entry = {
    method: file.readUInt16LE(at + 10),
    crc: file.readUInt32LE(at + 16),
    compressedSize: file.readUInt32LE(at + 20),
    size: file.readUInt32LE(at + 24),
    offset: file.readUInt32LE(at + 42),
  };
  for (let field = fieldsStart; field + 4 <= fieldsEnd; field += 4 + file.readUInt16LE(field + 2)) {
    if (file.readUInt16LE(field) !== ZIP64_FIELD) continue;
    const end = Math.min(fieldsEnd, field + 4 + file.readUInt16LE(field + 2));
    let value = field + 4;
    for (const key of ['size', 'compressedSize', 'offset'] as const) {
      if (entry[key] !== 0xffffffff) continue;
      if (value + 8 > end) throw brokenDirectory();
      entry[key] = Number(file.readBigUInt64LE(value));
      value += 8;
    }
  }
  return entry;
}

function inflate(file: Buffer, entry: Entry, budget: number, limit: number): Buffer {
  const { offset } = entry;
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL_ENTRY) throw brokenDirectory();
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const end = start + entry.compressedSize;
  if (end > file.length) throw brokenDirectory();
  const packed = file.subarray(start, end);
  let content = packed;
  if (entry.method === DEFLATED) content = inflateWithin(packed, entry.size, budget, limit);
  else if (entry.method !== STORED)
    throw damaged(`压缩方法 ${entry.method} 不受支持`, `compression method ${entry.method} is not supported`);
  if (content.length > budget) throw tooBig(limit);
  if (crc32(content) !== entry.crc) throw damaged('部件校验和不符', 'the checksum of a part is wrong');
  return content;
}

function inflateWithin(packed: Buffer, claimedSize: number, budget: number, limit: number): Buffer {
  // One chunk of the right size saves joining many; a false claim costs no more than deflate could have made true.
  const likely = Math.min(claimedSize, packed.length * BEST_RATIO, budget);
  try {
    return inflateRawSync(packed, {
      maxOutputLength: Math.max(1, budget),
      chunkSize: Math.max(SMALLEST_CHUNK, likely + 1),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooBig(limit);
    throw damaged('部件无法解压', 'a part cannot be inflated');
  }
}

function tooBig(limit: number): Error {
  const megabytes = Math.floor(limit / 1_048_576);
  return tooLarge(
    `解压后超过上限 ${megabytes} MB（${limit} 字节）。请把表格复制到新工作簿后另存，不要带图片和空白格式行。`,
    `The inflated content is over the limit of ${megabytes} MB (${limit} bytes). Copy the table into a new workbook, without pictures and empty formatted rows.`,
  );
}

function brokenDirectory(): Error {
  return damaged('压缩目录有误', 'the directory of the archive is wrong');
}

function encrypted(): Error {
  return refused(
    'F02',
    '压缩包已加密，应为未加密的 .xlsx。请去掉密码后重新上报。',
    'The archive is encrypted, expected an .xlsx without a password. Remove the password and send it again.',
  );
}
