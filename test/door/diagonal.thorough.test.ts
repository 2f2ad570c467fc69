/**
 * 200 divisions against each other, by every way in: the tokens of links, the forms and addresses that the door signs,
 * and the role of identities. What is allowed lies on the diagonal.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { join } from 'node:path';
import type * as SignedRequests from '../../functions/aws/signed-requests.ts';
import { checkPolicy } from '../../infra/local/s3/post-policy.ts';
import { S3Error } from '../../infra/local/s3/s3-error.ts';
import { checkSignature } from '../../infra/local/s3/signature.ts';
import { loadTemplate } from '../../infra/local/template/loaded-template.ts';
import { resolveTemplate, type ResolvedTemplate } from '../../infra/local/template/resolved-template.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { DIVISION_TAG, STACK_OUTPUT } from '../../shared/contract.ts';
import { readToken } from '../../shared/door/link.ts';
import { allows, type PolicyStatement } from '../infra/iam.ts';
import { temporaryFunctions } from '../infra/synthesis.ts';
import { cityOf } from './many-divisions.ts';
import { FILE, memoryDoor, sign, versionOf } from './memory-door.ts';

const { pack, codes } = cityOf(200);
const DIAGONAL = codes.map((code) => `${code} ${code}`);
const CREDENTIALS = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** The pairs that something is allowed for: whose right it is, and whose place. */
const allowed = (is: (own: string, other: string) => boolean, among = codes): string[] =>
  among.flatMap((own) => among.filter((other) => is(own, other)).map((other) => `${own} ${other}`));

/** Whether S3 takes a request. */
function isTaken(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof S3Error) return false;
    throw error;
  }
}

describe('of 200 x 200 divisions, none but the own is reached', () => {
  let signed: typeof SignedRequests;
  beforeAll(async () => {
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    signed = await import('../../functions/aws/signed-requests.ts');
  });
  afterAll(() => vi.unstubAllEnvs());

  it('there are 200 of them', () => {
    expect(new Set(codes).size).toBe(200);
  });

  it('by a token, with the name of another written into it', () => {
    const { tokenOf } = memoryDoor([], pack);
    const tokens = new Map(codes.map((code) => [code, tokenOf({ division: code, issue: 1 })]));
    const opens = (own: string, other: string): boolean => {
      const token = tokens.get(own)?.replace(/^\d+/, other) ?? '';
      return readToken(token, sign)?.division === other;
    };
    expect(allowed(opens)).toEqual(DIAGONAL);
  });

  it('by the door, which is asked for the receipt of another', async () => {
    const door = memoryDoor([], pack);
    const read: string[] = [];
    for (const own of codes)
      for (const other of codes) {
        const { status } = await door.ask(own, `receipt?version=${versionOf(other).versionId}`);
        if (status === 302) read.push(`${own} ${other}`);
      }
    expect(read).toEqual(DIAGONAL);
    expect(door.reads.map((key) => key.split('/')[0])).toEqual(codes);
  });

  it('by the form that the door hands out for an upload, with the key of another', async () => {
    const door = memoryDoor([], pack);
    const { signUpload } = signed;
    const effects = { ...door.effects, signUpload: signUpload.bind(null, 'uploads') };
    const forms = new Map<string, ReadonlyMap<string, string>>();
    for (const code of codes) {
      const { status, body } = await door.ask(code, 'upload', FILE, effects);
      expect(status).toBe(200);
      const { fields } = JSON.parse(String(body)) as SignedRequests.SignedUpload;
      const lower = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value] as const);
      forms.set(code, new Map([...lower, ['bucket', 'uploads']]));
    }
    const takes = (own: string, other: string): boolean => {
      const form = forms.get(own) ?? new Map<string, string>();
      const key = forms.get(other)?.get('key') ?? '';
      return isTaken(() => checkPolicy(form.get('policy') ?? '', new Map([...form, ['key', key]]), new Date()));
    };
    expect(allowed(takes)).toEqual(DIAGONAL);
  });

  // An address takes a millisecond to weigh, and what is weighed is one hash of all of it: some divisions are enough.
  it('by the address of a receipt, with the key of another', async () => {
    const some = codes.slice(0, 20);
    const addresses = new Map<string, URL>();
    for (const code of some) {
      const { key } = versionOf(code);
      addresses.set(code, new URL(await signed.signRead('receipts', { key: `${key}.receipt.html`, seconds: 60 })));
    }
    const reads = (own: string, other: string): boolean => {
      const { host, searchParams } = addresses.get(own)!;
      const { pathname } = addresses.get(other)!;
      const message = { method: 'GET', url: pathname, headers: { host } };
      const request = { method: 'GET', bucket: 'receipts', key: pathname, query: searchParams, message };
      const check = { credentials: CREDENTIALS, now: new Date(), isRequired: true };
      return isTaken(() => checkSignature(request as Parameters<typeof checkSignature>[0], check));
    };
    expect(allowed(reads, some)).toEqual(DIAGONAL.slice(0, some.length));
  });
});

