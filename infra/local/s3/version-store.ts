/**
 * Keeps every version of every object: the contents, and an index in memory, which a journal keeps on disk. A content
 * is written first, then its line of the journal, so a kill between the two leaves a content that nothing names.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import { type Contents, contentsInFiles, contentsInMemory } from './contents.ts';
import { type Version, VersionIds } from './version.ts';
import { type BucketDeclaration, VersionIndex } from './version-index.ts';

/** What identifies one version. */
type VersionName = Pick<Version, 'bucket' | 'key' | 'id'>;

type Line = { readonly put: Version } | { readonly remove: VersionName };

/** An object that is to become a version. */
export type NewObject = Pick<Version, 'bucket' | 'key' | 'etag' | 'headers'> & { readonly content: Buffer };

/** How to open a store. */
export type VersionStoreOptions = {
  readonly buckets: readonly BucketDeclaration[];
  /** Folder of the journal and the contents. Absent: everything is in memory, and gone at the end. */
  readonly data?: string | undefined;
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
  readonly #contents: Contents;
  readonly #ids: VersionIds;
  readonly #journal: Journal<Line> | undefined;

  constructor({ buckets, data, clock }: VersionStoreOptions) {
    this.index = new VersionIndex(buckets);
    this.#ids = new VersionIds(clock);
    if (data === undefined) {
      this.#contents = contentsInMemory();
      return;
    }
    mkdirSync(data, { recursive: true });
    this.#contents = contentsInFiles(join(data, 'objects'));
    this.#journal = openJournal<Line>({
      path: join(data, 'versions.jsonl'),
      replay: (line) => this.#replay(line),
    });
  }

  /**
   * Adds a version. `accept` gets the current version right before the new one is added, and may throw to refuse it;
   * nothing else happens in between. The content is written before, so the index names no content that is not whole.
   */
  async put(object: NewObject, accept: (current: Version | undefined) => void = () => undefined): Promise<Version> {
    const { content, ...facts } = object;
    const { bucket, key } = object;
    accept(this.index.find(bucket, key));
    const file = await this.#contents.write(content);
    const current = this.index.find(bucket, key);
    try {
      accept(current);
    } catch (error) {
      await this.#contents.discard(file);
      throw error;
    }
    const version: Version = { ...facts, ...this.#ids.next(), size: content.length, file };
    this.#record({ put: version });
    if (current && !this.index.isVersioned(bucket)) await this.#remove(current);
    return version;
  }

  /** Deletes an object: a versioned bucket gets a delete marker, any other bucket forgets the object. */
  async delete(bucket: string, key: string): Promise<Version | undefined> {
    if (!this.index.isVersioned(bucket)) {
      const current = this.index.find(bucket, key);
      if (current) await this.#remove(current);
      return undefined;
    }
    const marker: Version = { bucket, key, ...this.#ids.next(), size: 0, etag: '', headers: {}, marker: true };
    this.#record({ put: marker });
    return marker;
  }

  /** Removes one version or delete marker for good, and returns it. */
  async removeVersion({ bucket, key, id }: VersionName): Promise<Version | undefined> {
    const version = this.index.find(bucket, key, id);
    if (version) await this.#remove(version);
    return version;
  }

  /** Reads bytes `start` to `end` (exclusive) of a version. */
  async read({ file, size }: Version, start = 0, end = size): Promise<Buffer> {
    return file === undefined ? Buffer.alloc(0) : this.#contents.read({ file, start, end });
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

  async #remove({ bucket, key, id, file }: Version): Promise<void> {
    this.#record({ remove: { bucket, key, id } });
    if (file !== undefined) await this.#contents.discard(file);
  }
}
