import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { STACK } from '../../cli/cost/assumptions.ts';
import { FUNCTION_NAMES } from '../../infra/bundle.ts';
import { type DeployedTemplate, lossesOf } from '../../infra/replacement.ts';
import { readStage } from '../../infra/stages.ts';
import { type Synthesis, synthesize } from '../../infra/synthesize.ts';
import { ENVIRONMENT, STACK_OUTPUT, TABLE_KEY, HALF_JUDGED_ERROR } from '../../shared/contract.ts';
import { TAKEN_ON_MS } from '../../functions/store/reminders.ts';
import { MAX_RECEIVES, VISIBILITY_MS } from '../simulation/memory-queue.ts';
import { LONGEST_RUN_MS } from '../simulation/world.ts';
import { MOST_TRIES } from '../../shared/ledger/tries.ts';
import {
  type Resource,
  type Template,
  inline,
  readTemplate,
  resource,
  resourcesOf,
  temporaryFunctions,
} from './synthesis.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

const PROD = readStage('prod', { alarmEmail: 'oncall@example.org' });

let functions: ReturnType<typeof temporaryFunctions>;
let synthesis: Synthesis;
let dev: Template;
let prod: Template;

beforeAll(() => {
  functions = temporaryFunctions();
  synthesis = synthesize(join(functions.folder, 'dev'), 'dev', functions.options);
  dev = readTemplate(synthesis.templateFile);
  prod = readTemplate(synthesize(join(functions.folder, 'prod'), PROD, functions.options).templateFile);
});
afterAll(() => functions.remove());

const FUNCTION_IDS = {
  ingest: 'IngestFunctionLambda',
  plan: 'SummaryPlanLambda',
  fold: 'SummaryFoldLambda',
  publish: 'SummaryPublishLambda',
  sweep: 'SweepFunctionLambda',
  door: 'DoorFunctionLambda',
  office: 'DoorOfficeLambda',
  remind: 'RemindersFunctionLambda',
};
const lambda = (template: Template, name: keyof typeof FUNCTION_IDS) =>
  resource(template, 'AWS::Lambda::Function', FUNCTION_IDS[name]);

describe('buckets', () => {
  it('are private, versioned, encrypted and closed to plain HTTP', () => {
    const buckets = resourcesOf(dev, 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(4);
    for (const [id, { Properties }] of buckets) {
      expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
      const policies = resourcesOf(dev, 'AWS::S3::BucketPolicy').filter(
        ([, policy]) => policy.Properties.Bucket.Ref === id,
      );
      expect(JSON.stringify(policies)).toContain(
        '"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
      );
    }
  });

  it('of the record lose no version where the stage keeps its data, but by those whom it names', () => {
    const deniedBy = (template: Template) =>
      resourcesOf(template, 'AWS::S3::BucketPolicy').flatMap(([id, { Properties }]) =>
        (Properties.PolicyDocument.Statement as { Sid?: string; Action: unknown; Condition?: unknown }[])
          .filter(({ Sid }) => Sid === 'DenyDeletedVersions')
          .map(({ Action, Condition }) => ({ id: id.replace(/Policy.*/, ''), Action, Condition })),
      );
    const Action = ['s3:BypassGovernanceRetention', 's3:DeleteObjectVersion', 's3:PutBucketVersioning'];
    expect(deniedBy(dev)).toEqual([]);
    expect(deniedBy(prod)).toEqual([
      { id: 'StorageUploads', Action, Condition: undefined },
      { id: 'StorageReports', Action, Condition: undefined },
    ]);
  });

  it('are erased by a role that those take whom the stage names, and that may nothing else', () => {
    const named = 'arn:aws:iam::111122223333:role/privacy';
    const stage = { ...PROD, erasers: [named] };
    const template = readTemplate(synthesize(join(functions.folder, 'erased'), stage, functions.options).templateFile);
    const role = resource(template, 'AWS::IAM::Role', 'StorageEraserRole');
    expect(JSON.stringify(role.Properties.AssumeRolePolicyDocument)).toContain(
      `"Condition":{"ArnLike":{"aws:PrincipalArn":["${named}"]}}`,
    );
    const policies = JSON.stringify(resourcesOf(template, 'AWS::S3::BucketPolicy'));
    const excepted = `{"ArnNotLike":{"aws:PrincipalArn":["${named}",{"Fn::GetAtt":["${role.id}","Arn"]}]}}`;
    expect(policies.split(excepted)).toHaveLength(3);
    expect(resourcesOf(prod, 'AWS::IAM::Role').some(([id]) => id.startsWith('StorageEraser'))).toBe(false);
  });

  it('but that of access logs tell who opened what', () => {
    const logs = resource(dev, 'AWS::S3::Bucket', 'StorageAccessLogs');
    const prefixes = resourcesOf(dev, 'AWS::S3::Bucket')
      .filter(([id]) => id !== logs.id)
      .map(([, { Properties }]) => {
        expect(Properties.LoggingConfiguration.DestinationBucketName).toEqual({ Ref: logs.id });
        return Properties.LoggingConfiguration.LogFilePrefix as string;
      });
    expect(prefixes.sort()).toEqual(['receipts/', 'reports/', 'uploads/']);
  });

  it('of the record can be locked by S3 itself, which those whom the stage names may lift', () => {
    const lockOf = (template: Template, id: string) =>
      resource(template, 'AWS::S3::Bucket', id).Properties.ObjectLockConfiguration;
    for (const id of ['StorageUploads', 'StorageReports']) expect(lockOf(prod, id)).toBeUndefined();
    const stage = { ...PROD, retention: { ...PROD.retention, recordLockDays: 1095 } };
    const locked = readTemplate(
      synthesize(join(functions.folder, 'locked'), stage, functions.options, false).templateFile,
    );
    for (const id of ['StorageUploads', 'StorageReports'])
      expect(lockOf(locked, id)).toEqual({
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Days: 1095, Mode: 'GOVERNANCE' } },
      });
    for (const id of ['StorageReceipts', 'StorageAccessLogs']) expect(lockOf(locked, id)).toBeUndefined();
    // The lock is put on the buckets that are there, and on no others in their place.
    expect(lossesOf(prod as DeployedTemplate, locked as DeployedTemplate)).toEqual([]);
  });

  it('with personal data use a rotating key of our own', () => {
    const key = resource(dev, 'AWS::KMS::Key', 'StoragePersonalDataKey');
    expect(key.Properties.EnableKeyRotation).toBe(true);
    for (const id of ['StorageUploads', 'StorageReceipts']) {
      const { Properties } = resource(dev, 'AWS::S3::Bucket', id);
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration[0]).toEqual({
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [key.id, 'Arn'] } },
      });
    }
  });

  it('for uploads refuses what is encrypted otherwise than with our key', () => {
    const uploads = resource(dev, 'AWS::S3::Bucket', 'StorageUploads');
    const key = resource(dev, 'AWS::KMS::Key', 'StoragePersonalDataKey');
    const [, policy] = resourcesOf(dev, 'AWS::S3::BucketPolicy').find(
      ([, { Properties }]) => Properties.Bucket.Ref === uploads.id,
    ) ?? ['', null];
    const denied = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect, Action }: { Effect: string; Action: string }) => Effect === 'Deny' && Action === 's3:PutObject',
    );
    const header = 's3:x-amz-server-side-encryption';
    const StringNotEquals = { [`${header}-aws-kms-key-id`]: { 'Fn::GetAtt': [key.id, 'Arn'] } };
    expect(denied.map(({ Condition }: { Condition: object }) => Condition)).toEqual([
      // SSE-S3, and SSE-KMS with any other key.
      { Null: { [header]: 'false' }, StringNotEquals },
      { Null: { [`${header}-aws-kms-key-id`]: 'false' }, StringNotEquals },
      // SSE-C.
      { Null: { [`${header}-customer-algorithm`]: 'false' } },
    ]);
    for (const { Principal, Resource: objects } of denied) {
      expect(Principal).toEqual({ AWS: '*' });
      expect(inline(objects)).toMatch(/\/\*$/);
    }
  });

  it('drop replaced receipts after a while, uploads never', () => {
    const rules = (id: string) => resource(dev, 'AWS::S3::Bucket', id).Properties.LifecycleConfiguration.Rules;
    expect(rules('StorageReceipts')[0].NoncurrentVersionExpiration).toEqual({ NoncurrentDays: 7 });
    expect(JSON.stringify(rules('StorageUploads'))).not.toMatch(/Expiration/);
    expect(JSON.stringify(rules('StorageReports'))).not.toMatch(/Expiration/);
  });
});

