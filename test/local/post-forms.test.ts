/** What the public suite ceph/s3-tests asks of forms and their policies, as far as a page of ours uses them. */
import { describe, expect, test } from 'vitest';
import { signText } from '../../infra/local/s3/signature.ts';
import { CREDENTIALS, VERSIONED, answerOf, startS3Service } from './s3-service.ts';

const NOW = '2016-07-01T00:00:00Z';
const LATER = '2016-07-01T00:10:00Z';
const CREDENTIAL = 'uplift/20160701/us-east-1/s3/aws4_request';
const CONDITIONS: unknown[] = [
  { bucket: VERSIONED },
  ['starts-with', '$key', 'foo'],
  ['starts-with', '$Content-Type', 'text/plain'],
  { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
  { 'x-amz-credential': CREDENTIAL },
  { 'x-amz-date': '20160701T000000Z' },
  ['content-length-range', 1, 1024],
];

type Form = {
  readonly policy?: unknown;
  readonly fields?: Readonly<Record<string, string | undefined>>;
  readonly file?: string | null;
  readonly fileName?: string;
};

/** A signed form; what a test gives replaces a part of it, undefined takes a field out. */
function formOf({ policy, fields = {}, file = 'bar', fileName = 'file.txt' }: Form): FormData {
  const document = policy ?? { expiration: LATER, conditions: CONDITIONS };
  const text = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)).toString('base64');
  const all: Record<string, string | undefined> = {
    key: 'foo.txt',
    'Content-Type': 'text/plain',
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': CREDENTIAL,
    'x-amz-date': '20160701T000000Z',
    'x-amz-signature': signText(text, CREDENTIAL, CREDENTIALS),
    policy: text,
    ...fields,
  };
  const form = new FormData();
  for (const [name, value] of Object.entries(all)) if (value !== undefined) form.append(name, value);
  if (file !== null) form.append('file', new Blob([file]), fileName);
  return form;
}

async function post(form: FormData) {
  const service = await startS3Service({ mustBeSigned: () => true, clock: () => new Date(NOW) });
  const response = await fetch(`${service.endpoint}/${VERSIONED}`, { method: 'POST', body: form, redirect: 'manual' });
  return { ...(await answerOf(response)), headers: response.headers, created: service.created };
}

const without = (position: number): unknown[] => CONDITIONS.toSpliced(position, 1);
const withAlso = (...more: unknown[]) => ({ expiration: LATER, conditions: [...CONDITIONS, ...more] });

describe('a form uploads', () => {
  test.each<[string, Form, string]>([
    ['a file under its key', {}, 'foo.txt'],
    [
      'under the name of the file',
      { fields: { key: 'foo/${filename}' }, fileName: '花名册 (终版).xlsx' },
      'foo/花名册 (终版).xlsx',
    ],
    ['fields that are to be ignored', { fields: { 'x-ignore-foo': 'bar' } }, 'foo.txt'],
    ['with names in any case', { fields: { KEY: 'foo.txt', key: undefined } }, 'foo.txt'],
    [
      'what conditions name in any case',
      { policy: withAlso(['StArTs-WiTh', '$X-AMZ-META-foo', 'b']), fields: { 'x-amz-meta-foo': 'bar' } },
      'foo.txt',
    ],
    ['the largest file of its range', { file: 'x'.repeat(1024) }, 'foo.txt'],
  ])('%s', async (_title, form, key) => {
    const { status, created } = await post(formOf(form));
    expect(status).toBe(204);
    expect(created).toMatchObject([{ key, headers: { 'content-type': 'text/plain' } }]);
  });

  test('and answers as it asks', async () => {
    const status = ['eq', '$success_action_status', '201'];
    const made = await post(formOf({ policy: withAlso(status), fields: { success_action_status: '201' } }));
    expect(made).toMatchObject({ status: 201, text: expect.stringContaining('<Key>foo.txt</Key>') });
    const redirect = ['eq', '$success_action_redirect', 'http://127.0.0.1/done'];
    const fields = { success_action_redirect: 'http://127.0.0.1/done' };
    const moved = await post(formOf({ policy: withAlso(redirect), fields }));
    expect(moved.status).toBe(303);
    expect(moved.headers.get('location')).toBe(
      'http://127.0.0.1/done?bucket=versioned&key=foo.txt&etag=%2237b51d194a7513e45b56f6524f2d51f2%22',
    );
  });
});

