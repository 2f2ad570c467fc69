/**
 * A test runner for Stryker that keeps the tests loaded. Through Vitest a mutant costs seconds, because each run loads
 * every module again; here it costs the tests that reach it, those that killed most for their time first.
 *
 * Two environment variables make a long run short, and the score then a lower bound: ONE_IN=6 tries one mutant in six
 * (the others end as errors, which no score counts), MOST_MS=2000 gives a mutant so much processor time and no more.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant, MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type CompleteDryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { collectFile, COLLECTED_TESTS, type CollectedTest, type Collection } from './collected-tests.ts';
import { loadAnew, recordImports } from './fresh-modules.ts';

/** What mutated code and its runner tell each other; the name is Stryker's. */
type Exchange = {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
};
const EXCHANGE = '__stryker__';
const exchange: Exchange = ((globalThis as Record<string, unknown>)[EXCHANGE] ??= {}) as Exchange;

const ONE_IN = Number(process.env['ONE_IN'] ?? 1);
const MOST_MS = Number(process.env['MOST_MS'] ?? Infinity);

/**
 * A test that reaches one mutant so often is in a loop without end. Stryker gives a limit of its own where a mutant does
 * not act while modules load; a process that it had to end would begin again without what it knows of the tests.
 */
const MOST_HITS = 3_000_000;

const urlOf = (file: string): string => pathToFileURL(resolve(file)).href;
const processorMs = (): number => process.cpuUsage().user / 1000;

/** The same mutants in each run. */
const isInSample = ({ fileName, location, replacement }: Mutant): boolean =>
  createHash('sha256')
    .update(JSON.stringify([fileName.replace(/^.*\/(?=shared\/)/, ''), location, replacement]))
    .digest()
    .readUInt32LE() %
    ONE_IN ===
  0;

class OneProcessRunner implements TestRunner {
  readonly #files: readonly string[];
  readonly #skipped: RegExp;
  readonly #loaded: Collection = new Map();
  /** Of each test: the mutants that it killed, in all and in the file that is mutated now, and its milliseconds. */
  readonly #kills = new Map<string, number>();
  readonly #killsHere = new Map<string, number>();
  #mutated = '';
  #countsEachTest = false;
  readonly #took = new Map<string, number>();

