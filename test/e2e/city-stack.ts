/** The city's system on this machine, made from the template that is deployed, and what a user of it sees. */
import { CITY_PACK } from '../../cities/pack.ts';
import { EventEmitter, once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { assemblyFolder } from '../../cli/assembly.ts';
import { readStage, type Stage } from '../../infra/stages.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { type LocalStack, startStack } from '../../infra/local/stack.ts';
import { BEARER, type Call, type HeardCall } from '../../infra/local/permissions/function-calls.ts';
import { isAllowed, type Permission } from '../../infra/local/permissions/policies.ts';
import { DEFAULT_STACK, STACK_OUTPUT, type PublishOutput, type SweepInput } from '../../shared/contract.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { clients, LONGEST_TIMEOUT, LONGEST_VISIBILITY } from '../local/fixture.ts';
import type { Reminded } from '../../functions/remind/remind.ts';
import type { SweepResult } from '../../functions/sweep/sweep.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';

type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
type Bucket = 'uploads' | 'receipts' | 'reports';

export type CityStack = Awaited<ReturnType<typeof startCity>>;

/**
 * A day inside the reporting window of 2016Q2: nothing that is uploaded is late, and two runs give the same version
 * ids.
 */
const IN_WINDOW = new Date('2016-07-05T02:00:00Z');

/**
 * Starts the system.
 * @param adaption what of the template is another in the test
 */
export async function startCity(adaption: Adaption = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'city-'));
  let now = IN_WINDOW;
  let stack: LocalStack;
  const log: string[] = [];
  const printed = new EventEmitter();
  const keep = (line: string): void => {
    log.push(line);
    printed.emit('line');
  };
  const assembly = await adapted(join(folder, 'assembly'), adaption);
  const calls: HeardCall[] = [];
  try {
    const { network } = adaption;
    const tellCalls = (call: HeardCall): unknown => calls.push(call);
    stack = await startStack({ assembly, clock: () => now, log: keep, tellCalls, ...(network ? { network } : {}) });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const { s3, sqs, dynamodb, states, kms } = clients(stack);
  const output = (name: keyof typeof STACK_OUTPUT): string => stack.outputs[STACK_OUTPUT[name]] ?? '';
  const template = readTemplate(assembly);
  const find = (type: string, name: RegExp): string => {
    const found = Object.entries(template.Resources).find(([id, resource]) => resource.Type === type && name.test(id));
    if (!found) throw new Error(`the template has no ${type} named like ${String(name)}`);
    return found[0];
  };
  const ingestFunction = find('AWS::Lambda::Function', /^Ingest/);
  /** What is done with a signed address is done in the name of who signs: the office for reports, the door for all else. */
  const callerOf = ({ caller, resource }: Call): string => {
    if (caller !== BEARER) return caller;
    const isOfReports = resource.startsWith(`arn:aws:s3:::${output('reports')}/`);
    return find('AWS::Lambda::Function', isOfReports ? /^DoorOffice/ : /^DoorFunction/);
  };
  const permissionsOf = (call: Call): readonly Permission[] => stack.permissions.get(callerOf(call)) ?? [];
  const deadLetters = stack.ref(find('AWS::SQS::Queue', /DeadLetters/));

  /** Puts a file into the bucket of reports, as somebody does who changes what was published. */
  const putReport = async (key: string, body: string): Promise<void> => {
    await s3.send(new PutObjectCommand({ Bucket: output('reports'), Key: key, Body: body }));
  };
  /** Puts an object version and gives its id; the message to the queue follows by itself. */
  const put = async (key: string, body: Uint8Array | string): Promise<string> => {
    const { VersionId } = await s3.send(
      new PutObjectCommand({ Bucket: output('uploads'), Key: key, Body: Buffer.from(body) }),
    );
    if (!VersionId) throw new Error('the uploads bucket keeps no versions');
    return VersionId;
  };
  const readBytes = async (bucket: Bucket, key: string): Promise<Uint8Array> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: output(bucket), Key: key }));
    if (!Body) throw new Error(`${key} has no body`);
    return Body.transformToByteArray();
  };
  const read = async (bucket: Bucket, key: string): Promise<string> =>
    Buffer.from(await readBytes(bucket, key)).toString('utf8');
  const list = async (bucket: Bucket): Promise<string[]> => {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: output(bucket) }))
      keys.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
    return keys;
  };
  const readAll = async (bucket: Bucket): Promise<ReadonlyMap<string, string>> => {
    const keys = await list(bucket);
    return new Map(await Promise.all(keys.map(async (key) => [key, await read(bucket, key)] as const)));
  };
  const receipt = async (key: string, versionId: string): Promise<Receipt> =>
    JSON.parse(await read('receipts', receiptKey(key, versionId, 'json', CITY_PACK))) as Receipt;

  return {
    ...stack,
    log,
    folder,
    /** What the functions asked the services for, so far. */
    calls: (): readonly HeardCall[] => calls.map((call) => ({ ...call, caller: callerOf(call) })),
    output,
    put,
    putReport,
    read,
    readBytes,
    readAll,
    list,
    receipt,
    /** Deletes an object as a clerk does: its versions stay. */
    async remove(key: string): Promise<void> {
      await s3.send(new DeleteObjectCommand({ Bucket: output('uploads'), Key: key }));
    },
    /** Sets the server's clock. */
    setClock(to: string): void {
      now = new Date(to);
    },
    /** Puts a file, waits until all is quiet, and gives its receipt. */
    async submit(key: string, body: Uint8Array | string): Promise<Receipt> {
      const versionId = await put(key, body);
      await stack.idle();
      return receipt(key, versionId);
    },
    /** Every item of the table, in one comparable order. */
    async table(): Promise<string[]> {
      const items: string[] = [];
      for await (const page of paginateScan({ client: dynamodb }, { TableName: output('table') }))
        items.push(
          ...(page.Items ?? []).map((item) =>
            JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))),
          ),
        );
      return items.sort();
    },
    /** Puts a message into the queue of new uploads, as S3 does. */
    async announce(body: string): Promise<void> {
      await sqs.send(new SendMessageCommand({ QueueUrl: output('ingestQueue'), MessageBody: body }));
    },
    /** Takes all messages out of the queue; for a system that does not poll. */
    async takeMessages(): Promise<string[]> {
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: output('ingestQueue'), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
        );
        if (Messages.length === 0) return bodies;
        for (const { Body = '', ReceiptHandle } of Messages) {
          bodies.push(Body);
          await sqs.send(new DeleteMessageCommand({ QueueUrl: output('ingestQueue'), ReceiptHandle }));
        }
      }
    },
    /** Gives message bodies to the ingest function in this order, one batch. */
    deliver: (bodies: readonly string[]): Promise<unknown> =>
      stack.invoke(ingestFunction, { Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) }),
    /**
     * The lines of the log that hold all these texts, once there is one: what functions print may come after their
     * answers.
     */
    async logged(...texts: readonly string[]): Promise<string[]> {
      for (;;) {
        const found = log.filter((line) => texts.every((text) => line.includes(text)));
        if (found.length > 0) return found;
        await once(printed, 'line');
      }
    },
    async deadLetterCount(): Promise<number> {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: deadLetters, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return Number(Attributes?.['ApproximateNumberOfMessages']);
    },
    /** Runs the sweep, which trusts no announcement to be still on its way. */
    sweep: async (rest: Pick<SweepInput, 'full'> = {}): Promise<SweepResult> =>
      (await stack.invoke(find('AWS::Lambda::Function', /^Sweep/), {
        scheduledTime: new Date(now.getTime() + 60_000).toISOString(),
        graceSeconds: 0,
        ...rest,
      })) as SweepResult,
    /** Fires the template's schedule of the sweep at a time. */
    sweepAt: async (time: string): Promise<SweepResult> =>
      (await stack.fireSchedule(find('AWS::Scheduler::Schedule', /^Sweep/), new Date(time))) as SweepResult,
    /** Fires the template's schedule of the reminders at a time. */
    remindAt: async (time: string): Promise<Reminded> =>
      (await stack.fireSchedule(find('AWS::Scheduler::Schedule', /^Reminders/), new Date(time))) as Reminded,
    /** Runs the summary through the API of Step Functions. */
    async summarise(period: string): Promise<PublishOutput> {
      const { executionArn } = await states.send(
        new StartExecutionCommand({
          stateMachineArn: output('summaryStateMachine'),
          input: JSON.stringify({ period }),
        }),
      );
      await stack.idle();
      const {
        status,
        output: result,
        error,
        cause,
      } = await states.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== 'SUCCEEDED') throw new Error(`the summary ended as ${status}: ${error} ${cause}`);
      return JSON.parse(result ?? '{}') as PublishOutput;
    },
    async close(): Promise<void> {
      for (const client of [s3, sqs, dynamodb, states, kms]) client.destroy();
      await stack.close();
      rmSync(folder, { recursive: true, force: true });
      // Whatever a test was about, the cloud would have refused this.
      const denied = calls
        .filter((call) => !isAllowed(permissionsOf(call), call))
        .map((call) => `${callerOf(call)}: ${call.action} ${call.resource} ${call.partitions.join(' ')}`);
      if (denied.length > 0) throw new Error(`a role does not allow:\n${[...new Set(denied)].join('\n')}`);
    },
  };
}

