/** Multipart uploads: an object is sent in parts, and put together when all are there. */
import { createHash, randomUUID } from 'node:crypto';
import { readBody } from '../endpoint/request.ts';
import { type Xml, elementText, elements } from '../endpoint/xml.ts';
import { type ChecksumAlgorithm, checksumOf, isChecksumAlgorithm } from './checksums.ts';
import { type S3Reply, s3Document, versionHeaders } from './reply.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { ChecksumType, Part, S3State, Upload } from './state.ts';
import { type UploadBody, checksumHeaders, receiveBytes, receiveUpload } from './upload-body.ts';
import { createVersion, keptHeaders } from './write-operations.ts';

/** Answers CreateMultipartUpload. */
export async function createUpload({ bucket, key, message }: S3Request, s3: S3State): Promise<S3Reply> {
  await readBody(message);
  const id = randomUUID();
  const checksum = declaredChecksum(message.headers);
  s3.uploads.set(id, {
    bucket,
    key,
    at: s3.clock().getTime(),
    headers: keptHeaders(message.headers),
    ...(checksum ? { checksum } : {}),
    parts: new Map(),
  });
  const headers = checksum && {
    'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(),
    'x-amz-checksum-type': checksum.type,
  };
  const body = s3Document('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id });
  return { ...(headers ? { headers } : {}), body };
}

/** The types of checksum that S3 has for each algorithm; the first is the default. */
const TYPES: Readonly<Record<ChecksumAlgorithm, readonly ChecksumType[]>> = {
  crc32: ['COMPOSITE', 'FULL_OBJECT'],
  crc32c: ['COMPOSITE', 'FULL_OBJECT'],
  crc64nvme: ['FULL_OBJECT'],
  sha1: ['COMPOSITE'],
  sha256: ['COMPOSITE'],
};

function declaredChecksum(headers: S3Request['message']['headers']): Upload['checksum'] {
  const algorithm = headers['x-amz-checksum-algorithm']?.toString().toLowerCase();
  if (algorithm === undefined) return undefined;
  if (!isChecksumAlgorithm(algorithm)) {
    throw new S3Error('InvalidRequest', 400, `Checksum algorithm provided is unsupported: ${algorithm}.`);
  }
  const [usual] = TYPES[algorithm];
  const type = headers['x-amz-checksum-type']?.toString() ?? usual;
  const found = TYPES[algorithm].find((known) => known === type);
  if (found) return { algorithm, type: found };
  throw new S3Error('InvalidRequest', 400, `The ${type} checksum type cannot be used with ${algorithm}.`);
}

/** Answers UploadPart. */
export async function uploadPart(request: S3Request, { uploads, receiver }: S3State): Promise<S3Reply> {
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    const given = request.query.get('partNumber');
    throw new S3Error('InvalidArgument', 400, `partNumber must be 1 to 10000, got ${given}.`);
  }
  findUpload(uploads, request);
  const part = await receiveUpload(request.message, receiver);
  keepPart(uploads, { request, number, part }, (file) => receiver.contents.discard(file));
  return { headers: { etag: `"${part.md5}"`, ...part.checksums } };
}

/** The upload may have ended while the part arrived, and an earlier part of the same number has no use any more. */
function keepPart(
  uploads: S3State['uploads'],
  { request, number, part }: { readonly request: S3Request; readonly number: number; readonly part: Part },
  discard: (file: string) => void,
): void {
  try {
    const { parts } = findUpload(uploads, request);
    const former = parts.get(number);
    parts.set(number, part);
    if (former) discard(former.file);
  } catch (error) {
    discard(part.file);
    throw error;
  }
}

/** Answers CompleteMultipartUpload. If it fails, the upload stays. */
export async function completeUpload(request: S3Request, s3: S3State): Promise<S3Reply> {
  const { message, bucket, key } = request;
  const xml = (await readBody(message)).toString('utf8');
  const upload = findUpload(s3.uploads, request);
  const parts = namedParts(upload, xml);
  const object = await assemble(request, { upload, parts }, s3);
  const headers = { ...upload.headers, ...object.checksums };
  const etag = etagOf(parts);
  const { file, size } = object;
  const begun = upload.at;
  const version = createVersion(request, s3, { by: 'CompleteMultipartUpload', file, size, etag, headers, begun });
  forgetUpload(s3, uploadIdOf(request));
  const result = { Bucket: bucket, Key: key, ETag: `"${etag}"`, ...checksumElements(object.checksums, upload) };
  return {
    headers: versionHeaders(s3.versions.index, version),
    body: s3Document('CompleteMultipartUploadResult', result),
  };
}

/** Answers AbortMultipartUpload. */
export async function abortUpload(request: S3Request, s3: S3State): Promise<S3Reply> {
  findUpload(s3.uploads, request);
  forgetUpload(s3, uploadIdOf(request));
  return { status: 204 };
}

