import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { VERSIONED, answerOf, startS3Service } from './s3-service.ts';

test.each([
  ['GET', '?lifecycle', 'GetBucketLifecycleConfiguration'],
  ['PUT', '?versioning', 'PutBucketVersioning'],
  ['GET', '?uploads', 'ListMultipartUploads'],
  ['DELETE', '', 'DeleteBucket'],
  ['GET', '/a?tagging', 'GetObjectTagging'],
  ['PUT', '/a?acl', 'PutObjectAcl'],
  ['GET', '/a?uploadId=1', 'ListParts'],
  ['POST', '/a?restore', 'RestoreObject'],
])('%s %s is answered with 501 and the name %s', async (method, path, name) => {
  const { endpoint } = await startS3Service();
  const answer = await answerOf(await fetch(`${endpoint}/${VERSIONED}${path}`, { method }));
  expect(answer).toMatchObject({
    status: 501,
    code: 'NotImplemented',
    text: expect.stringContaining(`${name} is not`),
  });
});

test('a bucket may stand before the name localhost, and one that is there may be made again', async () => {
  const { endpoint, created } = await startS3Service();
  expect((await fetch(`${endpoint}/${VERSIONED}`, { method: 'PUT' })).status).toBe(200);
  const { port } = new URL(endpoint);
  const headers = { host: `${VERSIONED}.localhost:${port}` };
  const put = request({ host: '127.0.0.1', port, path: '/a/b', method: 'PUT', headers });
  put.end('x');
  const [response] = (await once(put, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(created).toMatchObject([{ bucket: VERSIONED, key: 'a/b' }]);
});
