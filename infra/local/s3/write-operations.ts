/** Writes objects: PutObject and CopyObject. */
import type { IncomingHttpHeaders } from 'node:http';
import { readBody } from '../endpoint/request.ts';
import { requireBucket } from './bucket-operations.ts';
import { checkWriteConditions } from './conditions.ts';
import { findReadable } from './read-operations.ts';
import { type S3Reply, s3Document, versionHeaders } from './reply.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { CreatedBy, S3State } from './state.ts';
import { receiveBytes, receiveUpload } from './upload-body.ts';
import { type Version, lastModified } from './version.ts';
import type { NewObject } from './version-store.ts';

/** Answers PutObject. */
export async function putObject(request: S3Request, s3: S3State): Promise<S3Reply> {
  const { file, size, md5, checksums } = await receiveUpload(request.message, s3.receiver);
  const headers = { ...keptHeaders(request.message.headers), ...checksums };
  const version = createVersion(request, s3, { by: 'Put', file, size, etag: md5, headers });
  return { headers: { ...versionHeaders(s3.versions.index, version), etag: `"${version.etag}"`, ...checksums } };
}

/** Answers CopyObject. */
export async function copyObject(request: S3Request, s3: S3State): Promise<S3Reply> {
  const { versions } = s3;
  await readBody(request.message);
  const source = findSource(request, s3);
  const replaces = request.message.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = replaces ? keptHeaders(request.message.headers) : source.headers;
  const { file, size, md5 } = await receiveBytes(versions.stream(source), {}, s3.receiver);
  const version = createVersion(request, s3, { by: 'Copy', file, size, etag: md5, headers });
  const sourceId = versionHeaders(versions.index, source)['x-amz-version-id'];
  const result = { ETag: `"${version.etag}"`, LastModified: lastModified(version).toISOString() };
  return {
    headers: {
      ...versionHeaders(versions.index, version),
      ...(sourceId === undefined ? {} : { 'x-amz-copy-source-version-id': sourceId }),
    },
    body: s3Document('CopyObjectResult', result),
  };
}

/** Returns the version that the header x-amz-copy-source names. */
function findSource({ message }: S3Request, { versions: { index } }: S3State): Version {
  const [path, search] = String(message.headers['x-amz-copy-source']).split('?');
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path!)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new S3Error('InvalidArgument', 400, `x-amz-copy-source must be <bucket>/<key>, got ${String(path)}.`);
  }
  requireBucket(index, bucket);
  return findReadable(index, { bucket, key, id: new URLSearchParams(search).get('versionId') ?? undefined });
}

/** Adds a version under the request's key, if the request's conditions hold, and tells of its creation. */
export function createVersion(
  request: Pick<S3Request, 'bucket' | 'key' | 'message'>,
  { versions, created }: S3State,
  { by, ...object }: Omit<NewObject, 'bucket' | 'key'> & { readonly by: CreatedBy },
): Version {
  const { bucket, key } = request;
  const version = versions.put({ bucket, key, ...object }, (current) => checkWriteConditions(request, current));
  created({ version, by, versioned: versions.index.isVersioned(bucket) === true });
  return version;
}

/** The request headers that S3 keeps with an object, besides x-amz-meta-* and content-encoding. */
const KEPT_HEADERS = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];

/** Returns the headers of an upload that a reader of the object gets back. */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && (KEPT_HEADERS.includes(name) || name.startsWith('x-amz-meta-')))
      kept[name] = value;
  }
  // aws-chunked is how the upload was framed, and says nothing about the object.
  const encodings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'aws-chunked');
  return encodings.length === 0 ? kept : { ...kept, 'content-encoding': encodings.join(',') };
}
