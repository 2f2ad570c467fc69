/**
 * The streams in the root of an OLE2 compound file ([MS-CFB]), the container of .xls, .et, .doc and of encrypted .xlsx.
 */
import { damaged } from './refusal.ts';

const FREE = 0xfffffffa;
const ENTRY_BYTES = 128;
const STREAM = 2;
const ROOT = 5;
const MINI_SECTOR = 64;
const HEADER_FAT_SECTORS = 109;

export type CompoundFile = {
  /** Upper-case names of the streams and storages directly under the root, as far as the directory can be read. */
  readonly names: ReadonlySet<string>;
  /** The same of the whole directory. */
  readonly allNames: ReadonlySet<string>;
  /**
   * Content of a stream of the root, by its upper-case name; undefined when there is none.
   * @throws Refused F01 when its sectors are missing, go in circles or end early.
   */
  stream(name: string): Buffer | undefined;
};

type Entry = { readonly name: string; readonly type: number; readonly start: number; readonly size: number };

/**
 * Opens a compound file. Streams inside storages, such as embedded documents, are left alone.
 * @throws Refused F01 when header, allocation table or directory do not hold together.
 */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 512) throw broken();
  const shift = file.readUInt16LE(30);
  if ((shift !== 9 && shift !== 12) || file.readUInt16LE(32) !== 6) throw broken();
  const sectors = new Sectors(file, 1 << shift);
  const directory = sectors.chain(file.readUInt32LE(48));
  const entries = readDirectory(directory);
  const [root] = entries;
  if (root === undefined || root.type !== ROOT) throw broken();
  const children = rootChildren(entries, directory);
  return {
    names: new Set(children.map(({ name }) => name)),
    allNames: new Set(entries.map(({ name }) => name)),
    stream(name) {
      const entry = children.find((child) => child.name === name && child.type === STREAM);
      if (entry === undefined) return undefined;
      const small = entry.size < file.readUInt32LE(56);
      const content = small ? miniStream(sectors, root, entry, file.readUInt32LE(60)) : sectors.chain(entry.start);
      if (content.length < entry.size) throw broken();
      return content.subarray(0, entry.size);
    },
  };
}

class Sectors {
  private readonly file: Buffer;
  private readonly size: number;
  private readonly fat: Uint32Array;

  constructor(file: Buffer, size: number) {
    this.file = file;
    this.size = size;
    this.fat = this.readFat();
  }

  /** The joined sectors from `start` to the end of their chain. */
  chain(start: number): Buffer {
    return Buffer.concat(chainOf(start, this.fat).map((sector) => this.sector(sector)));
  }

  /** The last sector of a file may be cut short. */
  private sector(number: number): Buffer {
    const at = (number + 1) * this.size;
    if (at >= this.file.length) throw broken();
    return this.file.subarray(at, at + this.size);
  }

  private readFat(): Uint32Array {
    const { file, size } = this;
    const most = Math.ceil(file.length / size);
    const numbers: number[] = [];
    for (let i = 0; i < HEADER_FAT_SECTORS; i++) numbers.push(file.readUInt32LE(76 + 4 * i));
    let next = file.readUInt32LE(68);
    for (let seen = 0; next < FREE; seen++) {
      const table = this.sector(next);
      if (seen > most || table.length < size) throw broken();
      for (let at = 0; at < size - 4; at += 4) numbers.push(table.readUInt32LE(at));
      next = table.readUInt32LE(size - 4);
    }
    const tables = numbers.filter((number) => number < FREE);
    if (tables.length > most) throw broken();
    return asNumbers(Buffer.concat(tables.map((number) => this.sector(number))));
  }
}

/** Numbers of the sectors of a chain; one that comes twice would go on for ever. */
function chainOf(start: number, table: Uint32Array): number[] {
  const chain: number[] = [];
  const seen = new Uint8Array(table.length);
  for (let sector = start; sector < FREE; sector = table[sector]!) {
    if (sector >= table.length || seen[sector] === 1) throw broken();
    seen[sector] = 1;
    chain.push(sector);
  }
  return chain;
}

function miniStream(sectors: Sectors, root: Entry, entry: Entry, miniTable: number): Buffer {
  const table = asNumbers(sectors.chain(miniTable));
  const content = sectors.chain(root.start);
  return Buffer.concat(
    chainOf(entry.start, table).map((number) => content.subarray(number * MINI_SECTOR, (number + 1) * MINI_SECTOR)),
  );
}

function asNumbers(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, index) => bytes.readUInt32LE(index * 4));
}

function readDirectory(directory: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const nameBytes = Math.min(64, Math.max(2, directory.readUInt16LE(at + 64)));
    entries.push({
      name: directory.toString('utf16le', at, at + nameBytes - 2).toUpperCase(),
      type: directory[at + 66]!,
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    });
  }
  return entries;
}

/** The tree of siblings under the root, walked with a list, since a hostile one may be deep or circular. */
function rootChildren(entries: readonly Entry[], directory: Buffer): Entry[] {
  const found: Entry[] = [];
  const seen = new Set<number>();
  const open = [directory.readUInt32LE(76)];
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const entry = entries[number];
    if (entry === undefined || seen.has(number)) continue;
    seen.add(number);
    found.push(entry);
    open.push(directory.readUInt32LE(number * ENTRY_BYTES + 68), directory.readUInt32LE(number * ENTRY_BYTES + 72));
  }
  return found;
}

function broken(): Error {
  return damaged('复合文档的目录或扇区有误', 'the directory or the sectors of the compound file are wrong');
}
