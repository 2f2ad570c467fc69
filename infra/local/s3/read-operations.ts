/** Reads objects: GetObject and HeadObject. */
import { isNotModified, rangeOf } from './conditions.ts';
import { type S3Reply, versionHeaders } from './reply.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { S3State } from './state.ts';
import type { VersionIndex } from './version-index.ts';
import { type Version, lastModified } from './version.ts';

/** Answers GetObject and HeadObject. */
export async function getObject(request: S3Request, { versions }: S3State): Promise<S3Reply> {
  const { method, bucket, key, query, message } = request;
  const version = findReadable(versions.index, { bucket, key, id: query.get('versionId') ?? undefined });
  const range = rangeOf(message.headers.range, version.size);
  const headers = readHeaders(request, versions.index, { version, isWhole: range === undefined });
  if (isNotModified(request, `"${version.etag}"`)) return { status: 304, headers: withoutContent(headers) };
  const [start, end] = range ?? [0, version.size];
  headers['content-length'] = String(end - start);
  if (range) headers['content-range'] = `bytes ${start}-${end - 1}/${version.size}`;
  const status = range ? 206 : 200;
  return method === 'HEAD' ? { status, headers } : { status, headers, body: versions.stream(version, start, end) };
}

/** A client that finds the checksum of a body reads it, and there is none to read. */
function withoutContent(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isKept = (name: string): boolean => !name.startsWith('x-amz-checksum-') && !name.startsWith('content-');
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name)));
}

function readHeaders(
  { query, message }: S3Request,
  index: VersionIndex,
  { version, isWhole }: { readonly version: Version; readonly isWhole: boolean },
): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    ...version.headers,
    ...versionHeaders(index, version),
    etag: `"${version.etag}"`,
    'last-modified': lastModified(version).toUTCString(),
    'accept-ranges': 'bytes',
  };
  // A checksum is the whole object's, and a reader gets it only on request.
  const showsChecksums = isWhole && message.headers['x-amz-checksum-mode'] === 'ENABLED';
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-amz-checksum-') && !showsChecksums) delete headers[name];
  }
  for (const [name, value] of query) {
    if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value;
  }
  return headers;
}

/** What names a version; without an id it is the newest one. */
type VersionQuery = { readonly bucket: string; readonly key: string; readonly id: string | undefined };

/** Returns a version that can be read. For a missing object or version and for a delete marker it throws S3's error. */
export function findReadable(index: VersionIndex, { bucket, key, id }: VersionQuery): Version {
  const version = index.find(bucket, key, id);
  if (!version) {
    if (id !== undefined) throw new S3Error('NoSuchVersion', 404, `No version ${id} of ${key} in ${bucket}.`);
    throw new S3Error('NoSuchKey', 404, `No object ${key} in ${bucket}.`);
  }
  if (!version.marker) return version;
  const headers = { ...versionHeaders(index, version), 'x-amz-delete-marker': 'true' };
  if (id !== undefined)
    throw new S3Error('MethodNotAllowed', 405, `Version ${id} of ${key} is a delete marker.`, headers);
  throw new S3Error('NoSuchKey', 404, `The object ${key} in ${bucket} was deleted.`, headers);
}