/** Ends an upload: its parts are removed. */
export function forgetUpload({ uploads, versions }: Pick<S3State, 'uploads' | 'versions'>, id: string): void {
  const upload = uploads.get(id);
  uploads.delete(id);
  for (const { file } of upload?.parts.values() ?? []) versions.contents.discard(file);
}

function uploadIdOf({ query }: S3Request): string {
  return query.get('uploadId') ?? '';
}

function findUpload(uploads: S3State['uploads'], request: S3Request): Upload {
  const { bucket, key } = request;
  const id = uploadIdOf(request);
  const upload = uploads.get(id);
  if (upload?.bucket === bucket && upload.key === key) return upload;
  throw new S3Error(
    'NoSuchUpload',
    404,
    `No upload ${id} of ${bucket}/${key}: it was completed, aborted or lost in a restart. Start a new one.`,
  );
}

/** Returns the parts that the request to complete an upload names, which must be in the order of their numbers. */
function namedParts({ parts }: Upload, xml: string): Part[] {
  let last = 0;
  const named = elements(xml, 'Part').map((part) => {
    const number = Number(elementText(part, 'PartNumber'));
    if (number <= last) throw new S3Error('InvalidPartOrder', 400, `Part ${number} is named after part ${last}.`);
    last = number;
    const etag = elementText(part, 'ETag')?.replaceAll('"', '');
    const stored = parts.get(number);
    if (stored && stored.md5 === etag && hasChecksums(stored, part)) return stored;
    throw new S3Error(
      'InvalidPart',
      400,
      `Part ${number} with ETag ${etag} was not uploaded; there is ${stored?.md5 ?? 'none'}. Send the part again.`,
    );
  });
  if (named.length === 0) throw new S3Error('MalformedXML', 400, 'The request names no part.');
  return named;
}

/** Whether the checksums that a request names for a part are those with which it was sent. */
function hasChecksums({ checksums }: Part, xml: string): boolean {
  return Object.entries(checksums).every(([name, value]) => {
    const named = elementText(xml, elementOf(name));
    return named === undefined || named === value;
  });
}

/** Returns the XML element of a checksum header: ChecksumCRC32C of x-amz-checksum-crc32c. */
function elementOf(header: string): string {
  return `Checksum${header.slice('x-amz-checksum-'.length).toUpperCase()}`;
}

type Assembly = { readonly upload: Upload; readonly parts: readonly Part[] };

/** Puts parts together as one content, and checks it against what the request says of the whole. */
async function assemble(request: S3Request, { upload, parts }: Assembly, s3: S3State): Promise<UploadBody> {
  const { contents } = s3.receiver;
  const { headers } = request.message;
  async function* bytes(): AsyncIterable<Buffer> {
    for (const { file, size } of parts) yield* contents.read({ file, start: 0, end: size });
  }
  const declaredSize = headers['x-amz-mp-object-size'];
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (declaredSize !== undefined && Number(declaredSize) !== size) {
    throw new S3Error(
      'InvalidRequest',
      400,
      `x-amz-mp-object-size is ${String(declaredSize)}, the parts have ${size}.`,
    );
  }
  const given = checksumHeaders(headers);
  const isFull = upload.checksum?.type === 'FULL_OBJECT' || headers['x-amz-checksum-type'] === 'FULL_OBJECT';
  const receiver = { contents, largestBody: Number.POSITIVE_INFINITY };
  if (isFull || !upload.checksum) return receiveBytes(bytes(), given, receiver);
  const composite = compositeChecksum(upload.checksum.algorithm, parts);
  for (const [name, value] of Object.entries(given)) {
    if (composite[name] === value) continue;
    throw new S3Error('BadDigest', 400, `${name} was ${value}, the parts have ${composite[name] ?? 'none'}.`);
  }
  return { ...(await receiveBytes(bytes(), {}, receiver)), checksums: composite };
}

/** The checksum of the parts' checksums, and the number of parts. There is none where a part came without one. */
function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly Part[]): Record<string, string> {
  const name = `x-amz-checksum-${algorithm}`;
  const digests = parts.map(({ checksums }) => checksums[name]);
  if (digests.includes(undefined)) return {};
  const all = Buffer.concat(digests.map((digest) => Buffer.from(digest!, 'base64')));
  return { [name]: `${checksumOf(algorithm, all).toString('base64')}-${parts.length}` };
}

function checksumElements(checksums: Readonly<Record<string, string>>, { checksum }: Upload): Record<string, Xml> {
  const values = Object.entries(checksums).map(([name, value]) => [elementOf(name), value] as const);
  return {
    ...Object.fromEntries(values),
    ...(values.length === 0 ? {} : { ChecksumType: checksum?.type ?? 'FULL_OBJECT' }),
  };
}

/** The ETag is S3's: the MD5 of the parts' MD5s, and the number of parts. */
function etagOf(parts: readonly Part[]): string {
  const digests = Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}
