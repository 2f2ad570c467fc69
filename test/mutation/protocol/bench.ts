/** The tests that are asked about a mutant, loaded once, and what each of them comes to with it. */
import { globSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collectFile, COLLECTED_TESTS, type CollectedTest, type Collection } from '../collected-tests.ts';
import { recordImports } from '../fresh-modules.ts';
import { QUESTION } from './mutants.ts';

/** Those that need nothing but this process and whose subject is the protocol, or what it stores and reads. */
const TEST_FILES = [
  'test/{functions,ledger,rows,office}/!(*.alone).test.ts',
  'test/door/{door,link,quarter-view}.test.ts',
  'test/functions/{services,ingest-handler,logs-and-secrets,summary-handlers}.alone.test.ts',
  'test/simulation/{deaths,deadline-day,restored-counter}.alone.test.ts',
  'test/{receipt/duplicate-notice,report/records-file}.test.ts',
];

/** A test with a mutant that asks so many times more than without is in a loop without end. */
const LOOPS_AFTER = { times: 20, more: 50_000 };
const [WATCH_MS, IDLE_TICKS, IDLE_MS] = [250, 20, 5];
/** Processor time, in milliseconds, after which a test that took `alone` without a mutant is taken to hang. */
const hangsAfter = (alone: number): number => 5_000 + 30 * alone;

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What a test came to; after one that hangs the process must not go on, since nothing ends the test. */
export type Outcome = { readonly failure: string | null; readonly hangs: boolean; readonly took: number };

class LoopError extends Error {
  override name = 'LoopError';
}

export class Bench {
  readonly tests: Collection = new Map();
  /** Of each test: the mutants that it reaches, what it takes without any, how often it asks, what it has killed. */
  readonly reach = new Map<string, ReadonlySet<number>>();
  readonly #took = new Map<string, number>();
  readonly #asks = new Map<string, number>();
  readonly #kills = new Map<string, number>();
  #active = -1;
  #left = Infinity;
  #reached: Set<number> | null = null;
  #stray: string | null = null;

  /** @param codeOf the mutated text of a file, by its path from the root of the project */
  async load(codeOf: ReadonlyMap<string, string>, seeds: readonly number[]): Promise<void> {
    Object.assign(globalThis, { [QUESTION]: (id: number): boolean => this.#ask(id) });
    process.on('unhandledRejection', (error) => (this.#stray ??= `unhandled: ${String(error)}`));
    process.env['TZ'] = 'America/Los_Angeles';
    recordImports({ vitest: COLLECTED_TESTS }, (path) => codeOf.get(relative(process.cwd(), path)));
    for (const file of globSync(TEST_FILES).sort())
      await collectFile(file, async () => import(pathToFileURL(resolve(file)).href), this.tests);
    for (const seed of seeds) this.addSeed(seed);
  }

  /** A run of the simulation as a test. */
  addSeed(seed: number): string {
    const id = `simulation > seed ${seed}`;
    const run = async (): Promise<void> => {
      const { prepareSimulation } = await import('../../simulation/setup.ts');
      this.#prepared ??= prepareSimulation();
      await this.#prepared;
      const { simulate } = await import('../../simulation/simulate.ts');
      const { violations } = await simulate(seed, { figures: seed % 10 === 0 });
      if (violations.length > 0) throw new Error(violations[0]);
    };
    this.tests.set(id, { id, file: 'test/simulation/simulate.ts', run });
    return id;
  }

  #prepared: Promise<void> | null = null;

  /** Runs every test without a mutant. @throws Error when one fails */
  async measure(ids: Iterable<string> = this.tests.keys()): Promise<void> {
    for (const id of ids) {
      this.#reached = new Set();
      const before = (this.#left = 1e9);
      const { failure, took } = await this.#outcomeOf(id, 1e6);
      if (failure !== null) throw new Error(`${id} fails without a mutant: ${failure}`);
      this.#asks.set(id, before - this.#left);
      this.reach.set(id, this.#reached);
      this.#took.set(id, took);
      this.#reached = null;
    }
  }

  /** Those that reach a mutant, the deadliest for their time first. */
  testsOf(mutant: number): string[] {
    const worth = (id: string): number => ((this.#kills.get(id) ?? 0) + 0.1) / ((this.#took.get(id) ?? 0) + 0.5);
    return [...this.reach]
      .filter(([, reached]) => reached.has(mutant))
      .map(([id]) => id)
      .sort((a, b) => worth(b) - worth(a));
  }

  /**
   * The outcome of the first of these tests that fails with a mutant, or null. @param mostMs processor time after which
   * no further test is begun
   */
  async try(
    mutant: number,
    ids: readonly string[],
    mostMs: number,
  ): Promise<(Outcome & { readonly test: string }) | null> {
    const begun = processorMs();
    this.#active = mutant;
    try {
      for (const test of ids) {
        if (processorMs() - begun > mostMs) break;
        this.#left = LOOPS_AFTER.times * (this.#asks.get(test) ?? 0) + LOOPS_AFTER.more;
        const outcome = await this.#outcomeOf(test, hangsAfter(this.#took.get(test) ?? 0));
        if (outcome.failure === null) continue;
        this.#kills.set(test, (this.#kills.get(test) ?? 0) + 1);
        return { ...outcome, test };
      }
      return null;
    } finally {
      this.#active = -1;
      this.#left = Infinity;
    }
  }

  #ask(id: number): boolean {
    if (--this.#left < 0) throw new LoopError('a loop without end');
    this.#reached?.add(id);
    return id === this.#active;
  }

  async #outcomeOf(id: string, mostMs: number): Promise<Outcome> {
    const test = this.tests.get(id) as CollectedTest;
    const begun = processorMs();
    this.#stray = null;
    let hangs = false;
    const watch = watched(() => processorMs() - begun > mostMs);
    const failure = await Promise.race([
      test.run().then(
        () => null,
        (error: unknown) => String(error),
      ),
      watch.hangs.then(() => ((hangs = true), 'hangs')),
    ]);
    watch.stop();
    // A rejection that nobody hears is reported once the tasks of this turn are done.
    await new Promise((end) => setImmediate(end));
    const looped = this.#left < 0 ? 'a loop without end' : null;
    return { failure: failure ?? this.#stray ?? looped, hangs, took: processorMs() - begun };
  }
}

/** Tells when a test has used too much of the processor, or waits for what never comes: then it uses none. */
function watched(isOver: () => boolean): { readonly hangs: Promise<void>; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<void>((tell) => {
    let [last, idle] = [processorMs(), 0];
    timer = setInterval(() => {
      const now = processorMs();
      idle = now - last < IDLE_MS ? idle + 1 : 0;
      last = now;
      if (idle >= IDLE_TICKS || isOver()) tell();
    }, WATCH_MS);
  });
  return { hangs, stop: () => clearInterval(timer) };
}
