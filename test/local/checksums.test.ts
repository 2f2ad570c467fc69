import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CHECKSUM_ALGORITHMS, checksumOf, startChecksum } from '../../infra/local/s3/checksums.ts';
import { PLAIN, VERSIONED, answerOf, startS3Service } from './s3-service.ts';

const NINE_DIGITS = Buffer.from('123456789');

test.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
] as const)(
  '%s of the nine digits is the value that its standard gives, in one piece or in three',
  (name, expected) => {
    expect(checksumOf(name, NINE_DIGITS).toString('hex')).toBe(expected);
    const pieces = startChecksum(name);
    for (const piece of [NINE_DIGITS.subarray(0, 1), NINE_DIGITS.subarray(1, 8), NINE_DIGITS.subarray(8)])
      pieces.update(piece);
    expect(pieces.digest().toString('hex')).toBe(expected);
  },
);

const BODY = '户编号,姓名\n371599,x\n';
const digestOf = (name: (typeof CHECKSUM_ALGORITHMS)[number] | 'md5', text: string): string =>
  checksumOf(name, Buffer.from(text)).toString('base64');

describe('an upload that is not what its checksum says is refused and leaves nothing', () => {
  const headers = [
    ...CHECKSUM_ALGORITHMS.map((name) => [`x-amz-checksum-${name}`, name] as const),
    ['content-md5', 'md5'] as const,
  ];

  test.each(headers)('%s as a header', async (header, name) => {
    const { endpoint, created } = await startS3Service();
    const put = (value: string) =>
      fetch(`${endpoint}/${VERSIONED}/a`, { method: 'PUT', body: BODY, headers: { [header]: value } });
    expect(await answerOf(await put(digestOf(name, 'another')))).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(created).toEqual([]);
    expect((await fetch(`${endpoint}/${VERSIONED}/a`)).status).toBe(404);
    expect((await put(digestOf(name, BODY))).status).toBe(200);
    const malformed = await answerOf(await put('AAA='));
    expect(malformed).toMatchObject({ status: 400, code: name === 'md5' ? 'InvalidDigest' : 'InvalidRequest' });
  });

  test.each(CHECKSUM_ALGORITHMS)('%s as a trailer of aws-chunked', async (name) => {
    const { endpoint, created } = await startS3Service();
    const size = Buffer.byteLength(BODY);
    const put = (trailer: string, announced = `x-amz-checksum-${name}`) =>
      fetch(`${endpoint}/${VERSIONED}/a`, {
        method: 'PUT',
        body: `${size.toString(16)}\r\n${BODY}\r\n0\r\n${trailer}\r\n\r\n`,
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          'x-amz-decoded-content-length': String(size),
          'x-amz-trailer': announced,
        },
      });
    const wrong = await put(`x-amz-checksum-${name}:${digestOf(name, 'another')}`);
    expect(await answerOf(wrong)).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await answerOf(await put(''))).toMatchObject({ status: 400, code: 'MalformedTrailerError' });
    const right = `x-amz-checksum-${name}:${digestOf(name, BODY)}`;
    expect(await answerOf(await put(right, 'x-other'))).toMatchObject({ code: 'MalformedTrailerError' });
    expect(created).toEqual([]);
    const stored = await put(right);
    expect(stored.headers.get(`x-amz-checksum-${name}`)).toBe(digestOf(name, BODY));
    expect(await (await fetch(`${endpoint}/${VERSIONED}/a`)).text()).toBe(BODY);
  });

  test('the hash of the payload that was signed', async () => {
    const { endpoint, created } = await startS3Service();
    const sha256 = createHash('sha256').update('another').digest('hex');
    const put = await fetch(`${endpoint}/${PLAIN}/a`, {
      method: 'PUT',
      body: BODY,
      headers: { 'x-amz-content-sha256': sha256 },
    });
    expect(await answerOf(put)).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' });
    expect(created).toEqual([]);
  });

  test('two checksums at once', async () => {
    const { endpoint } = await startS3Service();
    const put = await fetch(`${endpoint}/${PLAIN}/a`, {
      method: 'PUT',
      body: BODY,
      headers: { 'x-amz-checksum-sha1': digestOf('sha1', BODY), 'x-amz-checksum-crc32': digestOf('crc32', BODY) },
    });
    expect(await answerOf(put)).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});