describe('table', () => {
  it('has the keys of the contract, on demand, encrypted, with recovery', () => {
    const { Properties } = resource(dev, 'AWS::DynamoDB::Table', 'Storage');
    expect(Properties.KeySchema).toEqual([
      { AttributeName: TABLE_KEY.partition, KeyType: 'HASH' },
      { AttributeName: TABLE_KEY.sort, KeyType: 'RANGE' },
    ]);
    expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
    expect(Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
  });

  it('is encrypted under a key of our own, as the reports are, for those of the account who may use them', () => {
    const key = resource(dev, 'AWS::KMS::Key', 'StorageRecordKey');
    const ours = { 'Fn::GetAtt': [key.id, 'Arn'] };
    expect(resource(dev, 'AWS::DynamoDB::Table', 'Storage').Properties.SSESpecification).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: ours,
    });
    const [rule] = resource(dev, 'AWS::S3::Bucket', 'StorageReports').Properties.BucketEncryption
      .ServerSideEncryptionConfiguration;
    expect(rule).toEqual({
      BucketKeyEnabled: true,
      ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ours },
    });
    const open = key.Properties.KeyPolicy.Statement.filter(
      ({ Principal }: { Principal: { AWS: unknown } }) => Principal.AWS === '*',
    );
    const region = (service: string) => ({ 'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.*']] });
    expect(open.map(({ Condition }: { Condition: object }) => Condition)).toEqual([
      {
        StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } },
        StringLike: { 'kms:ViaService': [region('dynamodb'), region('s3')] },
      },
    ]);
  });
});

describe('the trail of data events', () => {
  it('names the objects of uploads, receipts and reports, and the items of the table, where the stage asks for it', () => {
    expect(resourcesOf(dev, 'AWS::CloudTrail::Trail')).toEqual([]);
    const folder = join(functions.folder, 'trailed');
    const stage = { ...PROD, dataEvents: true };
    const trailed = readTemplate(synthesize(folder, stage, functions.options, false).templateFile);
    const { Properties } = resource(trailed, 'AWS::CloudTrail::Trail', 'DataTrail');
    type Field = { readonly Field: string; readonly StartsWith?: unknown[]; readonly Equals?: unknown[] };
    const selected = (Properties.AdvancedEventSelectors as { readonly FieldSelectors: Field[] }[]).flatMap(
      ({ FieldSelectors }) => {
        const { StartsWith = [], Equals = [] } = FieldSelectors.find(({ Field }) => Field === 'resources.ARN') ?? {};
        return [...StartsWith, ...Equals].map(inline);
      },
    );
    const names = selected.map((arn) => /Storage(?:Uploads|Receipts|Reports|Table)/.exec(arn)?.[0]);
    expect(names).toEqual(['StorageUploads', 'StorageReceipts', 'StorageReports', 'StorageTable']);
    expect(Properties).toMatchObject({ EnableLogFileValidation: true, IsLogging: true });
  });
});

