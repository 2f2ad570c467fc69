import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { byBytes } from './order.ts';

export type StoredVersion = {
  readonly key: string;
  readonly versionId: string;
  readonly at: number;
  readonly tag: string;
  readonly bytes: Uint8Array;
  readonly labels: Readonly<Record<string, string>>;
  readonly marker: boolean;
};

/**
 * S3 in memory, as far as the functions use it: versions, conditions, listings in pages. It refuses what it does not
 * know.
 */
export class MemoryStore {
  readonly #buckets = new Map<string, Map<string, StoredVersion[]>>();
  readonly #clock: () => number;
  /** Names of a listing's page where none is asked for: small, so that paging is part of every run. */
  readonly #pageSize: number;
  #count = 0;

  constructor(clock: () => number, pageSize: number) {
    this.#clock = clock;
    this.#pageSize = pageSize;
  }

  async send(command: unknown): Promise<object> {
    const { Bucket, Key } = (command as { readonly input: { Bucket?: string; Key?: string } }).input;
    if (!Bucket || Key === '') throw refusal('NoSuchBucket', 404);
    if (command instanceof PutObjectCommand) {
      const { Bucket = '', Key = '', Body, Metadata, IfNoneMatch, IfMatch } = command.input;
      const current = this.newest(Bucket, Key);
      if (IfMatch !== undefined && !current) throw refusal('NoSuchKey', 404);
      if ((IfNoneMatch === '*' && current) || (IfMatch !== undefined && IfMatch !== current?.tag))
        throw refusal('PreconditionFailed', 412);
      const bytes = typeof Body === 'string' ? new TextEncoder().encode(Body) : (Body as Uint8Array);
      const { versionId, tag } = this.put(Bucket, Key, bytes, Metadata ?? {});
      return { VersionId: versionId, ETag: tag };
    }
    if (command instanceof GetObjectCommand || command instanceof HeadObjectCommand) {
      const { Bucket = '', Key = '', VersionId } = command.input;
      const found =
        VersionId === undefined
          ? this.newest(Bucket, Key)
          : this.versions(Bucket, Key).find((one) => one.versionId === VersionId);
      if (!found && command instanceof HeadObjectCommand)
        throw new NotFound({ message: Key, $metadata: { httpStatusCode: 404 } });
      if (!found)
        throw VersionId === undefined
          ? new NoSuchKey({ message: Key, $metadata: { httpStatusCode: 404 } })
          : refusal('NoSuchVersion', 404);
      if (found.marker) throw refusal('MethodNotAllowed', 405);
      const { labels, tag, at } = found;
      const { Range = '' } = command instanceof GetObjectCommand ? command.input : {};
      const range = /^bytes=(\d+)-(\d+)$/.exec(Range);
      if (range && Number(range[1]) >= found.bytes.length) throw refusal('InvalidRange', 416);
      const bytes = range ? found.bytes.subarray(Number(range[1]), Number(range[2]) + 1) : found.bytes;
      return {
        Metadata: labels,
        ETag: tag,
        ContentLength: bytes.length,
        LastModified: new Date(at),
        Body: {
          transformToByteArray: async () => bytes,
          transformToString: async () => new TextDecoder().decode(bytes),
        },
      };
    }
    if (command instanceof CopyObjectCommand) {
      const { Bucket = '', Key = '', CopySource = '' } = command.input;
      const [bucket = '', ...rest] = CopySource.split('/').map(decodeURIComponent);
      const source = this.newest(bucket, rest.join('/'));
      if (!source) throw refusal('NoSuchKey', 404);
      this.put(Bucket, Key, source.bytes, source.labels);
      return {};
    }
    if (command instanceof DeleteObjectCommand) {
      const { Bucket = '', Key = '', VersionId } = command.input;
      if (VersionId !== undefined) {
        const left = this.versions(Bucket, Key).filter((one) => one.versionId !== VersionId);
        this.#buckets.get(Bucket)?.set(Key, left);
        return {};
      }
      this.#add(Bucket, Key, { bytes: new Uint8Array(), labels: {}, marker: true });
      return {};
    }
    if (command instanceof ListObjectVersionsCommand) return this.#listVersions(command.input);
    if (command instanceof ListObjectsV2Command) return this.#listObjects(command.input);
    throw new Error(`${(command as object).constructor.name} is not simulated`);
  }

