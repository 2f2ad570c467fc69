import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as SignedRequests from '../../functions/aws/signed-requests.ts';

/** A form that a browser sends to S3. */
type Form = Readonly<Record<string, string>>;
type Condition = Readonly<Record<string, string>> | readonly [string, string | number, string | number];
type Policy = { readonly expiration: string; readonly conditions: readonly Condition[] };

/** Whether S3 takes a form with a file of so many bytes under a policy (sigv4-HTTPPOSTConstructPolicy). */
function takes({ conditions }: Policy, form: Form, bytes: number): boolean {
  const covered = new Set<string>();
  const holds = conditions.every((condition) => {
    if (!Array.isArray(condition))
      return Object.entries(condition as Form).every(([name, value]) => {
        covered.add(name.toLowerCase());
        return form[name] === value;
      });
    const [operator, first, second] = condition as readonly [string, string | number, string | number];
    if (operator === 'content-length-range') return bytes >= Number(first) && bytes <= Number(second);
    const name = String(first).slice(1);
    covered.add(name.toLowerCase());
    if (operator === 'starts-with') return (form[name] ?? '').startsWith(String(second));
    return operator === 'eq' && form[name] === String(second);
  });
  // S3 refuses a field that no condition names.
  const free = Object.keys(form).filter(
    (name) => !covered.has(name.toLowerCase()) && !['policy', 'x-amz-signature', 'bucket'].includes(name.toLowerCase()),
  );
  return holds && free.length === 0;
}

const permitOf = (division: string) => ({
  key: `${division}/2016Q2/花名册.xlsx`,
  bytes: 1_000,
  sha256: 'ab'.repeat(32),
  seconds: 3_600,
});

describe('a signed upload', () => {
  let signed: typeof SignedRequests;
  beforeAll(async () => {
    vi.stubEnv('AWS_REGION', 'cn-north-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    signed = await import('../../functions/aws/signed-requests.ts');
  });
  afterAll(() => vi.unstubAllEnvs());

  const policyOf = async (division: string): Promise<{ policy: Policy; form: Form }> => {
    const { fields } = await signed.signUpload('uploads', permitOf(division));
    const policy = JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString('utf8')) as Policy;
    return { policy, form: { ...fields, bucket: 'uploads' } };
  };

  it('goes to the bucket where it is in China, as a form that ends within the hour', async () => {
    const { url } = await signed.signUpload('uploads', permitOf('371525108'));
    expect(url).toBe('https://uploads.s3.cn-north-1.amazonaws.com.cn/');
    const { policy, form } = await policyOf('371525108');
    const signedAt = form['X-Amz-Date']?.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5') ?? '';
    expect(Math.round((Date.parse(policy.expiration) - Date.parse(signedAt)) / 1_000)).toBe(3_600);
  });

  it('takes this file to this key, and no other length, content, key, bucket or field', async () => {
    const { policy, form } = await policyOf('371525108');
    expect(takes(policy, form, 1_000)).toBe(true);
    expect(takes(policy, form, 1_001)).toBe(false);
    expect(takes(policy, form, 999)).toBe(false);
    for (const [name, value] of [
      ['x-amz-checksum-sha256', Buffer.from('cd'.repeat(32), 'hex').toString('base64')],
      ['key', '371525108/2016Q2/花名册2.xlsx'],
      ['bucket', 'receipts'],
      ['acl', 'public-read'],
      ['Content-Type', 'text/html'],
      ['x-amz-meta-submission', 'x'],
    ] as const)
      expect(takes(policy, { ...form, [name]: value }, 1_000)).toBe(false);
  });

  it('reads one object for a minute, and saves it under the clerk’s own name', async () => {
    const url = new URL(
      await signed.signRead('receipts', {
        key: '371525108/2016Q2/花名册.xlsx.v1.marked.xlsx',
        seconds: 60,
        saveAs: '花"名\'册.xlsx',
      }),
    );
    expect(url.origin).toBe('https://receipts.s3.cn-north-1.amazonaws.com.cn');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(url.searchParams.get('response-content-disposition')).toBe(
      "attachment; filename*=UTF-8''%E8%8A%B1%22%E5%90%8D%27%E5%86%8C.xlsx",
    );
  });
});
