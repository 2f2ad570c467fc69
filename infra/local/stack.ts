/**
 * Runs a synthesized stack on this machine: it starts the template's buckets, queues, tables, functions, mappings,
 * state machines and schedules behind one endpoint on 127.0.0.1, and where that is wanted on the network. No wiring is written twice: what the cloud gets is
 * what runs here, and what cannot run here stops the start.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Closable, closeOnFailure } from './closable.ts';
import { cloudFormationOperations } from './cloudformation.ts';
import { lockDataFolder } from './data-folder.ts';
import { bucketNotifications } from './deliveries/bucket-notifications.ts';
import { type Mappings, startEventSourceMappings } from './deliveries/event-source-mappings.ts';
import { fireSchedule } from './deliveries/schedule-targets.ts';
import { type Endpoint, startEndpoint } from './endpoint/endpoint.ts';
import { queryHandler } from './endpoint/query-protocol.ts';
import type { RequestHandler } from './endpoint/request.ts';
import { routeRequests } from './endpoint/router.ts';
import type { Files } from './files.ts';
import { type Functions, startFunctions } from './functions/functions.ts';
import { startHttpApis } from './http-api/http-apis.ts';
import { type Keys, requestCredentials, startKeys } from './keys/keys.ts';
import { type Queues, startQueues } from './queues/queues.ts';
import { type S3, startS3 } from './s3/s3.ts';
import type { Credentials } from './s3/signature.ts';
import type { BucketDeclaration } from './s3/version-index.ts';
import type { Version } from './s3/version.ts';
import { bucketKeys, type HeardCall, tellCalls } from './permissions/function-calls.ts';
import { type Permission, rolePermissions } from './permissions/policies.ts';
import { type Schedule, readSchedule } from './scheduler/schedule.ts';
import { type Scheduler, startScheduler } from './scheduler/scheduler.ts';
import { type StepFunctions, startStepFunctions } from './step-functions/step-functions.ts';
import { type Tables, startTables } from './tables/tables.ts';
import { objectOf } from './template/json.ts';
import { type LoadedTemplate, loadTemplate } from './template/loaded-template.ts';
import { type ResolvedResource, type ResolvedTemplate, resolveTemplate } from './template/resolved-template.ts';
import { checkResourceTypes } from './template/resource-types.ts';
import { topicOperations } from './topics.ts';

/** How to start a local stack. */
export type StackOptions = {
  /** Folder of the synthesized assembly (cdk.out). */
  readonly assembly: string;
  /** Name of the stack. Default: the only template of the assembly, else the project's default stack. */
  readonly stack?: string;
  /** Folder that keeps objects, tables and undelivered messages. Absent: they are in memory, and gone at the end. */
  readonly data?: string;
  /** What writes objects and messages. Default: the file system of this machine. */
  readonly files?: Files;
  /** Folder of the key files. Default: a folder in `data`; without `data`, keys are in memory, and gone at the end. */
  readonly keys?: string;
  /** 0 or absent: any port that is free. */
  readonly port?: number;
  /**
   * IPv4 address of this machine under which others reach the pages, and objects by signed requests; all else answers
   * this machine alone. Default: others reach nothing.
   */
  readonly network?: string;
  /** The time of S3, for LastModified and for events. Default: now. */
  readonly clock?: () => Date;
  /** Gets each line that functions print, and what went wrong. Default: nobody hears of it. */
  readonly log?: (line: string) => void;
  /** Whether the template's schedules fire by themselves when they are due. Default: only `fireSchedule` fires them. */
  readonly watchSchedules?: boolean;
  /**
   * Is called for the announcement of each object version, and puts it into its queue by `send`. Default: once and at
   * once. A test may lose, repeat or delay it.
   */
  readonly announce?: (send: () => void, version: Version) => void;
  /**
   * Gets each call of a function, once it was answered; it may be compared with `permissions`. It costs time, since the
   * calls to tables then come through the stack, too. Default: nobody asks.
   */
  readonly tellCalls?: (call: HeardCall) => void;
  /** The largest number of threads of one function, and so of its invocations at one time. Default: 2. */
  readonly workers?: number;
};