  put(bucket: string, key: string, bytes: Uint8Array, labels: Readonly<Record<string, string>> = {}): StoredVersion {
    return this.#add(bucket, key, { bytes, labels, marker: false });
  }

  /** The object that a reader gets without naming a version. */
  newest(bucket: string, key: string): StoredVersion | undefined {
    const found = this.versions(bucket, key).at(-1);
    return found?.marker ? undefined : found;
  }

  /** Oldest first. */
  versions(bucket: string, key: string): readonly StoredVersion[] {
    return this.#buckets.get(bucket)?.get(key) ?? [];
  }

  /** Every version of everything, as `bucket/key versionId`. */
  history(): string[] {
    return [...this.#buckets].flatMap(([bucket, objects]) =>
      [...objects].flatMap(([key, versions]) => versions.map(({ versionId }) => `${bucket}/${key} ${versionId}`)),
    );
  }

  keys(bucket: string): string[] {
    return [...(this.#buckets.get(bucket)?.keys() ?? [])].filter((key) => this.newest(bucket, key)).sort(byBytes);
  }

  #add(bucket: string, key: string, content: Pick<StoredVersion, 'bytes' | 'labels' | 'marker'>): StoredVersion {
    const objects = this.#buckets.get(bucket) ?? new Map<string, StoredVersion[]>();
    this.#buckets.set(bucket, objects);
    const number = String(++this.#count).padStart(6, '0');
    const tag = `"${createHash('md5').update(content.bytes).digest('hex')}"`;
    // S3 keeps whole seconds; its version ids tell nothing of time, these sort by it as those of the local stack do.
    const version = { ...content, key, versionId: `v${number}`, tag, at: Math.floor(this.#clock() / 1_000) * 1_000 };
    objects.set(key, [...(objects.get(key) ?? []), version]);
    return version;
  }

  #listVersions(input: ListObjectVersionsCommand['input']): object {
    const { Bucket = '', Prefix = '', KeyMarker, VersionIdMarker, EncodingType, MaxKeys = this.#pageSize } = input;
    const encode = EncodingType === 'url' ? encodeURIComponent : (key: string) => key;
    const objects = this.#buckets.get(Bucket) ?? new Map<string, StoredVersion[]>();
    const all = [...objects.keys()]
      .filter((key) => key.startsWith(Prefix))
      .sort(byBytes)
      .flatMap((key) => [...(objects.get(key) ?? [])].toReversed());
    // Behind the marker's version, or without one behind all versions of the marker's key, which need not exist.
    const behind = all.findIndex(({ key }) => KeyMarker === undefined || byBytes(key, KeyMarker) > 0);
    const marked = all.findIndex(({ key, versionId }) => key === KeyMarker && versionId === VersionIdMarker);
    const from = marked >= 0 ? marked + 1 : behind >= 0 ? behind : all.length;
    const page = all.slice(from, from + MaxKeys);
    const last = page.at(-1);
    const more = from + page.length < all.length && last !== undefined;
    const shown = ({ key, versionId, at }: StoredVersion) => ({
      IsLatest: this.versions(Bucket, key).at(-1)?.versionId === versionId,
      Key: encode(key),
      VersionId: versionId,
      LastModified: new Date(at),
    });
    return {
      Versions: page
        .filter(({ marker }) => !marker)
        .map((version) => ({ ...shown(version), ETag: version.tag, Size: version.bytes.length })),
      DeleteMarkers: page.filter(({ marker }) => marker).map(shown),
      IsTruncated: more,
      ...(more ? { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.versionId } : {}),
    };
  }

  #listObjects(input: ListObjectsV2Command['input']): object {
    const { Bucket = '', Prefix = '', ContinuationToken: after, EncodingType, MaxKeys = this.#pageSize } = input;
    const encode = EncodingType === 'url' ? encodeURIComponent : (key: string) => key;
    const keys = this.keys(Bucket).filter(
      (key) => key.startsWith(Prefix) && (after === undefined || byBytes(key, after) > 0),
    );
    const page = keys.slice(0, MaxKeys);
    const more = keys.length > page.length;
    return {
      Contents: page.map((key) => ({ Key: encode(key), LastModified: new Date(this.newest(Bucket, key)?.at ?? 0) })),
      IsTruncated: more,
      ...(more ? { NextContinuationToken: page.at(-1) } : {}),
    };
  }
}

const refusal = (name: string, status: number): S3ServiceException =>
  new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode: status }, message: name });
