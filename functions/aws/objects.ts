import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type ListObjectVersionsCommandOutput,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { isRefusal, RefusedReadError } from './refused-read.ts';

const client = new S3Client({});

/** An object version as a listing of the bucket names it. */
export type ObjectVersion = {
  readonly key: string;
  readonly versionId: string;
  /** When S3 accepted it, ISO 8601 UTC. */
  readonly acceptedAt: string;
  readonly size: number;
  /** Set where it was uploaded in parts: then S3 gives the time at which that began. */
  readonly isInParts?: true;
};

/** All versions under the prefixes. Delete markers are left out: an upload still counts after its key is deleted. */
export async function listVersions(bucket: string, prefixes: readonly string[]): Promise<ObjectVersion[]> {
  const listed = await Promise.all(prefixes.map((prefix) => versionsUnder(bucket, prefix)));
  return listed.flat();
}

/** The keys under a prefix that are deleted now, and since when: their versions stay. */
export async function listDeletions(
  bucket: string,
  prefix: string,
): Promise<{ readonly key: string; readonly at: string }[]> {
  const deletions: { key: string; at: string }[] = [];
  for await (const page of versionPages(bucket, prefix))
    for (const { Key, LastModified, IsLatest } of page.DeleteMarkers ?? [])
      if (Key !== undefined && LastModified !== undefined && IsLatest === true)
        deletions.push({ key: decodeKey(Key), at: LastModified.toISOString() });
  return deletions;
}

async function versionsUnder(bucket: string, prefix: string): Promise<ObjectVersion[]> {
  const versions: ObjectVersion[] = [];
  for await (const page of versionPages(bucket, prefix)) for (const version of versionsOf(page)) versions.push(version);
  return versions;
}

const versionsOf = ({ Versions = [] }: ListObjectVersionsCommandOutput): ObjectVersion[] =>
  Versions.flatMap(({ Key, VersionId, LastModified, Size, ETag = '' }) =>
    Key !== undefined && VersionId !== undefined && LastModified !== undefined
      ? [
          {
            key: decodeKey(Key),
            versionId: VersionId,
            acceptedAt: LastModified.toISOString(),
            size: Size ?? 0,
            ...(IN_PARTS.test(ETag) ? { isInParts: true } : {}),
          },
        ]
      : [],
  );

/** The tag of an object that was uploaded in parts ends in their number, however it is encrypted. */
const IN_PARTS = /-\d+"?$/;

/**
 * All versions of a bucket, page by page.
 * @param goOnBehind is told the last key of each page, and may name a later key behind which the next page begins
 */
export async function* versionsByPage(
  bucket: string,
  goOnBehind: (key: string) => string | null,
): AsyncGenerator<ObjectVersion[]> {
  for await (const page of versionPages(bucket, '', goOnBehind)) yield versionsOf(page);
}

async function* versionPages(
  bucket: string,
  prefix: string,
  goOnBehind: (key: string) => string | null = () => null,
): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let marker: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
  while (marker) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, EncodingType: 'url', ...marker }),
    );
    yield page;
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    const last = NextKeyMarker === undefined ? null : decodeKey(NextKeyMarker);
    const behind = last === null ? null : goOnBehind(last);
    if (IsTruncated !== true) marker = null;
    else if (behind !== null) marker = { KeyMarker: behind };
    else
      marker = {
        ...(last === null ? {} : { KeyMarker: last }),
        ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
      };
  }
}

/** Keys are listed URL-encoded, since XML cannot carry every character that a key may have. */
const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll('+', ' '));

/** What names one version. */
type VersionName = Pick<ObjectVersion, 'key' | 'versionId'>;

/** The first versions of a bucket in the order of their keys, as many as one request lists. */
export async function someVersions(bucket: string): Promise<ObjectVersion[]> {
  for await (const page of versionPages(bucket, '')) return versionsOf(page);
  return [];
}

/** The bytes of exactly one version, or null when it is no longer there. @throws RefusedReadError */
export const readVersion = (bucket: string, version: VersionName): Promise<Uint8Array | null> =>
  get(bucket, version, {});

/** Whether the first byte of a version is handed out. */
export async function canRead(bucket: string, version: VersionName): Promise<boolean> {
  try {
    return (await get(bucket, version, { Range: 'bytes=0-0' })) !== null;
  } catch (error) {
    if (error instanceof RefusedReadError) return false;
    throw error;
  }
}

/** Bytes of an object from an offset on, fewer where it ends before; null when it is not there or ends before them. */
export async function readPart(bucket: string, key: string, from: number, length: number): Promise<Uint8Array | null> {
  try {
    const Range = `bytes=${from}-${from + length - 1}`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    if (error instanceof NoSuchKey || (error instanceof S3ServiceException && error.name === 'InvalidRange'))
      return null;
    throw error;
  }
}

