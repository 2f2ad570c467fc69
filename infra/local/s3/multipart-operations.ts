/** Multipart uploads: an object is sent in parts, and put together when all are there. */
import { createHash, randomUUID } from 'node:crypto';
import { readBody } from '../endpoint/request.ts';
import { elementText, elements } from '../endpoint/xml.ts';
import { type S3Reply, s3Document, versionHeaders } from './reply.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { Part, S3State, Upload } from './state.ts';
import { readUpload } from './upload-body.ts';
import { createVersion, keptHeaders, md5 } from './write-operations.ts';

/** Answers CreateMultipartUpload. */
export async function createUpload({ bucket, key, message }: S3Request, { uploads }: S3State): Promise<S3Reply> {
  await readBody(message);
  const id = randomUUID();
  uploads.set(id, { bucket, key, headers: keptHeaders(message), parts: new Map() });
  return { body: s3Document('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }) };
}

/** Answers UploadPart. */
export async function uploadPart(request: S3Request, { uploads }: S3State): Promise<S3Reply> {
  const { bytes, checksums } = await readUpload(request.message);
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    const given = request.query.get('partNumber');
    throw new S3Error('InvalidArgument', 400, `partNumber must be 1 to 10000, got ${given}.`);
  }
  const etag = md5(bytes);
  findUpload(uploads, request).parts.set(number, { bytes, etag });
  return { headers: { etag: `"${etag}"`, ...checksums } };
}

/** Answers CompleteMultipartUpload. If the write's conditions do not hold, the upload stays. */
export async function completeUpload(request: S3Request, s3: S3State): Promise<S3Reply> {
  const xml = (await readBody(request.message)).toString('utf8');
  const upload = findUpload(s3.uploads, request);
  const object = assemble(namedParts(upload, xml));
  const { headers } = upload;
  const version = await createVersion(request, s3, { by: 'CompleteMultipartUpload', ...object, headers });
  s3.uploads.delete(uploadIdOf(request));
  const result = { Bucket: request.bucket, Key: request.key, ETag: `"${object.etag}"` };
  return {
    headers: versionHeaders(s3.versions.index, version),
    body: s3Document('CompleteMultipartUploadResult', result),
  };
}

/** Answers AbortMultipartUpload. */
export async function abortUpload(request: S3Request, { uploads }: S3State): Promise<S3Reply> {
  uploads.delete(uploadIdOf(request));
  return { status: 204 };
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

/** Returns the parts that the request to complete an upload names, in its order. */
function namedParts({ parts }: Upload, xml: string): Part[] {
  const named = elements(xml, 'Part').map((part) => {
    const number = Number(elementText(part, 'PartNumber'));
    const etag = elementText(part, 'ETag')?.replaceAll('"', '');
    const stored = parts.get(number);
    if (stored && stored.etag === etag) return stored;
    throw new S3Error(
      'InvalidPart',
      400,
      `Part ${number} with ETag ${etag} was not uploaded; there is ${stored?.etag ?? 'none'}. Send the part again.`,
    );
  });
  if (named.length === 0) throw new S3Error('MalformedXML', 400, 'The request names no part.');
  return named;
}

/** Puts parts together. The ETag is S3's: the MD5 of the parts' MD5s, and the number of parts. */
function assemble(parts: readonly Part[]): { readonly content: Buffer; readonly etag: string } {
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  return {
    content: Buffer.concat(parts.map(({ bytes }) => bytes)),
    etag: `${createHash('md5').update(digests).digest('hex')}-${parts.length}`,
  };
}