describe('ingest', () => {
  it('is announced by the uploads bucket, which alone may send to the queue', () => {
    const queue = resource(dev, 'AWS::SQS::Queue', 'IngestQueue');
    const policy = resource(dev, 'AWS::SQS::QueuePolicy', 'IngestQueuePolicy');
    const uploads = resource(dev, 'AWS::S3::Bucket', 'StorageUploads');
    expect(uploads.Properties.NotificationConfiguration).toEqual({
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: { 'Fn::GetAtt': [queue.id, 'Arn'] } }],
    });
    // S3 tries the queue while the bucket is made.
    expect(uploads.DependsOn).toContain(policy.id);

    const [allow, ...others] = policy.Properties.PolicyDocument.Statement.filter(
      (statement: Statement) => statement.Effect === 'Allow',
    );
    expect(others).toEqual([]);
    expect(allow).toMatchObject({ Action: 'sqs:SendMessage', Principal: { Service: 's3.amazonaws.com' } });
    expect(allow.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(inline(allow.Condition.ArnEquals['aws:SourceArn'])).toBe(
      `arn:\${AWS::Partition}:s3:::${inline(uploads.Properties.BucketName)}`,
    );
  });

  it.each(['dev', 'prod'])(
    'of %s answers a file, and the one behind it, within half an hour though every try dies',
    (stage) => {
      const template = stage === 'dev' ? dev : prod;
      const { VisibilityTimeout, RedrivePolicy } = resource(template, 'AWS::SQS::Queue', 'IngestQueue').Properties;
      const timeout = lambda(template, 'ingest').Properties.Timeout;
      // A message comes again only when its last delivery is over; else a start under way would be taken for a death.
      expect(timeout * 1_000).toBe(LONGEST_RUN_MS);
      expect(VisibilityTimeout).toBeGreaterThan(timeout);
      expect([VisibilityTimeout * 1_000, RedrivePolicy.maxReceiveCount]).toEqual([VISIBILITY_MS, MAX_RECEIVES]);
      const last = MOST_TRIES * VisibilityTimeout + timeout;
      expect(last).toBeLessThanOrEqual(30 * 60);
      // Two such files before it, too.
      expect(last + MOST_TRIES * VisibilityTimeout).toBeLessThanOrEqual(30 * 60);
      expect(RedrivePolicy.maxReceiveCount).toBeGreaterThan(2 * MOST_TRIES);
    },
  );

  it('puts a message aside when it has failed for three hours, in an encrypted queue', () => {
    const deadLetters = resource(dev, 'AWS::SQS::Queue', 'IngestDeadLetters');
    const queue = resource(dev, 'AWS::SQS::Queue', 'IngestQueue');
    const { RedrivePolicy, VisibilityTimeout } = queue.Properties;
    expect(RedrivePolicy.deadLetterTargetArn).toEqual({ 'Fn::GetAtt': [deadLetters.id, 'Arn'] });
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBe(3 * 3_600);
    for (const { Properties } of [queue, deadLetters]) {
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
    }
    for (const [, policy] of resourcesOf(dev, 'AWS::SQS::QueuePolicy')) {
      expect(JSON.stringify(policy)).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
    }
  });

  it('takes a message at a time, so that one that dies takes no other along, and gives it back if it failed', () => {
    const { Properties } = resource(prod, 'AWS::Lambda::EventSourceMapping', 'Ingest');
    expect(Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: PROD.concurrency.ingest },
      FunctionName: { Ref: lambda(prod, 'ingest').id },
    });
  });
});

describe('functions', () => {
  it('run on Node 24 and arm64, from their own bundle, with their own logs', () => {
    expect(resourcesOf(dev, 'AWS::Lambda::Function')).toHaveLength(FUNCTION_NAMES.length);
    for (const name of FUNCTION_NAMES) {
      const { Properties } = lambda(dev, name);
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      const asset = join(synthesis.directory, `asset.${String(Properties.Code.S3Key).replace(/\.zip$/, '')}`);
      expect(readFileSync(join(asset, 'index.mjs'), 'utf8')).toContain(`"${name}"`);
      expect(dev.Resources[Properties.LoggingConfig.LogGroup.Ref]?.Type).toBe('AWS::Logs::LogGroup');
    }
  });

  it('get the variables that they need and no others', () => {
    const version = ENVIRONMENT.codeVersion;
    const summary = [ENVIRONMENT.table, ENVIRONMENT.reports, ENVIRONMENT.receipts, version];
    const expected = {
      ingest: [
        ENVIRONMENT.table,
        ENVIRONMENT.uploads,
        ENVIRONMENT.receipts,
        ENVIRONMENT.queue,
        ENVIRONMENT.hashKey,
        version,
      ],
      sweep: [
        ENVIRONMENT.table,
        ENVIRONMENT.uploads,
        ENVIRONMENT.receipts,
        ENVIRONMENT.reports,
        ENVIRONMENT.queue,
        ENVIRONMENT.hashKey,
      ],
      plan: summary,
      fold: summary,
      publish: summary,
      door: [ENVIRONMENT.table, ENVIRONMENT.uploads, ENVIRONMENT.receipts, ENVIRONMENT.linkKey],
      office: [ENVIRONMENT.table, ENVIRONMENT.reports, ENVIRONMENT.linkKey, ENVIRONMENT.summaryStateMachine],
      remind: [
        ENVIRONMENT.table,
        ENVIRONMENT.linkKey,
        ENVIRONMENT.door,
        ENVIRONMENT.remindedOffices,
        ENVIRONMENT.reminderTopics,
      ],
    };
    for (const name of FUNCTION_NAMES) {
      const variables = lambda(dev, name).Properties.Environment.Variables as Record<string, unknown>;
      expect(Object.keys(variables).sort()).toEqual([...expected[name], 'NODE_OPTIONS'].sort());
      if (!['sweep', 'door', 'office', 'remind'].includes(name))
        expect(variables[version]).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
    }
    const versionOf = (name: keyof typeof FUNCTION_IDS) => lambda(dev, name).Properties.Environment.Variables[version];
    expect(versionOf('fold')).toBe(versionOf('plan'));
    expect(versionOf('publish')).toBe(versionOf('plan'));
    expect(versionOf('ingest')).not.toBe(versionOf('plan'));
  });
});

