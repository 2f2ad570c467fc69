import type { Context } from 'aws-lambda';
import { handleUnder } from '../../functions/ingest/handler.ts';
import { handler as sweep } from '../../functions/sweep/handler.ts';
import { decide, DecisionConflictError } from '../../functions/store/decisions.ts';
import { ledger } from '../../functions/store/ledger.ts';
import { carryOut } from '../../cli/erasure.ts';
import { pageOf } from '../../functions/store/pages.ts';
import { announcementBody, type Again } from '../../shared/ledger/announcement.ts';
import { ledgerPartition, rowsPartition } from '../../shared/ledger/keys.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
import { fromPage } from '../../shared/rows/pages.ts';
import { Submission } from '../../shared/ledger/submission.ts';
import { MOST_TRIES } from '../../shared/ledger/tries.ts';
import { MOST_IDLE_TURNS } from './calm.ts';
import { DEPLOYMENTS, withNewRules } from './deployments.ts';
import { byAcceptance, PERIODS, submissionsIn, verifyEnd, type Ended, type Placed } from './end-state.ts';
import { eventOf, VISIBILITY_MS, type Message } from './memory-queue.ts';
import type { SavedTable } from './memory-table.ts';
import { randomOf, type Random } from './random.ts';
import { bytesOf, keyOf, uploadsOf, type Upload } from './workload.ts';
import { InjectedError, LONGEST_RUN_MS, World, type Guard, type Process } from './world.ts';

/**
 * What a run may do beside going well; `crashAt` kills the process that makes the call of this number, and nothing else
 * goes wrong.
 */
export type Options = {
  readonly without?: Guard;
  readonly crashAt?: number;
  /**
   * Whether figures are compared as well, and all of it once more after the code of the end has judged the files of
   * other code again.
   */
  readonly figures?: boolean;
  readonly mostFaults?: number;
  readonly mostUploads?: number;
};
export type Run = {
  readonly violations: readonly string[];
  readonly calls: number;
  readonly steps: number;
  readonly uploads: number;
};

/** Faults of one run at most: more would only be more of the same. */
export const MOST_FAULTS = 6;
/** Deaths of one run at most, beside those of a deadly file: any more, and a good file may rightly be given up. */
const MOST_DEATHS = MOST_TRIES - 1;
/** One run in so many has a file on which every process dies. */
const RUNS_PER_DEADLY_FILE = 8;
/** Of so many, one has a file that S3 refuses to hand out, one a time in which S3 refuses all of them, one ends with a
 * table that is restored to an earlier moment, and of one the newest upload is erased; every other restored one, too. */
const [REFUSED, CLOSED, RESTORED, ERASED] = [4, 6, 2, 1];
/** Turns for which the bucket is closed. */
const CLOSED_TURNS = 60;
/** Of the newest code that is ever deployed, which reads what any other wrote. */
const { layouts: ALL_LAYOUTS } = DEPLOYMENTS[2];
const { uploads: UPLOADS } = World.buckets;

/** One run of the production handlers, everything that can go wrong going wrong by the seed. */
export async function simulate(seed: number, options: Options = {}): Promise<Run> {
  const random = randomOf(seed);
  const world = new World(random, options.without ?? null);
  const run = new Simulation(world, random, options);
  const which = Math.floor(seed / RUNS_PER_DEADLY_FILE);
  if (options.crashAt === undefined)
    switch (seed % RUNS_PER_DEADLY_FILE) {
      case 0:
        run.plantDeadly(which);
        break;
      case REFUSED:
        run.plantRefused(which);
        break;
      case CLOSED:
        run.closeBucket(which);
        break;
      case RESTORED:
        run.saveTableAt(which);
        if (which % 2 === 1) run.willErase();
        break;
      case ERASED:
        run.willErase();
    }
  await run.trouble();
  await run.erase();
  await run.restore();
  await run.quiet();
  await run.checkErased();
  await run.erase();
  await run.verify();
  if (options.figures && run.isMixed) {
    await run.judgeAgain();
    await run.verify();
  }
  return { violations: world.violations, calls: world.calls, steps: run.steps, uploads: run.placed.length };
}

