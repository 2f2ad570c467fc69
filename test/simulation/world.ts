import { AsyncLocalStorage } from 'node:async_hooks';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createHmac } from 'node:crypto';
import type { Deployment } from '../../functions/ingest/handler.ts';
import { DECISIONS_PREFIX } from '../../shared/contract.ts';
import { DEPLOYMENTS } from './deployments.ts';
import { MemoryQueue } from './memory-queue.ts';
import { MemoryStore } from './memory-store.ts';
import { MemoryTable, type Item } from './memory-table.ts';
import { HOUSEHOLD_NO, PERSONAL } from './workload.ts';
import type { Random } from './random.ts';

/** One invocation of a function: alive until it ends, or until the simulation lets it die between two calls. */
export type Process = {
  readonly world: World;
  readonly name: string;
  readonly startedAt: number;
  alive: boolean;
};

type Service = 's3' | 'dynamodb' | 'sqs';
type Call = {
  readonly process: Process;
  /** The upload's version whose content it reads, if it is such a call. */
  readonly reads: string | null;
  readonly input: Readonly<Record<string, unknown>>;
  readonly perform: () => Promise<unknown>;
  readonly settle: (error: unknown, value?: unknown) => void;
};

/** A guard of the protocol that a run does without, to see that the simulation notices. */
export const GUARDS = [
  'condition',
  'retry',
  'read retry',
  'sweep',
  'order',
  'version read',
  'older first',
  'layout',
  'tries',
  'one at a time',
  'refusals',
  'look around',
  'second copy',
  'erasure',
] as const;
export type Guard = (typeof GUARDS)[number];

const running = new AsyncLocalStorage<Process>();

/** The process that the code runs in, if it is a simulated one. */
export const currentProcess = (): Process | undefined => running.getStore();

/** An error of a service that the simulation made up; the code may pass it on, and nothing else. */
export class InjectedError extends Error {
  override name = 'InjectedError';
  // As an error of the SDK says that the service failed, and not the request.
  readonly $fault = 'server';
  readonly $metadata = {};
}

/** As the template has it: test/infra/stack.thorough.test.ts compares. */
export const LONGEST_RUN_MS = 2 * 60_000;
/** A condition that holds for each start of work, with the placeholders of the one that it replaces. */
const ALWAYS = 'attribute_not_exists(#name) OR #holder = :message OR #until < :now';

const BUCKETS = { uploads: 'sim-uploads', receipts: 'sim-receipts', reports: 'sim-reports' };

/** The clouds of one run: services in memory, a clock, and every call of every process waiting for its turn. */
export class World {
  /** Milliseconds; only the simulation moves it. */
  now = Date.parse('2016-07-10T02:00:00Z');
  readonly store: MemoryStore;
  readonly table: MemoryTable;
  readonly queue: MemoryQueue;
  readonly random: Random;
  readonly without: Guard | null;
  readonly waiting: Call[] = [];
  readonly timers: { readonly at: number; readonly process: Process; readonly wake: () => void }[] = [];
  readonly violations: string[] = [];
  /** Versions of uploads on which every process dies as soon as it has read them. */
  readonly deadly = new Set<string>();
  /** Versions of uploads that S3 refuses to hand out, as under a key that nobody here may use. */
  readonly refused = new Set<string>();
  #refusedLast: string | undefined;
  readonly #inHand = new Map<Process, string>();
  /** Whether an invocation runs longer than it may, or has. The cloud ends it, so nothing is held for it. */
  hasZombies = false;
  /** Whether S3 refuses all uploads, as while a permission of ours is broken. */
  isClosed = false;
  /** What runs from now on; invocations under way go on as they were. */
  deployment: Deployment = DEPLOYMENTS[0];
  calls = 0;

