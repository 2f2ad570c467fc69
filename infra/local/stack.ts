/**
 * Runs a synthesized stack on this machine: the template's own buckets, queues, tables, functions, mappings and state machines behind one
 * endpoint on 127.0.0.1. Nothing of the wiring is written twice: what the cloud gets is what runs here, and what cannot run here stops the start.
 */
import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryService, router, statesService } from './api.ts';
import { lockDataFolder } from './data-folder.ts';
import { readDefinition } from './definition.ts';
import { openTables } from './dynamodb.ts';
import { type EventSource, pollEventSource } from './event-source.ts';
import { type Machine, createExecutions } from './executions.ts';
import { keyService } from './kms.ts';
import { readFunction } from './function-definition.ts';
import { type FunctionPool, createFunctionPool } from './function-pool.ts';
import { type Notification, objectCreatedEvent, readNotifications } from './notifications.ts';
import { type Queues, openQueues } from './queues.ts';
import { checkResources, identities } from './resources.ts';
import { s3Endpoint } from './s3.ts';
import { type Schedule, fireTarget, readSchedule, watchSchedules } from './schedules.ts';
import {
  type Identity,
  type Json,
  type JsonObject,
  type Resource,
  TemplateError,
  intrinsics,
  loadTemplate,
  objectOf,
  textOf,
} from './template.ts';
import { type Version, openVersions } from './versions.ts';

export type StackOptions = {
  /** Folder of the synthesized assembly (cdk.out). */
  readonly assembly: string;
  /** Name of the stack. Default: the only template of the assembly, else the project's default stack. */
  readonly stack?: string;
  /** Folder that keeps objects, tables and undelivered messages. Absent: memory only. */
  readonly data?: string;
  /** Folder of the key files. Default: with the data; without data, keys live as long as the stack. */
  readonly keys?: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Time of S3: LastModified and event time. Default: now. */
  readonly clock?: () => Date;
  /** Gets every line that functions print, and what went wrong. Default: nobody. */
  readonly log?: (line: string) => void;
  /** Whether the template's schedules fire by themselves when they are due. Default: they fire only through `fireSchedule`. */
  readonly watchSchedules?: boolean;
  /** Puts the announcement of an object version into its queue by `send`. Default: once and at once; a test may lose, repeat or delay it. */
  readonly announce?: (send: () => void, version: Version) => void;
  /** Warm workers of one function at most, so its invocations at one time. Default: 2. */
  readonly workers?: number;
};

export type LocalStack = {
  /** `http://127.0.0.1:port` of S3, SQS, DynamoDB, Step Functions, and DescribeStacks of CloudFormation. */
  readonly endpoint: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The template's schedules. */
  readonly schedules: readonly Schedule[];
  /** Physical name of a resource, as `Ref` gives it. */
  ref(logicalId: string): string;
  /** Runs a function with an event and gives its result. */
  invoke(logicalId: string, event: unknown): Promise<unknown>;
  /** Fires a schedule as if it were `time`. Gives the function's result, or the ARN of the execution that was started. */
  fireSchedule(logicalId: string, time: Date): Promise<unknown>;
  /** Resolves when no queue with an event source mapping holds a message and no function and no execution runs. */
  idle(): Promise<void>;
  /** Stops everything. Functions are killed; their messages stay undelivered, and with a data folder come back at the next start. */
  close(): Promise<void>;
};

