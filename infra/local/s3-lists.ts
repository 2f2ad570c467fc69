/** ListObjects, ListObjectsV2 and ListObjectVersions: one walk over the sorted keys, three ways to show the page. */
import { S3Error } from './s3-protocol.ts';
import { type Version, type VersionStore, firstIndexFrom, lastModified } from './versions.ts';
import type { Xml } from './xml.ts';

/** What a walk finds: a version, or a group of keys that share a prefix up to the delimiter. */
type Entry = { readonly key: string; readonly version?: Version };
type Page = { readonly entries: Entry[]; readonly next?: Entry };

/**
 * The entries of a bucket under `prefix`, in key order, versions newest first. `after` tells for a key whether its page position is
 * behind the marker; `list` gives the versions of a key that are shown.
 */
function page(
  keys: readonly string[],
  options: {
    prefix: string;
    delimiter: string;
    max: number;
    skip: (key: string) => boolean;
    list: (key: string) => Version[];
  },
): Page {
  const { prefix, delimiter, max, skip, list } = options;
  const entries: Entry[] = [];
  let group: string | undefined;
  if (max === 0) return { entries };
  for (let index = firstIndexFrom(keys, prefix); index < keys.length; index++) {
    const key = keys[index]!;
    if (!key.startsWith(prefix)) break;
    if (group !== undefined && key.startsWith(group)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const found: Entry[] = [];
    if (cut >= 0) {
      const common = key.slice(0, cut + delimiter.length);
      if (list(key).length === 0) continue;
      group = common;
      if (!skip(common)) found.push({ key: common });
    } else if (!skip(key)) {
      for (const version of list(key)) found.push({ key, version });
    }
    for (const entry of found) {
      if (entries.length === max) return { entries, next: entries.at(-1) ?? entry };
      entries.push(entry);
    }
  }
  return { entries };
}

function notAfter(key: string, marker: string): boolean {
  return marker !== '' && Buffer.compare(Buffer.from(key), Buffer.from(marker)) <= 0;
}

function maxKeys(query: URLSearchParams): number {
  const max = Number(query.get('max-keys') ?? 1000);
  if (Number.isInteger(max) && max >= 0) return Math.min(max, 1000);
  throw new S3Error('InvalidArgument', 400, `max-keys must be a number from 0, got ${query.get('max-keys')}.`);
}

/** How keys are written: percent-encoded when asked for, since XML cannot hold every character. */
function encoder(query: URLSearchParams): (text: string) => string {
  if (query.get('encoding-type') !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}

/** The answer to ListObjectsV2, or to ListObjects when `list-type` is not 2. Delete markers hide their object. */
export function listObjects(versions: VersionStore, bucket: string, query: URLSearchParams): Xml {
  const second = query.get('list-type') === '2';
  const encode = encoder(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const marker =
    token === null
      ? (query.get(second ? 'start-after' : 'marker') ?? '')
      : Buffer.from(token, 'base64url').toString('utf8');
  const { entries, next } = page(versions.keys(bucket), {
    prefix,
    delimiter,
    max: maxKeys(query),
    skip: (key) => notAfter(key, marker),
    list: (key) => {
      const current = versions.find(bucket, key);
      return current && !current.marker ? [current] : [];
    },
  });
  const objects = entries.flatMap(({ version }) => (version ? [version] : []));
  return {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys(query),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: next !== undefined,
    ...(second
      ? {
          KeyCount: entries.length,
          ContinuationToken: token ?? undefined,
          StartAfter: query.get('start-after') ?? undefined,
          NextContinuationToken: next && Buffer.from(next.key).toString('base64url'),
        }
      : { Marker: encode(marker), NextMarker: next && delimiter !== '' ? encode(next.key) : undefined }),
    Contents: objects.map((version) => ({
      Key: encode(version.key),
      LastModified: lastModified(version).toISOString(),
      ETag: `"${version.etag}"`,
      Size: version.size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: groups(entries, encode),
  };
}

/** The answer to ListObjectVersions: keys ascending, the versions of a key newest first, delete markers among them. */
export function listVersions(versions: VersionStore, bucket: string, query: URLSearchParams): Xml {
  const encode = encoder(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('version-id-marker') ?? '';
  const { entries, next } = page(versions.keys(bucket), {
    prefix,
    delimiter,
    max: maxKeys(query),
    skip: (key) => notAfter(key, keyMarker) && !(key === keyMarker && idMarker !== ''),
    // Ids sort by time, so the versions behind the marker are those with a smaller id, whether or not the marker's own still exists.
    list: (key) =>
      versions.history(bucket, key).filter(({ id }) => key !== keyMarker || idMarker === '' || id < idMarker),
  });
  const versioned = versions.isVersioned(bucket) === true;
  const shown = (marker: boolean) =>
    entries.flatMap(({ version }) => {
      if (!version || (version.marker === true) !== marker) return [];
      const facts = {
        Key: encode(version.key),
        VersionId: versioned ? version.id : 'null',
        IsLatest: versions.find(bucket, version.key) === version,
        LastModified: lastModified(version).toISOString(),
        Owner: { ID: 'local' },
      };
      return [marker ? facts : { ...facts, ETag: `"${version.etag}"`, Size: version.size, StorageClass: 'STANDARD' }];
    });
  return {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: idMarker,
    NextKeyMarker: next && encode(next.key),
    NextVersionIdMarker: next?.version && (versioned ? next.version.id : 'null'),
    MaxKeys: maxKeys(query),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: next !== undefined,
    Version: shown(false),
    DeleteMarker: shown(true),
    CommonPrefixes: groups(entries, encode),
  };
}

function groups(entries: readonly Entry[], encode: (text: string) => string): Xml[] {
  return entries.filter(({ version }) => !version).map(({ key }) => ({ Prefix: encode(key) }));
}
