import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLocalStack } from '../../cli/local-stack.ts';
import { PUT, clients, functionResource, pipeline, start, temporaryFolder, writeAssembly } from './fixture.ts';

const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  },
};

describe('what a template may hold', () => {
  test.each([
    [
      'a type that is not known',
      { Site: { Type: 'AWS::CloudFront::Distribution' } },
      /Site has type AWS::CloudFront::Distribution.*infra\/local/s,
    ],
    [
      'a property that is not known',
      { Bucket: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: {} } } },
      /Bucket .*WebsiteConfiguration/,
    ],
    [
      'a global index',
      { Table: { ...TABLE, Properties: { ...TABLE.Properties, GlobalSecondaryIndexes: [] } } },
      /Table .*GlobalSecondaryIndexes/,
    ],
    [
      'an intrinsic',
      { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::ImportValue': 'x' } } } },
      /Bucket.*Fn::ImportValue is not supported/,
    ],
    [
      'an attribute',
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: { 'Fn::GetAtt': ['Queue', 'Colour'] } } } },
      /Queue\.Colour is not known/,
    ],
    [
      'a reference to nothing',
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: { Ref: 'Nobody' } } } },
      /Nobody, which is no resource/,
    ],
    [
      'code that is not there',
      { Out: { Type: 'AWS::S3::Bucket' }, Lost: functionResource('lost') },
      /Function Lost: Code .*lost\.zip.* no asset/,
    ],
    [
      'a state that is not known',
      machine({ StartAt: 'A', States: { A: { Type: 'Parallel', End: true } } }),
      /Machine state A: type Parallel is not supported/,
    ],
    [
      'a path that is not known',
      machine({ StartAt: 'A', States: { A: { Type: 'Pass', InputPath: '$.a[*]', End: true } } }),
      /\$\.a\[\*\].* is not supported/,
    ],
  ])('%s stops the start', async (_name, resources, message) => {
    await expect(start(writeAssembly(resources as never))).rejects.toThrow(message);
  });

  test('intrinsics, conditions and outputs are resolved', async () => {
    const resources = {
      Key: { Type: 'AWS::KMS::Key', Condition: 'Never' },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: { 'Fn::Join': ['-', [{ Ref: 'AWS::StackName' }, 'jobs']] } },
      },
      Topic: { Type: 'AWS::SNS::Topic' },
    };
    const stack = await start(
      writeAssembly(
        resources,
        {},
        {
          Conditions: { Never: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'nowhere'] } },
          Outputs: {
            Url: { Value: { Ref: 'Queue' } },
            Both: {
              Value: {
                'Fn::Sub': [
                  '${Queue.Arn} ${x} ${!literal}',
                  { x: { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] } },
                ],
              },
            },
            Either: { Value: { 'Fn::If': ['Never', 'yes', 'no'] } },
          },
        },
      ),
    );
    expect(stack.outputs).toEqual({
      Url: `${stack.endpoint}/000000000000/Small-jobs`,
      Both: 'arn:aws:sqs:us-east-1:000000000000:Small-jobs b ${literal}',
      Either: 'no',
    });
    const { Attributes } = await clients(stack).sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: stack.outputs['Url']!, AttributeNames: ['QueueArn'] }),
    );
    expect(Attributes).toEqual({ QueueArn: 'arn:aws:sqs:us-east-1:000000000000:Small-jobs' });
  });
});

function machine(definition: object): object {
  return {
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: JSON.stringify(definition) } },
  };
}

test('nothing listens outside 127.0.0.1', async () => {
  const stack = await start(writeAssembly({ Table: TABLE }));
  expect(stack.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const others = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  for (const host of new Set(['::1', ...others])) {
    if (host === '127.0.0.1' || host.startsWith('fe80')) continue;
    const socket = connect({ host, port: Number(new URL(stack.endpoint).port) });
    await expect(once(socket, 'connect'), host).rejects.toThrow();
    socket.destroy();
  }
  if (process.platform !== 'linux') return;
  // Every socket of this process, the table service's too: 00000000 would be 0.0.0.0.
  const own = execFileSync('sh', ['-c', `ls -l /proc/${process.pid}/fd 2>/dev/null || true`], { encoding: 'utf8' });
  const sockets = new Set([...own.matchAll(/socket:\[(\d+)\]/g)].map(([, inode]) => inode));
  const listening = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && sockets.has(fields[9]));
  expect(listening.length).toBeGreaterThanOrEqual(2);
  for (const fields of listening) expect(fields[1]).toMatch(/^0100007F:/);
});

