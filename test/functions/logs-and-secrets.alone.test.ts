/** What logs say of a failure, how a secret is asked for, and how a run of the summary is started and looked at. */
import { randomUUID } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { ExecutionAlreadyExists, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { derivedSecret } from '../../functions/aws/derived-secret.ts';
import { environment } from '../../functions/aws/environment.ts';
import { keyedHash } from '../../functions/aws/keyed-hash.ts';
import { faultOf } from '../../functions/aws/log.ts';
import { runState, startRun } from '../../functions/aws/state-machine.ts';
import { enveloped, jsonOf } from '../../functions/http/envelope.ts';
import { ENVIRONMENT } from '../../shared/contract.ts';

type Send = (command: { readonly input: Record<string, unknown> }) => Promise<unknown>;

let asked: Record<string, unknown>[];
let before: string | undefined;
let originals: readonly (readonly [typeof KMSClient | typeof SFNClient, unknown])[];
beforeEach(() => {
  asked = [];
  originals = [KMSClient, SFNClient].map((client) => [client, Reflect.get(client.prototype, 'send')] as const);
  before = process.env[ENVIRONMENT.hashKey];
  process.env[ENVIRONMENT.hashKey] = 'key';
});
afterEach(() => {
  for (const [client, send] of originals) Object.assign(client.prototype, { send });
  process.env[ENVIRONMENT.hashKey] = before;
});
const answering = (client: typeof KMSClient | typeof SFNClient, answer: () => unknown): void => {
  const send: Send = async ({ input }) => {
    asked.push(input);
    const given = answer();
    if (given instanceof Error) throw given;
    return given;
  };
  Object.assign(client.prototype, { send });
};
const sdkError = (name: string): Error => Object.assign(new Error('secret/key.xlsx'), { name, $fault: 'client' });

describe('a log', () => {
  test('quotes no message of the SDK and none of a parser, since those name keys and contents', () => {
    expect(faultOf(sdkError('NoSuchKey'))).toMatchObject({ name: 'NoSuchKey' });
    for (const error of [sdkError('NoSuchKey'), new SyntaxError('张三 is not JSON')])
      expect(faultOf(error)).not.toHaveProperty('message');
  });

  test('says the message of our own errors, where they were thrown, and what was behind them', () => {
    const fault = faultOf(new Error('outer', { cause: sdkError('SlowDown') }));
    expect(fault).toMatchObject({ name: 'Error', message: 'outer', cause: { name: 'SlowDown' } });
    expect(fault.cause).not.toHaveProperty('message');
    expect(fault.stack?.length).toBeGreaterThan(0);
    expect(fault.stack?.every((line) => /^\s+at /.test(line))).toBe(true);
    expect(faultOf(new Error('alone'))).not.toHaveProperty('cause');
    expect(faultOf('text')).toEqual({ name: 'string' });
  });
});

describe('a secret', () => {
  test('is asked for once for each label; one that was not given is asked for again', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    answering(KMSClient, () => sdkError('ThrottlingException'));
    await expect(derivedSecret('hashKey', one)).rejects.toThrow();
    answering(KMSClient, () => ({}));
    await expect(derivedSecret('hashKey', one)).rejects.toThrow('without a signature');
    answering(KMSClient, () => ({ Mac: new TextEncoder().encode(String(asked.length)) }));
    asked = [];
    const [first, again, other] = await Promise.all(
      [one, one, two].map(async (label) => derivedSecret('hashKey', label)),
    );
    expect([first === again, first === other, asked.length]).toEqual([true, false, 2]);
    expect(asked).toMatchObject([
      { KeyId: 'key', MacAlgorithm: 'HMAC_SHA_256', Message: new TextEncoder().encode(one) },
      {},
    ]);
  });
});

describe('a keyed hash', () => {
  test('is short, and of one text another in each domain', async () => {
    answering(KMSClient, () => ({ Mac: new TextEncoder().encode('secret') }));
    const hash = await keyedHash();
    const [household, head] = [hash('household', '0001'), hash('head', '0001')];
    expect(household).toMatch(/^[\w-]{22}$/);
    expect(head).not.toBe(household);
    expect(hash('household', '0001')).toBe(household);
  });
});

test('a function that was deployed without what it needs says what that is', () => {
  delete process.env[ENVIRONMENT.hashKey];
  expect(() => environment('hashKey')).toThrow(ENVIRONMENT.hashKey);
});

describe('a run of the summary', () => {
  const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Summary';

  test('is started once under its name, and what cannot be started is told', async () => {
    const start = async () => startRun(MACHINE, 'run-1', { period: '2016Q2' });
    answering(SFNClient, () => ({}));
    await start();
    expect(asked).toEqual([{ stateMachineArn: MACHINE, name: 'run-1', input: '{"period":"2016Q2"}' }]);
    answering(SFNClient, () => new ExecutionAlreadyExists({ message: '', $metadata: {} }));
    await start();
    answering(SFNClient, () => sdkError('AccessDeniedException'));
    await expect(start()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('stands as Step Functions says, or is not there', async () => {
    const state = async (status: string) => {
      answering(SFNClient, () => ({ status }));
      return runState(MACHINE, 'run-1');
    };
    const one = async (status: string) => [status, await state(status)];
    expect(await one('SUCCEEDED')).toEqual(['SUCCEEDED', 'done']);
    expect(await one('RUNNING')).toEqual(['RUNNING', 'running']);
    expect(await one('PENDING_REDRIVE')).toEqual(['PENDING_REDRIVE', 'running']);
    expect(await one('ABORTED')).toEqual(['ABORTED', 'failed']);
    expect(asked.at(-1)).toEqual({ executionArn: 'arn:aws:states:us-east-1:123456789012:execution:Summary:run-1' });
    answering(SFNClient, () => Object.assign(new Error('none'), { name: 'ExecutionDoesNotExist' }));
    expect(await runState(MACHINE, 'run-1')).toBeNull();
    answering(SFNClient, () => sdkError('ThrottlingException'));
    await expect(runState(MACHINE, 'run-1')).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('the envelope of API Gateway', () => {
  const event = (body: string, isBase64Encoded: boolean) =>
    ({ requestContext: { http: { method: 'POST' } }, rawPath: '/t/x', body, isBase64Encoded }) as Parameters<
      typeof enveloped
    >[0];
  const headers = { 'content-type': 'x' };

  test('a body arrives as it was sent, in base64 or not, and text leaves as text, bytes as base64', async () => {
    const echo = async (given: Parameters<typeof enveloped>[0], asBytes = false) =>
      enveloped(given, async ({ body, method, path, query }) => {
        expect([method, path, query]).toEqual(['POST', '/t/x', {}]);
        return { status: 201, headers, body: asBytes ? new TextEncoder().encode(body) : body };
      });
    const text = { statusCode: 201, headers, body: '名册', isBase64Encoded: false };
    expect(await echo(event('名册', false))).toEqual(text);
    const packed = Buffer.from('名册').toString('base64');
    expect(await echo(event(packed, true))).toEqual(text);
    expect(await echo(event(packed, true), true)).toEqual({ ...text, body: packed, isBase64Encoded: true });
  });

  test('a failure is answered with words and nothing else of it', async () => {
    const answer = await enveloped(event('', false), async () => {
      throw new Error('secret');
    });
    expect(answer.statusCode).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test('a body that is no JSON is null', () => {
    expect([jsonOf('{"a":1}'), jsonOf('{')]).toEqual([{ a: 1 }, null]);
  });
});
