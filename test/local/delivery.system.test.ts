import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { PUT, clients, functionResource, pipeline, start, temporaryFolder, writeAssembly } from './fixture.ts';

const RECORD = `${PUT}
export const handler = async (event, context) => {
  for (const { messageId, body } of event.Records) {
    await put('seen/' + messageId, JSON.stringify({ body: JSON.parse(body), size: event.Records.length, name: context.functionName, left: context.getRemainingTimeInMillis() }));
  }
};`;

async function keysOf(stack: Awaited<ReturnType<typeof start>>, bucket: string): Promise<string[]> {
  const { Contents = [] } = await clients(stack).s3.send(new ListObjectsV2Command({ Bucket: stack.ref(bucket) }));
  return Contents.map(({ Key }) => Key!);
}

test('a put becomes an event, a message and an invocation', async () => {
  const stack = await start(writeAssembly(pipeline(), { worker: RECORD }));
  const { s3 } = clients(stack);
  const put = await s3.send(
    new PutObjectCommand({ Bucket: stack.ref('In'), Key: '371525108/2016Q2/花名册 (终版)+2.csv', Body: 'a,b\n' }),
  );
  await s3.send(new PutObjectCommand({ Bucket: stack.ref('In'), Key: 'notes.txt', Body: 'no event for this suffix' }));
  await stack.idle();

  const [key, ...others] = await keysOf(stack, 'Out');
  expect(others).toEqual([]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: stack.ref('Out'), Key: key! }));
  const seen = JSON.parse(await Body!.transformToString());
  expect(seen).toMatchObject({ size: 1, name: stack.ref('Worker') });
  expect(seen.left).toBeGreaterThan(0);
  const [record] = seen.body.Records;
  expect(record).toMatchObject({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventName: 'ObjectCreated:Put',
  });
  expect(record.s3.bucket.name).toBe(stack.ref('In'));
  expect(record.s3.object).toMatchObject({ size: 4, versionId: put.VersionId, eTag: put.ETag!.replaceAll('"', '') });
  expect(record.s3.object.key).toBe('371525108/2016Q2/%E8%8A%B1%E5%90%8D%E5%86%8C+%28%E7%BB%88%E7%89%88%29%2B2.csv');
  expect(record.s3.object.sequencer).toMatch(/^[0-9A-F]+$/);
});

test('a message that fails again and again goes to the dead letter queue', async () => {
  const lines: string[] = [];
  const source = `export const handler = async () => { console.log('tried'); throw new RangeError('no'); };`;
  const stack = await start(writeAssembly(pipeline(), { worker: source }), { log: (line) => lines.push(line) });
  const { s3, sqs } = clients(stack);
  await s3.send(new PutObjectCommand({ Bucket: stack.ref('In'), Key: 'x.csv', Body: 'x' }));
  await stack.idle();

  expect(lines.filter((line) => line.endsWith('tried'))).toHaveLength(3);
  expect(lines.join('\n')).toContain('RangeError: no');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: stack.ref('Dead') }));
  expect(JSON.parse(Messages[0]!.Body!).Records[0].s3.object.key).toBe('x.csv');
});

