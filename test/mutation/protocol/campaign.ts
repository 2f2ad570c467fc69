/**
 * `npm run mutate:protocol [-- --only functions/store] [--seeds 60] [--more-seeds 300] [--processes 2]
 * [--one-in 8] [--most-seconds 5]`: tries every
 * mutant of the protocol and tells which no test notices, except those that docs/mutation.md explains.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from './bench.ts';
import { protocolFiles } from './code.ts';
import { mutantsOf, type Mutant } from './mutants.ts';

const WORK = 'out/mutate-protocol';
const DOCUMENT = 'docs/mutation.md';

/** How a mutant ended: by which test it was noticed, or why not. */
type Fate = { readonly id: number; readonly by: string | null; readonly fate: 'killed' | 'survived' | 'not reached' };
type Shard = {
  readonly ids: readonly number[];
  readonly only: string;
  readonly seeds: number;
  readonly more: number;
  readonly mostMs: number;
};

/** The seeds of docs/simulation.md, each of which is known to miss a guard, and the first. */
function seedsUpTo(count: number): number[] {
  const table = readFileSync('docs/simulation.md', 'utf8').matchAll(/^\| `[^`]+` \|.*\| (\d+) \|$/gm);
  const known = [...table].map(([, seed]) => Number(seed));
  return [...new Set([...known, ...Array.from({ length: count }, (_, at) => at + 1)])];
}

async function work(
  { ids, only, seeds, more, mostMs }: Shard,
  tell: (message: Fate | 'measured') => void,
): Promise<void> {
  const { codeOf } = mutantsOf(protocolFiles(only), join(WORK, String(process.pid)));
  const bench = new Bench();
  const first = seedsUpTo(seeds);
  await bench.load(codeOf, first);
  await bench.measure();
  tell('measured');
  const later = seedsUpTo(more).filter((seed) => !first.includes(seed));
  for (const id of ids) {
    const tests = bench.testsOf(id);
    const isSimulated = tests.some((test) => test.startsWith('simulation'));
    const all = isSimulated ? [...tests, ...later.map((seed) => bench.addSeed(seed))] : tests;
    const outcome = await bench.try(id, all, mostMs);
    tell({ id, by: outcome?.test ?? null, fate: outcome ? 'killed' : all.length > 0 ? 'survived' : 'not reached' });
    // Nothing ends a test that hangs, so another process goes on.
    if (outcome?.hangs) process.exit(0);
  }
}

/** Runs a shard in a process of its own, and in another where that one ended: what it ended at is noticed. */
async function supervise(shard: Shard, note: (fate: Fate) => void): Promise<void> {
  const left = [...shard.ids];
  while (left.length > 0) {
    const child: ChildProcess = fork(import.meta.filename, ['--worker'], {
      // Numbers without end are none in JSON.
      serialization: 'advanced',
      env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT' },
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=3000'],
    });
    let isMeasured = false;
    child.on('message', (message: Fate | 'measured') => {
      if (message === 'measured') isMeasured = true;
      else {
        left.splice(left.indexOf(message.id), 1);
        note(message);
      }
    });
    child.send({ ...shard, ids: [...left] });
    const before = left.length;
    const code = await new Promise<number | null>((end) => child.once('exit', end));
    if (!isMeasured) throw new Error('the tests fail without a mutant, or cannot be loaded');
    const [at] = left;
    if (at === undefined || (code === 0 && left.length < before)) continue;
    left.shift();
    note({ id: at, by: 'the process ended', fate: 'killed' });
  }
}

/** The mutants that docs/mutation.md explains: by name, in code spans at the beginning of a line of a list. */
const explained = (): Set<string> =>
  new Set([...readFileSync(DOCUMENT, 'utf8').matchAll(/^- ``? ?(.+?) ?``?: /gm)].map(([, name = '']) => name));

/** The same mutants in each run. */
const isInSample = (name: string, oneIn: number): boolean =>
  createHash('sha256').update(name).digest().readUInt32LE() % oneIn === 0;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      seeds: { type: 'string', default: '60' },
      'more-seeds': { type: 'string', default: '60' },
      processes: { type: 'string', default: String(availableParallelism()) },
      again: { type: 'string' },
      'most-seconds': { type: 'string', default: 'Infinity' },
      'one-in': { type: 'string', default: '1' },
    },
  });
  mkdirSync(WORK, { recursive: true });
  const { mutants } = mutantsOf(protocolFiles(values.only), WORK);
  const wanted = values.again ? new Set(JSON.parse(readFileSync(values.again, 'utf8')) as string[]) : null;
  const oneIn = Number(values['one-in']);
  const tried = mutants.filter(({ name }) => (wanted === null ? isInSample(name, oneIn) : wanted.has(name)));
  const fates = new Map<number, Fate>();
  const count = Number(values.processes);
  const shards = Array.from({ length: count }, (_, at) => ({
    ids: tried.filter((_one, index) => index % count === at).map(({ id }) => id),
    only: values.only,
    seeds: Number(values.seeds),
    more: Number(values['more-seeds']),
    mostMs: 1_000 * Number(values['most-seconds']),
  }));
  await Promise.all(
    shards.map(async (shard) =>
      supervise(shard, (fate) => {
        fates.set(fate.id, fate);
        // Line by line, so that a campaign that is ended early has told what it found.
        appendFileSync(join(WORK, 'fates.jsonl'), `${JSON.stringify({ ...mutants[fate.id], ...fate })}\n`);
        if (fates.size % 50 === 0) process.stderr.write(`${fates.size} of ${tried.length}\n`);
      }),
    ),
  );
  process.exitCode = report(tried, fates, wanted === null && values.only === '' && oneIn === 1);
}

/** @returns the exit code: 1 where a mutant survives that nobody has explained, or one is explained that is killed */
function report(mutants: readonly Mutant[], fates: ReadonlyMap<number, Fate>, isWhole: boolean): number {
  const known = explained();
  const fateOf = ({ id }: Mutant): Fate['fate'] | undefined => fates.get(id)?.fate;
  const alive = mutants.filter((mutant) => fateOf(mutant) !== 'killed');
  const open = alive.filter(({ name }) => !known.has(name));
  for (const mutant of open) process.stdout.write(`${fateOf(mutant)}: ${mutant.file}:${mutant.line} ${mutant.name}\n`);
  const names = new Set(alive.map(({ name }) => name));
  const stale = isWhole ? [...known].filter((name) => !names.has(name)) : [];
  for (const name of stale) process.stdout.write(`explained and noticed, or gone: ${name}\n`);
  writeFileSync(
    join(WORK, 'survivors.json'),
    JSON.stringify(
      open.map(({ name }) => name),
      null,
      1,
    ),
  );
  writeFileSync(
    join(WORK, 'fates.json'),
    JSON.stringify(
      mutants.map((one) => ({ ...one, ...fates.get(one.id) })),
      null,
      1,
    ),
  );
  const counted = Object.entries(Object.groupBy(mutants, (mutant) => fateOf(mutant) ?? 'not tried'));
  process.stdout.write(
    `${mutants.length} mutants: ${counted.map(([fate, of]) => `${of?.length} ${fate}`).join(', ')}; `,
  );
  process.stdout.write(`${alive.length - open.length} explained in ${DOCUMENT}\n`);
  return open.length + stale.length > 0 ? 1 : 0;
}

if (process.argv.includes('--worker'))
  process.once('message', (shard: Shard) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
    void work(shard, (message) => process.send?.(message)).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(2);
      },
    );
  });
else await main();
