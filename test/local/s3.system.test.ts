import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { clients, start, temporaryFolder, writeAssembly } from './fixture.ts';

const BUCKETS = {
  Versioned: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } },
  Plain: { Type: 'AWS::S3::Bucket' },
};

async function read(s3: S3Client, Bucket: string, Key: string, VersionId?: string): Promise<string> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket, Key, ...(VersionId === undefined ? {} : { VersionId }) }),
  );
  return Body!.transformToString();
}

test('every put is a version that stays readable, in the order of the ids', async () => {
  // A clock that stands still and then goes back: ids must sort by acceptance all the same.
  const times = [5000, 5000, 1000, 9000];
  const stack = await start(writeAssembly(BUCKETS), {
    clock: () => new Date(times.length > 1 ? times.shift()! : times[0]!),
  });
  const { s3 } = clients(stack);
  const Bucket = stack.ref('Versioned');
  const Key = '371525108/花名册 (终版)+a&b.xlsx';
  const ids: string[] = [];
  for (const text of ['一', 'two', 'three', 'four']) {
    const { VersionId } = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: text,
        Metadata: { n: text.length.toString() },
        ContentType: 'text/plain',
      }),
    );
    ids.push(VersionId!);
  }
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9._-]+$/);
  expect(await read(s3, Bucket, Key, ids[0])).toBe('一');
  expect(await read(s3, Bucket, Key)).toBe('four');
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId: ids[1]! }));
  expect(head).toMatchObject({ VersionId: ids[1], ContentLength: 3, ContentType: 'text/plain', Metadata: { n: '3' } });
  expect(head.ETag).toBe(`"${createHash('md5').update('two').digest('hex')}"`);

  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: '371525108/' }));
  expect(Versions.map(({ VersionId }) => VersionId)).toEqual(ids.toReversed());
  expect(Versions.map(({ IsLatest }) => IsLatest)).toEqual([true, false, false, false]);
  expect(Versions[0]!.Key).toBe(Key);
  const seconds = Versions.map(({ LastModified }) => LastModified!.getTime()).toReversed();
  expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
});

test('a delete leaves a marker; versions and markers can be removed', async () => {
  const stack = await start(writeAssembly(BUCKETS));
  const { s3 } = clients(stack);
  const Bucket = stack.ref('Versioned');
  const { VersionId: first } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
  const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  expect(marker.DeleteMarker).toBe(true);
  await expect(read(s3, Bucket, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
  await expect(read(s3, Bucket, 'a', 'NOSUCH')).rejects.toMatchObject({ name: 'NoSuchVersion' });
  expect(await read(s3, Bucket, 'a', first)).toBe('1');
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(listed.DeleteMarkers).toMatchObject([{ Key: 'a', VersionId: marker.VersionId, IsLatest: true }]);
  expect(listed.Versions).toMatchObject([{ VersionId: first, IsLatest: false }]);

  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: marker.VersionId! }));
  expect(await read(s3, Bucket, 'a')).toBe('1');
  const removed = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a', VersionId: first! }] } }),
  );
  expect(removed.Deleted).toMatchObject([{ Key: 'a', VersionId: first }]);
  expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions).toBeUndefined();
});

test('conditional puts', async () => {
  const stack = await start(writeAssembly(BUCKETS));
  const { s3 } = clients(stack);
  const Bucket = stack.ref('Plain');
  const put = () => s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'x', IfNoneMatch: '*' }));
  const results = await Promise.allSettled([put(), put(), put()]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results)
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
  await expect(s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'y', IfMatch: '"0"' }))).rejects.toMatchObject(
    {
      name: 'PreconditionFailed',
    },
  );
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'once' }));
  await put();
});

test('listings page through keys, groups and versions without loss', async () => {
  const stack = await start(writeAssembly(BUCKETS));
  const { s3 } = clients(stack);
  const Bucket = stack.ref('Versioned');
  const keys = ['a/1', 'a/2', 'b', '乡/1', '乡/2', '村'];
  for (const Key of [...keys, ...keys]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));

  const found: string[] = [];
  for (let ContinuationToken: string | undefined; ;) {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket,
        Delimiter: '/',
        MaxKeys: 1,
        ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
      }),
    );
    for (const { Key } of page.Contents ?? []) found.push(Key!);
    for (const { Prefix } of page.CommonPrefixes ?? []) found.push(Prefix!);
    ContinuationToken = page.NextContinuationToken;
    if (!page.IsTruncated) break;
  }
  expect(found).toEqual(['a/', 'b', '乡/', '村']);

  const versions: string[] = [];
  for (let marker: { KeyMarker?: string; VersionIdMarker?: string } = {}; ;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 3, ...marker }));
    for (const { Key, VersionId } of page.Versions ?? []) versions.push(`${Key} ${VersionId}`);
    if (!page.IsTruncated) break;
    marker = { KeyMarker: page.NextKeyMarker!, VersionIdMarker: page.NextVersionIdMarker! };
  }
  expect(versions.map((line) => line.split(' ')[0])).toEqual(keys.flatMap((key) => [key, key]));
  expect(new Set(versions).size).toBe(12);
});

