import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

const client = new S3Client({});

export type ObjectVersion = {
  /** Null when the object is larger than what the caller would read. */
  readonly bytes: Uint8Array | null;
  readonly size: number;
  /** When S3 accepted this version. */
  readonly acceptedAt: Date;
};

/** Reads exactly one version, up to `most` bytes. */
export async function readVersion(bucket: string, key: string, versionId: string, most: (size: number) => boolean): Promise<ObjectVersion> {
  const response = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  const size = response.ContentLength ?? 0;
  const acceptedAt = response.LastModified ?? new Date(0);
  if (!response.Body) throw new Error('S3 answered without a body');
  if (most(size)) return { bytes: await response.Body.transformToByteArray(), size, acceptedAt };
  // An unread body would hold its connection until it times out.
  (response.Body as { destroy?: () => void }).destroy?.();
  return { bytes: null, size, acceptedAt };
}

/** The text of an object, or null when there is none. */
export async function readText(bucket: string, key: string): Promise<string | null> {
  try {
    const response = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await response.Body?.transformToString('utf-8')) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

export async function exists(bucket: string, key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

export type Body = { readonly content: string | Uint8Array; readonly type: string };

export async function write(bucket: string, key: string, body: Body): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body.content, ContentType: body.type }));
}

/** Writes only where nothing is yet. @returns false when the key is taken */
export async function writeOnce(bucket: string, key: string, body: Body): Promise<boolean> {
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body.content, ContentType: body.type, IfNoneMatch: '*' }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 412 || error.$metadata.httpStatusCode === 409))
      return false;
    throw error;
  }
}
