/**
 * The S3 endpoint: objects, versions, multipart uploads and listings over the version store. It is written here and not laid over the SQS
 * emulator's S3, which keeps no versions, drops conditions and limits a body to 11 MB: nothing of it would have been left.
 * Signatures, access control, encryption and object lock are not looked at; a request it does not know is answered with NotImplemented.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type UploadBody, readBody, readUpload } from './s3-body.ts';
import { listObjects, listVersions } from './s3-lists.ts';
import { multipartUploads } from './s3-multipart.ts';
import { S3Error, type S3Reply, type S3Request } from './s3-protocol.ts';
import { type Version, type VersionStore, lastModified } from './versions.ts';
import { elementText, elements, xmlDocument } from './xml.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** How an object came to be, as the events of S3 name it. */
export type CreatedBy = 'Put' | 'Copy' | 'CompleteMultipartUpload';

/** A function that answers S3 requests. `created` is called for each new object version, in the same tick in which it becomes visible. */
export function s3Endpoint(versions: VersionStore, created: (version: Version, by: CreatedBy) => void) {
  const uploads = multipartUploads();

  const commit = async (
    request: S3Request,
    bytes: Buffer,
    facts: Pick<Version, 'etag' | 'headers'>,
    by: CreatedBy,
  ): Promise<Version> => {
    const version = await versions.put(request.bucket, request.key, bytes, facts, (current) =>
      checkPut(request, current),
    );
    created(version, by);
    return version;
  };

  const putObject = async (request: S3Request): Promise<S3Reply> => {
    const { bytes, checksums } = await readUpload(request.message);
    const version = await commit(
      request,
      bytes,
      { etag: md5(bytes), headers: { ...keptHeaders(request.message), ...checksums } },
      'Put',
    );
    return { headers: { ...versionHeaders(version), etag: `"${version.etag}"`, ...checksums } };
  };

  const copyObject = async (request: S3Request): Promise<S3Reply> => {
    await readBody(request.message);
    const [path, search] = String(request.message.headers['x-amz-copy-source']).split('?');
    const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path!)) ?? [];
    if (bucket === undefined || key === undefined) {
      throw new S3Error('InvalidArgument', 400, `x-amz-copy-source must be <bucket>/<key>, got ${String(path)}.`);
    }
    needBucket(bucket);
    const source = visible(bucket, key, new URLSearchParams(search).get('versionId') ?? undefined);
    const replace = request.message.headers['x-amz-metadata-directive'] === 'REPLACE';
    const headers = replace ? keptHeaders(request.message) : source.headers;
    const bytes = await versions.read(source);
    const version = await commit(request, bytes, { etag: md5(bytes), headers }, 'Copy');
    const copied = versionHeaders(source)['x-amz-version-id'];
    return {
      headers: {
        ...versionHeaders(version),
        ...(copied === undefined ? {} : { 'x-amz-copy-source-version-id': copied }),
      },
      body: xmlDocument(
        'CopyObjectResult',
        { ETag: `"${version.etag}"`, LastModified: lastModified(version).toISOString() },
        NAMESPACE,
      ),
    };
  };

  const complete = async (request: S3Request): Promise<S3Reply> => {
    const { bytes, etag, headers, id } = uploads.assemble(request, (await readBody(request.message)).toString('utf8'));
    const version = await commit(request, bytes, { etag, headers }, 'CompleteMultipartUpload');
    uploads.abort(id);
    const body = { Bucket: request.bucket, Key: request.key, ETag: `"${etag}"` };
    return { headers: versionHeaders(version), body: xmlDocument('CompleteMultipartUploadResult', body, NAMESPACE) };
  };

  const getObject = async (request: S3Request): Promise<S3Reply> => {
    const { headers: asked } = request.message;
    const version = visible(request.bucket, request.key, request.query.get('versionId') ?? undefined);
    const etag = `"${version.etag}"`;
    const headers: Record<string, string> = {
      'content-type': 'binary/octet-stream',
      ...version.headers,
      ...versionHeaders(version),
      etag,
      'last-modified': lastModified(version).toUTCString(),
      'accept-ranges': 'bytes',
    };
    const range = asked.range === undefined ? undefined : rangeOf(asked.range, version.size);
    for (const name of Object.keys(headers)) {
      if (name.startsWith('x-amz-checksum-') && (range || asked['x-amz-checksum-mode'] !== 'ENABLED'))
        delete headers[name];
    }
    for (const [name, value] of request.query) {
      if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value;
    }
    if (asked['if-match'] !== undefined && !matches(asked['if-match'], etag))
      throw preconditionFailed(`If-Match ${asked['if-match']}, the object is ${etag}.`);
    if (asked['if-none-match'] !== undefined && matches(asked['if-none-match'], etag)) return { status: 304, headers };
    const [start, end] = range ?? [0, version.size];
    headers['content-length'] = String(end - start);
    if (range) headers['content-range'] = `bytes ${start}-${end - 1}/${version.size}`;
    const status = range ? 206 : 200;
    return request.method === 'HEAD'
      ? { status, headers }
      : { status, headers, body: await versions.read(version, start, end) };
  };

  const deleteOne = async (bucket: string, key: string, id: string | undefined): Promise<Record<string, string>> => {
    const version =
      id === undefined ? await versions.delete(bucket, key) : await versions.removeVersion(bucket, key, id);
    const headers: Record<string, string> = version
      ? versionHeaders(version)
      : id === undefined
        ? {}
        : { 'x-amz-version-id': id };
    return version?.marker ? { ...headers, 'x-amz-delete-marker': 'true' } : headers;
  };

  const deleteMany = async ({ bucket, message }: S3Request): Promise<S3Reply> => {
    const xml = (await readBody(message)).toString('utf8');
    const deleted = [];
    for (const object of elements(xml, 'Object')) {
      const key = elementText(object, 'Key') ?? '';
      const id = elementText(object, 'VersionId');
      const result = await deleteOne(bucket, key, id);
      const marker = result['x-amz-delete-marker'] === 'true';
      deleted.push({
        Key: key,
        VersionId: id,
        DeleteMarker: marker || undefined,
        DeleteMarkerVersionId: marker ? result['x-amz-version-id'] : undefined,
      });
    }
    const quiet = elementText(xml, 'Quiet') === 'true';
    return { body: xmlDocument('DeleteResult', quiet ? {} : { Deleted: deleted }, NAMESPACE) };
  };

  /** The version that a reader gets, or the error that S3 answers for a missing object, a missing version or a delete marker. */
  const visible = (bucket: string, key: string, id: string | undefined): Version => {
    const version = versions.find(bucket, key, id);
    if (!version) {
      if (id !== undefined) throw new S3Error('NoSuchVersion', 404, `No version ${id} of ${key} in ${bucket}.`);
      throw new S3Error('NoSuchKey', 404, `No object ${key} in ${bucket}.`);
    }
    if (!version.marker) return version;
    const headers = { ...versionHeaders(version), 'x-amz-delete-marker': 'true' };
    if (id !== undefined)
      throw new S3Error('MethodNotAllowed', 405, `Version ${id} of ${key} is a delete marker.`, headers);
    throw new S3Error('NoSuchKey', 404, `The object ${key} in ${bucket} was deleted.`, headers);
  };

  const versionHeaders = (version: Version): Record<string, string> =>
    versions.isVersioned(version.bucket) ? { 'x-amz-version-id': version.id } : {};

  const needBucket = (bucket: string): void => {
    if (versions.isVersioned(bucket) !== undefined) return;
    throw new S3Error(
      'NoSuchBucket',
      404,
      `No bucket ${bucket}. The stack has: ${versions.buckets().join(', ') || 'none'}.`,
    );
  };

  const onBucket = async (request: S3Request): Promise<S3Reply> => {
    const { method, bucket, query } = request;
    if (method === 'HEAD') return { headers: { 'x-amz-bucket-region': 'us-east-1' } };
    if (method === 'POST' && query.has('delete')) return deleteMany(request);
    if (method === 'GET' && query.has('versions'))
      return { body: xmlDocument('ListVersionsResult', listVersions(versions, bucket, query), NAMESPACE) };
    if (method === 'GET' && query.has('versioning')) {
      const state = versions.isVersioned(bucket) ? { Status: 'Enabled' } : {};
      return { body: xmlDocument('VersioningConfiguration', state, NAMESPACE) };
    }
    if (method === 'GET' && query.has('location')) return { body: xmlDocument('LocationConstraint', '', NAMESPACE) };
    if (method === 'GET' && !UNSUPPORTED.some((name) => query.has(name))) {
      return { body: xmlDocument('ListBucketResult', listObjects(versions, bucket, query), NAMESPACE) };
    }
    throw notImplemented(request);
  };

  const onObject = async (request: S3Request): Promise<S3Reply> => {
    const { method, query, message } = request;
    const uploadId = query.get('uploadId') ?? undefined;
    const refused = REFUSED_HEADERS.find((name) => message.headers[name] !== undefined);
    if (refused !== undefined)
      throw new S3Error(
        'NotImplemented',
        501,
        `The header ${refused} is not supported by the local stack. Leave it out.`,
      );
    if (UNSUPPORTED.some((name) => query.has(name))) throw notImplemented(request);
    if (method === 'POST' && query.has('uploads')) {
      await readBody(message);
      return {
        body: xmlDocument('InitiateMultipartUploadResult', uploads.create(request, keptHeaders(message)), NAMESPACE),
      };
    }
    if (method === 'POST' && uploadId !== undefined) return complete(request);
    if (method === 'PUT' && uploadId !== undefined && message.headers['x-amz-copy-source'] === undefined) {
      const part: UploadBody = await readUpload(message);
      return { headers: { etag: `"${uploads.addPart(request, part.bytes, md5(part.bytes))}"`, ...part.checksums } };
    }
    if (method === 'DELETE' && uploadId !== undefined) {
      uploads.abort(uploadId);
      return { status: 204 };
    }
    if (uploadId !== undefined) throw notImplemented(request);
    if (method === 'PUT')
      return message.headers['x-amz-copy-source'] === undefined ? putObject(request) : copyObject(request);
    if (method === 'GET' || method === 'HEAD') return getObject(request);
    if (method === 'DELETE') {
      return {
        status: 204,
        headers: await deleteOne(request.bucket, request.key, query.get('versionId') ?? undefined),
      };
    }
    throw notImplemented(request);
  };

  const answer = async (request: S3Request): Promise<S3Reply> => {
    if (request.bucket === '') {
      if (request.method !== 'GET') throw notImplemented(request);
      const buckets = versions.buckets().map((name) => ({ Name: name, CreationDate: new Date(0).toISOString() }));
      return {
        body: xmlDocument(
          'ListAllMyBucketsResult',
          { Owner: { ID: 'local' }, Buckets: { Bucket: buckets } },
          NAMESPACE,
        ),
      };
    }
    needBucket(request.bucket);
    return request.key === '' ? onBucket(request) : onObject(request);
  };

  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    let request: S3Request = {
      method: message.method ?? 'GET',
      bucket: '',
      key: '',
      query: new URLSearchParams(),
      message,
    };
    let reply: S3Reply;
    try {
      request = parse(message);
      reply = await answer(request);
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      const body =
        request.method === 'HEAD'
          ? ''
          : xmlDocument('Error', {
              Code: error.code,
              Message: error.message,
              Resource: `/${request.bucket}/${request.key}`,
            });
      reply = { status: error.status, headers: { ...error.headers }, body };
    }
    const { status = 200, headers = {}, body } = reply;
    if (typeof body === 'string' && body !== '') headers['content-type'] = 'application/xml';
    if (request.method !== 'HEAD' && status !== 204 && status !== 304)
      headers['content-length'] ??= String(Buffer.byteLength(body ?? ''));
    response.writeHead(status, { 'x-amz-request-id': 'LOCAL', date: versions.now().toUTCString(), ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

/** The path is taken apart by hand: a URL parser would resolve `..` and repeated slashes, which a key may contain. */
function parse(message: IncomingMessage): S3Request {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(mark < 0 ? url : url.slice(0, mark)) ?? [];
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  try {
    return {
      method: message.method ?? 'GET',
      bucket: decodeURIComponent(bucket),
      key: decodeURIComponent(key),
      query,
      message,
    };
  } catch {
    throw new S3Error('InvalidURI', 400, `The path ${url} is not percent-encoded UTF-8.`);
  }
}

const UNSUPPORTED = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'website',
];

const REFUSED_HEADERS = [
  'x-amz-tagging',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-write-offset-bytes',
];
const KEPT_HEADERS = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];