describe('a form is refused', () => {
  test.each<[string, Form, number, string]>([
    ['without a file', { file: null }, 400, 'InvalidArgument'],
    ['without a key', { fields: { key: undefined } }, 400, 'InvalidArgument'],
    ['without a signature', { fields: { 'x-amz-signature': undefined } }, 400, 'InvalidArgument'],
    ['without a policy', { fields: { policy: undefined } }, 403, 'AccessDenied'],
    ['with a false signature', { fields: { 'x-amz-signature': 'a'.repeat(64) } }, 403, 'SignatureDoesNotMatch'],
    [
      'with another key',
      { fields: { 'x-amz-credential': CREDENTIAL.replace('uplift', 'foo') } },
      403,
      'InvalidAccessKeyId',
    ],
    ['signed in the old way', { fields: { AWSAccessKeyId: 'uplift' } }, 400, 'InvalidRequest'],
    ['under a key that the policy excludes', { fields: { key: 'bar.txt' } }, 403, 'AccessDenied'],
    ['of another type', { fields: { 'Content-Type': 'text/html' } }, 403, 'AccessDenied'],
    ['for another bucket', { fields: { bucket: 'plain' } }, 403, 'AccessDenied'],
    ['with a field that the policy does not name', { fields: { 'x-amz-meta-foo': 'bar' } }, 403, 'AccessDenied'],
    ['without a field that the policy names', { policy: withAlso({ 'x-amz-meta-foo': 'bar' }) }, 403, 'AccessDenied'],
    [
      'without a condition for the bucket',
      { policy: { expiration: LATER, conditions: without(0) } },
      403,
      'AccessDenied',
    ],
    [
      'after its expiration',
      { policy: { expiration: '2016-06-30T23:59:59Z', conditions: CONDITIONS } },
      403,
      'AccessDenied',
    ],
    ['without an expiration', { policy: { conditions: CONDITIONS } }, 400, 'InvalidPolicyDocument'],
    [
      'with an expiration in another case',
      { policy: { EXPIRATION: LATER, conditions: CONDITIONS } },
      400,
      'InvalidPolicyDocument',
    ],
    [
      'with an expiration that is no time',
      { policy: { expiration: '2016-07-01', conditions: CONDITIONS } },
      400,
      'InvalidPolicyDocument',
    ],
    ['without conditions', { policy: { expiration: LATER } }, 400, 'InvalidPolicyDocument'],
    ['with conditions in another case', { policy: { expiration: LATER, CONDITIONS } }, 400, 'InvalidPolicyDocument'],
    ['with an empty condition', { policy: { expiration: LATER, conditions: [{}] } }, 400, 'InvalidPolicyDocument'],
    [
      'with a condition of an unknown kind',
      { policy: withAlso(['ends-with', '$key', 'x']) },
      400,
      'InvalidPolicyDocument',
    ],
    ['with a range that lacks an end', { policy: withAlso(['content-length-range', 0]) }, 400, 'InvalidPolicyDocument'],
    ['with a range below nothing', { policy: withAlso(['content-length-range', -1, 0]) }, 400, 'InvalidPolicyDocument'],
    ['with a policy that is no JSON', { policy: '{' }, 400, 'InvalidPolicyDocument'],
    ['larger than its range', { file: 'x'.repeat(1025) }, 400, 'EntityTooLarge'],
    ['smaller than its range', { file: '' }, 400, 'EntityTooSmall'],
    [
      'with fields of more than 20 KB',
      { fields: { 'x-ignore-a': 'x'.repeat(30_000) } },
      400,
      'MaxPostPreDataLengthExceeded',
    ],
    [
      'when the file is not what its checksum says',
      {
        policy: withAlso(['starts-with', '$x-amz-checksum-sha256', '']),
        fields: { 'x-amz-checksum-sha256': Buffer.alloc(32).toString('base64') },
      },
      400,
      'BadDigest',
    ],
  ])('%s', async (_title, form, status, code) => {
    const answer = await post(formOf(form));
    expect(answer).toMatchObject({ status, code });
    expect(answer.created).toEqual([]);
  });
});

test('a file that looks like the end of its form, and one of many pieces, come through byte for byte', async () => {
  const { endpoint } = await startS3Service();
  for (const content of ['\r\n--\r\n------', '\r\n-'.repeat(200_000)]) {
    const form = new FormData();
    form.append('key', 'a');
    form.append('file', new Blob([content]));
    expect((await fetch(`${endpoint}/${VERSIONED}`, { method: 'POST', body: form })).status).toBe(204);
    expect(await (await fetch(`${endpoint}/${VERSIONED}/a`)).text()).toBe(content);
  }
});
