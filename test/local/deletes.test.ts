import { expect, test } from 'vitest';
import { PLAIN, VERSIONED, answerOf, startS3Service } from './s3-service.ts';

test('the version "null" is none of a bucket that keeps versions, and the only one of any other bucket', async () => {
  const { endpoint } = await startS3Service();
  for (const bucket of [VERSIONED, PLAIN]) await fetch(`${endpoint}/${bucket}/a`, { method: 'PUT', body: bucket });
  for (const bucket of [VERSIONED, PLAIN]) {
    const deleted = await fetch(`${endpoint}/${bucket}/a?versionId=null`, { method: 'DELETE' });
    expect(deleted.status).toBe(204);
  }
  expect((await fetch(`${endpoint}/${VERSIONED}/a`)).status).toBe(200);
  expect((await fetch(`${endpoint}/${PLAIN}/a`)).status).toBe(404);
  const read = await fetch(`${endpoint}/${VERSIONED}/a?versionId=null`);
  expect(await answerOf(read)).toMatchObject({ status: 404, code: 'NoSuchVersion' });
});

test('a delete that names another ETag deletes nothing', async () => {
  const { endpoint } = await startS3Service();
  const url = `${endpoint}/${VERSIONED}/a`;
  const remove = async (ifMatch: string) =>
    answerOf(await fetch(url, { method: 'DELETE', headers: { 'if-match': ifMatch } }));
  expect(await remove('*')).toMatchObject({ status: 404, code: 'NoSuchKey' });
  const etag = (await fetch(url, { method: 'PUT', body: 'x' })).headers.get('etag')!;
  expect(await remove('"0"')).toMatchObject({ status: 412, code: 'PreconditionFailed' });
  expect((await fetch(url)).status).toBe(200);
  expect(await remove(etag)).toMatchObject({ status: 204 });
  expect(await remove('*')).toMatchObject({ status: 412 });
});

test('of many objects, those that are not as they are named stay and are told', async () => {
  const { endpoint } = await startS3Service();
  for (const key of ['a', 'b']) await fetch(`${endpoint}/${PLAIN}/${key}`, { method: 'PUT', body: key });
  const objects = '<Object><Key>a</Key></Object><Object><Key>b</Key><ETag>"0"</ETag></Object>';
  const remove = async (body: string) => answerOf(await fetch(`${endpoint}/${PLAIN}?delete`, { method: 'POST', body }));
  const { text } = await remove(`<Delete>${objects}</Delete>`);
  expect(text).toContain('<Deleted><Key>a</Key></Deleted>');
  expect(text).toContain('<Error><Key>b</Key><Code>PreconditionFailed</Code>');
  expect((await fetch(`${endpoint}/${PLAIN}/b`)).status).toBe(200);
  expect(await remove('')).toMatchObject({ status: 400, code: 'MalformedXML' });
});