  constructor(random: Random, without: Guard | null) {
    this.random = random;
    this.without = without;
    const pageSize = 2 + random.below(4);
    this.store = new MemoryStore(() => this.now, pageSize);
    this.table = new MemoryTable(pageSize, (item) => this.#inspect(item));
    this.queue = new MemoryQueue(() => this.now);
  }

  static readonly buckets = BUCKETS;

  /** Starts a process; its calls wait until the simulation performs them. */
  start(name: string, run: () => Promise<void>): Process {
    const process = { world: this, name, startedAt: this.now, alive: true };
    running.run(process, () => {
      run().then(
        () => (process.alive = false),
        (error: unknown) => {
          if (process.alive && !(error instanceof InjectedError))
            this.violations.push(`${name} failed: ${String(error)}`);
          process.alive = false;
        },
      );
    });
    return process;
  }

  /** Takes a call of a client to where it is performed: later, and perhaps not as the caller hopes. */
  submit(service: Service, command: { readonly input: object }): Promise<unknown> {
    const process = currentProcess();
    if (!process) throw new Error('a call from outside the simulation');
    return new Promise((resolve, reject) => {
      if (!process.alive) return;
      this.calls++;
      this.waiting.push({
        process,
        reads: versionRead(command),
        input: command.input as Readonly<Record<string, unknown>>,
        perform: () => this.#perform(service, command, process),
        settle: (error, value) => (error === null ? resolve(value) : reject(error as Error)),
      });
    });
  }

  /** What a process has that died between two calls: nothing is ever answered to it again. */
  kill(process: Process): void {
    process.alive = false;
    for (const list of [this.waiting, this.timers] as { process: Process }[][])
      for (let at = list.length - 1; at >= 0; at--) if (list[at]?.process === process) list.splice(at, 1);
  }

  log(entry: string): void {
    if (PERSONAL.test(entry) || HOUSEHOLD_NO.test(entry)) this.violations.push('personal data in a log');
  }

  /** An invocation works on a version from reading it until it gives it free, and no other may meanwhile. */
  #takeInHand(version: string, process: Process): void {
    for (const [other, held] of this.#inHand)
      if (held === version && other !== process && other.alive && !this.hasZombies)
        this.violations.push(`two invocations work on ${version} at a time`);
    this.#inHand.set(process, version);
  }

  async #perform(service: Service, command: { readonly input: object }, process: Process): Promise<unknown> {
    const without = (guard: Guard): boolean => this.without === guard;
    const input = { ...command.input } as Record<string, unknown>;
    if (service === 'dynamodb') {
      if (without('condition'))
        for (const name of ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'])
          if (!('UpdateExpression' in input)) delete input[name];
      // A sweep that cannot do again what a restore, or an invocation that was under way, has undone.
      if (without('erasure') && process.name === 'sweep' && 'erased' in ((input['Item'] ?? {}) as Item))
        throw new InjectedError('not again');
      if (without('tries') && command instanceof UpdateItemCommand) return {};
      if (String(input['UpdateExpression']).includes('REMOVE')) this.#inHand.delete(process);
      if (without('one at a time') && String(input['ConditionExpression']).includes('#holder'))
        return this.table.send(withInput(command, { ...input, ConditionExpression: ALWAYS }));
      const answer = (await this.table.send(
        without('condition') && 'Item' in input ? withInput(command, input) : command,
      )) as Record<string, unknown>;
      if (without('retry') && 'UnprocessedItems' in answer) return { UnprocessedItems: {} };
      if (without('read retry') && 'UnprocessedKeys' in answer) return { ...answer, UnprocessedKeys: {} };
      if (without('layout') && 'Items' in answer)
        return { ...answer, Items: (answer['Items'] as Item[]).map(withoutLayout) };
      return answer;
    }
    if (service === 'sqs') {
      const message = JSON.stringify(input);
      if (PERSONAL.test(message) || HOUSEHOLD_NO.test(message)) this.violations.push('personal data in a message');
      return this.queue.send(command);
    }
    if (command instanceof GetObjectCommand && this.#isRefused(command)) {
      // What the function sees where it takes a refusal for an outage, or believes without a look that S3 hands out others.
      if (without('refusals')) throw new InjectedError('refused');
      const { VersionId, Range } = command.input;
      if (Range === undefined) this.#refusedLast = VersionId;
      if (!without('look around') || VersionId === this.#refusedLast) throw accessDenied();
    }
    if (without('version read') && 'VersionId' in input) {
      delete input['VersionId'];
      return this.store.send(withInput(command, input));
    }
    if (without('second copy') && String(input['Prefix']).startsWith(DECISIONS_PREFIX)) return { Contents: [] };
    const read = versionRead(command);
    if (read !== null) this.#takeInHand(read, process);
    const key = JSON.stringify(input['Key'] ?? '');
    if (PERSONAL.test(key)) this.violations.push('personal data in a key');
    const answer = (await this.store.send(command)) as { Versions?: { LastModified: Date; Key: string }[] };
    if (input['Bucket'] === BUCKETS.uploads && answer.Versions) {
      if (without('older first') && command.constructor.name === 'ListObjectVersionsCommand')
        return this.#onlyAnnounced(answer, process);
      // The order in which files are read in place of that in which they came.
      if (without('order') && process.name !== 'sweep')
        for (const version of answer.Versions) version.LastModified = new Date(process.startedAt);
    }
    return answer;
  }

  #isRefused({ input: { Bucket, VersionId = '' } }: GetObjectCommand): boolean {
    return Bucket === BUCKETS.uploads && (this.isClosed || this.refused.has(VersionId));
  }

  /** Hides from an ingest all versions but those that it was told of. */
  #onlyAnnounced(
    answer: { Versions?: { LastModified: Date; Key: string; VersionId?: string }[] },
    { name }: Process,
  ): object {
    return {
      ...answer,
      Versions: (answer.Versions ?? []).filter(({ VersionId }) => name === 'sweep' || name.includes(VersionId ?? '')),
    };
  }

