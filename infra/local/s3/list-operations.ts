/** Lists the objects and the versions of a bucket. */
import type { Xml } from '../endpoint/xml.ts';
import { type Page, commonElements, isUpTo, listPage, readListQuery } from './list-page.ts';
import { type S3Reply, s3Document } from './reply.ts';
import type { S3Request } from './request.ts';
import type { S3State } from './state.ts';
import type { VersionIndex } from './version-index.ts';
import { type Version, lastModified } from './version.ts';

/** Answers ListObjectsV2, or ListObjects if `list-type` is not 2. A deleted object is not listed. */
export async function listObjects({ bucket, query }: S3Request, { versions: { index } }: S3State): Promise<S3Reply> {
  const list = readListQuery(query);
  const isSecond = query.get('list-type') === '2';
  const token = query.get('continuation-token');
  const marker = token === null ? (query.get(isSecond ? 'start-after' : 'marker') ?? '') : textOfToken(token);
  const page = listPage(index.keys(bucket), {
    ...list,
    isShown: (key) => isUpTo(marker, key),
    versionsOf: (key) => {
      const current = index.find(bucket, key);
      return current && !current.marker ? [current] : [];
    },
  });
  const { entries, last } = page;
  const continuation = isSecond
    ? {
        KeyCount: entries.length,
        ContinuationToken: token ?? undefined,
        StartAfter: query.get('start-after') ?? undefined,
        NextContinuationToken: last && tokenOf(last.key),
      }
    : { Marker: list.encode(marker), NextMarker: last && list.delimiter !== '' ? list.encode(last.key) : undefined };
  const objects = entries.flatMap(({ version }) => (version ? [version] : []));
  const result = {
    Name: bucket,
    ...commonElements(list, page),
    ...continuation,
    Contents: objects.map((version) => ({
      Key: list.encode(version.key),
      LastModified: lastModified(version).toISOString(),
      ...contentElements(version),
    })),
  };
  return { body: s3Document('ListBucketResult', result) };
}

function tokenOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function textOfToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}

/** Answers ListObjectVersions: keys ascending, the versions of a key newest first, delete markers among them. */
export async function listVersions({ bucket, query }: S3Request, { versions: { index } }: S3State): Promise<S3Reply> {
  const list = readListQuery(query);
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('version-id-marker') ?? '';
  const page = listPage(index.keys(bucket), {
    ...list,
    isShown: (key) => isUpTo(keyMarker, key) && !(key === keyMarker && idMarker !== ''),
    // Ids sort by time, so the versions after the marker have smaller ids, also if the marker's own version is gone.
    versionsOf: (key) =>
      index.history(bucket, key).filter(({ id }) => key !== keyMarker || idMarker === '' || id < idMarker),
  });
  const { last } = page;
  const result = {
    Name: bucket,
    ...commonElements(list, page),
    KeyMarker: list.encode(keyMarker),
    VersionIdMarker: idMarker,
    NextKeyMarker: last && list.encode(last.key),
    NextVersionIdMarker: last?.version && shownId(index, last.version),
    ...versionElements(page, index, list.encode),
  };
  return { body: s3Document('ListVersionsResult', result) };
}

function versionElements(
  { entries }: Page,
  index: VersionIndex,
  encode: (text: string) => string,
): Record<'Version' | 'DeleteMarker', Xml[]> {
  const versions: Xml[] = [];
  const markers: Xml[] = [];
  for (const { version } of entries) {
    if (!version) continue;
    const element = {
      Key: encode(version.key),
      VersionId: shownId(index, version),
      IsLatest: index.find(version.bucket, version.key) === version,
      LastModified: lastModified(version).toISOString(),
      Owner: { ID: 'local' },
    };
    if (version.marker) markers.push(element);
    else versions.push({ ...element, ...contentElements(version) });
  }
  return { Version: versions, DeleteMarker: markers };
}

function shownId(index: VersionIndex, { bucket, id }: Version): string {
  return index.isVersioned(bucket) ? id : 'null';
}

function contentElements({ etag, size }: Version): Record<string, Xml> {
  return { ETag: `"${etag}"`, Size: size, StorageClass: 'STANDARD' };
}
