/** Servers that the contract is held against: the endpoints of the local stack, and moto's where it is installed. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { startStack } from '../../infra/local/stack.ts';
import { TABLE_KEY } from '../../shared/contract.ts';
import { clients, LONGEST_VISIBILITY, writeAssembly } from '../local/fixture.ts';
import { freePort } from '../local/free-port.ts';
import { MAX_RECEIVES, sqsQueue } from './polled-queue.ts';
import type { Services } from './services.ts';

const TABLE_DEFINITION = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: TABLE_KEY.partition, AttributeType: 'S' },
    { AttributeName: TABLE_KEY.sort, AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: TABLE_KEY.partition, KeyType: 'HASH' },
    { AttributeName: TABLE_KEY.sort, KeyType: 'RANGE' },
  ],
} as const;

/** The endpoints of the local stack, its resources made from a template as always. */
export async function openLocal(): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const resources = {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: TABLE_DEFINITION },
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: LONGEST_VISIBILITY,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: MAX_RECEIVES },
      },
    },
    Key: { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' } },
  };
  const stack = await startStack({ assembly: writeAssembly(resources, {}, {}, folder) });
  const { s3, dynamodb, sqs, kms } = clients(stack);
  return {
    s3,
    bucket: stack.ref('Bucket'),
    dynamodb,
    table: stack.ref('Table'),
    queue: sqsQueue(sqs, stack.ref('Queue'), stack.ref('Dead')),
    kms: { client: kms, keyId: stack.ref('Key') },
    isMoto: false,
    close: async () => {
      await stack.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether moto's server is installed. It is no dependency of the project: a second opinion where there is one. */
export const hasMoto: boolean = (() => {
  try {
    execFileSync('moto_server', ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A client that sends one request after the other. */
function inTurn<C extends { send: (command: never) => Promise<unknown> }>(client: C): Pick<C, 'send'> {
  let last: Promise<unknown> = Promise.resolve();
  const send = (command: never): Promise<unknown> =>
    (last = last.catch(() => undefined).then(async () => client.send(command)));
  return { send } as Pick<C, 'send'>;
}

/**
 * A server of moto's for this test alone. It answers each request in a thread of its own and takes no lock between
 * checking a condition and writing, so that two writers at the same time can both succeed: what AWS promises of a race
 * it cannot show, and its requests are sent in turn.
 */
export async function openMoto(): Promise<Services> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  // However the tests end, the server ends with them.
  process.once('exit', () => server.kill('SIGKILL'));
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${endpoint}/moto-api/`).catch(() => null))?.ok) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode} before it answered`);
    await sleep(50);
  }
  const { s3, dynamodb, sqs, kms } = clients({ endpoint });
  const name = 'contract';
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      ...TABLE_DEFINITION,
      AttributeDefinitions: [...TABLE_DEFINITION.AttributeDefinitions],
      KeySchema: [...TABLE_DEFINITION.KeySchema],
    }),
  );
  const { QueueUrl: dead = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['QueueArn'] }),
  );
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: Attributes?.['QueueArn'],
    maxReceiveCount: MAX_RECEIVES,
  });
  const { QueueUrl: queue = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { VisibilityTimeout: String(LONGEST_VISIBILITY), RedrivePolicy },
    }),
  );
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  );
  return {
    s3: inTurn(s3),
    bucket: name,
    dynamodb: inTurn(dynamodb),
    table: name,
    queue: sqsQueue(sqs, queue, dead),
    kms: { client: kms, keyId: KeyMetadata?.KeyId ?? '' },
    isMoto: true,
    close: async () => {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}