const templateFile = (assembly: string): string => join(assembly, `${DEFAULT_STACK}.template.json`);
const readTemplate = (assembly: string): Template =>
  JSON.parse(readFileSync(templateFile(assembly), 'utf8')) as Template;

type Adaption = {
  /** False: messages stay in the queue until the test takes them out and delivers them itself. */
  readonly polling?: boolean;
  /** Memory of the function that reads files. */
  readonly ingestMemoryMb?: number;
  /** Time of the function that reads files. Default: more than it can need. */
  readonly ingestSeconds?: number;
  /** Address of the network under which others reach it. Default: others reach nothing. */
  readonly network?: string;
  /** Who is reminded. Default: nobody, as the stage dev says. */
  readonly reminders?: Stage['reminders'];
};

/**
 * The assembly with the longest time-outs, and where wanted its event source mappings switched off, as an operator may
 * do in the cloud.
 */
async function adapted(
  folder: string,
  { polling = true, ingestMemoryMb, ingestSeconds, reminders }: Adaption,
): Promise<string> {
  if (reminders) synthesize(folder, { ...readStage('dev'), reminders }, { outdir: `${folder}-bundles` });
  else cpSync(await assemblyFolder(), folder, { recursive: true });
  const template = readTemplate(folder);
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type === 'AWS::Lambda::Function' && id.startsWith('Ingest') && ingestMemoryMb !== undefined)
      Properties['MemorySize'] = ingestMemoryMb;
    if (Type === 'AWS::Lambda::EventSourceMapping' && !polling) Properties['Enabled'] = false;
    if (Type === 'AWS::Lambda::Function') Properties['Timeout'] = LONGEST_TIMEOUT;
    if (Type === 'AWS::Lambda::Function' && id.startsWith('Ingest') && ingestSeconds !== undefined)
      Properties['Timeout'] = ingestSeconds;
    if (Type === 'AWS::SQS::Queue') Properties['VisibilityTimeout'] = LONGEST_VISIBILITY;
  }
  writeFileSync(templateFile(folder), JSON.stringify(template));
  return folder;
}

/** The message that S3 sends for an object version. */
export function uploadMessage(bucket: string, key: string, versionId: string): string {
  const object = { key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'), versionId };
  return JSON.stringify({
    Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: bucket }, object } }],
  });
}
