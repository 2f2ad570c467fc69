/**
 * Every version of every object: an index in memory, the contents as files (or in memory without a data folder).
 * A version's file is written first, then its line of the index: a kill between the two leaves a file that nothing names.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Journal, openJournal } from './files.ts';

/** One version of an object, or a delete marker (`marker` true, size 0). */
export type Version = {
  readonly bucket: string;
  readonly key: string;
  /** Sorts by time as a string. In a bucket without versioning callers show it as `null`. */
  readonly id: string;
  /** Milliseconds since 1970. Never less than that of an earlier version, even when the clock is set back. */
  readonly at: number;
  readonly size: number;
  readonly etag: string;
  /** Response headers to give back with the content: content-type, x-amz-meta-*, x-amz-checksum-* and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the file that holds the content; absent for a delete marker. */
  readonly file?: string;
  readonly marker?: true;
};

type Line =
  | { readonly put: Version }
  | { readonly remove: { readonly bucket: string; readonly key: string; readonly id: string } };

type Bucket = { readonly versioned: boolean; readonly objects: Map<string, Version[]>; readonly sortedKeys: string[] };

export type VersionStore = ReturnType<typeof openVersions>;

/** Opens the store. `data` is its folder; without it everything is in memory and gone at the end. */
export function openVersions(options: { readonly data?: string | undefined; readonly clock: () => Date }) {
  const { data, clock } = options;
  const buckets = new Map<string, Bucket>();
  const contents = new Map<string, Buffer>();
  const folders = new Set<string>();
  const last = { at: 0, count: 0 };

  const pathOf = (file: string) => join(data!, 'objects', file.slice(0, 2), file.slice(2));
  const apply = (line: Line) => {
    if ('put' in line) insert(line.put);
    else drop(line.remove.bucket, line.remove.key, line.remove.id);
  };
  const insert = (version: Version) => {
    const bucket = bucketOf(version.bucket);
    const versions = bucket.objects.get(version.key);
    if (versions) versions.push(version);
    else {
      bucket.objects.set(version.key, [version]);
      bucket.sortedKeys.splice(firstIndexFrom(bucket.sortedKeys, version.key), 0, version.key);
    }
  };
  const drop = (bucketName: string, key: string, id: string) => {
    const bucket = bucketOf(bucketName);
    const kept = (bucket.objects.get(key) ?? []).filter((version) => version.id !== id);
    if (kept.length > 0) bucket.objects.set(key, kept);
    else if (bucket.objects.delete(key)) bucket.sortedKeys.splice(firstIndexFrom(bucket.sortedKeys, key), 1);
  };
  const bucketOf = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (!bucket) throw new Error(`No bucket ${name}. Expected one of ${[...buckets.keys()].join(', ')}.`);
    return bucket;
  };

  let journal: Journal<Line> | undefined;
  const record = (line: Line) => {
    journal?.append(line);
    apply(line);
  };
  const nextId = (): { id: string; at: number } => {
    const now = clock().getTime();
    if (now > last.at) Object.assign(last, { at: now, count: 0 });
    else last.count += 1;
    return { id: versionId(last.at, last.count), at: last.at };
  };

  const discard = async (file: string) => {
    contents.delete(file);
    if (data !== undefined) await rm(pathOf(file), { force: true });
  };
  const remove = async (version: Version) => {
    record({ remove: { bucket: version.bucket, key: version.key, id: version.id } });
    if (version.file !== undefined) await discard(version.file);
  };

  return {
    /** Declares a bucket. All buckets are declared before `load`. */
    declare(name: string, versioned: boolean): void {
      buckets.set(name, { versioned, objects: new Map(), sortedKeys: [] });
    },
    /** Reads the index that an earlier run left. Versions of buckets that the template no longer has are kept on disk and not shown. */
    load(): void {
      if (data === undefined) return;
      mkdirSync(data, { recursive: true });
      journal = openJournal<Line>(join(data, 'versions.jsonl'), (line) => {
        if ('put' in line) {
          const { at, count } = timeOf(line.put.id);
          if (at > last.at || (at === last.at && count > last.count)) Object.assign(last, { at, count });
        }
        if (buckets.has('put' in line ? line.put.bucket : line.remove.bucket)) apply(line);
      });
    },
    /** What the server's clock shows. */
    now: clock,
    buckets: (): string[] => [...buckets.keys()],
    isVersioned: (bucket: string): boolean | undefined => buckets.get(bucket)?.versioned,

    /** The newest version (which may be a delete marker), or the one with `id`. */
    find(bucket: string, key: string, id?: string): Version | undefined {
      const versions = bucketOf(bucket).objects.get(key);
      if (id === undefined || id === 'null') return versions?.at(-1);
      return versions?.find((version) => version.id === id);
    },
    /** All versions of a key, newest first. */
    history: (bucket: string, key: string): Version[] => (bucketOf(bucket).objects.get(key) ?? []).toReversed(),
    /** The bucket's keys in the order of their UTF-8 bytes, as S3 lists them. */
    keys: (bucket: string): readonly string[] => bucketOf(bucket).sortedKeys,

    /**
     * Adds a version. `accept` sees the current object right before the commit and may throw to refuse it; between it and the commit
     * nothing else can happen. The content is written first, so that the index never names a file that is not whole.
     */
    async put(
      bucket: string,
      key: string,
      content: Buffer,
      facts: Pick<Version, 'etag' | 'headers'>,
      accept?: (current: Version | undefined) => void,
    ): Promise<Version> {
      const { versioned } = bucketOf(bucket);
      accept?.(this.find(bucket, key));
      const file = randomUUID();
      if (data === undefined) contents.set(file, content);
      else await writeContent(pathOf(file), content, folders);
      try {
        accept?.(this.find(bucket, key));
      } catch (error) {
        await discard(file);
        throw error;
      }
      const replaced = versioned ? undefined : this.find(bucket, key);
      const version: Version = { bucket, key, ...nextId(), size: content.length, ...facts, file };
      record({ put: version });
      if (replaced) await remove(replaced);
      return version;
    },

    /** DELETE without a version: a marker in a versioned bucket, the end of the object in any other. */
    async delete(bucket: string, key: string): Promise<Version | undefined> {
      if (!bucketOf(bucket).versioned) {
        const current = this.find(bucket, key);
        if (current) await remove(current);
        return undefined;
      }
      const marker: Version = { bucket, key, ...nextId(), size: 0, etag: '', headers: {}, marker: true };
      record({ put: marker });
      return marker;
    },
    /** DELETE with a version id: that version (or marker) is gone for good. */
    async removeVersion(bucket: string, key: string, id: string): Promise<Version | undefined> {
      const version = this.find(bucket, key, id);
      if (version) await remove(version);
      return version;
    },

    /** Bytes `start` to `end` (exclusive) of a version. */
    async read(version: Version, start = 0, end = version.size): Promise<Buffer> {
      if (version.file === undefined) return Buffer.alloc(0);
      const held = contents.get(version.file);
      if (held) return held.subarray(start, end);
      const path = pathOf(version.file);
      const file = await open(path);
      try {
        const bytes = Buffer.allocUnsafe(end - start);
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
          if (bytesRead === 0)
            throw new Error(`${path} is shorter than the ${version.size} bytes of the index. Restore the data folder.`);
          filled += bytesRead;
        }
        return bytes;
      } finally {
        await file.close();
      }
    },
    close: (): void => journal?.close(),
  };
}

