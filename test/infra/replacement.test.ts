/** A deployment that would give up what holds data is refused before it begins. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeployedTemplate, lossesOf, refuseLosses, ReplacementError } from '../../infra/replacement.ts';

const BUCKET = { 'Fn::Join': ['', ['uplift-uploads-', { Ref: 'AWS::AccountId' }]] };
const DEPLOYED = {
  Resources: {
    Uploads: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: BUCKET, VersioningConfiguration: { Status: 'Enabled' } },
      DeletionPolicy: 'Retain',
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
      DeletionPolicy: 'Retain',
    },
    HashKey: { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'HMAC_256' }, DeletionPolicy: 'Retain' },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 180 } },
    Sweep: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 512 } },
  },
} satisfies DeployedTemplate;

type Changes = Record<string, object | null>;

/** The deployed template with other members of some resources; null takes the resource out. */
const changed = (changes: Changes): DeployedTemplate => ({
  Resources: Object.fromEntries(
    Object.entries(DEPLOYED.Resources as DeployedTemplate['Resources']).flatMap(([id, resource]) => {
      const change = changes[id];
      return change === null ? [] : [[id, { ...resource, ...change }]];
    }),
  ),
});

describe('is a loss', () => {
  it.each<[string, string, object | null, string]>([
    ['a table that is gone, or has another logical id', 'Table', null, 'no longer in the template'],
    [
      'a table with another key',
      'Table',
      { Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } },
      'would be replaced: KeySchema is [{"AttributeName":"pk","KeyType":"HASH"}]',
    ],
    [
      'a bucket with another name',
      'Uploads',
      { Properties: { BucketName: 'another' } },
      'would be replaced: BucketName',
    ],
    ['a bucket that loses its name', 'Uploads', { Properties: {} }, 'would be not set'],
    ['a bucket that would go with the stack', 'Uploads', { DeletionPolicy: 'Delete' }, 'would no longer be kept'],
    ['a bucket whose policy is taken out', 'Uploads', { DeletionPolicy: undefined }, 'would no longer be kept'],
    ['a key that becomes another', 'HashKey', { Properties: { KeySpec: 'HMAC_512' } }, 'KeySpec is "HMAC_256"'],
    ['an id that another type takes', 'Table', { Type: 'AWS::DynamoDB::GlobalTable' }, 'would become'],
    ['a queue that gets a name, with the messages in it', 'Queue', { Properties: { QueueName: 'q' } }, 'QueueName'],
  ])('%s', (_what, logicalId, change, why) => {
    const losses = lossesOf(DEPLOYED, changed({ [logicalId]: change }));
    expect(losses).toHaveLength(1);
    expect(losses[0]).toMatchObject({ logicalId, why: expect.stringContaining(why) as string });
  });
});

it('is none: other settings of the same resource, new resources, functions, members in another order', () => {
  const next = changed({
    Table: { Properties: { KeySchema: [{ KeyType: 'HASH', AttributeName: 'pk' }], BillingMode: 'PROVISIONED' } },
    Uploads: { Properties: { BucketName: BUCKET, VersioningConfiguration: { Status: 'Suspended' } } },
    Sweep: null,
  });
  const added = { Resources: { ...next.Resources, New: { Type: 'AWS::S3::Bucket' } } };
  expect(lossesOf(DEPLOYED, added)).toEqual([]);
});

describe('the deployment of a stage that keeps its data', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'uplift-deployed-'));
    file = join(folder, 'deployed.json');
    writeFileSync(file, JSON.stringify(DEPLOYED));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const refused = (next: DeployedTemplate, said: { file?: string | undefined; leave?: string }) => () =>
    refuseLosses('UpliftProd', next, { file: said.file, leave: said.leave });

  it('says what is deployed, and is told how to fetch it', () => {
    expect(refused(DEPLOYED, {})).toThrow('get-template --stack-name UpliftProd');
    expect(refused(DEPLOYED, { file: 'none' })).not.toThrow();
    expect(refused(DEPLOYED, { file })).not.toThrow();
  });

  it('is refused with all that it would give up, unless each is named as left', () => {
    const next = changed({ Table: null, HashKey: null });
    expect(refused(next, { file })).toThrow(ReplacementError);
    expect(refused(next, { file })).toThrow(/Table: [^]*HashKey: [^]*-c leave=Table,HashKey/);
    expect(refused(next, { file, leave: 'Table' })).toThrow(/would give up data:\n {2}HashKey/);
    expect(refused(next, { file, leave: 'Table,HashKey' })).not.toThrow();
  });

  it('is refused where the file is no template, since nothing would be compared', () => {
    const other = join(folder, 'other.json');
    for (const text of ['', 'AWSTemplateFormatVersion: x', '{"TemplateBody": {}}', 'null']) {
      writeFileSync(other, text);
      expect(refused(DEPLOYED, { file: other })).toThrow(ReplacementError);
    }
    expect(refused(DEPLOYED, { file: join(folder, 'nowhere.json') })).toThrow(ReplacementError);
  });
});
