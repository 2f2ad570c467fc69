/** The simulation for a night: `npm run simulate -- --seeds 1000000 [--from 1] [--without GUARD]`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { prepareSimulation } from './setup.ts';
import type { Guard } from './world.ts';

type Range = { readonly from: number; readonly to: number; readonly without?: Guard };

if (isMainThread) {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      without: { type: 'string' },
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
    };
    const worker = new Worker(new URL(import.meta.url), { workerData: range });
    worker.on('message', ({ text, failures }: { text: string; failures: readonly string[] }) => {
      process.stdout.write(`${text}\n`);
      for (const failure of failures) process.stderr.write(`${failure}\n`);
      if (failures.length > 0) failed = true;
      process.exitCode = failed ? 1 : 0;
    });
  }
} else {
  await prepareSimulation();
  const { simulateSeeds, told } = await import('./simulate-seeds.ts');
  const { from, to, without } = workerData as Range;
  const seeds = await simulateSeeds(
    from,
    to,
    (seed) => ({ figures: seed % 10 === 0, ...(without ? { without } : {}) }),
    without ? 1 : 3,
  );
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort?.postMessage({ text: told(seeds), failures: seeds.failures });
}
