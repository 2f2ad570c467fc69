/** Small assemblies for the tests of the local stack: a hand-written template and functions of a few lines. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { type LocalStack, type StackOptions, startStack } from '../../infra/local/stack.ts';

/**
 * Seconds, the most that AWS allows: no machine is so busy that a function or a message times out unless a test wants
 * it.
 */
export const LONGEST_TIMEOUT = 900;
export const LONGEST_VISIBILITY = 43_200;

export type Resources = Record<string, { readonly Type: string; readonly Properties?: object }>;

/** A new folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-stack-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Writes an assembly with one stack, `Small`. `functions` gives the source of each function's index.mjs by the name of
 * its asset.
 * @param assembly its folder, when it is to outlive a test
 */
export function writeAssembly(
  resources: Resources,
  functions: Record<string, string> = {},
  rest: object = {},
  assembly: string = temporaryFolder(),
): string {
  const files: Record<string, object> = {};
  for (const [name, source] of Object.entries(functions)) {
    mkdirSync(join(assembly, `asset.${name}`));
    writeFileSync(join(assembly, `asset.${name}`, 'index.mjs'), source);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  writeFileSync(join(assembly, 'Small.template.json'), JSON.stringify({ Resources: resources, ...rest }));
  writeFileSync(join(assembly, 'Small.assets.json'), JSON.stringify({ files }));
  return assembly;
}

/** A function of the template whose code is the asset `name`. */
export function functionResource(name: string, properties: object = {}): Resources[string] {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: LONGEST_TIMEOUT,
      MemorySize: 256,
      Environment: { Variables: { BUCKET: { Ref: 'Out' } } },
      ...properties,
    },
  };
}

/** A bucket for uploads that tells a queue, a function that reads it, and a bucket for what the function writes. */
export function pipeline(mapping: object = {}, queue: object = {}): Resources {
  return {
    In: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Event: 's3:ObjectCreated:*',
              Queue: { 'Fn::GetAtt': ['Work', 'Arn'] },
              Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: '.csv' }] } },
            },
          ],
        },
      },
    },
    Out: { Type: 'AWS::S3::Bucket' },
    Dead: { Type: 'AWS::SQS::Queue' },
    Work: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: LONGEST_VISIBILITY,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
        ...queue,
      },
    },
    Worker: functionResource('worker'),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Work', 'Arn'] },
        FunctionName: { Ref: 'Worker' },
        BatchSize: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...mapping,
      },
    },
  };
}

/** Starts a stack that is closed after the test. */
export async function start(assembly: string, options: Partial<StackOptions> = {}): Promise<LocalStack> {
  const stack = await startStack({ assembly, ...options });
  onTestFinished(() => stack.close());
  return stack;
}

/** SDK clients of what answers at an endpoint, as a user would make them. */
export function clients({ endpoint }: Pick<LocalStack, 'endpoint'>) {
  const configuration = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    s3: new S3Client({ ...configuration, forcePathStyle: true }),
    sqs: new SQSClient(configuration),
    dynamodb: new DynamoDBClient(configuration),
    states: new SFNClient(configuration),
    kms: new KMSClient(configuration),
  };
}

/**
 * Source of a helper that functions use to write an object: `put(key, text)`. Plain HTTP, so that the assets need no
 * bundling.
 */
export const PUT = `
const put = (key, text) => fetch(process.env.AWS_ENDPOINT_URL + '/' + process.env.BUCKET + '/' + key, { method: 'PUT', body: text });
`;
