import { beforeAll, expect, test } from 'vitest';
import { prepareSimulation } from './setup.ts';

beforeAll(prepareSimulation);

const SEEDS = 40;

test(`a death at any call of ${SEEDS} runs changes nothing`, async () => {
  const { simulateDeaths } = await import('./simulate-seeds.ts');
  const { failures, deaths } = await simulateDeaths(1, SEEDS);
  process.stdout.write(`simulation: ${deaths} deaths, one at every call of ${SEEDS} runs\n`);
  expect(failures).toEqual([]);
});