describe('the role of identities', () => {
  const functions = temporaryFunctions();
  let template: ResolvedTemplate;
  let may: readonly PolicyStatement[];
  let trust: readonly PolicyStatement[];
  const outputOf = (name: keyof typeof STACK_OUTPUT): string => template.outputs()[STACK_OUTPUT[name]] ?? '';
  beforeAll(() => {
    const folder = join(functions.folder, 'assembly');
    synthesize(folder, 'dev', functions.options);
    template = resolveTemplate(loadTemplate(folder), 'http://127.0.0.1:1');
    const role = template
      .ofType('AWS::IAM::Role')
      .find(({ attributes }) => attributes['Arn'] === outputOf('divisionRole'));
    const document = (value: unknown) => (value as { Statement: PolicyStatement[] }).Statement;
    trust = document(role?.properties['AssumeRolePolicyDocument']);
    const policies = (role?.properties['Policies'] ?? []) as unknown as { PolicyDocument: unknown }[];
    may = policies.flatMap(({ PolicyDocument }) => document(PolicyDocument));
  });
  afterAll(() => functions.remove());

  const tag = `aws:PrincipalTag/${DIVISION_TAG}`;
  const asked = (own: string) => ({ [tag]: own, 'kms:ViaService': 's3.us-east-1.amazonaws.com' });
  const object = (bucket: 'uploads' | 'receipts', key: string): string => `arn:aws:s3:::${outputOf(bucket)}/${key}`;

  it.each([
    ['sends', 's3:PutObject', 'uploads'],
    ['reads receipts', 's3:GetObject', 'receipts'],
  ] as const)('%s at the place of its own division, of 200 x 200 none but the diagonal', (_what, action, bucket) => {
    const { key } = versionOf('X');
    const place = new Map(codes.map((code) => [code, object(bucket, key.replace('X', code))]));
    const isAllowed = (own: string, other: string): boolean =>
      allows(may, { action, resource: place.get(other) ?? '', context: asked(own) });
    expect(allowed(isAllowed)).toEqual(DIAGONAL);
  });

  it('lists what lies at its own place alone', () => {
    const isAllowed = (own: string, other: string): boolean =>
      allows(may, {
        action: 's3:ListBucket',
        resource: `arn:aws:s3:::${outputOf('receipts')}`,
        context: { ...asked(own), 's3:prefix': `${other}/` },
      });
    expect(allowed(isAllowed)).toEqual(DIAGONAL);
    const whole = {
      action: 's3:ListBucket',
      resource: `arn:aws:s3:::${outputOf('uploads')}`,
      context: asked('980101'),
    };
    expect([allows(may, whole), allows(may, { ...whole, context: { ...whole.context, 's3:prefix': '' } })]).toEqual([
      false,
      false,
    ]);
  });

  it('is assumed for the division of the identity that assumes it, and for no other', () => {
    const isAllowed = (own: string, other: string): boolean =>
      ['sts:AssumeRole', 'sts:TagSession'].every((action) =>
        allows(trust, {
          action,
          context: { [tag]: own, [`aws:RequestTag/${DIVISION_TAG}`]: other, 'aws:TagKeys': [DIVISION_TAG] },
        }),
      );
    expect(allowed(isAllowed)).toEqual(DIAGONAL);
    const untagged = { action: 'sts:AssumeRole', context: { [`aws:RequestTag/${DIVISION_TAG}`]: '980101' } };
    expect(allows(trust, untagged)).toBe(false);
    expect(allows(trust, { action: 'sts:AssumeRole', context: { [tag]: '980101' } })).toBe(false);
    const more = { [tag]: '980101', [`aws:RequestTag/${DIVISION_TAG}`]: '980101', 'aws:TagKeys': [DIVISION_TAG, 'x'] };
    expect(allows(trust, { action: 'sts:AssumeRole', context: more })).toBe(false);
  });

  it('reaches nothing of others by a tag that is no division, and nothing but its two prefixes by one that is', () => {
    const reads = (own: string, key: string) =>
      allows(may, { action: 's3:GetObject', resource: object('receipts', key), context: asked(own) });
    for (const own of ['', 'drafts', '9801', '98', '980101100/', '.', '..'])
      expect(reads(own, 'drafts/v1/receipt.html') || reads(own, '980101100/2016Q2/x.receipt.html'), own).toBe(false);
    expect(allows(may, { action: 's3:GetObject', resource: object('receipts', '/x'), context: {} })).toBe(false);
    const own = asked('980101100');
    const others: [string, string][] = [
      ['s3:GetObject', object('uploads', '980101100/2016Q2/x.xlsx')],
      ['s3:PutObject', object('receipts', '980101100/2016Q2/x.receipt.html')],
      ['s3:DeleteObject', object('uploads', '980101100/2016Q2/x.xlsx')],
      ['dynamodb:Query', `arn:aws:dynamodb:us-east-1:000000000000:table/${outputOf('table')}`],
      ['s3:GetObject', `arn:aws:s3:::${outputOf('reports')}/reports/2016Q2/latest.json`],
    ];
    for (const [action, resource] of others)
      expect(allows(may, { action, resource, context: own }), action).toBe(false);
    const decrypts = (context: Readonly<Record<string, string>>) =>
      allows(may, { action: 'kms:Decrypt', resource: outputOf('personalDataKey'), context });
    expect(decrypts(own)).toBe(true);
    expect([decrypts({ [tag]: '980101100' }), decrypts({ ...own, 'kms:ViaService': 'sqs.us-east-1.x' })]).toEqual([
      false,
      false,
    ]);
  });
});
