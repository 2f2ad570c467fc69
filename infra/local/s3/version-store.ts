/**
 * Keeps every version of every object: the contents, and an index in memory, which a journal keeps on disk. A content
 * is written first, then its line of the journal, so a kill between the two leaves a content that nothing names.
 */
import { join } from 'node:path';
import type { Files } from '../files.ts';
import { type Journal, openJournal } from '../journal.ts';
import { type Contents, contentsInFiles, contentsInMemory } from './contents.ts';
import { type Version, VersionIds } from './version.ts';
import { type BucketDeclaration, VersionIndex } from './version-index.ts';

/** What identifies one version. */
type VersionName = Pick<Version, 'bucket' | 'key' | 'id'>;

type Line = { readonly put: Version } | { readonly remove: VersionName };

/** An object that is to become a version. Its content is written already. */
export type NewObject = Pick<Version, 'bucket' | 'key' | 'etag' | 'headers' | 'size' | 'begun'> & {
  readonly file: string;
};

/** How to open a store. */
export type VersionStoreOptions = {
  readonly buckets: readonly BucketDeclaration[];
  /** Folder of the journal and the contents. Absent: everything is in memory, and gone at the end. */
  readonly data?: string | undefined;
  /** Default: the file system of this machine. */
  readonly files?: Files | undefined;
  /** The time of new versions. */
  readonly clock: () => Date;
};

/**
 * Opens a store with the versions that an earlier run left. A bucket that is no longer declared keeps its versions on
 * disk, and nobody sees them.
 */
export function openVersions(options: VersionStoreOptions): VersionStore {
  return new VersionStore(options);
}

/** The versions of all buckets. */
export class VersionStore {
  /** Knows the buckets and their versions. */
  readonly index: VersionIndex;
  /** Keeps the contents of versions, and those of parts until there is a version of them. */
  readonly contents: Contents;
  readonly #ids: VersionIds;
  readonly #journal: Journal<Line> | undefined;

  constructor({ buckets, data, files, clock }: VersionStoreOptions) {
    this.index = new VersionIndex(buckets);
    this.#ids = new VersionIds(clock);
    if (data === undefined) {
      this.contents = contentsInMemory();
      return;
    }
    this.contents = contentsInFiles(data, files);
    this.#journal = openJournal<Line>({
      path: join(data, 'versions.jsonl'),
      files,
      replay: (line) => this.#replay(line),
    });
  }

  /**
   * Adds a version. `accept` gets the current version and may throw to refuse the new one; nothing happens in between.
   * The content of an object that does not become a version is discarded.
   */
  put(object: NewObject, accept: (current: Version | undefined) => void = () => undefined): Version {
    const current = this.index.find(object.bucket, object.key);
    try {
      accept(current);
      const version: Version = { ...object, ...this.#ids.next() };
      this.#record({ put: version });
      if (current?.file !== undefined && !this.index.isVersioned(object.bucket)) this.contents.discard(current.file);
      return version;
    } catch (error) {
      this.contents.discard(object.file);
      throw error;
    }
  }

  /** Deletes an object: a versioned bucket gets a delete marker, any other bucket forgets the object. */
  delete(bucket: string, key: string): Version | undefined {
    if (!this.index.isVersioned(bucket)) {
      const current = this.index.find(bucket, key);
      if (current) this.#remove(current);
      return undefined;
    }
    const marker: Version = { bucket, key, ...this.#ids.next(), size: 0, etag: '', headers: {}, marker: true };
    this.#record({ put: marker });
    return marker;
  }

  /** Removes one version or delete marker for good, and returns it. */
  removeVersion({ bucket, key, id }: VersionName): Version | undefined {
    const version = this.index.find(bucket, key, id);
    if (version) this.#remove(version);
    return version;
  }

  /** Reads bytes `start` to `end` (exclusive) of a version, piece by piece. */
  stream({ file, size }: Version, start = 0, end = size): AsyncIterable<Buffer> {
    return this.contents.read({ file: file!, start, end });
  }

  /** Reads a whole version. */
  async read(version: Version): Promise<Buffer> {
    const pieces: Buffer[] = [];
    if (version.file !== undefined) for await (const piece of this.stream(version)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  close(): void {
    this.#journal?.close();
  }

  #replay(line: Line): void {
    if ('put' in line) this.#ids.continueAfter(line.put.id);
    const { bucket } = 'put' in line ? line.put : line.remove;
    if (this.index.isVersioned(bucket) !== undefined) this.#apply(line);
  }

  #record(line: Line): void {
    this.#journal?.append(line);
    this.#apply(line);
  }

  #apply(line: Line): void {
    if ('put' in line) this.index.insert(line.put);
    else this.index.drop(line.remove);
  }

  #remove({ bucket, key, id, file }: Version): void {
    this.#record({ remove: { bucket, key, id } });
    if (file !== undefined) this.contents.discard(file);
  }
}