type Statement = {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

/** What a role may do: each allowed action with its resources. */
function permissionsOf(template: Template, roleId: string): Map<string, string[]> {
  const allowed = new Map<string, string[]>();
  for (const [, policy] of resourcesOf(template, 'AWS::IAM::Policy')) {
    if (!policy.Properties.Roles.some((role: { Ref: string }) => role.Ref === roleId)) continue;
    for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement as Statement[]) {
      for (const action of [Action].flat())
        allowed.set(action, [...(allowed.get(action) ?? []), ...[Resource].flat().map(inline)].sort());
    }
  }
  return allowed;
}

// test/e2e/permissions.system.test.ts compares each role with what its function asks for. Here is what no role may become.
describe('permissions', () => {
  const roleOf = (name: keyof typeof FUNCTION_IDS) => lambda(dev, name).Properties.Role['Fn::GetAtt'][0] as string;
  /** What a function may do of a service, each action with the resources by the names that they have in infra. */
  const actionsOn = (name: keyof typeof FUNCTION_IDS, service: string) => {
    const short = (arn: string) =>
      arn.replace(/^\$\{(?:Storage|Ingest|Summary|Sweep|Door)([A-Za-z]+?)[0-9A-F]{8}\.Arn\}/, '$1');
    return Object.fromEntries(
      [...permissionsOf(dev, roleOf(name))]
        .filter(([action]) => action.startsWith(`${service}:`))
        .map(([action, arns]) => [action, arns.map(short)]),
    );
  };

  it('of functions have no wildcard action, no wildcard resource and no managed policy', () => {
    for (const name of FUNCTION_NAMES) {
      expect(dev.Resources[roleOf(name)]?.Properties.ManagedPolicyArns).toBeUndefined();
      const permissions = permissionsOf(dev, roleOf(name));
      expect(permissions.size).toBeGreaterThan(0);
      for (const [action, resources] of permissions) {
        expect(action).not.toContain('*');
        // Every resource is one of this stack; a star stands only after a bucket, for its objects, or after the state
        // machine, for its runs.
        for (const arn of resources)
          expect(arn).toMatch(
            /^\$\{\w+\.Arn\}(?:\/(?:(?:(?:runs|reports|decisions)\/)?\*|[*?Q/]+\.(?:json|txt)|\*\.receipt\.\*))?$|^\$\{SummaryStateMachine\w+\}$|:execution:\$\{SummaryStateMachine\w+\.Name\}:\*$/,
          );
      }
    }
  });

  it('on the table name the partitions, each function its own', () => {
    for (const name of FUNCTION_NAMES) {
      const statements = resourcesOf(dev, 'AWS::IAM::Policy')
        .filter(([, { Properties }]) => Properties.Roles.some((role: { Ref: string }) => role.Ref === roleOf(name)))
        .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[])
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('dynamodb:')));
      expect(statements.length).toBeGreaterThan(0);
      for (const { Condition } of statements)
        expect(JSON.stringify(Condition)).toMatch(
          /^\{"ForAllValues:StringLike":\{"dynamodb:LeadingKeys":\[("[A-Z]#[a-z#]*\*",?)+\]\}\}$/,
        );
    }
  });

  it('leave uploads to ingest alone to read, and to the door alone to write', () => {
    const touching = (bucket: string, action: string) =>
      FUNCTION_NAMES.filter((name) => JSON.stringify(actionsOn(name, 's3')[action] ?? []).includes(`"${bucket}/`));
    expect([...touching('Uploads', 's3:GetObject'), ...touching('Uploads', 's3:GetObjectVersion')]).toEqual(['ingest']);
    expect(touching('Uploads', 's3:PutObject')).toEqual(['door']);
    expect(touching('Receipts', 's3:GetObject')).toEqual(['ingest', 'door']);
    expect(touching('Receipts', 's3:DeleteObject')).toEqual(['ingest']);
    for (const bucket of ['Uploads', 'Reports']) {
      expect(touching(bucket, 's3:DeleteObject')).toEqual([]);
      expect(touching(bucket, 's3:DeleteObjectVersion')).toEqual([]);
    }
  });

  it('leave the secret of hashes to ingest and to the sweep, which erases again, and the key of personal data to those that read or write it', () => {
    const using = (key: string) =>
      FUNCTION_NAMES.filter((name) => JSON.stringify(actionsOn(name, 'kms')).includes(key));
    expect(using('HashKey').sort()).toEqual(['ingest', 'sweep']);
    expect(using('LinkKey')).toEqual(['door', 'office']);
    expect(using('PersonalDataKey')).toEqual(['ingest', 'plan', 'door']);
    expect(actionsOn('plan', 'kms')).toEqual({ 'kms:GenerateDataKey': ['PersonalDataKey'] });
  });

  it('let the office alone start a summary, and read what is published, of all functions behind a page', () => {
    expect(actionsOn('office', 's3')['s3:GetObject']).toEqual(['Reports/reports/*']);
    expect(actionsOn('office', 'states')).toEqual({
      'states:DescribeExecution': [expect.stringMatching(/:execution:\$\{SummaryStateMachine\w+\.Name\}:\*$/)],
      'states:StartExecution': [expect.stringMatching(/^\$\{SummaryStateMachine\w+\}$/)],
    });
    expect(FUNCTION_NAMES.filter((name) => Object.keys(actionsOn(name, 'states')).length > 0)).toEqual(['office']);
  });

  it('of the state machine are its functions and the lists of townships', () => {
    const machine = resource(dev, 'AWS::StepFunctions::StateMachine', 'Summary').Properties;
    const objects = [...permissionsOf(dev, machine.RoleArn['Fn::GetAtt'][0] as string)].filter(([action]) =>
      action.startsWith('s3:'),
    );
    expect(objects.map(([action, arns]) => [action, arns.map((arn) => arn.replace(/^[^/]+/, ''))])).toEqual([
      ['s3:GetObject', ['/runs/*']],
    ]);
  });

  it('leave a star as resource only to the delivery of logs, where AWS demands it', () => {
    for (const [, policy] of resourcesOf(dev, 'AWS::IAM::Policy')) {
      for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement as Statement[]) {
        if (Resource === '*') expect([Action].flat().every((action) => action.startsWith('logs:'))).toBe(true);
        for (const action of [Action].flat()) expect(action).not.toContain('*');
      }
    }
  });
});