test('a partial batch response gives back only the messages that it names', async () => {
  const source = `${PUT}
  export const handler = async ({ Records }) => {
    const bad = Records.filter(({ body }) => body === 'bad');
    for (const { body, attributes } of Records) await put(body + '-' + attributes.ApproximateReceiveCount, '');
    return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;
  const stack = await start(writeAssembly(pipeline(), { worker: source }));
  const { sqs } = clients(stack);
  const Entries = ['one', 'bad', 'two'].map((MessageBody, Id) => ({ Id: String(Id), MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: stack.ref('Work'), Entries }));
  await stack.idle();

  expect(await keysOf(stack, 'Out')).toEqual(['bad-1', 'bad-2', 'bad-3', 'one-1', 'two-1']);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: stack.ref('Dead'), AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '1' });
});

test('a message that the function wants later does not come back before', async () => {
  const source = `${PUT}
  const later = (ReceiptHandle, VisibilityTimeout) => fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ChangeMessageVisibility' },
    body: JSON.stringify({ QueueUrl: process.env.QUEUE, ReceiptHandle, VisibilityTimeout }),
  });
  export const handler = async ({ Records: [{ messageId, receiptHandle, attributes }] }) => {
    await put(String(Date.now()), '');
    if (attributes.ApproximateReceiveCount === '2') return { batchItemFailures: [] };
    const { ok } = await later(receiptHandle, 2);
    if (!ok) await put('refused', '');
    return { batchItemFailures: [{ itemIdentifier: messageId }] };
  };`;
  const worker = functionResource('worker', {
    Environment: { Variables: { BUCKET: { Ref: 'Out' }, QUEUE: { Ref: 'Work' } } },
  });
  const stack = await start(writeAssembly({ ...pipeline(), Worker: worker }, { worker: source }));
  await clients(stack).sqs.send(new SendMessageCommand({ QueueUrl: stack.ref('Work'), MessageBody: 'one' }));
  await stack.idle();
  const [first, second, ...more] = await keysOf(stack, 'Out');
  expect(more).toEqual([]);
  expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(2_000);
});

test('a handler that hangs is killed, and one that exits fails its invocation only', async () => {
  const source = `export const handler = async ({ how }) => {
    if (how === 'hang') await new Promise(() => setInterval(() => {}, 1_000));
    if (how === 'spin') for (;;);
    if (how === 'exit') process.exit(3);
    return { how, memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, key: process.env.AWS_ACCESS_KEY_ID };
  };`;
  const resources = pipeline();
  const stack = await start(
    writeAssembly(
      {
        ...resources,
        Worker: { ...resources['Worker']!, Properties: { ...resources['Worker']!.Properties, Timeout: 1 } },
      },
      { worker: source },
    ),
  );
  await expect(stack.invoke('Worker', { how: 'hang' })).rejects.toThrow('timed out after 1.00 seconds');
  await expect(stack.invoke('Worker', { how: 'spin' })).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });
  /** A busy machine may not run what ends at once within its second. */
  const inTime = async (how: string): Promise<unknown> => {
    for (;;) {
      const [outcome] = await Promise.allSettled([stack.invoke('Worker', { how })]);
      if (outcome.status === 'fulfilled') return outcome.value;
      const { errorType, message } = outcome.reason as { readonly errorType: string; readonly message: string };
      if (errorType !== 'Sandbox.Timedout') return message;
    }
  };
  expect(await inTime('exit')).toContain('exited with code 3');
  expect(await inTime('well')).toEqual({ how: 'well', memory: '256', key: 'uplift' });
});

test('a worker that runs out of memory gives its message back at once, and the others wait for nothing', async () => {
  const source = `${PUT}
  export const handler = async ({ Records: [{ body, attributes }] }) => {
    await put(body + '-' + attributes.ApproximateReceiveCount, '');
    const [hoard, isDeadly] = [[], body === 'deadly' && attributes.ApproximateReceiveCount !== '3'];
    while (isDeadly) hoard.push(new Array(100_000).fill(body));
  };`;
  const resources = pipeline({ BatchSize: 1 });
  // Messages come back after half a day, unless the death is noticed.
  const stack = await start(
    writeAssembly({ ...resources, Worker: functionResource('worker', { MemorySize: 64 }) }, { worker: source }),
  );
  const { sqs } = clients(stack);
  const Entries = ['deadly', 'good'].map((MessageBody, Id) => ({ Id: String(Id), MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: stack.ref('Work'), Entries }));
  await stack.idle();
  expect(await keysOf(stack, 'Out')).toEqual(['deadly-1', 'deadly-2', 'deadly-3', 'good-1']);
});

test('messages that no function has finished outlive the stack', async () => {
  const data = temporaryFolder();
  const assembly = writeAssembly(pipeline(), { worker: RECORD });
  const hanging = writeAssembly(pipeline(), {
    worker: `export const handler = () => new Promise(() => setInterval(() => {}, 1_000));`,
  });
  const first = await start(hanging, { data });
  await clients(first).s3.send(new PutObjectCommand({ Bucket: first.ref('In'), Key: 'kept.csv', Body: 'kept' }));
  await first.close();

  const second = await start(assembly, { data });
  await second.idle();
  expect(await keysOf(second, 'Out')).toHaveLength(1);
  await second.close();

  const third = await start(hanging, { data });
  await third.idle();
});
