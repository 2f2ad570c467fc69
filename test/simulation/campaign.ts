/** The simulation for a night: `npm run simulate -- --seeds 1000000 [--from 1] [--without GUARD | --deaths]`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { prepareSimulation } from './setup.ts';
import type { Guard } from './world.ts';

type Range = {
  readonly from: number;
  readonly to: number;
  readonly without?: Guard;
  /** A death at every single call, and nothing else that goes wrong. */
  readonly deaths: boolean;
};

if (isMainThread) {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      without: { type: 'string' },
      deaths: { type: 'boolean', default: false },
    },
  });
  const [first, count] = [Number(values.from), Number(values.seeds)];
  const workers = availableParallelism();
  const size = Math.ceil(count / workers);
  let failed = false;
  for (let at = 0; at < workers; at++) {
    const range = {
      from: first + at * size,
      to: Math.min(first + count, first + (at + 1) * size) - 1,
      ...(values.without ? { without: values.without } : {}),
      deaths: values.deaths,
    };
    const worker = new Worker(new URL(import.meta.url), { workerData: range });
    worker.on('message', ({ text, failures }: Told) => {
      process.stdout.write(`${text}\n`);
      for (const failure of failures) process.stderr.write(`${failure}\n`);
      if (failures.length > 0) failed = true;
      process.exitCode = failed ? 1 : 0;
    });
  }
} else {
  await prepareSimulation();
  const { from, to, without, deaths } = workerData as Range;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort?.postMessage(deaths ? await dyingRuns(from, to) : await seededRuns(from, to, without));
}

type Told = { readonly text: string; readonly failures: readonly string[] };

async function seededRuns(from: number, to: number, without?: Guard): Promise<Told> {
  const { simulateSeeds, told, withFigures } = await import('./simulate-seeds.ts');
  const optionsOf = (seed: number) => ({ ...withFigures(seed), ...(without ? { without } : {}) });
  const seeds = await simulateSeeds(from, to, optionsOf, without ? 1 : 3);
  return { text: told(seeds), failures: seeds.failures };
}

async function dyingRuns(from: number, to: number): Promise<Told> {
  const { simulateDeaths } = await import('./simulate-seeds.ts');
  const { deaths, failures } = await simulateDeaths(from, to);
  return { text: `${deaths} deaths, one at every call of the runs ${from} to ${to}`, failures };
}