describe('door', () => {
  it('is one API in every partition, throttled, without a log of addresses', () => {
    const stage = resource(dev, 'AWS::ApiGatewayV2::Stage', 'Door').Properties;
    expect(stage).toMatchObject({ StageName: '$default', DefaultRouteSettings: { ThrottlingRateLimit: 50 } });
    expect(stage.AccessLogSettings).toBeUndefined();
    const keys = resourcesOf(dev, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);
    expect(new Set(keys)).toEqual(
      new Set(['t', 'o'].flatMap((root) => [`GET /${root}/{proxy+}`, `POST /${root}/{proxy+}`])),
    );
    const types = Object.values(dev.Resources).map(({ Type }: Resource) => Type);
    expect(types.filter((type) => /Cognito|Lambda::Url|CloudFront/.test(type))).toEqual([]);
  });

  it('lets its own pages post to the bucket of uploads, and nobody else', () => {
    const { CorsConfiguration } = resource(dev, 'AWS::S3::Bucket', 'StorageUploads').Properties;
    const api = resource(dev, 'AWS::ApiGatewayV2::Api', 'Door');
    expect(CorsConfiguration.CorsRules).toEqual([
      {
        AllowedHeaders: ['*'],
        AllowedMethods: ['POST'],
        AllowedOrigins: [{ 'Fn::GetAtt': [api.id, 'ApiEndpoint'] }],
        ExposedHeaders: ['x-amz-version-id'],
        MaxAge: 3600,
      },
    ]);
  });
});

