/** The versions of every bucket, in memory. */
import type { Version } from './version.ts';

/** A bucket that the stack declares. */
export type BucketDeclaration = { readonly name: string; readonly versioned: boolean };

type Bucket = {
  readonly versioned: boolean;
  /** By key, the versions in the order in which they came to be. */
  readonly versions: Map<string, Version[]>;
  readonly sortedKeys: string[];
};

/** Knows the buckets and their versions, newest or oldest, and the keys in order. */
export class VersionIndex {
  readonly #buckets: ReadonlyMap<string, Bucket>;

  constructor(buckets: readonly BucketDeclaration[]) {
    this.#buckets = new Map(
      buckets.map(({ name, versioned }) => [name, { versioned, versions: new Map(), sortedKeys: [] }]),
    );
  }

  buckets(): string[] {
    return [...this.#buckets.keys()];
  }

  /** Whether a bucket keeps its versions; undefined for a bucket that does not exist. */
  isVersioned(bucket: string): boolean | undefined {
    return this.#buckets.get(bucket)?.versioned;
  }

  /**
   * Returns the newest version of a key, which may be a delete marker, or the version with `id`. `null` is what was
   * written without versioning: no version of a bucket that keeps them all, the only one of any other bucket.
   */
  find(bucket: string, key: string, id?: string): Version | undefined {
    const { versioned, versions: byKey } = this.#bucket(bucket);
    const versions = byKey.get(key);
    if (id === undefined || (id === 'null' && !versioned)) return versions?.at(-1);
    return versions?.find((version) => version.id === id);
  }

  /** Returns all versions of a key, newest first. */
  history(bucket: string, key: string): Version[] {
    return (this.#bucket(bucket).versions.get(key) ?? []).toReversed();
  }

  /** Returns a bucket's keys in the order of their UTF-8 bytes, as S3 lists them. */
  keys(bucket: string): readonly string[] {
    return this.#bucket(bucket).sortedKeys;
  }

  /** Adds the newest version of a key. In a bucket without versioning it takes the place of the former one. */
  insert(version: Version): void {
    const { versioned, versions, sortedKeys } = this.#bucket(version.bucket);
    const earlier = versions.get(version.key);
    if (earlier) {
      if (versioned) earlier.push(version);
      else versions.set(version.key, [version]);
      return;
    }
    versions.set(version.key, [version]);
    sortedKeys.splice(firstIndexFrom(sortedKeys, version.key), 0, version.key);
  }

  drop({ bucket, key, id }: Pick<Version, 'bucket' | 'key' | 'id'>): void {
    const { versions, sortedKeys } = this.#bucket(bucket);
    const kept = (versions.get(key) ?? []).filter((version) => version.id !== id);
    if (kept.length > 0) versions.set(key, kept);
    else if (versions.delete(key)) sortedKeys.splice(firstIndexFrom(sortedKeys, key), 1);
  }

  #bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket) return bucket;
    throw new Error(`No bucket ${name}. Expected one of ${this.buckets().join(', ')}.`);
  }
}

/** Returns the index of the first sorted key that is not before `text`, in the order of UTF-8 bytes. */
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
