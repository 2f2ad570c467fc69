/**
 * The objects of a data folder whose service has ended, read from the disk and not through the service that wrote them.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openVersions } from '../../infra/local/s3/version-store.ts';
import { lastModified, type Version } from '../../infra/local/s3/version.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';

export type StoredVersion = UploadVersion & { readonly sha256: string };

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** @returns all versions of a bucket, oldest first. @throws Error when the content of one is not what its tag says */
export async function storedVersions(data: string, bucket: string): Promise<StoredVersion[]> {
  const found: StoredVersion[] = [];
  await eachVersion(data, bucket, 'all', (version, content) => {
    const { key, id: versionId, size } = version;
    found.push({ key, versionId, size, acceptedAt: lastModified(version).toISOString(), sha256: sha256(content) });
  });
  return found.sort((a, b) => (a.versionId < b.versionId ? -1 : 1));
}

/** Of each object of a bucket what a reader of it sees: its bytes and its headers, as one digest. */
export async function storedObjects(data: string, bucket: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  await eachVersion(data, bucket, 'newest', ({ key, headers }, content) => {
    // Its checksum is one over the number of the run too.
    if (key.endsWith('/latest.json')) found.set(key, withoutRun(content));
    else
      found.set(
        key,
        `${sha256(content)} ${JSON.stringify(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1)))}`,
      );
  });
  return found;
}

/** `latest.json` without the number of the run that wrote it: that is how often a summary was begun. */
function withoutRun(content: Buffer): string {
  const { run, ...latest } = JSON.parse(content.toString()) as { readonly run: number };
  return JSON.stringify(typeof run === 'number' ? latest : { run, ...latest });
}

async function eachVersion(
  data: string,
  bucket: string,
  which: 'all' | 'newest',
  visit: (version: Version, content: Buffer) => void,
): Promise<void> {
  const buckets = [{ name: bucket, versioned: true }];
  const versions = openVersions({ buckets, data: join(data, 's3'), clock: () => new Date(0) });
  try {
    for (const key of versions.index.keys(bucket))
      for (const version of versions.index.history(bucket, key).slice(0, which === 'newest' ? 1 : undefined)) {
        if (version.marker) continue;
        const content = await versions.read(version);
        if (createHash('md5').update(content).digest('hex') !== version.etag)
          throw new Error(`${bucket}/${key} ${version.id} is torn`);
        visit(version, content);
      }
  } finally {
    versions.close();
  }
}

/** Makes a data folder that holds the versions of one bucket, with their ids and times, and nothing else. */
export function copyBucket(data: string, bucket: string, to: string): void {
  const index = join('s3', 'versions.jsonl');
  const lines = readFileSync(join(data, index), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && (JSON.parse(line) as { put?: Version }).put?.bucket === bucket);
  mkdirSync(join(to, 's3'), { recursive: true });
  writeFileSync(join(to, index), lines.map((line) => `${line}\n`).join(''));
  for (const line of lines) {
    const { file } = (JSON.parse(line) as { put: Version }).put;
    if (file === undefined) continue;
    const path = join('s3', 'objects', file.slice(0, 2), file.slice(2));
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(data, path), join(to, path));
  }
}