/** A running stack. */
export type LocalStack = {
  /** `http://127.0.0.1:port` of S3, SQS, DynamoDB, Step Functions, KMS, and DescribeStacks of CloudFormation. */
  readonly endpoint: string;
  /** The same as others reach it. It is `endpoint` where they do not. */
  readonly publicEndpoint: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The key that signs requests from elsewhere than this machine. Functions have it too, to sign addresses. */
  readonly credentials: Credentials;
  /** What each function's role allows, by the function's logical id. Nothing is refused here. */
  readonly permissions: ReadonlyMap<string, readonly Permission[]>;
  /** The template's schedules. */
  readonly schedules: readonly Schedule[];
  /** Returns the physical name of a resource, as `Ref` gives it. */
  ref(logicalId: string): string;
  /** Runs a function with an event and returns its result. */
  invoke(logicalId: string, event: unknown): Promise<unknown>;
  /** Fires a schedule as if it were `time`. Returns the function's result, or the ARN of the execution that began. */
  fireSchedule(logicalId: string, time: Date): Promise<unknown>;
  /** Resolves with the reason when a part of the stack died that it cannot go on without. Whoever runs it closes it. */
  readonly failure: Promise<Error>;
  /** Resolves when no queue with an event source mapping holds a message, and no function and no execution runs. */
  idle(): Promise<void>;
  /** Stops everything and kills functions. Their messages stay undelivered, and come back if there is a data folder. */
  close(): Promise<void>;
};

/** Starts the stack and resolves when it can be used. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const template = loadTemplate(options.assembly, options.stack);
  checkResourceTypes(template);
  const started: Closable[] = [];
  const close = async (): Promise<void> => {
    for (const service of started.splice(0).reverse()) await service.close();
  };
  const stack = await closeOnFailure({ close }, () => startServices(options, template, started));
  return { ...stack, close };
}

/** What the services are started from. */
type Composition = {
  readonly options: StackOptions;
  readonly loaded: LoadedTemplate;
  readonly template: ResolvedTemplate;
  readonly log: (line: string) => void;
  /** Notes a service, so that it is closed with the stack, and returns it. */
  readonly keep: <Service extends Closable>(service: Service) => Service;
};

/** The services that hold data. */
type DataServices = {
  readonly tables: Tables;
  readonly queues: Queues;
  readonly s3: S3;
  readonly keys: Keys;
  /** The key that signs requests to S3. */
  readonly credentials: Credentials;
};

/** The services that run code. */
type CodeServices = { readonly functions: Functions; readonly stepFunctions: StepFunctions };

/** The services that deliver what the others hold to those that run it. */
type Deliveries = { readonly mappings: Mappings; readonly scheduler: Scheduler };

async function startServices(
  options: StackOptions,
  loaded: LoadedTemplate,
  started: Closable[],
): Promise<Omit<LocalStack, 'close'>> {
  const { data, log = () => undefined } = options;
  const keep: Composition['keep'] = (service) => {
    started.push(service);
    return service;
  };
  if (data !== undefined) keep({ close: lockDataFolder(data) });
  const endpoint = keep(await startEndpoint(options.port ?? 0, options.network));
  const template = resolveTemplate(loaded, endpoint.url, endpoint.publicUrl);
  const composition: Composition = { options, loaded, template, log, keep };

  const dataServices = await startDataServices(composition);
  const services = { ...dataServices, ...(await startCodeServices(composition, dataServices, endpoint)) };
  const schedules = template
    .ofType('AWS::Scheduler::Schedule')
    .map(({ logicalId, properties }) => readSchedule(logicalId, properties));
  const outputs = template.outputs();
  const router = serviceRouter(composition, services, outputs);
  endpoint.serve(options.tellCalls ? tellCalls(router, bucketKeys(template), options.tellCalls) : router);
  const deliveries = await startDeliveries(composition, services, schedules);

  return {
    endpoint: endpoint.url,
    publicEndpoint: endpoint.publicUrl,
    outputs,
    schedules,
    permissions: rolePermissions(template),
    ref: (logicalId) => template.ref(logicalId),
    invoke: (logicalId, event) => services.functions.invoke(logicalId, event),
    fireSchedule: (logicalId, time) => deliveries.scheduler.fire(logicalId, time),
    credentials: services.credentials,
    failure: services.tables.failure,
    async idle() {
      const { functions, stepFunctions, tables } = services;
      let failure: Error | undefined;
      void tables.failure.then((error) => (failure = error));
      while (!deliveries.mappings.isIdle || functions.isBusy || stepFunctions.isBusy) {
        await sleep(5);
        if (failure) throw failure;
      }
    },
  };
}

