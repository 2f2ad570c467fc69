import { beforeAll, expect, test } from 'vitest';
import { prepareSimulation } from './setup.ts';

beforeAll(prepareSimulation);

const SEEDS = 100;

test(`a death at any call of ${SEEDS} runs changes nothing`, async () => {
  const { simulate } = await import('./simulate.ts');
  const failures: string[] = [];
  let runs = 0;
  for (let seed = 1; seed <= SEEDS && failures.length < 3; seed++) {
    for (let crashAt = 1, steps = Infinity; crashAt <= steps && failures.length < 3; crashAt++, runs++) {
      const run = await simulate(seed, { crashAt, mostUploads: 1 + (seed % 2) });
      steps = run.steps;
      if (run.violations.length > 0)
        failures.push(`seed ${seed}, death at call ${crashAt}: ${run.violations.join('; ')}`);
    }
  }
  process.stdout.write(`simulation: ${runs} deaths, one at every call of ${SEEDS} runs\n`);
  expect(failures).toEqual([]);
});