describe('a multipart upload', () => {
  const PARTS = ['一'.repeat(100), 'two'];

  async function begin(endpoint: string, headers: Record<string, string>): Promise<string> {
    const begun = await fetch(`${endpoint}/${VERSIONED}/parts?uploads`, { method: 'POST', headers });
    return /<UploadId>(.*)<\/UploadId>/.exec(await begun.text())![1]!;
  }

  async function sendParts(endpoint: string, id: string, header: (part: string) => Record<string, string>) {
    const etags: string[] = [];
    for (const [index, body] of PARTS.entries()) {
      const url = `${endpoint}/${VERSIONED}/parts?uploadId=${id}&partNumber=${index + 1}`;
      etags.push((await fetch(url, { method: 'PUT', body, headers: header(body) })).headers.get('etag')!);
    }
    const named = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
    const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`;
    return (headers: Record<string, string> = {}) =>
      fetch(`${endpoint}/${VERSIONED}/parts?uploadId=${id}`, { method: 'POST', body, headers });
  }

  test.each(['crc32', 'crc32c', 'sha1', 'sha256'] as const)('has the %s of its parts’ checksums', async (name) => {
    const { endpoint } = await startS3Service();
    const header = `x-amz-checksum-${name}`;
    const id = await begin(endpoint, { 'x-amz-checksum-algorithm': name.toUpperCase() });
    const complete = await sendParts(endpoint, id, (part) => ({ [header]: digestOf(name, part) }));
    const all = Buffer.concat(PARTS.map((part) => checksumOf(name, Buffer.from(part))));
    const expected = `${checksumOf(name, all).toString('base64')}-2`;
    expect(await answerOf(await complete({ [header]: `${digestOf(name, 'x')}-2` }))).toMatchObject({
      code: 'BadDigest',
    });
    const { text } = await answerOf(await complete({ [header]: expected }));
    expect(text).toContain(`<Checksum${name.toUpperCase()}>${expected}<`);
    const read = await fetch(`${endpoint}/${VERSIONED}/parts`, { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(read.headers.get(header)).toBe(expected);
    expect(await read.text()).toBe(PARTS.join(''));
  });

  test('is compared with the checksum of the whole object', async () => {
    const { endpoint, created } = await startS3Service();
    const id = await begin(endpoint, { 'x-amz-checksum-algorithm': 'CRC64NVME' });
    const complete = await sendParts(endpoint, id, () => ({}));
    const header = 'x-amz-checksum-crc64nvme';
    expect(await answerOf(await complete({ [header]: digestOf('crc64nvme', 'x') }))).toMatchObject({
      code: 'BadDigest',
    });
    expect(await answerOf(await complete({ 'x-amz-mp-object-size': '7' }))).toMatchObject({ code: 'InvalidRequest' });
    expect(created).toEqual([]);
    expect((await complete({ [header]: digestOf('crc64nvme', PARTS.join('')) })).status).toBe(200);
  });

  test('refuses a part that is not what its checksum says', async () => {
    const { endpoint } = await startS3Service();
    const id = await begin(endpoint, {});
    const part = await fetch(`${endpoint}/${VERSIONED}/parts?uploadId=${id}&partNumber=1`, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-amz-checksum-crc32c': digestOf('crc32c', 'y') },
    });
    expect(await answerOf(part)).toMatchObject({ status: 400, code: 'BadDigest' });
  });
});

test('an answer without a body carries no checksum, so no client compares it with nothing', async () => {
  const { endpoint } = await startS3Service();
  const headers = { 'x-amz-checksum-crc32': digestOf('crc32', BODY) };
  const url = `${endpoint}/${PLAIN}/a`;
  const etag = (await fetch(url, { method: 'PUT', body: BODY, headers })).headers.get('etag')!;
  const read = await fetch(url, { headers: { 'if-none-match': etag, 'x-amz-checksum-mode': 'ENABLED' } });
  expect(read.status).toBe(304);
  expect(read.headers.get('etag')).toBe(etag);
  expect([...read.headers.keys()].filter((name) => name.startsWith('x-amz-checksum-'))).toEqual([]);
});