async function writeContent(path: string, content: Buffer, folders: Set<string>): Promise<void> {
  const folder = dirname(path);
  if (!folders.has(folder)) {
    mkdirSync(folder, { recursive: true });
    folders.add(folder);
  }
  // Small files are written at once: the thread pool's round trip costs more than the write.
  if (content.length < 65_536) writeFileSync(path, content);
  else await writeFile(path, content);
}

const TIME_DIGITS = 10;
const COUNT_DIGITS = 6;

/** 16 characters 0-9A-V: the time in milliseconds and a count within it, in fixed width, so that ids sort by time as strings. */
function versionId(at: number, count: number): string {
  return (at.toString(32).padStart(TIME_DIGITS, '0') + count.toString(32).padStart(COUNT_DIGITS, '0')).toUpperCase();
}

function timeOf(id: string): { at: number; count: number } {
  return { at: Number.parseInt(id.slice(0, TIME_DIGITS), 32), count: Number.parseInt(id.slice(TIME_DIGITS), 32) };
}

/** S3 shows whole seconds; the version ids keep the order within one. */
export function lastModified(version: Version): Date {
  return new Date(Math.floor(version.at / 1000) * 1000);
}

/** Index of the first of the sorted keys that is not before `text`, in the order of their UTF-8 bytes. */
export function firstIndexFrom(keys: readonly string[], text: string): number {
  const wanted = Buffer.from(text);
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Buffer.compare(Buffer.from(keys[middle]!), wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
