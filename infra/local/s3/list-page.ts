/** Walks over the sorted keys of a bucket: what ListObjects, ListObjectsV2 and ListObjectVersions have in common. */
import type { Xml } from '../endpoint/xml.ts';
import { S3Error } from './s3-error.ts';
import type { Version } from './version.ts';
import { firstIndexFrom } from './version-index.ts';

/** A page holds versions, and groups of keys that share a prefix up to the delimiter: their entry has no version. */
export type Entry = { readonly key: string; readonly version?: Version };

/** One page of a listing. `last` is its last entry if more entries follow. */
export type Page = { readonly entries: Entry[]; readonly last?: Entry };

/** What a page shows. */
export type PageRequest = {
  readonly prefix: string;
  /** Empty: keys are not grouped. */
  readonly delimiter: string;
  readonly maxEntries: number;
  /** Whether an earlier page showed a key or group. */
  readonly isShown: (key: string) => boolean;
  /** Returns the versions of a key that the page shows, newest first. */
  readonly versionsOf: (key: string) => Version[];
};

/** Returns the entries under a prefix, in the order of the keys. */
export function listPage(keys: readonly string[], request: PageRequest): Page {
  const { prefix, maxEntries } = request;
  const entries: Entry[] = [];
  let group: string | undefined;
  if (maxEntries === 0) return { entries };
  for (let index = firstIndexFrom(keys, prefix); index < keys.length; index++) {
    const key = keys[index]!;
    if (!key.startsWith(prefix)) break;
    if (group !== undefined && key.startsWith(group)) continue;
    const found = entriesOf(key, request);
    group = found.group ?? group;
    for (const entry of found.entries) {
      if (entries.length === maxEntries) return { entries, last: entries.at(-1)! };
      entries.push(entry);
    }
  }
  return { entries };
}

/** Returns the entries of one key: its versions, or the group that it belongs to. */
function entriesOf(key: string, request: PageRequest): { readonly entries: Entry[]; readonly group?: string } {
  const { prefix, delimiter, isShown, versionsOf } = request;
  const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  if (cut < 0) return { entries: isShown(key) ? [] : versionsOf(key).map((version) => ({ key, version })) };
  // A key without a version to show makes no group; a later key may.
  if (versionsOf(key).length === 0) return { entries: [] };
  const group = key.slice(0, cut + delimiter.length);
  return { entries: isShown(group) ? [] : [{ key: group }], group };
}

/** Whether a key is at the marker or before it, in the order of UTF-8 bytes. An empty marker is before every key. */
export function isUpTo(marker: string, key: string): boolean {
  return marker !== '' && Buffer.compare(Buffer.from(key), Buffer.from(marker)) <= 0;
}

/** What the query of every listing asks for. */
export type ListQuery = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxEntries: number;
  readonly encodingType: string | undefined;
  /** Writes a key: percent-encoded if the query asks for it, since XML cannot hold every character. */
  readonly encode: (text: string) => string;
};

/** Reads the query of a listing. */
export function readListQuery(query: URLSearchParams): ListQuery {
  const maxKeys = Number(query.get('max-keys') ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw new S3Error('InvalidArgument', 400, `max-keys must be a number from 0, got ${query.get('max-keys')}.`);
  }
  const encodingType = query.get('encoding-type') ?? undefined;
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxEntries: Math.min(maxKeys, 1000),
    encodingType,
    encode: encodingType === 'url' ? encodeKey : (text) => text,
  };
}

function encodeKey(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}

/** Returns the elements that the answers of all listings share. */
export function commonElements(list: ListQuery, { entries, last }: Page): Record<string, Xml | Xml[] | undefined> {
  const { prefix, delimiter, maxEntries, encodingType, encode } = list;
  const groups = entries.filter(({ version }) => !version);
  return {
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxEntries,
    EncodingType: encodingType,
    IsTruncated: last !== undefined,
    CommonPrefixes: groups.map(({ key }) => ({ Prefix: encode(key) })),
  };
}