  #inspect(item: Item): void {
    for (const value of Object.values(item))
      if (value.S !== undefined && PERSONAL.test(value.S)) this.violations.push('personal data in the table');
    if (HOUSEHOLD_NO.test(`${item['pk']?.S} ${item['sk']?.S}`)) this.violations.push('a household number in a key');
  }
}

function versionRead(command: { readonly input: object }): string | null {
  if (!(command instanceof GetObjectCommand)) return null;
  const { Bucket, VersionId = null, Range } = command.input;
  return Bucket === BUCKETS.uploads && Range === undefined ? VersionId : null;
}

const accessDenied = (): S3ServiceException =>
  new S3ServiceException({ name: 'AccessDenied', $fault: 'client', $metadata: { httpStatusCode: 403 } });

const withoutLayout = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'layout'));

/** The command with another input, of the same kind. */
function withInput<T extends { readonly input: object }>(command: T, input: object): T {
  return Object.assign(Object.create(Object.getPrototypeOf(command) as object) as T, command, { input });
}

/** Leads every client of every simulated process into its world, and its waiting, its clock and its chance as well. */
export function enterSimulation(): void {
  const clients = [
    [S3Client, 's3'],
    [DynamoDBClient, 'dynamodb'],
    [SQSClient, 'sqs'],
  ] as const;
  for (const [client, service] of clients) {
    const original = Reflect.get(client.prototype, 'send') as (...rest: unknown[]) => unknown;
    client.prototype.send = function send(this: unknown, ...rest: unknown[]) {
      const process = currentProcess();
      return process ? process.world.submit(service, rest[0] as { input: object }) : original.apply(this, rest);
    } as typeof client.prototype.send;
  }
  // The secret of hashes outlives invocations, so that a process that dies while it asks would leave all later ones
  // waiting.
  KMSClient.prototype.send = (async () => ({
    Mac: createHmac('sha256', 'simulation').digest(),
  })) as unknown as typeof KMSClient.prototype.send;
  const sleep = globalThis.setTimeout;
  globalThis.setTimeout = ((wake: () => void, ms = 0) => {
    const process = currentProcess();
    if (!process) return sleep(wake, ms);
    process.world.timers.push({ at: process.world.now + ms, process, wake });
    return 0;
  }) as typeof setTimeout;
  const clock = Date.now;
  Date.now = () => currentProcess()?.world.now ?? clock();
  const chance = Math.random;
  Math.random = () => currentProcess()?.world.random.next() ?? chance();
}