  constructor(options: StrykerOptions) {
    const { include, skip } = options['oneProcess'] as { readonly include: string[]; readonly skip: string };
    this.#files = globSync(include).sort();
    this.#skipped = new RegExp(skip);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    // As the fast tests have it (test/kinds.ts).
    process.env['TZ'] = 'America/Los_Angeles';
    recordImports({ vitest: COLLECTED_TESTS });
    for (const file of this.#files) await this.#load(file, this.#loaded);
  }

  async #load(file: string, into: Collection): Promise<void> {
    await collectFile(file, async () => import(urlOf(file)), into);
    for (const id of into.keys()) if (this.#skipped.test(id)) into.delete(id);
  }

  async dryRun(): Promise<CompleteDryRunResult> {
    const tests: TestResult[] = [];
    for (const test of this.#loaded.values()) {
      const { id } = test;
      exchange.currentTestId = id;
      const { failure, took } = await outcomeOf(test);
      this.#took.set(id, took);
      const result = { id, name: id, timeSpentMs: took };
      tests.push(
        failure === null
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage: failure },
      );
    }
    exchange.currentTestId = undefined;
    const { mutantCoverage } = exchange;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage ? { mutantCoverage } : {}) };
  }

  async mutantRun({ activeMutant, ...options }: MutantRunOptions): Promise<MutantRunResult> {
    if (!isInSample(activeMutant)) return { status: MutantRunStatus.Error, errorMessage: 'not in the sample' };
    this.#turnTo(activeMutant.fileName);
    exchange.hitCount = 0;
    exchange.hitLimit = options.hitLimit ?? MOST_HITS;
    this.#countsEachTest = options.hitLimit === undefined;
    exchange.activeMutant = activeMutant.id;
    const until = processorMs() + MOST_MS;
    try {
      const isStatic = options.mutantActivation === 'static';
      // What acts while modules load may act later, too, and that is quick to try.
      const ids = isStatic ? this.#testsThatReach([activeMutant.id]) : (options.testFilter ?? []);
      const tests = [...ids].flatMap((id) => this.#loaded.get(id) ?? []);
      const result = await this.#run(tests, until);
      // What is made once and kept was made without the mutant.
      const isTried = !isStatic && (exchange.hitCount ?? 0) > 0;
      if (result.status !== MutantRunStatus.Survived || isTried) return result;
      return await this.#runAnew(options.sandboxFileName, until);
    } finally {
      exchange.activeMutant = undefined;
    }
  }

  /** With new instances of all modules that the mutated file can reach, one test file after the other. */
  async #runAnew(mutated: string, until: number): Promise<MutantRunResult> {
    const reached = loadAnew(urlOf(mutated));
    const mutants = [...readFileSync(mutated, 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g)].map(([, id = '']) => id);
    const reaching = this.#testsThatReach(mutants);
    const isAsked = ({ id }: CollectedTest): boolean => reaching.size === 0 || reaching.has(id);
    const asked = [...this.#loaded.values()].filter((test) => reached.has(urlOf(test.file)) && isAsked(test));
    const files = [...Map.groupBy(asked, ({ file }) => file)].sort(([, a], [, b]) => this.#worth(b) - this.#worth(a));
    let nrOfTests = 0;
    for (const [file] of files) {
      if (processorMs() > until) break;
      const collection: Collection = new Map();
      try {
        await this.#load(file, collection);
      } catch (error) {
        return { status: MutantRunStatus.Killed, killedBy: [file], failureMessage: String(error), nrOfTests };
      }
      const result = await this.#run([...collection.values()].filter(isAsked), until);
      if (result.status !== MutantRunStatus.Survived) return result;
      nrOfTests += result.nrOfTests;
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  /** The tests that execute one of the mutants. */
  #testsThatReach(mutants: readonly string[]): ReadonlySet<string> {
    const perTest = Object.entries(exchange.mutantCoverage?.perTest ?? {});
    return new Set(perTest.flatMap(([id, hits]) => (mutants.some((mutant) => hits[mutant]) ? [id] : [])));
  }

  async #run(tests: readonly CollectedTest[], until: number): Promise<MutantRunResult> {
    const { hitLimit } = exchange;
    let nrOfTests = 0;
    for (const test of tests.toSorted((a, b) => this.#worth([b]) - this.#worth([a]))) {
      if (processorMs() > until) break;
      nrOfTests++;
      if (this.#countsEachTest) exchange.hitCount = 0;
      const { failure } = await outcomeOf(test);
      if (hitLimit !== undefined && (exchange.hitCount ?? 0) > hitLimit)
        return { status: MutantRunStatus.Timeout, reason: 'a loop without end' };
      if (failure === null) continue;
      for (const kills of [this.#kills, this.#killsHere]) kills.set(test.id, (kills.get(test.id) ?? 0) + 1);
      return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage: failure, nrOfTests };
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  /** Mutants come file by file. */
  #turnTo(mutated: string): void {
    if (mutated === this.#mutated) return;
    this.#mutated = mutated;
    this.#killsHere.clear();
    for (const { id, file } of this.#loaded.values())
      if (basename(file).startsWith(`${basename(mutated, '.ts')}.`)) this.#killsHere.set(id, 1);
  }

  /** What tests have killed for their time; what kills in this file is worth more, and so are tests named after it. */
  #worth(tests: readonly CollectedTest[]): number {
    const sum = (of: ReadonlyMap<string, number>): number => tests.reduce((all, { id }) => all + (of.get(id) ?? 0), 0);
    return (10 * sum(this.#killsHere) + sum(this.#kills) + 0.1) / (sum(this.#took) + 0.5);
  }
}

async function outcomeOf({ run }: CollectedTest): Promise<{ readonly failure: string | null; readonly took: number }> {
  const begun = processorMs();
  try {
    await run();
    return { failure: null, took: processorMs() - begun };
  } catch (error) {
    return { failure: String(error), took: processorMs() - begun };
  }
}

const create = (options: StrykerOptions): OneProcessRunner => new OneProcessRunner(options);
create.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'one-process', create)];
