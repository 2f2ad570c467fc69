/**
 * What the functions rely on of S3 (functions/aws/objects.ts): versions that stay, conditions, and listings in pages.
 */
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type ListObjectVersionsCommandInput,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { Services } from './services.ts';

let folders = 0;

export function storeContract(services: () => Services): void {
  /** A place of the bucket that no other test looks at. */
  const newFolder = (): string => `${++folders}/`;
  const put = async (key: string, text: string, more: Partial<PutObjectCommandInput> = {}) =>
    services().s3.send(new PutObjectCommand({ Bucket: services().bucket, Key: key, Body: text, ...more }));
  const get = async (key: string, VersionId?: string) =>
    services().s3.send(
      new GetObjectCommand({ Bucket: services().bucket, Key: key, ...(VersionId === undefined ? {} : { VersionId }) }),
    );
  const text = async (key: string, versionId?: string) => (await get(key, versionId)).Body?.transformToString();
  const remove = async (key: string) =>
    services().s3.send(new DeleteObjectCommand({ Bucket: services().bucket, Key: key }));
  const listVersions = async (input: Omit<ListObjectVersionsCommandInput, 'Bucket'>) =>
    services().s3.send(new ListObjectVersionsCommand({ Bucket: services().bucket, ...input }));
  const copy = async (from: string, to: string) => {
    const CopySource = `${services().bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
    return services().s3.send(new CopyObjectCommand({ Bucket: services().bucket, Key: to, CopySource }));
  };
  const decode = (key: string | undefined): string => decodeURIComponent((key ?? '').replaceAll('+', ' '));

  /** All versions under a prefix, page by page, as `key text`. */
  const history = async (prefix: string, pageSize: number): Promise<{ found: string[]; pages: number }> => {
    const found: string[] = [];
    for (let pages = 1, marker = {}; ; pages++) {
      const page = await listVersions({ Prefix: prefix, MaxKeys: pageSize, EncodingType: 'url', ...marker });
      for (const { Key, VersionId } of page.Versions ?? [])
        found.push(`${decode(Key).slice(prefix.length)} ${await text(decode(Key), VersionId)}`);
      if (!page.IsTruncated) return { found, pages };
      marker = { KeyMarker: decode(page.NextKeyMarker), VersionIdMarker: page.NextVersionIdMarker };
    }
  };
  const keysUnder = async (prefix: string, pageSize: number): Promise<string[]> => {
    const keys: string[] = [];
    for (let token = {}; ;) {
      const page = await services().s3.send(
        new ListObjectsV2Command({
          Bucket: services().bucket,
          Prefix: prefix,
          MaxKeys: pageSize,
          EncodingType: 'url',
          ...token,
        }),
      );
      keys.push(...(page.Contents ?? []).map(({ Key }) => decode(Key).slice(prefix.length)));
      if (!page.IsTruncated) return keys;
      token = { ContinuationToken: page.NextContinuationToken };
    }
  };

  describe('the store', () => {
    test('each put is a version of its own that stays readable by its id', async () => {
      const key = `${newFolder()}花名册 (终版)+2.csv`;
      const ids: string[] = [];
      for (const one of ['一', '二', '二']) ids.push((await put(key, one)).VersionId ?? '');
      expect(new Set(ids).size).toBe(3);
      expect(await Promise.all(ids.map((id) => text(key, id)))).toEqual(['一', '二', '二']);
      expect(await text(key)).toBe('二');
    });

    test('an empty object is read as no bytes', async () => {
      const key = `${newFolder()}empty`;
      await put(key, '', { ContentLength: 0 });
      expect(await (await get(key)).Body?.transformToByteArray()).toEqual(new Uint8Array());
    });

    test('what is not there is told apart: no object, no such version', async () => {
      const folder = newFolder();
      const { VersionId: other } = await put(`${folder}other`, 'x');
      await put(`${folder}there`, 'x');
      await expect(get(`${folder}nothing`)).rejects.toMatchObject({
        name: 'NoSuchKey',
        $metadata: { httpStatusCode: 404 },
      });
      await expect(get(`${folder}there`, other)).rejects.toMatchObject({
        name: 'NoSuchVersion',
        $metadata: { httpStatusCode: 404 },
      });
      const head = new HeadObjectCommand({ Bucket: services().bucket, Key: `${folder}nothing` });
      await expect(services().s3.send(head)).rejects.toMatchObject({
        name: 'NotFound',
        $metadata: { httpStatusCode: 404 },
      });
    });

    test('a deletion hides the object and leaves its versions', async () => {
      const folder = newFolder();
      const key = `${folder}a`;
      const { VersionId } = await put(key, 'first');
      await remove(key);
      await remove(`${folder}never there`);
      await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
      await expect(copy(key, `${folder}b`)).rejects.toMatchObject({ name: 'NoSuchKey' });
      expect(await text(key, VersionId)).toBe('first');
      expect(await keysUnder(folder, 10)).toEqual([]);
      const listed = await listVersions({ Prefix: folder });
      expect(listed.Versions?.map((version) => version.VersionId)).toEqual([VersionId]);
      const [marker] = listed.DeleteMarkers?.filter((one) => one.Key === key) ?? [];
      // Moto says that there is no such version.
      const refused = { $metadata: { httpStatusCode: services().isMoto ? 404 : 405 } };
      await expect(get(key, marker?.VersionId)).rejects.toMatchObject(refused);
      await put(key, 'again');
      expect(await text(key)).toBe('again');
    });

    test('a version that is removed for good is gone, and so is the mark of a deletion; the others stay', async () => {
      const key = `${newFolder()}a`;
      const [first, second] = [await put(key, 'first'), await put(key, 'second')];
      await remove(key);
      const [marker] = (await listVersions({ Prefix: key })).DeleteMarkers ?? [];
      const removeForGood = async (VersionId: string | undefined) =>
        services().s3.send(new DeleteObjectCommand({ Bucket: services().bucket, Key: key, VersionId }));
      await removeForGood(first.VersionId);
      // Once more is no fault.
      await removeForGood(first.VersionId);
      await expect(get(key, first.VersionId)).rejects.toMatchObject({ name: 'NoSuchVersion' });
      await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
      await removeForGood(marker?.VersionId);
      expect(await text(key)).toBe('second');
      await removeForGood(second.VersionId);
      const { Versions = [], DeleteMarkers = [] } = await listVersions({ Prefix: key });
      expect([...Versions, ...DeleteMarkers]).toEqual([]);
    });

    test('versions are listed by key, those of a key newest first, whatever the size of a page', async () => {
      const folder = newFolder();
      for (const [key, one] of ['b1', 'a1', 'a2', 'c1', 'a3', 'b2'].entries())
        await put(`${folder}${one[0]}`, `${one}${key}`);
      await remove(`${folder}a`);
      await remove(`${folder}c`);
      const all = ['a a34', 'a a22', 'a a11', 'b b25', 'b b10', 'c c13'];
      expect((await history(folder, 1_000)).found).toEqual(all);
      for (const pageSize of [1, 2, 3, 5]) {
        const { found, pages } = await history(folder, pageSize);
        expect(found).toEqual(all);
        expect(pages).toBe(Math.ceil(8 / pageSize));
      }
      expect((await history(`${folder}b`, 1)).found).toEqual([' b25', ' b10']);
    });

    test('a listed version has the time and size that a reader of it sees, in whole seconds', async () => {
      const key = `${newFolder()}a`;
      const { VersionId } = await put(key, '三个字');
      const [listed] = (await listVersions({ Prefix: key })).Versions ?? [];
      const read = await get(key, VersionId);
      expect(listed).toMatchObject({ VersionId, Size: 9 });
      expect(read.ContentLength).toBe(9);
      expect(listed?.LastModified).toEqual(read.LastModified);
      expect(listed?.LastModified?.getMilliseconds()).toBe(0);
    });

    test('keys are listed in the order of their UTF-8 bytes, deleted ones left out', async () => {
      const folder = newFolder();
      // The bracket is one unit of UTF-16 that sorts behind the two of the rare character, while its bytes sort before.
      const keys = ['A', 'a b+c%2F&<>.csv', 'a/b', '表', '表（全量）', '表𠮷'];
      for (const key of [...keys, 'gone'].toReversed()) await put(`${folder}${key}`, 'x');
      await remove(`${folder}gone`);
      for (const pageSize of [1, 2, 1_000]) expect(await keysUnder(folder, pageSize)).toEqual(keys);
      // Moto does not encode keys in a listing of versions, so the plus and the percent sign are lost.
      if (services().isMoto) return;
      expect((await history(folder, 2)).found.map((one) => one.slice(0, -2))).toEqual([
        ...keys.slice(0, 3),
        'gone',
        ...keys.slice(3),
      ]);
    });

    test('equal bytes have equal tags, other bytes another', async () => {
      const folder = newFolder();
      const [one, same, other] = [
        await put(`${folder}a`, '1'),
        await put(`${folder}a`, '1'),
        await put(`${folder}a`, '2'),
      ];
      expect(one.ETag).toMatch(/^".+"$/);
      expect([same.ETag === one.ETag, other.ETag === one.ETag]).toEqual([true, false]);
      expect((await get(`${folder}a`)).ETag).toBe(other.ETag);
    });

    test('a write where nothing may be fails on an object and succeeds on a deleted one', async () => {
      const key = `${newFolder()}latest.json`;
      await put(key, 'first', { IfNoneMatch: '*' });
      await expect(put(key, 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 412 },
      });
      expect(await text(key)).toBe('first');
      await remove(key);
      await put(key, 'third', { IfNoneMatch: '*' });
      expect(await text(key)).toBe('third');
    });

    test('of writers at the same time where nothing may be, one succeeds', async () => {
      const key = `${newFolder()}manifest.json`;
      const writers = await Promise.allSettled(
        Array.from({ length: 8 }, (_, at) => put(key, `writer ${at}`, { IfNoneMatch: '*' })),
      );
      expect(writers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await text(key)).toBe(`writer ${writers.findIndex(({ status }) => status === 'fulfilled')}`);
    });

    test('a write over a tag fails when the content is another, and when there is none', async () => {
      const folder = newFolder();
      const { ETag: first } = await put(`${folder}a`, 'first');
      await put(`${folder}a`, 'second', { IfMatch: first });
      await expect(put(`${folder}a`, 'third', { IfMatch: first })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 412 },
      });
      await expect(put(`${folder}nothing`, 'x', { IfMatch: first })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 404 },
      });
      expect(await text(`${folder}a`)).toBe('second');
    });

    test('a copy takes the labels with it, and fails without a source', async () => {
      const folder = newFolder();
      const from = `${folder}drafts/a b+(表).txt`;
      await put(from, 'receipt', { Metadata: { submission: 'v1~r1' }, ContentType: 'text/plain; charset=utf-8' });
      await copy(from, `${folder}to`);
      const head = await services().s3.send(new HeadObjectCommand({ Bucket: services().bucket, Key: `${folder}to` }));
      expect(head).toMatchObject({ Metadata: { submission: 'v1~r1' }, ContentLength: 7 });
      expect(await text(`${folder}to`)).toBe('receipt');
      await expect(copy(`${folder}nothing`, `${folder}to`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    });
  });
}