/** Starts the stack and resolves when it can be used. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const template = loadTemplate(options.assembly, options.stack);
  checkResources(template);
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await compose(options, template, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  options: StackOptions,
  template: ReturnType<typeof loadTemplate>,
  closers: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<LocalStack> {
  const { data, clock = () => new Date(), log = () => undefined, announce = (send) => send(), workers = 2 } = options;
  const { region, account } = template;
  if (data !== undefined) closers.push(lockDataFolder(data));

  let listener: RequestListener = (_request, response) =>
    void response.writeHead(503).end('The local stack is starting.');
  const server = createServer((request, response) => listener(request, response));
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening').catch((cause: Error) => {
    throw new Error(
      `Cannot listen on 127.0.0.1:${options.port ?? 0}: ${cause.message}. Choose another port, or 0 for any that is free.`,
      {
        cause,
      },
    );
  });
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const identify: (resource: Resource) => Identity = identities(template, endpoint, (value, where) =>
    resolve(value, where),
  );
  const resolve: (value: Json, where: string) => Json = intrinsics(template, identify);
  const ofType = (...types: string[]) =>
    [...template.resources.values()]
      .filter(({ type }) => types.includes(type))
      .map((resource) => ({
        ...identify(resource),
        logicalId: resource.logicalId,
        properties: objectOf(resolve(resource.properties, resource.logicalId), resource.logicalId),
      }));

  const tables = await openTables({ data, region, account, log });
  closers.push(() => tables.close());
  for (const { logicalId, ref, properties } of ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'))
    await tables.create(logicalId, ref, properties);

  const queues = await openQueues({ data: data && join(data, 'queues'), region });
  closers.push(() => queues.close());
  for (const { ref, attributes, properties } of ofType('AWS::SQS::Queue'))
    queues.create(attributes['QueueName']!, ref, attributes['Arn']!, properties);

  const versions = openVersions({ data: data && join(data, 's3'), clock });
  closers.push(versions.close);
  const notifications = new Map<string, Notification[]>();
  for (const { logicalId, ref, properties } of ofType('AWS::S3::Bucket')) {
    versions.declare(ref, objectOf(properties['VersioningConfiguration'], logicalId)['Status'] === 'Enabled');
    const read = readNotifications(properties['NotificationConfiguration'], `${logicalId}.NotificationConfiguration`);
    for (const { queueArn } of read) queues.find(queueArn, `${logicalId}.NotificationConfiguration`);
    notifications.set(ref, read);
  }
  versions.load();
  const s3 = s3Endpoint(versions, (version, by) => {
    for (const notification of notifications.get(version.bucket) ?? []) {
      if (!notification.matches(version.key, by)) continue;
      const body = objectCreatedEvent(version, by, versions.isVersioned(version.bucket) === true, region);
      announce(() => queues.send(queues.find(notification.queueArn, version.bucket), body), version);
    }
  });

  const mappings = ofType('AWS::Lambda::EventSourceMapping').filter(
    ({ properties }) => properties['Enabled'] !== false,
  );
  const pools = new Map<string, FunctionPool>();
  for (const { logicalId, ref, attributes, properties } of ofType('AWS::Lambda::Function')) {
    const identity = { name: ref, arn: attributes['Arn']!, region };
    const endpoints = { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint };
    const definition = readFunction(logicalId, properties, identity, template.assets, endpoints);
    const pool = createFunctionPool(
      definition,
      Math.min(workers, Number(properties['ReservedConcurrentExecutions'] ?? workers)),
      log,
    );
    pools.set(logicalId, pool);
    closers.push(() => pool.close());
  }
  const findPool = (name: string): FunctionPool | undefined => {
    const plain = name.replace(/:\$LATEST$/, '');
    return [...pools.values()].find((pool) => pool.name === plain || pool.arn === plain);
  };
  const needPool = (name: string, where: string): FunctionPool => {
    const pool = findPool(name);
    if (pool) return pool;
    throw new TemplateError(
      `${where}: no function ${name}. The template has: ${[...pools.values()].map((other) => other.name).join(', ') || 'none'}.`,
    );
  };

  const machines = new Map<string, Machine>();
  for (const { logicalId, ref, attributes, properties } of ofType('AWS::StepFunctions::StateMachine')) {
    const definition = readDefinition(properties, logicalId, (name) => findPool(name) !== undefined);
    machines.set(ref, { name: attributes['Name']!, arn: ref, definition });
  }
  const readObject = async (bucket: string, key: string): Promise<string> => {
    const version = versions.isVersioned(bucket) === undefined ? undefined : versions.find(bucket, key);
    if (!version || version.marker) throw new Error(`There is no object ${bucket}/${key}.`);
    return (await versions.read(version)).toString('utf8');
  };
  const executions = createExecutions(
    machines,
    { invoke: (name, payload) => needPool(name, 'state machine').invoke(payload), readObject },
    log,
  );
  const schedules = ofType('AWS::Scheduler::Schedule').map(({ logicalId, properties }) =>
    readSchedule(logicalId, properties),
  );

  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(objectOf(template.body['Outputs'], 'Outputs'))) {
    outputs[name] = textOf(resolve(objectOf(output, name)['Value'] ?? '', `output ${name}`));
  }
  listener = router(
    {
      s3,
      sqs: (request, response) => queues.handle(request, response),
      dynamodb: (request, response) => tables.proxy(request, response),
      states: statesService(executions),
      keys: keyService(
        ofType('AWS::KMS::Key').map(({ ref }) => ref),
        options.keys ?? (data && join(data, 'keys')),
      ),
      query: queryService(template, outputs, (topic, subject, message) => log(`${topic}: ${subject}: ${message}`)),
    },
    log,
  );

  queues.restore();
  const sources = mappings.map(({ logicalId, properties }) => eventSource(logicalId, properties, queues, needPool));
  closers.push(...startPolling(sources, queues, pools, log));

  const byLogicalId = (logicalId: string): Resource => {
    const resource = template.resources.get(logicalId);
    if (resource) return resource;
    throw new TemplateError(
      `There is no resource ${logicalId}. The template has: ${[...template.resources.keys()].join(', ')}.`,
    );
  };
  const fire = async (schedule: Schedule, time: Date): Promise<unknown> =>
    fireTarget(schedule, time, {
      startExecution: (arn, input) => executions.start(arn, input).executionArn,
      invoke: (name, event) => needPool(name, schedule.logicalId).invoke(event),
      send: (arn, body) => queues.send(queues.find(arn, schedule.logicalId), body),
    });
  if (options.watchSchedules === true)
    closers.push(
      watchSchedules(schedules, (schedule, due) => {
        fire(schedule, due).catch((error: unknown) =>
          log(`${schedule.logicalId}, due at ${due.toISOString()}, failed: ${String(error)}`),
        );
      }),
    );
  const isIdle = () =>
    sources.every(({ queue }) => queues.isEmpty(queue)) &&
    ![...pools.values()].some(({ busy }) => busy) &&
    !executions.running;
  return {
    endpoint,
    outputs,
    schedules,
    ref: (logicalId) => identify(byLogicalId(logicalId)).ref,
    invoke: async (logicalId, event) => (pools.get(logicalId) ?? needPool(logicalId, 'invoke')).invoke(event),
    async fireSchedule(logicalId, time) {
      const schedule = schedules.find((candidate) => candidate.logicalId === logicalId);
      if (!schedule)
        throw new TemplateError(
          `There is no schedule ${logicalId}. The template has: ${schedules.map((other) => other.logicalId).join(', ') || 'none'}.`,
        );
      return fire(schedule, time);
    },
    async idle() {
      while (!isIdle()) await sleep(5);
    },
    close,
  };
}

function eventSource(
  logicalId: string,
  properties: JsonObject,
  queues: Queues,
  needPool: (name: string, where: string) => FunctionPool,
): EventSource {
  const target = needPool(textOf(properties['FunctionName']), logicalId);
  const scaling = objectOf(properties['ScalingConfig'], logicalId);
  const types = properties['FunctionResponseTypes'];
  return {
    queue: queues.find(textOf(properties['EventSourceArn']), `${logicalId}.EventSourceArn`),
    target,
    batchSize: Number(properties['BatchSize'] ?? 10),
    concurrency: Math.min(target.size, Number(scaling['MaximumConcurrency'] ?? target.size)),
    reportsFailures: Array.isArray(types) && types.includes('ReportBatchItemFailures'),
  };
}

/** Starts the pollers. What it returns is called last to first: the pollers hear of the end before their functions are killed. */
function startPolling(
  sources: readonly EventSource[],
  queues: Queues,
  pools: ReadonlyMap<string, FunctionPool>,
  log: (line: string) => void,
): (() => Promise<void>)[] {
  const pollers = sources.map((source) => pollEventSource(queues, source, log));
  return [
    async () => {
      const stopped = pollers.map((stop) => stop());
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      await Promise.all(stopped);
    },
  ];
}
