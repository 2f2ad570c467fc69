import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { callerArn } from '../../cli/caller.ts';

const ARN = 'arn:aws-cn:sts::123456789012:assumed-role/CityOffice/li@example.org';
const ANSWER =
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
  `<Arn>${ARN}</Arn><UserId>A:li</UserId><Account>123456789012</Account>` +
  `</GetCallerIdentityResult></GetCallerIdentityResponse>`;

afterEach(() => vi.unstubAllEnvs());

it('is the identity that AWS knows', async () => {
  const server = createServer((_request, response) => void response.setHeader('content-type', 'text/xml').end(ANSWER));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'cn-north-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  expect(await callerArn()).toBe(ARN);
  await new Promise((resolve) => server.close(resolve));
});

it('is none at a service on one machine', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:4566');
  expect(await callerArn()).toBeNull();
});