test('a killed process loses neither items, objects nor messages', async () => {
  const data = temporaryFolder();
  const worker = `${PUT}
  export const handler = async ({ Records }) => { for (const { messageId } of Records) await put(messageId, ''); };`;
  const hang = 'export const handler = () => new Promise(() => setInterval(() => {}, 1_000));';
  const resources = { ...pipeline(), Table: TABLE };
  const assembly = writeAssembly(resources, { worker: hang });
  const script = join(temporaryFolder(), 'run.ts');
  mkdirSync(data, { recursive: true });
  writeFileSync(
    script,
    `import { startStack } from ${JSON.stringify(join(import.meta.dirname, '../../infra/local/stack.ts'))};
     const stack = await startStack(${JSON.stringify({ assembly, data })});
     console.log(JSON.stringify({ endpoint: stack.endpoint, table: stack.ref('Table'), bucket: stack.ref('In') }));`,
  );
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { endpoint, table, bucket } = JSON.parse(line.toString()) as Record<string, string>;
  const client = clients({ endpoint: endpoint! });
  await client.dynamodb.send(new PutItemCommand({ TableName: table!, Item: { pk: { S: '乡' }, sk: { S: '1' } } }));
  for (const Key of ['1.csv', '2.csv', '3.csv'])
    await fetch(`${endpoint}/${bucket}/${Key}`, { method: 'PUT', body: Key });
  child.kill('SIGKILL');
  await once(child, 'exit');

  const stack = await start(writeAssembly(resources, { worker }), { data });
  const { Item } = await clients(stack).dynamodb.send(
    new GetItemCommand({ TableName: stack.ref('Table'), Key: { pk: { S: '乡' }, sk: { S: '1' } } }),
  );
  expect(Item).toBeDefined();
  await stack.idle();
  const list = await fetch(`${stack.endpoint}/${stack.ref('Out')}?list-type=2`);
  expect([...(await list.text()).matchAll(/<Key>/g)]).toHaveLength(3);
  const { Body } = await clients(stack).s3.send(new GetObjectCommand({ Bucket: stack.ref('In'), Key: '3.csv' }));
  expect(await Body!.transformToString()).toBe('3.csv');
});

test('a data folder belongs to one running stack', async () => {
  const data = temporaryFolder();
  const assembly = writeAssembly({ Table: TABLE });
  const first = await start(assembly, { data });
  await expect(start(assembly, { data })).rejects.toThrow(/data folder .* is in use by process \d+\. Stop that one/);
  await first.close();
  await start(assembly, { data });
});

test('whoever starts the system on a port that is in use hears of it by its number', async () => {
  const { endpoint } = await start(writeAssembly({ Table: TABLE }));
  const port = Number(new URL(endpoint).port);
  await expect(startLocalStack({ port })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(`端口 ${port} 已被占用`),
  });
});

test('whoever starts the system on a data folder that cannot be used hears why, and which option mends it', async () => {
  const data = join(temporaryFolder(), 'file');
  writeFileSync(data, '');
  await expect(startLocalStack({ data })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(/数据目录 .*不是文件夹.*--data/),
  });
  const damaged = temporaryFolder();
  mkdirSync(join(damaged, 's3'));
  writeFileSync(join(damaged, 's3', 'versions.jsonl'), '{"put\n{}\n');
  await expect(startLocalStack({ data: damaged })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(/第 1 行已损坏.*--data/),
  });
});

const aws = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!aws)('the aws CLI works against the endpoint', async () => {
  const stack = await start(
    writeAssembly(
      { ...pipeline(), Table: TABLE, ...machine({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }) },
      { worker: 'export const handler = async () => {};' },
      { Outputs: { Bucket: { Value: { Ref: 'In' } } } },
    ),
  );
  const folder = temporaryFolder();
  const run = async (...parameters: string[]) => {
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      AWS_ENDPOINT_URL: stack.endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_EC2_METADATA_DISABLED: 'true',
      PYTHONUTF8: '1',
      PYENV_VERSION: process.env['PYENV_VERSION'] ?? '',
    };
    if (env.PYENV_VERSION === '') delete env['PYENV_VERSION'];
    return (await promisify(execFile)('aws', ['--output', 'json', ...parameters], { env })).stdout;
  };
  const file = join(folder, '花名册 (终版)+2.csv');
  writeFileSync(file, '户编号,姓名\n'.repeat(1000));
  const described = JSON.parse(await run('cloudformation', 'describe-stacks', '--stack-name', 'Small'));
  expect(described.Stacks[0].Outputs).toEqual([{ OutputKey: 'Bucket', OutputValue: stack.ref('In') }]);
  await run('s3', 'cp', file, `s3://${stack.ref('In')}/371525108/2016Q2/`);
  expect(await run('s3', 'ls', '--recursive', `s3://${stack.ref('In')}/`)).toContain(
    '371525108/2016Q2/花名册 (终版)+2.csv',
  );
  await run('s3', 'cp', `s3://${stack.ref('In')}/371525108/2016Q2/花名册 (终版)+2.csv`, join(folder, 'back.csv'));
  expect(readFileSync(join(folder, 'back.csv')).equals(readFileSync(file))).toBe(true);
  const { Versions } = JSON.parse(await run('s3api', 'list-object-versions', '--bucket', stack.ref('In')));
  expect(Versions).toHaveLength(1);
  const { Table: table } = JSON.parse(await run('dynamodb', 'describe-table', '--table-name', stack.ref('Table')));
  expect(table.TableStatus).toBe('ACTIVE');
  const { executionArn } = JSON.parse(
    await run('stepfunctions', 'start-execution', '--state-machine-arn', stack.ref('Machine'), '--input', '{"a":1}'),
  );
  const execution = JSON.parse(await run('stepfunctions', 'describe-execution', '--execution-arn', executionArn));
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
});