async function get(
  bucket: string,
  { key, versionId }: VersionName,
  part: { readonly Range?: string },
): Promise<Uint8Array | null> {
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, ...part }),
    );
    if (!Body) throw new Error('S3 answered without a body');
    return await Body.transformToByteArray();
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    if (error.name === 'NoSuchVersion' || error.name === 'NoSuchKey') return null;
    if (isRefusal(error.name)) throw new RefusedReadError(`S3 refuses version ${versionId}`, { cause: error });
    throw error;
  }
}

/** The text of an object, or null when there is none. */
export const readText = async (bucket: string, key: string): Promise<string | null> =>
  readWhole({ Bucket: bucket, Key: key });

async function readWhole(request: GetObjectCommandInput): Promise<string | null> {
  try {
    const response = await client.send(new GetObjectCommand(request));
    return (await response.Body?.transformToString('utf-8')) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

/** The text of the bytes of an object from `from` up to before `to`, or null when there is no object. */
export async function readRange(
  bucket: string,
  key: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<string | null> {
  return readWhole({ Bucket: bucket, Key: key, Range: `bytes=${from}-${to - 1}` });
}

/** The value of one metadata name of an object: null when there is no object, '' when it has no such name. */
export async function readLabel(bucket: string, key: string, name: string): Promise<string | null> {
  try {
    const { Metadata } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return Metadata?.[name] ?? '';
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Copies inside a bucket, labels included. @returns false when there is nothing to copy */
export async function copy(bucket: string, from: string, to: string): Promise<boolean> {
  try {
    const source = `${bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
    await client.send(new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: source }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound')) return false;
    throw error;
  }
}

/**
 * All versions under a prefix with the deletions (which keep the key, and with it the name of a file), as they are
 * removed for good.
 */
export async function listHistory(bucket: string, prefix: string): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for await (const { Versions = [], DeleteMarkers = [] } of versionPages(bucket, prefix))
    for (const [isDeletion, some] of [
      [false, Versions],
      [true, DeleteMarkers],
    ] as const)
      for (const { Key, VersionId } of some)
        if (Key !== undefined && VersionId !== undefined)
          entries.push({ key: decodeKey(Key), versionId: VersionId, isDeletion });
  return entries;
}

/** A version of an object, or the mark of its deletion. */
export type HistoryEntry = VersionName & { readonly isDeletion: boolean };

/**
 * Removes a version for good, or takes a deletion back.
 * @param isLocked whether a lock of the record is to be lifted, which the caller must be allowed
 */
export async function removeVersion(bucket: string, { key, versionId }: VersionName, isLocked: boolean): Promise<void> {
  await client.send(
    new DeleteObjectCommand({
      Bucket: bucket,
      Key: key,
      VersionId: versionId,
      ...(isLocked ? { BypassGovernanceRetention: true } : {}),
    }),
  );
}

export async function remove(bucket: string, key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

/** Keys under a prefix. */
export async function listKeys(bucket: string, prefix: string): Promise<string[]> {
  return (await listObjects(bucket, prefix)).map(({ key }) => key);
}

/** When an object was written last (ISO 8601 UTC), which a listing tells those who may not read it; null without one. */
export async function writtenAt(bucket: string, key: string): Promise<string | null> {
  return (await listObjects(bucket, key)).find((one) => one.key === key)?.at ?? null;
}

async function listObjects(bucket: string, prefix: string): Promise<{ readonly key: string; readonly at: string }[]> {
  const objects: { key: string; at: string }[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix, EncodingType: 'url' }))
    for (const { Key, LastModified } of page.Contents ?? [])
      if (Key !== undefined && LastModified !== undefined)
        objects.push({ key: decodeKey(Key), at: LastModified.toISOString() });
  return objects;
}

export type Body = {
  readonly content: string | Uint8Array;
  readonly type: string;
  readonly labels?: Readonly<Record<string, string>>;
};

export async function write(bucket: string, key: string, body: Body): Promise<void> {
  await client.send(new PutObjectCommand(requestOf(bucket, key, body)));
}

const requestOf = (bucket: string, key: string, { content, type, labels }: Body): PutObjectCommandInput => ({
  Bucket: bucket,
  Key: key,
  Body: content,
  ContentType: type,
  ...(labels ? { Metadata: { ...labels } } : {}),
});

/** The ETag of an object, for a write that must not overwrite another writer's; null when there is no object. */
export async function readTagged(
  bucket: string,
  key: string,
): Promise<{ readonly text: string; readonly tag: string } | null> {
  try {
    const response = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { text: (await response.Body?.transformToString('utf-8')) ?? '', tag: response.ETag ?? '' };
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

/**
 * Writes where the content still has this tag (null: where nothing is).
 * @returns false when another writer came first
 */
export async function writeOver(bucket: string, key: string, body: Body, tag: string | null): Promise<boolean> {
  const condition = tag === null ? { IfNoneMatch: '*' } : { IfMatch: tag };
  try {
    await client.send(new PutObjectCommand({ ...requestOf(bucket, key, body), ...condition }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0))
      return false;
    throw error;
  }
}