test('streamed, chunked, multipart and copied bodies come through byte for byte', async () => {
  const stack = await start(writeAssembly(BUCKETS), { data: temporaryFolder() });
  const { s3 } = clients(stack);
  const Bucket = stack.ref('Versioned');
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256));
  const get = async (Key: string, Range?: string) =>
    Buffer.from(
      await (
        await s3.send(new GetObjectCommand({ Bucket, Key, ...(Range === undefined ? {} : { Range }) }))
      ).Body!.transformToByteArray(),
    );

  const stream = Readable.from([bytes.subarray(0, 70_001), bytes.subarray(70_001, 200_000), bytes.subarray(200_000)], {
    objectMode: false,
  });
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: 'streamed',
      Body: stream,
      ContentLength: bytes.length,
      ChecksumAlgorithm: 'CRC32',
    }),
  );
  expect((await get('streamed')).equals(bytes)).toBe(true);
  expect((await get('streamed', 'bytes=100-199')).equals(bytes.subarray(100, 200))).toBe(true);
  expect((await get('streamed', 'bytes=-5')).equals(bytes.subarray(-5))).toBe(true);

  const url = `${stack.endpoint}/${Bucket}/chunked`;
  const send = (body: string, decoded: number) =>
    fetch(url, {
      method: 'PUT',
      body,
      headers: {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': String(decoded),
      },
    });
  expect(
    (await send('3;chunk-signature=0\r\na\r\n\r\n2\r\nbc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', 5)).status,
  ).toBe(400);
  expect((await send('3\r\na\r\n\r\n2\r\nbc\r\n0\r\n\r\n', 5)).status).toBe(200);
  expect((await send('9\r\na\r\n', 9)).status).toBe(400);
  expect((await get('chunked')).toString()).toBe('a\r\nbc');

  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key: 'parts', ContentType: 'text/csv' }),
  );
  const Parts = [];
  for (const [index, Body] of [bytes.subarray(0, 200_000), bytes.subarray(200_000)].entries()) {
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key: 'parts', UploadId: UploadId!, PartNumber: index + 1, Body }),
    );
    Parts.push({ PartNumber: index + 1, ETag: ETag! });
  }
  const done = await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId: UploadId!, MultipartUpload: { Parts } }),
  );
  expect(done.VersionId).toBeDefined();
  expect(done.ETag).toMatch(/-2"$/);
  expect((await get('parts')).equals(bytes)).toBe(true);

  const CopySource = `${Bucket}/${encodeURIComponent('parts')}?versionId=${done.VersionId}`;
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: '复制', CopySource }));
  expect(copied).toMatchObject({ CopySourceVersionId: done.VersionId });
  expect((await get('复制')).equals(bytes)).toBe(true);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: '复制' }))).ContentType).toBe('text/csv');
});

test('an object that was sent in parts has the time at which its upload began, as in S3, also after a restart', async () => {
  const data = temporaryFolder();
  const assembly = writeAssembly(BUCKETS);
  let now = new Date('2016-07-05T02:00:00.900Z');
  const first = await start(assembly, { data, clock: () => now });
  const target = { Bucket: first.ref('Versioned'), Key: 'parts' };
  const { s3 } = clients(first);
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
  const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'a part' }));
  now = new Date('2016-07-06T02:00:00.000Z');
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
  const began = new Date('2016-07-05T02:00:00.000Z');
  expect((await s3.send(new HeadObjectCommand(target))).LastModified).toEqual(began);
  await first.close();

  const second = await start(assembly, { data, clock: () => now });
  const { Versions } = await clients(second).s3.send(new ListObjectVersionsCommand({ Bucket: target.Bucket }));
  expect(Versions?.map(({ LastModified }) => LastModified)).toEqual([began]);
});

test('objects, versions and the order of ids outlive a restart, and a torn last line of the index does not matter', async () => {
  const data = temporaryFolder();
  const assembly = writeAssembly(BUCKETS);
  const first = await start(assembly, { data, clock: () => new Date(7_000_000) });
  const Bucket = first.ref('Versioned');
  const { VersionId: old } = await clients(first).s3.send(new PutObjectCommand({ Bucket, Key: '名', Body: 'old' }));
  const { VersionId: newer } = await clients(first).s3.send(new PutObjectCommand({ Bucket, Key: '名', Body: 'newer' }));
  await first.close();
  appendFileSync(join(data, 's3', 'versions.jsonl'), '{"put":{"bucket":"torn');

  const second = await start(assembly, { data, clock: () => new Date(1000) });
  const { s3 } = clients(second);
  expect(second.ref('Versioned')).toBe(Bucket);
  expect(await read(s3, Bucket, '名', old)).toBe('old');
  const { VersionId: newest } = await s3.send(new PutObjectCommand({ Bucket, Key: '名', Body: 'newest' }));
  expect(old! < newer! && newer! < newest!).toBe(true);
  await second.close();

  const third = await start(assembly, { data });
  expect(await read(clients(third).s3, Bucket, '名')).toBe('newest');
});
