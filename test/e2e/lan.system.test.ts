/** The service as it is opened to a network: what others can do there, by links and by signatures, and what they cannot. */
import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lanAddresses } from '../../cli/network.ts';
import { System } from '../../cli/system.ts';
import { linkToken } from '../../shared/door/link.ts';
import { householdsOf } from '../generate/liaocheng.ts';
import { townshipFile } from './city-files.ts';
import { startCity, type CityStack } from './city-stack.ts';

const TOWNSHIP = '371502004';
const PERIOD = '2016Q2';
const [ADDRESS] = lanAddresses();

describe.skipIf(ADDRESS === undefined)('the service in a network', () => {
  let city: CityStack;
  let s3: S3Client;
  beforeAll(async () => {
    city = await startCity({ network: ADDRESS ?? '' });
    // Addresses are signed by the clock of the machine.
    city.setClock(new Date().toISOString());
    s3 = new S3Client({
      endpoint: city.publicEndpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: city.credentials,
    });
  });
  afterAll(async () => {
    s3.destroy();
    await city.close();
  });

  const read = (key: string) => new GetObjectCommand({ Bucket: city.output('receipts'), Key: key });
  const answerOf = async (address: string, init?: RequestInit): Promise<string> => {
    const response = await fetch(address, init);
    return `${response.status} ${/<(?:Code|Message)>([^<]+)/.exec(await response.text())?.[1] ?? ''}`.trim();
  };

  test('answers at one address of the network, where the pages are', () => {
    expect(city.publicEndpoint).toBe(city.endpoint.replace('127.0.0.1', ADDRESS ?? ''));
    expect(city.output('door')).toBe(city.publicEndpoint);
    expect(city.output('ingestQueue')).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  test('takes signed requests to S3, and refuses those that are unsigned, wrong, expired or out of range', async () => {
    await s3.send(new PutObjectCommand({ Bucket: city.output('receipts'), Key: 'x/y.txt', Body: 'x' }));
    const address = await getSignedUrl(s3, read('x/y.txt'), { expiresIn: 60 });
    expect(await answerOf(address)).toBe('200');
    expect(await answerOf(`${city.publicEndpoint}/${city.output('receipts')}/x/y.txt`)).toBe('403 AccessDenied');
    expect(await answerOf(address.replace('y.txt', 'z.txt'))).toBe('403 SignatureDoesNotMatch');
    const old = { expiresIn: 60, signingDate: new Date('2016-07-01T00:00:00Z') };
    expect(await answerOf(await getSignedUrl(s3, read('x/y.txt'), old))).toBe('403 AccessDenied');
    expect(await answerOf(address.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801'))).toBe(
      '400 AuthorizationQueryParametersError',
    );
    expect(await answerOf(address.replace('X-Amz-Expires=60', 'X-Amz-Expires=-1'))).toBe(
      '400 AuthorizationQueryParametersError',
    );
    const other = { accessKeyId: 'local', secretAccessKey: 'local' };
    const stranger = new S3Client({
      endpoint: city.publicEndpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: other,
    });
    await expect(stranger.send(read('x/y.txt'))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    stranger.destroy();
  });

  test.each([
    'DynamoDB_20120810.Scan',
    'AmazonSQS.ReceiveMessage',
    'TrentService.GenerateMac',
    'AWSStepFunctions.StartExecution',
  ])('answers no %s', async (target) => {
    const body = JSON.stringify({ TableName: city.output('table') });
    const init = { method: 'POST', headers: { 'x-amz-target': target }, body };
    expect((await fetch(city.publicEndpoint, init)).status).toBe(403);
  });

  test('lets a township send its file and read its receipt by its link, and takes no other file by the form', async () => {
    System.useEndpoint(city.endpoint);
    const system = System.of(city.outputs);
    const record = { division: TOWNSHIP, issue: 1, revokedAt: null };
    await system.putLink(record);
    const page = `${city.output('door')}/t/${linkToken(record, await system.linkSignature())}`;
    const { headers } = await fetch(page);
    // The browser may send to this origin, and to no other.
    expect(headers.get('content-security-policy')).toContain(`connect-src 'self' ${city.publicEndpoint};`);
    const bytes = Buffer.from(townshipFile(TOWNSHIP, PERIOD, householdsOf(TOWNSHIP, PERIOD).slice(0, 3)));
    const asked = {
      period: PERIOD,
      fileName: '花名册.csv',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    const permit = await fetch(`${page}/upload`, { method: 'POST', body: JSON.stringify(asked) });
    const { url, fields } = (await permit.json()) as { url: string; fields: Record<string, string> };
    expect(new URL(url).origin).toBe(city.publicEndpoint);
    const send = (file: Uint8Array<ArrayBuffer>, change: Record<string, string> = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...fields, ...change })) form.append(name, value);
      form.append('file', new Blob([file]));
      return fetch(url, { method: 'POST', body: form });
    };
    const wrong = [
      await send(Buffer.concat([bytes, Buffer.from('\n')])),
      await send(bytes.subarray(1)),
      await send(bytes, { key: `371502006/${PERIOD}/x.csv` }),
      await send(bytes, { 'X-Amz-Signature': '0'.repeat(64) }),
      await send(bytes, { Policy: Buffer.from('{}').toString('base64') }),
    ];
    expect(wrong.map(({ status }) => status)).toEqual([400, 400, 403, 403, 403]);
    const sent = await send(bytes);
    expect(sent.status).toBe(204);
    await city.idle();
    const version = sent.headers.get('x-amz-version-id') ?? '';
    const receipt = await fetch(`${page}/receipt?version=${version}&part=html`);
    expect([receipt.status, new URL(receipt.url).origin]).toEqual([200, city.publicEndpoint]);
  });

  test('answers programs of this machine at 127.0.0.1 as ever', async () => {
    expect(await answerOf(`${city.endpoint}/${city.output('receipts')}/x/y.txt`)).toBe('200');
    expect(await city.list('receipts')).toContain('x/y.txt');
  });
});