/** Lets all code run that can run without another call. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Simulation {
  readonly placed: Placed[] = [];
  steps = 0;
  readonly #world: World;
  readonly #random: Random;
  readonly #options: Options;
  readonly #planned: Upload[];
  #faults = 0;
  /** Deaths by chance: the one that a run is made for comes beside them. */
  readonly #mostDeaths: number;
  #deaths = 0;
  /** Which of the planned uploads is deadly, if any is. */
  #deadlyAt: number | null = null;
  /** Which of them S3 refuses to hand out, if any. */
  #refusedAt: number | null = null;
  /** The turn whose table comes back at the end of the trouble, and that table. */
  #savedAt = Infinity;
  #saved: SavedTable | null = null;
  #willErase = false;
  #erased: Placed | null = null;
  #isErased = false;
  /** The turn at which the bucket closes for a while. */
  #closedFrom = Infinity;
  /** Invocations that have not yet run for as long as they may. */
  readonly #underWay = new Set<Process>();
  #invocations = 0;
  #lockedAt: number | null = null;
  #calm = false;
  #judgesAgain = false;

  constructor(world: World, random: Random, options: Options) {
    this.#world = world;
    this.#random = random;
    this.#options = options;
    this.#mostDeaths = MOST_DEATHS - (options.crashAt === undefined ? 0 : 1);
    this.#planned = uploadsOf(random).slice(0, options.mostUploads ?? Infinity);
  }

  /** Makes one of the uploads a file on which every process dies that reads it. */
  plantDeadly(which: number): void {
    this.#deadlyAt = which % this.#planned.length;
  }

  /** Makes S3 refuse one of the uploads, unless it is the only one, which nobody can tell from a closed bucket. */
  plantRefused(which: number): void {
    if (this.#planned.length > 1) this.#refusedAt = which % this.#planned.length;
  }

  /** Makes S3 refuse all uploads for some turns. */
  closeBucket(which: number): void {
    this.#closedFrom = which % 120;
  }

  /** Makes an office erase the upload that comes last. */
  willErase(): void {
    this.#willErase = true;
  }

  /**
   * Erases the upload that came last, while invocations of the trouble are still under way; the command is interrupted
   * as the seed says and given again until it ends. Once more after all is quiet, as the command itself waits for that.
   */
  async erase(): Promise<void> {
    if (!this.#willErase) return;
    while (this.#planned.length > 0) this.#upload();
    this.#erased ??= this.placed.toSorted(byAcceptance).at(-1) ?? null;
    if (!this.#erased) return;
    // A table that is restored later comes back with the file in it.
    if (this.#savedAt < Infinity && !this.#isErased) {
      await this.#drain();
      this.#saved = this.#world.table.save();
    }
    this.#isErased = true;
    const { versionId, division, period } = this.#erased;
    const at = new Date(this.#world.now).toISOString();
    const made = { at, by: '市扶贫办', reason: '当事人申请', division, versionIds: [versionId] };
    let isDone = false;
    // oxlint-disable-next-line no-unmodified-loop-condition -- the process that it starts sets it
    while (!isDone) {
      const process = this.#world.start('erase', async () => {
        const { decisions } = await ledger(period);
        try {
          if (!decisions.some(({ kind }) => kind === 'erase'))
            await decide(World.buckets.reports, period, decisions, Decision.parse({ kind: 'erase', ...made }));
          await carryOut(period, World.buckets, async () => undefined);
          isDone = true;
        } catch (error) {
          // A lock was made in between: the office looks at it and gives the command again.
          if (!(error instanceof DecisionConflictError)) throw error;
        }
      });
      await settle();
      while (process.alive) {
        if (this.#world.waiting.length > 0) await this.#performOne(true);
        else await this.#wakeOne();
        await settle();
      }
    }
  }

  /** The full pass of the day has found what an invocation under way, or a restore, brought back. */
  async checkErased(): Promise<void> {
    if (this.#erased) await this.#sweepAll();
    const found = this.#erased && submissionsIn(this.#world).get(this.#erased.versionId);
    if (found && found.erasedAt === undefined) this.#violation(`${found.versionId} is erased, and counts`);
  }

  /** Remembers what is in the table at a certain turn. */
  saveTableAt(which: number): void {
    this.#savedAt = which % 120;
  }

  /**
   * Puts the table back to that turn, as docs/operations.md says: no queue is read meanwhile, what is in it is dropped,
   * and a sweep comes before the queue is read again.
   */
  async restore(): Promise<void> {
    const world = this.#world;
    if (!this.#saved) return;
    while (world.waiting.length > 0 || world.timers.length > 0) {
      if (world.waiting.length > 0) await this.#performOne(false);
      else await this.#wakeOne();
      await settle();
    }
    world.queue.messages.length = 0;
    world.table.restore(this.#saved);
    this.#checked.clear();
    await this.#sweepAll();
  }

  async #sweepAll(): Promise<void> {
    const scheduledTime = new Date(this.#world.now).toISOString();
    await this.#calmly('sweep', async () => void (await sweep({ scheduledTime, full: true })));
  }

  /**
   * Uploads, deliveries, sweeps, faults, in whatever order the seed says, until all uploads are made and faults are
   * used up.
   */
  async trouble(): Promise<void> {
    const world = this.#world;
    const plain = this.#options.crashAt !== undefined;
    for (let turn = 0; turn < 400 && (this.#planned.length > 0 || world.waiting.length > 0); turn++) {
      world.isClosed = turn >= this.#closedFrom && turn < this.#closedFrom + CLOSED_TURNS;
      if (turn === this.#savedAt) this.#saved = world.table.save();
      const draw = this.#random.next();
      if (world.waiting.length > 0 && draw < 0.75) await this.#performOne(!plain);
      else if (draw < 0.83) this.#upload();
      else if (draw < 0.93) this.#deliver();
      else if (draw < 0.95) this.#passTime(this.#random.below(20 * 60_000));
      else if (draw < 0.96) this.#startSweep(0);
      else if (draw < 0.97) this.#duplicate();
      else if (draw < 0.975 && !plain) this.#lock();
      else if (draw < 0.985) await this.#wakeOne();
      else this.#deploy((draw - 0.985) / 0.015);
      await settle();
    }
  }

  /** Nothing goes wrong any more: all that is left must come to its end by itself. */
  async quiet(): Promise<void> {
    const world = this.#world;
    world.isClosed = false;
    while (this.#planned.length > 0) this.#upload();
    for (let round = 0; round < 30; round++) {
      await this.#drain();
      this.#passTime(20 * 60_000);
      if (this.#options.without !== 'sweep') this.#startSweep(0);
      await this.#drain();
      if (world.queue.messages.length === 0 && world.queue.deadLetters.length === 0) break;
      // What died too often is found by the next sweep, not by an operator.
      world.queue.deadLetters.length = 0;
    }
  }

  /** What the run came to is what the model says. */
  async verify(): Promise<void> {
    const uploads = this.placed.map((upload) => ({
      ...upload,
      locked: this.#isLocked(upload),
      givenUpUnder: this.#givenUpUnder(upload),
      erased: upload.versionId === this.#erased?.versionId,
    }));
    await this.#calmly('reader', () => verifyEnd(this.#world, uploads, this.#options.figures ?? false));
  }

  #givenUpUnder({ versionId }: Placed): Ended['givenUpUnder'] {
    if (this.#world.deadly.has(versionId)) return 'F21';
    return this.#world.refused.has(versionId) ? 'F25' : null;
  }

  /** Whether any file was judged by other code than what runs at the end. */
  get isMixed(): boolean {
    const { ruleSet: own } = this.#world.deployment;
    // What is erased cannot be judged again.
    return [...submissionsIn(this.#world).values()].some(
      ({ ruleSet, erasedAt }) => erasedAt === undefined && ruleSet !== own,
    );
  }

  /**
   * The code of the end gets new rules and judges all files again: what then stands is that of a run in which no other
   * code ran.
   */
  async judgeAgain(): Promise<void> {
    this.#judgesAgain = true;
    // Receipts are replaced now, and a process may die between two of their parts.
    [this.#faults, this.#deaths] = [0, 0];
    this.#world.deployment = withNewRules(this.#world.deployment);
    for (const upload of this.placed) this.#announce(keyOf(upload), upload.versionId, 'reparse');
    for (let round = 0; round < 30 && this.#world.queue.messages.length > 0; round++) {
      await this.#drain(true);
      this.#passTime(VISIBILITY_MS);
    }
    if (this.isMixed) this.#violation('a file was not judged again');
  }

  /** Newer code, or older code back again: any that there is, as a number from 0 to 1 says. */
  #deploy(which: number): void {
    this.#world.deployment = DEPLOYMENTS[Math.floor(which * DEPLOYMENTS.length)] ?? this.#world.deployment;
  }

  #upload(): void {
    const upload = this.#planned.shift();
    if (!upload) return;
    const { versionId, at } = this.#world.store.put(UPLOADS, keyOf(upload), bytesOf(upload));
    if (this.placed.length === this.#deadlyAt) this.#world.deadly.add(versionId);
    if (this.placed.length === this.#refusedAt) this.#world.refused.add(versionId);
    this.placed.push({ ...upload, versionId, at });
    if (this.#options.crashAt === undefined && this.#random.chance(0.1)) return;
    this.#announce(keyOf(upload), versionId);
    if (this.#random.chance(0.1)) this.#announce(keyOf(upload), versionId);
    if (this.#random.chance(0.5)) this.#passTime(this.#random.below(3_000));
  }

  #announce(key: string, versionId: string, again?: Again): void {
    const announcement = { bucket: UPLOADS, key, versionId, who: 'clerk' };
    this.#world.queue.enqueue(announcementBody(again === undefined ? announcement : { ...announcement, again }));
  }

  #duplicate(): void {
    const message = this.#random.pick(this.#world.queue.messages);
    if (message) this.#world.queue.enqueue(message.body);
  }

  /** Hands one to three messages to a new invocation of the ingest function. */
  #deliver(): Process | null {
    const { queue } = this.#world;
    const batch: Message[] = [];
    for (let wanted = 1 + this.#random.below(3); wanted > 0 && queue.visible.length > 0; wanted--) {
      const message = this.#random.pick(queue.visible);
      if (queue.receive(message)) batch.push(message);
    }
    if (batch.length === 0) return null;
    const event = eventOf(batch);
    const name = `ingest ${batch.map(({ body }) => /"versionId":"(\w+)"/.exec(body)?.[1]).join(' ')}`;
    const { deployment } = this.#world;
    const awsRequestId = `i${++this.#invocations}`;
    const process = this.#world.start(name, async () => {
      const deadline = this.#world.now + LONGEST_RUN_MS;
      const getRemainingTimeInMillis = (): number => deadline - this.#world.now;
      const { batchItemFailures } = await handleUnder(deployment, event, {
        awsRequestId,
        getRemainingTimeInMillis,
      } as Context);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const message of batch) if (!failed.has(message.id)) queue.delete(message);
    });
    this.#underWay.add(process);
    return process;
  }

  #startSweep(graceSeconds: number): Process {
    return this.#world.start(
      'sweep',
      async () => void (await sweep({ scheduledTime: new Date(this.#world.now).toISOString(), graceSeconds })),
    );
  }

  /**
   * The office closes the period, as the command does: with effect in two minutes, when nothing accepted earlier can be
   * unknown.
   */
  #lock(): void {
    if (this.#lockedAt !== null) return;
    const at = this.#world.now + 120_000;
    this.#lockedAt = at;
    const decision = Decision.parse({ kind: 'lock', at: new Date(at).toISOString(), by: '市扶贫办', reason: '关账' });
    // A person makes it and waits for it: no fault hits it half-way. Where another was made in between, the person looks
    // at it and decides again.
    const lock = (known: readonly Decision[]): Promise<void> =>
      decide(World.buckets.reports, '2016Q2', known, decision).catch(async (error: unknown) => {
        if (!(error instanceof DecisionConflictError)) throw error;
        return lock((await ledger('2016Q2')).decisions);
      });
    this.#world.start('lock', () => lock([]));
  }

  #isLocked({ period, at }: Placed): boolean {
    return period === '2016Q2' && this.#lockedAt !== null && at >= this.#lockedAt;
  }

  /**
   * Lets time pass. An invocation that is under way at its longest run goes on as a zombie, and counts as a death: in
   * the cloud it would be over by then. If no more may die, time stops before that.
   */
  #passTime(ms: number): void {
    const world = this.#world;
    const ends = [...this.#underWay]
      .filter(({ alive }) => alive)
      .map((process) => ({ process, at: process.startedAt + LONGEST_RUN_MS }))
      .sort((a, b) => a.at - b.at);
    let until = world.now + ms;
    for (const { process, at } of ends)
      if (at <= until) {
        // The pauses of functions pass a minute more at most.
        if (this.#deaths >= this.#mostDeaths) until = Math.max(world.now, Math.min(until, at - 60_000));
        else {
          this.#deaths++;
          world.hasZombies = true;
          this.#underWay.delete(process);
        }
      }
    world.now = until;
  }

  async #wakeOne(): Promise<void> {
    const next = this.#world.timers.toSorted((a, b) => a.at - b.at)[0];
    if (!next) return;
    this.#world.timers.splice(this.#world.timers.indexOf(next), 1);
    this.#world.now = Math.max(this.#world.now, next.at);
    next.wake();
    await settle();
  }

  /** Performs one waiting call, any of them, as the seed lets it end. */
  async #performOne(mayFail: boolean): Promise<void> {
    const world = this.#world;
    const at = this.#random.below(world.waiting.length);
    const [call] = world.waiting.splice(at, 1);
    if (!call) return;
    if (!this.#calm) this.steps++;
    const { process, perform, settle: answer } = call;
    const crash = !this.#calm && this.#options.crashAt === this.steps;
    const isDeadly = call.reads !== null && world.deadly.has(call.reads);
    const fault = crash
      ? 'crash'
      : mayFail &&
          process.name !== 'lock' &&
          this.#faults < (this.#options.mostFaults ?? MOST_FAULTS) &&
          this.#random.chance(0.06)
        ? this.#pickFault()
        : null;
    if (fault !== null) this.#faults++;
    if (fault === 'crash' || fault === 'crash after') this.#deaths++;
    if (fault === 'throttle') return answer(new InjectedError('throttled'));
    if (fault === 'crash') return world.kill(process);
    world.table.unprocessed = fault === 'partial batch' ? (count) => 1 + this.#random.below(count) : () => 0;
    try {
      const value = await perform();
      if (fault === 'crash after' || isDeadly) world.kill(process);
      else if (fault === 'lost answer') answer(new InjectedError('no answer'));
      else answer(null, value);
    } catch (error) {
      answer(error);
    } finally {
      world.table.unprocessed = () => 0;
    }
    this.#checkCommitted();
  }

  #pickFault(): 'throttle' | 'crash' | 'crash after' | 'lost answer' | 'partial batch' {
    const passing = ['throttle', 'lost answer', 'partial batch', 'partial batch'] as const;
    return this.#random.pick(this.#deaths < this.#mostDeaths ? [...passing, 'crash', 'crash after'] : passing);
  }

  readonly #checked = new Map<string, string>();

  /** No torn read, at any time: what the ledger says of a submission, the table holds; and it says it once. */
  #checkCommitted(): void {
    for (const period of PERIODS)
      for (const item of this.#world.table.partition(ledgerPartition(period))) {
        const text = item['submission']?.S;
        const id = item['sk']?.S ?? '';
        const before = this.#checked.get(id);
        if (text === undefined || before === text) continue;
        // Until somebody asks for a version to be judged again or erased, whatever was judged first stays.
        if (before !== undefined && !this.#judgesAgain && !text.includes('"erasedAt"'))
          this.#violation(`the ledger took back what it said of ${id}`);
        this.#checked.set(id, text);
        const { submissionId, partitions, rows, accepted, rejected } = Submission.parse(JSON.parse(text));
        if (rows !== accepted + rejected)
          this.#violation(`${submissionId}: ${rows} rows are not ${accepted} + ${rejected}`);
        for (const kind of ['household', 'identity'] as const)
          for (const [partition, count] of Object.entries(partitions['household'] ?? {})) {
            const pages = this.#world.table.partition(rowsPartition(submissionId, kind, partition));
            const held = pages.reduce((sum, page) => sum + fromPage(pageOf(page), ALL_LAYOUTS[kind]).length, 0);
            if (held !== count)
              this.#violation(`torn: ${submissionId} has ${held} of ${count} ${kind} rows of ${partition}`);
          }
      }
  }

  /** Delivers and performs until nothing is left to do. */
  async #drain(mayFail = this.#options.crashAt !== undefined): Promise<void> {
    const world = this.#world;
    await settle();
    for (let idle = false; !idle;) {
      if (world.waiting.length > 0) await this.#performOne(mayFail);
      else if (world.timers.length > 0) await this.#wakeOne();
      else if (!this.#deliver()) idle = true;
      await settle();
    }
  }

  /** Runs code of the system without any trouble. */
  async #calmly(name: string, run: () => Promise<void>): Promise<void> {
    this.#calm = true;
    const process = this.#world.start(name, run);
    await settle();
    for (let idle = 0; process.alive; idle++) {
      if (idle > MOST_IDLE_TURNS) return this.#violation(`${name} waits for what nobody answers`);
      if (this.#world.waiting.length > 0) {
        idle = 0;
        await this.#performOne(false);
      }
      await settle();
    }
  }

  #violation(text: string): void {
    this.#world.violations.push(text);
  }
}