describe('reminders', () => {
  const reminders = { 3715: { email: ['a@example.org'], webhook: ['https://example.org/hook'] }, 371525: {} };
  const reminded = () =>
    readTemplate(
      synthesize(join(functions.folder, 'reminded'), { ...readStage('dev'), reminders }, functions.options)
        .templateFile,
    );

  it('have a topic for each office that the stage names, which takes no plain HTTP, with its subscriptions', () => {
    const template = reminded();
    const topics = resourcesOf(template, 'AWS::SNS::Topic').filter(([id]) => id.startsWith('Reminders'));
    expect(topics.map(([, { Properties }]) => Properties.TopicName)).toEqual([
      'Uplift-reminders-3715',
      'Uplift-reminders-371525',
    ]);
    const policies = JSON.stringify(resourcesOf(template, 'AWS::SNS::TopicPolicy'));
    for (const [id] of topics) expect(policies).toContain(`"Topics":[{"Ref":"${id}"}]`);
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(topics.length + 1);
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties);
    expect(subscriptions.map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual([
      ['email', 'a@example.org'],
      ['https', 'https://example.org/hook'],
    ]);
    expect(resourcesOf(dev, 'AWS::SNS::Topic').map(([id]) => id)).toEqual([
      resource(dev, 'AWS::SNS::Topic', 'Alarms').id,
    ]);
  });

  it('may be published to these topics alone, by the names that the function is told', () => {
    const template = reminded();
    const { Role, Environment } = lambda(template, 'remind').Properties;
    const topics = resourcesOf(template, 'AWS::SNS::Topic').filter(([id]) => id.startsWith('Reminders'));
    expect(permissionsOf(template, Role['Fn::GetAtt'][0] as string).get('sns:Publish')).toEqual(
      topics.map(([id]) => `\${${id}}`).sort(),
    );
    const variables = Environment.Variables as Record<string, unknown>;
    expect(variables[ENVIRONMENT.remindedOffices]).toBe('3715,371525');
    expect(inline(variables[ENVIRONMENT.reminderTopics])).toBe(
      'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:Uplift-reminders-',
    );
    // Nobody is told of late townships where nobody is named: the function may read the ledger, and that is all.
    const alone = permissionsOf(dev, lambda(dev, 'remind').Properties.Role['Fn::GetAtt'][0] as string);
    expect([...alone.keys()].sort()).toEqual(['dynamodb:Query', 'logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  it('come at nine in the morning of Shanghai, with the day that they are about', () => {
    const { Properties } = resource(dev, 'AWS::Scheduler::Schedule', 'Reminders');
    expect(Properties).toMatchObject({
      ScheduleExpression: 'cron(0 9 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Shanghai',
    });
    expect(JSON.parse(Properties.Target.Input)).toEqual({ scheduledTime: '<aws.scheduler.scheduled-time>' });
    expect(Properties.Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 6 * 3600, MaximumRetryAttempts: 10 });
  });

  it('are given up before another run takes them over', () => {
    const { Timeout } = lambda(dev, 'remind').Properties;
    expect(Timeout * 1_000).toBeLessThan(TAKEN_ON_MS);
  });
});

describe('summary', () => {
  type State = {
    readonly [key: string]: unknown;
    readonly Retry?: { readonly ErrorEquals: string[]; readonly JitterStrategy: string }[];
  };
  type Definition = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };
  const definition = () =>
    JSON.parse(
      inline(resource(dev, 'AWS::StepFunctions::StateMachine', 'Summary').Properties.DefinitionString),
    ) as Definition;

  it('plans, folds each township of the list, publishes', () => {
    const { StartAt, States } = definition();
    const { PlanSummary, FoldTownships, PublishSummary } = States;
    expect(StartAt).toBe('PlanSummary');
    expect(PlanSummary).toMatchObject({ Next: 'FoldTownships', Resource: `\${${lambda(dev, 'plan').id}.Arn}` });
    expect(FoldTownships).toMatchObject({
      Type: 'Map',
      Next: 'PublishSummary',
      // Discarded, so that publish gets what plan said.
      ResultPath: null,
      MaxConcurrency: readStage('dev').concurrency.fold,
      ItemReader: { ReaderConfig: { InputType: 'JSON' }, Parameters: { 'Key.$': '$.townshipsKey' } },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED' },
        States: { FoldTownship: { Resource: `\${${lambda(dev, 'fold').id}.Arn}` } },
      },
    });
    expect(PublishSummary).toMatchObject({ End: true, Resource: `\${${lambda(dev, 'publish').id}.Arn}` });
  });

  it('goes on without a tenth of the townships at most, and catches nothing', () => {
    const map = definition().States['FoldTownships'];
    expect(Object.entries(map ?? {}).filter(([key]) => key.startsWith('Tolerated') || key === 'Catch')).toEqual([
      ['ToleratedFailurePercentage', 10],
    ]);
  });

  it('retries every step with jitter', () => {
    const { States } = definition();
    const inner = States['FoldTownships']?.['ItemProcessor'] as Definition;
    for (const state of [States['PlanSummary'], States['PublishSummary'], inner.States['FoldTownship']]) {
      expect(state?.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual(
        expect.arrayContaining(['Lambda.ServiceException', 'States.TaskFailed']),
      );
      const faults = state?.Retry?.filter(({ ErrorEquals }) => !ErrorEquals.includes(HALF_JUDGED_ERROR));
      expect(faults?.every(({ JitterStrategy }) => JitterStrategy === 'FULL')).toBe(true);
    }
  });

  it('waits half an hour for files that are being judged again, and then says so', () => {
    const [first] = definition().States['PlanSummary']?.Retry ?? [];
    expect(first).toEqual({ ErrorEquals: [HALF_JUDGED_ERROR], IntervalSeconds: 60, BackoffRate: 1, MaxAttempts: 30 });
  });

  it('starts on the day after the window closes, by the clock of Shanghai, with the time it was due', () => {
    const { Properties } = resource(dev, 'AWS::Scheduler::Schedule', 'Summary');
    expect(Properties).toMatchObject({
      ScheduleExpression: 'cron(0 6 16 1,4,7,10 ? *)',
      ScheduleExpressionTimezone: 'Asia/Shanghai',
      State: 'ENABLED',
    });
    expect(JSON.parse(Properties.Target.Input)).toEqual({ scheduledTime: '<aws.scheduler.scheduled-time>' });
    expect(Properties.Target.Arn).toEqual({ Ref: resource(dev, 'AWS::StepFunctions::StateMachine', 'Summary').id });
  });

  it('logs without the data of the run', () => {
    const { LoggingConfiguration } = resource(dev, 'AWS::StepFunctions::StateMachine', 'Summary').Properties;
    expect(LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
  });
});

/** The source of a function, with what pages of the door and of offices share. */
function sourceOf(name: string): string {
  return [name, 'http']
    .map((folder) => join(PROJECT, 'functions', folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')))
    .join('\n');
}

describe('alarms', () => {
  const alarms = () => resourcesOf(dev, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);

  it('watch the dead letters, each function and the state machine', () => {
    const watched = JSON.stringify(alarms());
    expect(watched).toContain(resource(dev, 'AWS::SQS::Queue', 'IngestDeadLetters').id);
    for (const name of FUNCTION_NAMES) expect(watched).toContain(lambda(dev, name).id);
    expect(watched).toContain('ExecutionsFailed');
    expect(watched).toContain('ExecutionsTimedOut');
  });

  it('on what functions log: the function of that log has these words, and no two metrics have one name', () => {
    const filters = resourcesOf(dev, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
    const metrics = filters.map(({ MetricTransformations }) => MetricTransformations[0].MetricName as string);
    expect(new Set(metrics).size).toBe(metrics.length);
    for (const { LogGroupName, FilterPattern } of filters) {
      const [, words = ''] = /^\{ \$\.\w+ = "([^"]+)" \}$/.exec(FilterPattern) ?? [];
      const name = FUNCTION_NAMES.find(
        (one) => lambda(dev, one).Properties.LoggingConfig.LogGroup.Ref === LogGroupName.Ref,
      );
      expect(sourceOf(name ?? '?'), words).toContain(`'${words}'`);
    }
    expect(metrics.length).toBeGreaterThan(8);
    // Each is looked at by an alarm.
    for (const metric of metrics) expect(JSON.stringify(alarms())).toContain(`"MetricName":"${metric}"`);
  });

  it('count the schedules of this stage and of no other in the account', () => {
    for (const [template, { stackName }] of [
      [dev, readStage('dev')],
      [prod, PROD],
    ] as const) {
      const group = resource(template, 'AWS::Scheduler::ScheduleGroup', 'Schedules');
      expect(group.Properties.Name).toBe(stackName);
      const schedules = resourcesOf(template, 'AWS::Scheduler::Schedule');
      expect(schedules.map(([, { Properties }]) => inline(Properties.GroupName))).toEqual([
        stackName,
        stackName,
        stackName,
      ]);
      for (const [, { DependsOn }] of schedules) expect(DependsOn).toContain(group.id);
      const dropped = JSON.stringify(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsSchedulesDropped').Properties);
      expect(dropped.match(/"Name":"ScheduleGroup","Value":"(\w+)"/g)).toEqual(
        Array.from({ length: 2 }, () => `"Name":"ScheduleGroup","Value":"${stackName}"`),
      );
    }
  });

  it('name a heading of the runbook, and every heading has its alarm', () => {
    const runbook = join(PROJECT, 'docs', 'runbook.md');
    const named = alarms().map(
      ({ Properties }) => /docs\/runbook\.md#([a-z-]+)$/.exec(Properties.AlarmDescription)?.[1],
    );
    expect(named).not.toContain(undefined);
    const headings = [...readFileSync(runbook, 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    // A budget has no description; its name leads to the runbook.
    expect(new Set([...named, 'spend'])).toEqual(new Set(headings));
  });

  it('hear of money: at four fifths of the budget, and when the month is on its way beyond it', () => {
    expect(resourcesOf(dev, 'AWS::Budgets::Budget')).toEqual([]);
    const topic = resource(prod, 'AWS::SNS::Topic', 'Alarms');
    const { Budget, NotificationsWithSubscribers: told } = resource(prod, 'AWS::Budgets::Budget', 'Alarms').Properties;
    expect(Budget).toMatchObject({
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 100, Unit: 'USD' },
    });
    // What AWS takes as a name, and as one line of a mail.
    expect(inline(Budget.BudgetName)).toMatch(/^\$\{AWS::StackName\}[^:\\/]* [^:\\]+$/);
    for (const { Subscribers } of told)
      expect(Subscribers).toEqual([{ SubscriptionType: 'SNS', Address: { Ref: topic.id } }]);
    const at = (told as { Notification: { NotificationType: string; Threshold: number } }[]).map(({ Notification }) => [
      Notification.NotificationType,
      Notification.Threshold,
    ]);
    expect(at).toEqual([
      ['ACTUAL', 80],
      ['FORECASTED', 100],
    ]);
    expect(JSON.stringify(resource(prod, 'AWS::SNS::TopicPolicy', 'Alarms'))).toContain('budgets.amazonaws.com');
  });

  it('tell the topic, which lets CloudWatch in and mails to the address of the stage', () => {
    const topic = resource(dev, 'AWS::SNS::Topic', 'Alarms');
    for (const { Properties } of alarms()) {
      expect(Properties).toMatchObject({
        AlarmActions: [{ Ref: topic.id }],
        OKActions: [{ Ref: topic.id }],
      });
      // Silence is what one of them waits for.
      const isSilence = Properties.ComparisonOperator === 'LessThanThreshold';
      expect(Properties.TreatMissingData).toBe(isSilence ? 'breaching' : 'notBreaching');
    }
    expect(alarms().filter(({ Properties }) => Properties.TreatMissingData === 'breaching')).toHaveLength(1);
    expect(JSON.stringify(resource(dev, 'AWS::SNS::TopicPolicy', 'Alarms'))).toContain(
      '{"Service":"cloudwatch.amazonaws.com"}',
    );
    expect(resourcesOf(dev, 'AWS::SNS::Subscription')).toEqual([]);
    const runbookUrl = 'https://example.org/runbook';
    const stage = readStage('dev', { alarmEmail: 'oncall@example.org', runbookUrl });
    const mailed = readTemplate(
      synthesize(join(functions.folder, 'mailed'), stage, functions.options, false).templateFile,
    );
    expect(resource(mailed, 'AWS::SNS::Subscription', 'Alarms').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'oncall@example.org',
    });
    for (const [, { Properties }] of resourcesOf(mailed, 'AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmDescription).toContain(`What to do: ${runbookUrl}#`);
  });
});

describe('dashboard', () => {
  const body = () => inline(resource(dev, 'AWS::CloudWatch::Dashboard', 'Overview').Properties.DashboardBody);

  it('shows every alarm', () => {
    for (const [id] of resourcesOf(dev, 'AWS::CloudWatch::Alarm')) expect(body()).toContain(`\${${id}.Arn}`);
  });

  it('asks the logs for what their functions write', () => {
    const widgets = (JSON.parse(body()) as { widgets: { properties: { query?: string } }[] }).widgets;
    const queries = widgets.flatMap(({ properties: { query } }) => query ?? []);
    expect(queries.length).toBeGreaterThan(4);
    for (const query of queries) {
      const [, group = ''] = /^SOURCE '\$\{(\w+)\}'/.exec(query) ?? [];
      const name = FUNCTION_NAMES.find((one) => lambda(dev, one).Properties.LoggingConfig.LogGroup.Ref === group);
      const [, words = ''] = /filter message = '([^']+)'/.exec(query) ?? [];
      expect(sourceOf(name ?? '?'), query).toContain(`'${words}'`);
    }
  });

  it('shows the cost drivers of each function with the memory that it has', () => {
    for (const name of FUNCTION_NAMES)
      expect(body()).toContain(`${name} / 1000 * ${lambda(dev, name).Properties.MemorySize} / 1024`);
  });
});

describe('stages', () => {
  const kept = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key'];
  const policies = (template: Template) =>
    new Set(kept.flatMap((type) => resourcesOf(template, type).map(([, { DeletionPolicy }]) => DeletionPolicy)));

  it('prod keeps its data, dev goes without a trace', () => {
    expect(policies(dev)).toEqual(new Set(['Delete']));
    expect(policies(prod)).toEqual(new Set(['Retain']));
    const protection = (template: Template) =>
      resource(template, 'AWS::DynamoDB::Table', 'Storage').Properties.DeletionProtectionEnabled;
    expect([protection(dev), protection(prod)]).toEqual([false, true]);
  });

  it('keep logs as long as they say', () => {
    for (const [template, stage] of [
      [dev, readStage('dev')],
      [prod, PROD],
    ] as const) {
      const days = resourcesOf(template, 'AWS::Logs::LogGroup').map(
        ([, { Properties }]) => Properties.RetentionInDays as number,
      );
      expect(days).toEqual(Array.from({ length: FUNCTION_NAMES.length + 1 }, () => stage.retention.logDays));
    }
  });

  it('have stacks and buckets of their own, so that one account can hold all', () => {
    const bucket = (template: Template) =>
      inline(resource(template, 'AWS::S3::Bucket', 'StorageUploads').Properties.BucketName);
    expect(bucket(dev)).not.toBe(bucket(prod));
    // With the longest account and region in place of the references.
    expect(
      bucket(prod).replace('${AWS::AccountId}', '123456789012').replace('${AWS::Region}', 'ap-southeast-1').length,
    ).toBeLessThanOrEqual(63);
  });
});

describe('template', () => {
  it('has the outputs that the command line looks for', () => {
    expect(Object.keys(dev.Outputs).sort()).toEqual(Object.values(STACK_OUTPUT).sort());
  });

  it('needs no custom resource and no helper function', () => {
    const types = Object.values(dev.Resources).map(({ Type }: Resource) => Type);
    expect(
      types.filter((type) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'),
    ).toEqual([]);
  });

  it('names no partition, no region and no account', () => {
    const text = JSON.stringify(dev);
    expect(text).not.toMatch(/arn:aws/);
    expect(text).not.toMatch(/(?:us|cn|eu|ap)-[a-z]+-\d/);
    expect(text.match(/[\w.-]+\.amazonaws\.com[\w.]*/g)?.filter((host) => !SERVICE_PRINCIPALS.includes(host))).toEqual(
      [],
    );
  });

  it('passes the rules of CloudFormation without a warning, and errors would end the synth', () => {
    const findings = (directory: string) => {
      const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
        pluginReports: unknown[];
      };
      return JSON.stringify(report.pluginReports);
    };
    expect(findings(synthesis.directory)).toBe('[]');
    const { context } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')) as {
      context: Record<string, unknown>;
    };
    expect(context['@aws-cdk/core:validateAgainstDefaultRules']).toBe(true);

    // That the rules are applied at all: there is no retention of eight days.
    const silenced = vi.spyOn(console, 'error').mockImplementation(() => {});
    const stage = readStage('dev');
    Object.assign(stage.retention, { logDays: 8 });
    const wrong = synthesize(join(functions.folder, 'wrong'), stage, functions.options);
    silenced.mockRestore();
    expect(findings(wrong.directory)).toContain('RetentionInDays: 8 is not one of');
  });

  it('is the same from the same sources', () => {
    const again = synthesize(join(functions.folder, 'again'), 'dev', functions.options);
    expect(readFileSync(again.templateFile, 'utf8')).toBe(readFileSync(synthesis.templateFile, 'utf8'));
    expect(readdirSync(again.directory).sort()).toEqual(readdirSync(synthesis.directory).sort());
  });
});

// These are names, not addresses: they are the same in every partition, China included.
const SERVICE_PRINCIPALS = ['lambda', 's3', 'logging.s3', 'states', 'scheduler', 'cloudwatch', 'apigateway'].map(
  (service) => `${service}.amazonaws.com`,
);

/** What is paid for whether anybody uses it or not (`uplift cost`). */
describe('the bill of the stage that is in service', () => {
  it('has every alarm, metric, dashboard and key', () => {
    // An alarm on a sum is paid for each metric in it.
    const watched = resourcesOf(prod, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
      const { Metrics } = Properties as { Metrics?: readonly { MetricStat?: object }[] };
      return Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
    });
    const metrics = resourcesOf(prod, 'AWS::Logs::MetricFilter').map(
      ([, { Properties }]) => Properties.MetricTransformations[0].MetricName as string,
    );
    const keys = resourcesOf(prod, 'AWS::KMS::Key');
    expect(STACK).toEqual({
      alarms: watched.reduce((sum, count) => sum + count, 0),
      metrics: new Set(metrics).size,
      dashboards: resourcesOf(prod, 'AWS::CloudWatch::Dashboard').length,
      keys: keys.length,
      // One that rotates costs more in its first two years.
      rotatingKeys: keys.filter(([, { Properties }]) => Properties.EnableKeyRotation === true).length,
    });
  });
});