function keptHeaders({ headers }: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && (KEPT_HEADERS.includes(name) || name.startsWith('x-amz-meta-')))
      kept[name] = value;
  }
  const encodings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'aws-chunked');
  return encodings.length === 0 ? kept : { ...kept, 'content-encoding': encodings.join(',') };
}

function checkPut({ message: { headers }, key }: S3Request, current: Version | undefined): void {
  const existing = current?.marker ? undefined : current;
  if (headers['if-none-match'] !== undefined) {
    if (headers['if-none-match'] !== '*')
      throw new S3Error('NotImplemented', 501, `If-None-Match of a PUT must be *, got ${headers['if-none-match']}.`);
    if (existing) throw preconditionFailed(`If-None-Match *: ${key} exists already.`);
  }
  if (headers['if-match'] === undefined) return;
  if (!existing) throw new S3Error('NoSuchKey', 404, `If-Match ${headers['if-match']}: ${key} does not exist.`);
  if (!matches(headers['if-match'], `"${existing.etag}"`))
    throw preconditionFailed(`If-Match ${headers['if-match']}: ${key} is "${existing.etag}".`);
}

function matches(condition: string, etag: string): boolean {
  return condition
    .split(',')
    .some((item) => item.trim() === '*' || item.trim().replaceAll('"', '') === etag.replaceAll('"', ''));
}

/** Start and exclusive end of a `bytes=` range; undefined for a form that servers may ignore. */
function rangeOf(header: string, size: number): [number, number] | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start < end) return [start, end];
  throw new S3Error('InvalidRange', 416, `Range ${header} is outside an object of ${size} bytes.`, {
    'content-range': `bytes */${size}`,
  });
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

function preconditionFailed(message: string): S3Error {
  return new S3Error('PreconditionFailed', 412, message);
}

function notImplemented({ method, bucket, key, query }: S3Request): S3Error {
  return new S3Error(
    'NotImplemented',
    501,
    `${method} /${bucket}/${key}?${query.toString()} is not supported by the local stack: it has objects, versions, multipart uploads and listings of the template's buckets.`,
  );
}
