import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FUNCTION_NAMES } from '../../infra/bundle.ts';
import { STAGES, UnknownStageError, stageNamed } from '../../infra/stages.ts';
import { type Synthesis, synthesize } from '../../infra/synthesize.ts';
import { ENVIRONMENT, STACK_OUTPUT, TABLE_KEY } from '../../shared/contract.ts';
import { MAX_RECEIVES, VISIBILITY_MS } from '../simulation/memory-queue.ts';
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

let functions: ReturnType<typeof temporaryFunctions>;
let synthesis: Synthesis;
let dev: Template;
let prod: Template;

beforeAll(() => {
  functions = temporaryFunctions();
  synthesis = synthesize(join(functions.folder, 'dev'), 'dev', functions.options);
  dev = readTemplate(synthesis.templateFile);
  const watched = { ...stageNamed('prod'), alarmEmail: 'oncall@example.org' };
  prod = readTemplate(synthesize(join(functions.folder, 'prod'), watched, functions.options).templateFile);
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
    const Action = ['s3:DeleteObjectVersion', 's3:PutBucketVersioning'];
    expect(deniedBy(dev)).toEqual([]);
    expect(deniedBy(prod)).toEqual([
      { id: 'StorageUploads', Action, Condition: undefined },
      { id: 'StorageReports', Action, Condition: undefined },
    ]);
  });

  it('with personal data use a rotating key of our own and keep access logs', () => {
    const key = resource(dev, 'AWS::KMS::Key', 'StoragePersonalDataKey');
    expect(key.Properties.EnableKeyRotation).toBe(true);
    const logs = resource(dev, 'AWS::S3::Bucket', 'StorageAccessLogs');
    for (const id of ['StorageUploads', 'StorageReceipts']) {
      const { Properties } = resource(dev, 'AWS::S3::Bucket', id);
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration[0]).toEqual({
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [key.id, 'Arn'] } },
      });
      expect(Properties.LoggingConfiguration.DestinationBucketName).toEqual({ Ref: logs.id });
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
    expect(Properties.SSESpecification).toEqual({ SSEEnabled: true });
    expect(Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
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
      expect(VisibilityTimeout).toBeGreaterThan(timeout);
      expect([VisibilityTimeout * 1_000, RedrivePolicy.maxReceiveCount]).toEqual([VISIBILITY_MS, MAX_RECEIVES]);
      const last = MOST_TRIES * VisibilityTimeout + timeout;
      expect(last).toBeLessThanOrEqual(30 * 60);
      // Two such files before it, too.
      expect(last + MOST_TRIES * VisibilityTimeout).toBeLessThanOrEqual(30 * 60);
      expect(RedrivePolicy.maxReceiveCount).toBeGreaterThan(2 * MOST_TRIES);
    },
  );

  it('puts a message aside when it has failed for an hour, in an encrypted queue', () => {
    const deadLetters = resource(dev, 'AWS::SQS::Queue', 'IngestDeadLetters');
    const queue = resource(dev, 'AWS::SQS::Queue', 'IngestQueue');
    const { RedrivePolicy, VisibilityTimeout } = queue.Properties;
    expect(RedrivePolicy.deadLetterTargetArn).toEqual({ 'Fn::GetAtt': [deadLetters.id, 'Arn'] });
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBe(3_600);
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
      ScalingConfig: { MaximumConcurrency: stageNamed('prod').ingestConcurrency },
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
      sweep: [ENVIRONMENT.table, ENVIRONMENT.uploads, ENVIRONMENT.receipts, ENVIRONMENT.reports, ENVIRONMENT.queue],
      plan: summary,
      fold: summary,
      publish: summary,
      door: [ENVIRONMENT.table, ENVIRONMENT.uploads, ENVIRONMENT.receipts, ENVIRONMENT.linkKey],
      office: [ENVIRONMENT.table, ENVIRONMENT.reports, ENVIRONMENT.linkKey, ENVIRONMENT.summaryStateMachine],
    };
    for (const name of FUNCTION_NAMES) {
      const variables = lambda(dev, name).Properties.Environment.Variables as Record<string, unknown>;
      expect(Object.keys(variables).sort()).toEqual([...expected[name], 'NODE_OPTIONS'].sort());
      if (!['sweep', 'door', 'office'].includes(name))
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

describe('permissions', () => {
  const actionsOn = (name: keyof typeof FUNCTION_IDS, service: string) => {
    const role = lambda(dev, name).Properties.Role['Fn::GetAtt'][0] as string;
    const short = (arn: string) =>
      arn.replace(/^\$\{(?:Storage|Ingest|Summary|Sweep|Door)([A-Za-z]+?)[0-9A-F]{8}\.Arn\}/, '$1');
    return Object.fromEntries(
      [...permissionsOf(dev, role)]
        .filter(([action]) => action.startsWith(`${service}:`))
        .map(([action, arns]) => [action, arns.map(short)]),
    );
  };

  it('of functions have no wildcard action, no wildcard resource and no managed policy', () => {
    for (const name of FUNCTION_NAMES) {
      const role = lambda(dev, name).Properties.Role['Fn::GetAtt'][0] as string;
      expect(dev.Resources[role]?.Properties.ManagedPolicyArns).toBeUndefined();
      const permissions = permissionsOf(dev, role);
      expect(permissions.size).toBeGreaterThan(0);
      for (const [action, resources] of permissions) {
        expect(action).not.toContain('*');
        // Every resource is one of this stack; a star stands only after a bucket, for its objects, or after the state
        // machine, for its runs.
        for (const arn of resources)
          expect(arn).toMatch(
            /^\$\{\w+\.Arn\}(?:\/(?:(?:runs|reports|decisions)\/)?\*)?$|^\$\{SummaryStateMachine\w+\}$|:execution:\$\{SummaryStateMachine\w+\.Name\}:\*$/,
          );
      }
    }
  });

  it('of ingest: read versions, write receipts, write the table', () => {
    expect(actionsOn('ingest', 's3')).toEqual({
      's3:DeleteObject': ['Receipts/*'],
      's3:GetObject': ['Receipts/*', 'Uploads/*'],
      's3:GetObjectVersion': ['Uploads/*'],
      's3:ListBucket': ['Receipts', 'Uploads'],
      's3:ListBucketVersions': ['Uploads'],
      's3:PutObject': ['Receipts/*'],
    });
    expect(Object.keys(actionsOn('ingest', 'dynamodb')).sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
    expect(actionsOn('ingest', 'kms')).toEqual({
      'kms:Decrypt': ['PersonalDataKey'],
      'kms:GenerateDataKey': ['PersonalDataKey'],
      'kms:GenerateMac': ['HashKey'],
    });
  });

  it('of the sweep: list, announce and bring decisions back; it reads no upload and has no key', () => {
    expect(actionsOn('sweep', 'kms')).toEqual({});
    expect(actionsOn('sweep', 's3')).toEqual({
      's3:GetObject': ['Reports/decisions/*'],
      's3:PutObject': ['Reports/decisions/*'],
      's3:ListBucket': ['Receipts', 'Reports', 'Uploads'],
      's3:ListBucketVersions': ['Uploads'],
    });
    expect(actionsOn('sweep', 'dynamodb')).toEqual({ 'dynamodb:PutItem': ['Table'], 'dynamodb:Query': ['Table'] });
  });

  it('of the summary: no function of it reads uploads or receipts; plan alone writes its notices beside receipts', () => {
    for (const name of ['plan', 'fold', 'publish'] as const)
      expect(JSON.stringify(actionsOn(name, 's3'))).not.toMatch(/Uploads/);
    for (const name of ['fold', 'publish'] as const) {
      expect(actionsOn(name, 'kms')).toEqual({});
      expect(JSON.stringify(actionsOn(name, 's3'))).not.toMatch(/Receipts/);
    }
    expect(actionsOn('plan', 'kms')).toEqual({ 'kms:GenerateDataKey': ['PersonalDataKey'] });
    expect(actionsOn('plan', 's3')['s3:PutObject']).toContain('Receipts/*');
    expect(JSON.stringify(actionsOn('plan', 's3')['s3:GetObject'])).not.toMatch(/Receipts/);
    expect(actionsOn('fold', 's3')).toEqual({ 's3:GetObject': ['Reports/runs/*'] });
    expect(Object.keys(actionsOn('plan', 'dynamodb')).sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
    // The trail is added to, never changed.
    expect(Object.keys(actionsOn('publish', 'dynamodb')).join()).not.toMatch(/Write|Update|Delete/);
  });

  it('of the door: put uploads, read receipts, sign links; it writes nothing but the use of links', () => {
    expect(actionsOn('door', 's3')).toEqual({
      's3:GetObject': ['Receipts/*'],
      's3:ListBucket': ['Receipts'],
      's3:ListBucketVersions': ['Uploads'],
      's3:PutObject': ['Uploads/*'],
    });
    expect(actionsOn('door', 'kms')).toEqual({
      'kms:Decrypt': ['PersonalDataKey'],
      'kms:GenerateDataKey': ['PersonalDataKey'],
      'kms:GenerateMac': ['LinkKey'],
    });
    expect(writesOf('DoorFunctionRole')).toEqual([['dynamodb:UpdateItem', ['K#use#*']]]);
  });

  it('of the office: the only one behind a page that writes decisions and starts a summary, and it reads no upload', () => {
    expect(actionsOn('office', 's3')).toEqual({
      's3:GetObject': ['Reports/reports/*'],
      's3:ListBucket': ['Reports'],
      's3:PutObject': ['Reports/decisions/*'],
    });
    expect(actionsOn('office', 'states')).toEqual({
      'states:DescribeExecution': [expect.stringMatching(/:execution:\$\{SummaryStateMachine\w+\.Name\}:\*$/)],
      'states:StartExecution': [expect.stringMatching(/^\$\{SummaryStateMachine\w+\}$/)],
    });
    expect(actionsOn('office', 'kms')).toEqual({ 'kms:GenerateMac': ['LinkKey'] });
    expect(writesOf('DoorOfficeRole')).toEqual([
      ['dynamodb:UpdateItem', ['K#use#*']],
      ['dynamodb:PutItem', ['L#*']],
    ]);
  });

  /** What a role may write, and in which partitions of the table. */
  const writesOf = (role: string) =>
    resourcesOf(dev, 'AWS::IAM::Policy')
      .filter(([id]) => id.startsWith(role))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as (Statement & { Condition?: object })[])
      .filter(({ Action }) =>
        [Action].flat().some((action) => /dynamodb:.*(?:Item|Write)$/.test(action) && !/Get/.test(action)),
      )
      .map(({ Action, Condition }) => {
        const keys = Condition as { 'ForAllValues:StringLike'?: Record<string, string[]> } | undefined;
        return [Action, keys?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']];
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
      MaxConcurrency: stageNamed('dev').foldConcurrency,
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
      expect(state?.Retry?.every(({ JitterStrategy }) => JitterStrategy === 'FULL')).toBe(true);
    }
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
    expect(LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
  });
});

describe('alarms', () => {
  const alarms = () => resourcesOf(dev, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);

  it('watch the dead letters, each function and the state machine', () => {
    const watched = JSON.stringify(alarms());
    expect(watched).toContain(resource(dev, 'AWS::SQS::Queue', 'IngestDeadLetters').id);
    for (const name of FUNCTION_NAMES) expect(watched).toContain(lambda(dev, name).id);
    expect(watched).toContain('ExecutionsFailed');
    expect(watched).toContain('ExecutionsTimedOut');
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
    expect(new Set(named)).toEqual(new Set(headings));
  });

  it('tell the topic, which lets CloudWatch in and mails to the address of the stage', () => {
    const topic = resource(dev, 'AWS::SNS::Topic', 'Alarms');
    for (const { Properties } of alarms()) {
      expect(Properties).toMatchObject({
        AlarmActions: [{ Ref: topic.id }],
        OKActions: [{ Ref: topic.id }],
        TreatMissingData: 'notBreaching',
      });
    }
    expect(JSON.stringify(resource(dev, 'AWS::SNS::TopicPolicy', 'Alarms'))).toContain(
      '{"Service":"cloudwatch.amazonaws.com"}',
    );
    expect(resourcesOf(dev, 'AWS::SNS::Subscription')).toEqual([]);
    const runbookUrl = 'https://example.org/runbook';
    const stage = { ...stageNamed('dev'), alarmEmail: 'oncall@example.org', runbookUrl };
    const mailed = readTemplate(synthesize(join(functions.folder, 'mailed'), stage, functions.options).templateFile);
    expect(resource(mailed, 'AWS::SNS::Subscription', 'Alarms').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'oncall@example.org',
    });
    for (const [, { Properties }] of resourcesOf(mailed, 'AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmDescription).toContain(`What to do: ${runbookUrl}#`);
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
    for (const [template, name] of [
      [dev, 'dev'],
      [prod, 'prod'],
    ] as const) {
      const days = resourcesOf(template, 'AWS::Logs::LogGroup').map(
        ([, { Properties }]) => Properties.RetentionInDays as number,
      );
      expect(days).toEqual(Array.from({ length: FUNCTION_NAMES.length + 1 }, () => stageNamed(name).logRetention));
    }
  });

  it('have stacks and buckets of their own, so that one account can hold all', () => {
    expect(new Set(STAGES.map(({ stackName }) => stackName.toLowerCase())).size).toBe(STAGES.length);
    const bucket = (template: Template) =>
      inline(resource(template, 'AWS::S3::Bucket', 'StorageUploads').Properties.BucketName);
    expect(bucket(dev)).not.toBe(bucket(prod));
    // With the longest account and region in place of the references.
    expect(
      bucket(prod).replace('${AWS::AccountId}', '123456789012').replace('${AWS::Region}', 'ap-southeast-1').length,
    ).toBeLessThanOrEqual(63);
  });

  it('must be configured', () => {
    expect(() => synthesize(join(functions.folder, 'none'), 'staging', functions.options)).toThrow(UnknownStageError);
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
    const stage = Object.assign({}, stageNamed('dev'), { logRetention: 8 });
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
