/** Deletes objects and versions: DeleteObject and DeleteObjects. */
import { readBody } from '../endpoint/request.ts';
import { type Xml, elementText, elements } from '../endpoint/xml.ts';
import { checkDeleteCondition } from './conditions.ts';
import { type S3Reply, s3Document, versionHeaders } from './reply.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { S3State } from './state.ts';

/** Answers DeleteObject. */
export async function deleteObject({ bucket, key, query, message }: S3Request, s3: S3State): Promise<S3Reply> {
  const id = query.get('versionId') ?? undefined;
  const headers = deleteOne(s3, { bucket, key, id, ifMatch: message.headers['if-match'] });
  return { status: 204, headers };
}

/** S3 takes this many objects in one request. */
const MOST_OBJECTS = 1000;

/** Answers DeleteObjects, whose body names many objects and versions. */
export async function deleteObjects({ bucket, message }: S3Request, s3: S3State): Promise<S3Reply> {
  const xml = (await readBody(message)).toString('utf8');
  const objects = elements(xml, 'Object');
  if (!/<Delete[\s>]/.test(xml) || objects.length === 0 || objects.length > MOST_OBJECTS) {
    throw new S3Error('MalformedXML', 400, `Expected a Delete with 1 to ${MOST_OBJECTS} objects.`);
  }
  const deleted: Xml[] = [];
  const failed: Xml[] = [];
  for (const object of objects) {
    const key = elementText(object, 'Key') ?? '';
    const id = elementText(object, 'VersionId');
    try {
      deleted.push(deletedElement(deleteOne(s3, { bucket, key, id, ifMatch: elementText(object, 'ETag') }), key, id));
    } catch (error) {
      const { code, message: text } = errorOf(error);
      failed.push({ Key: key, ...(id === undefined ? {} : { VersionId: id }), Code: code, Message: text });
    }
  }
  const isQuiet = elementText(xml, 'Quiet') === 'true';
  return { body: s3Document('DeleteResult', { ...(isQuiet ? {} : { Deleted: deleted }), Error: failed }) };
}

function deletedElement(headers: Readonly<Record<string, string>>, key: string, id: string | undefined): Xml {
  const isMarker = headers['x-amz-delete-marker'] === 'true';
  return {
    Key: key,
    ...(id === undefined ? {} : { VersionId: id }),
    ...(isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: headers['x-amz-version-id']! } : {}),
  };
}

/** A fault at one object must not hide that those before it are gone. */
function errorOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof S3Error) return error;
  return { code: 'InternalError', message: error instanceof Error ? error.message : String(error) };
}

/** What names an object, or one version of it, and what it must be. */
type Deletion = {
  readonly bucket: string;
  readonly key: string;
  readonly id: string | undefined;
  readonly ifMatch: string | undefined;
};

/** Deletes an object, or one version for good if there is an id. @returns the headers that say what came of it */
function deleteOne({ versions }: S3State, { bucket, key, id, ifMatch }: Deletion): Record<string, string> {
  checkDeleteCondition(key, ifMatch, versions.index.find(bucket, key, id));
  const version = id === undefined ? versions.delete(bucket, key) : versions.removeVersion({ bucket, key, id });
  if (!version) return id === undefined ? {} : { 'x-amz-version-id': id };
  const headers = versionHeaders(versions.index, version);
  return version.marker ? { ...headers, 'x-amz-delete-marker': 'true' } : headers;
}
