/** Deletes objects and versions: DeleteObject and DeleteObjects. */
import { readBody } from '../endpoint/request.ts';
import { elementText, elements } from '../endpoint/xml.ts';
import { type S3Reply, s3Document, versionHeaders } from './reply.ts';
import type { S3Request } from './request.ts';
import type { S3State } from './state.ts';

/** Answers DeleteObject. */
export async function deleteObject({ bucket, key, query }: S3Request, s3: S3State): Promise<S3Reply> {
  const headers = await deleteOne(s3, { bucket, key, id: query.get('versionId') ?? undefined });
  return { status: 204, headers };
}

/** Answers DeleteObjects, whose body names many objects and versions. */
export async function deleteObjects({ bucket, message }: S3Request, s3: S3State): Promise<S3Reply> {
  const xml = (await readBody(message)).toString('utf8');
  const deleted = [];
  for (const object of elements(xml, 'Object')) {
    const key = elementText(object, 'Key') ?? '';
    const id = elementText(object, 'VersionId');
    const headers = await deleteOne(s3, { bucket, key, id });
    const isMarker = headers['x-amz-delete-marker'] === 'true';
    deleted.push({
      Key: key,
      VersionId: id,
      DeleteMarker: isMarker || undefined,
      DeleteMarkerVersionId: isMarker ? headers['x-amz-version-id'] : undefined,
    });
  }
  const isQuiet = elementText(xml, 'Quiet') === 'true';
  return { body: s3Document('DeleteResult', isQuiet ? {} : { Deleted: deleted }) };
}

/** Deletes an object, or one version for good if there is an id. @returns the headers that say what came of it */
async function deleteOne(
  { versions }: S3State,
  { bucket, key, id }: { readonly bucket: string; readonly key: string; readonly id: string | undefined },
): Promise<Record<string, string>> {
  const version =
    id === undefined ? await versions.delete(bucket, key) : await versions.removeVersion({ bucket, key, id });
  if (!version) return id === undefined ? {} : { 'x-amz-version-id': id };
  const headers = versionHeaders(versions.index, version);
  return version.marker ? { ...headers, 'x-amz-delete-marker': 'true' } : headers;
}
