import type { IncomingMessage } from 'node:http';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { mustBeSigned } from '../../infra/local/endpoint/access.ts';
import { parseRequest } from '../../infra/local/s3/request.ts';
import { checkSignature } from '../../infra/local/s3/signature.ts';
import { CREDENTIALS, VERSIONED, answerOf, startS3Service } from './s3-service.ts';

/** The example of the S3 documentation, "Authenticating Requests: Using Query Parameters". */
const EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  url:
    '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
    '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
};

function check(url: string, now: string, isRequired = true): () => void {
  const message = { url, method: 'GET', headers: { host: 'examplebucket.s3.amazonaws.com' } } as IncomingMessage;
  return () => checkSignature(parseRequest(message), { credentials: EXAMPLE, now: new Date(now), isRequired });
}

describe('a presigned address', () => {
  test('of the documentation is true, and expires to the second', () => {
    expect(check(EXAMPLE.url, '2013-05-24T12:00:00Z')).not.toThrow();
    expect(check(EXAMPLE.url, '2013-05-25T00:00:00Z')).not.toThrow();
    for (const isRequired of [true, false])
      expect(check(EXAMPLE.url, '2013-05-25T00:00:01Z', isRequired)).toThrow('Request has expired');
    expect(check(EXAMPLE.url, '2013-05-23T23:00:00Z')).toThrow('not yet valid');
  });

  test.each([
    ['another object', ['/test.txt', '/test.tx'], 'SignatureDoesNotMatch'],
    ['a longer time', ['Expires=86400', 'Expires=86401'], 'SignatureDoesNotMatch'],
    ['more than a week', ['Expires=86400', 'Expires=604801'], 'AuthorizationQueryParametersError'],
    ['no time', ['&X-Amz-Expires=86400', ''], 'AuthorizationQueryParametersError'],
    ['another key', ['=AKIAIOSFODNN7EXAMPLE', '=AKIAIOSFODNN7OTHER'], 'InvalidAccessKeyId'],
    ['a parameter more', ['&X-Amz-Date', '&versionId=1&X-Amz-Date'], 'SignatureDoesNotMatch'],
  ])('that is changed to %s is refused', (_what, [from, to], code) => {
    expect(check(EXAMPLE.url.replace(from!, to!), '2013-05-24T12:00:00Z')).toThrow(expect.objectContaining({ code }));
  });
});

test('requests that an SDK signs with the key of the service are answered, others are not', async () => {
  const { endpoint } = await startS3Service({ mustBeSigned: () => true, clock: () => new Date() });
  const client = (credentials: typeof CREDENTIALS) =>
    new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 });
  const Key = '371599108/2016Q2/花名册 (终版)+a&b!.csv';
  const s3 = client(CREDENTIALS);
  await s3.send(new PutObjectCommand({ Bucket: VERSIONED, Key, Body: '一', Metadata: { a: 'x  y' } }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: VERSIONED, Key }));
  expect(await Body!.transformToString()).toBe('一');
  const stranger = client({ ...CREDENTIALS, secretAccessKey: 'another' });
  await expect(stranger.send(new GetObjectCommand({ Bucket: VERSIONED, Key }))).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
  expect(await answerOf(await fetch(`${endpoint}/${VERSIONED}/a`))).toMatchObject({
    status: 403,
    code: 'AccessDenied',
  });
  const old = await fetch(`${endpoint}/${VERSIONED}/a`, { headers: { authorization: 'AWS uplift:x' } });
  expect(await answerOf(old)).toMatchObject({ status: 400, code: 'InvalidRequest' });
});

describe('without a signature', () => {
  const from = (remoteAddress: string, headers: object, method = 'POST'): boolean =>
    mustBeSigned({ socket: { remoteAddress }, headers, method } as IncomingMessage);

  test.each([
    ['a program of this machine may ask', '127.0.0.1', { host: '127.0.0.1:4566' }, false],
    ['by the name localhost too', '::ffff:127.0.0.1', { host: 'bucket.localhost:4566' }, false],
    ['a page of the service may ask', '127.0.0.1', { host: 'localhost:1', origin: 'http://localhost:1' }, false],
    ['nobody of the network may', '192.168.1.7', { host: '127.0.0.1:4566' }, true],
    ['no page of another site may', '127.0.0.1', { host: 'localhost:1', origin: 'http://evil.example' }, true],
    ['nor one without a site', '127.0.0.1', { host: 'localhost:1', origin: 'null' }, true],
    ['nor by a name of its own for this address', '127.0.0.1', { host: 'evil.example:4566' }, true],
    [
      'nor where the browser tells the site only',
      '127.0.0.1',
      { host: 'localhost', 'sec-fetch-site': 'cross-site' },
      true,
    ],
  ])('%s', (_title, address, headers, expected) => {
    expect(from(address, headers)).toBe(expected);
  });

  test('a plain POST of another page deletes nothing', async () => {
    const { endpoint } = await startS3Service();
    const url = `${endpoint}/${VERSIONED}/a`;
    await fetch(url, { method: 'PUT', body: 'x' });
    const body = '<Delete><Object><Key>a</Key></Object></Delete>';
    const headers = { origin: 'http://evil.example', 'content-type': 'text/plain' };
    const answer = await fetch(`${endpoint}/${VERSIONED}?delete`, { method: 'POST', body, headers });
    expect(await answerOf(answer)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect((await fetch(url)).status).toBe(200);
    const queue = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'x-amz-target': 'AmazonSQS.PurgeQueue' },
    });
    expect(queue.status).toBe(403);
  });
});