async function startDataServices({ options, template, log, keep }: Composition): Promise<DataServices> {
  const { data, clock = () => new Date(), announce = (send) => send() } = options;
  const tables = keep(
    await startTables({
      resources: template.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'),
      data: data && join(data, 'tables'),
      log,
    }),
  );
  const queues = keep(
    await startQueues({
      resources: template.ofType('AWS::SQS::Queue'),
      data: data && join(data, 'queues'),
      files: options.files,
      log,
    }),
  );
  const keyFolder = options.keys ?? (data && join(data, 'keys'));
  const credentials = requestCredentials(keyFolder);
  const buckets = template.ofType('AWS::S3::Bucket');
  const s3 = keep(
    await startS3({
      buckets: buckets.map(declareBucket),
      data: data && join(data, 's3'),
      files: options.files,
      clock,
      credentials,
      created: bucketNotifications({ buckets, queues, announce }),
    }),
  );
  const keys = await startKeys({
    ids: template.ofType('AWS::KMS::Key').map(({ ref }) => ref),
    folder: keyFolder,
  });
  return { tables, queues, s3, keys, credentials };
}

function declareBucket({ logicalId, ref, properties }: ResolvedResource): BucketDeclaration {
  const versioning = objectOf(properties['VersioningConfiguration'], logicalId);
  return { name: ref, versioned: versioning['Status'] === 'Enabled' };
}

async function startCodeServices(
  { options, loaded, template, log, keep }: Composition,
  { tables, s3, credentials }: DataServices,
  endpoint: Pick<Endpoint, 'url' | 'publicUrl'>,
): Promise<CodeServices> {
  const functions = keep(
    await startFunctions({
      resources: template.ofType('AWS::Lambda::Function'),
      assets: loaded.assets,
      endpoints: {
        AWS_ENDPOINT_URL: endpoint.url,
        AWS_ENDPOINT_URL_DYNAMODB: options.tellCalls ? endpoint.url : tables.endpoint,
        // What they sign is used by browsers of other machines, too.
        AWS_ENDPOINT_URL_S3: endpoint.publicUrl,
      },
      credentials,
      workers: options.workers ?? 2,
      log,
    }),
  );
  const stepFunctions = await startStepFunctions({
    resources: template.ofType('AWS::StepFunctions::StateMachine'),
    isFunction: (name) => functions.has(name),
    invoke: (name, payload) => functions.find(name, 'state machine').invoke(payload),
    readObject: (bucket, key) => s3.readObject(bucket, key),
    log,
  });
  return { functions, stepFunctions };
}

function serviceRouter(
  { loaded, template, log }: Composition,
  { s3, queues, tables, functions, stepFunctions, keys }: DataServices & CodeServices,
  outputs: Readonly<Record<string, string>>,
): RequestHandler {
  const handlers = {
    s3: s3.handle,
    queues: queues.handle,
    tables: tables.handle,
    stepFunctions: stepFunctions.handle,
    keys: keys.handle,
    httpApis: startHttpApis({
      routes: template.ofType('AWS::ApiGatewayV2::Route'),
      integrations: template.ofType('AWS::ApiGatewayV2::Integration'),
      functions,
      log,
    }),
    query: queryHandler({ ...cloudFormationOperations(loaded, outputs), ...topicOperations(log) }),
  };
  return routeRequests(handlers, log);
}

async function startDeliveries(
  { options, template, log, keep }: Composition,
  { queues, functions, stepFunctions }: DataServices & CodeServices,
  schedules: readonly Schedule[],
): Promise<Deliveries> {
  const mappings = keep(
    await startEventSourceMappings({
      resources: template.ofType('AWS::Lambda::EventSourceMapping'),
      queues,
      functions,
      log,
    }),
  );
  const scheduler = keep(
    await startScheduler({
      schedules,
      fire: (schedule, time) => fireSchedule(schedule, time, { stepFunctions, functions, queues }),
      watches: options.watchSchedules === true,
      log,
    }),
  );
  return { mappings, scheduler };
}
