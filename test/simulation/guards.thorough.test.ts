import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareSimulation } from './setup.ts';
import { GUARDS, type Guard } from './world.ts';

beforeAll(prepareSimulation);

/** The table of docs/simulation.md: guard and the seed that catches its absence. */
const table = new Map(
  [
    ...readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'simulation.md'), 'utf8').matchAll(
      /^\| `([^`]+)` \|.*\| (\d+) \|$/gm,
    ),
  ].map(([, guard = '', seed]) => [guard, Number(seed)]),
);

test('docs/simulation.md names a seed for every guard', () => {
  expect([...table.keys()].sort()).toEqual([...GUARDS].sort());
});

describe.each([...GUARDS])('without the guard “%s”', (guard: Guard) => {
  test('the seed of the table fails, and with it the seed is good', async () => {
    const { simulate } = await import('./simulate.ts');
    const seed = table.get(guard) ?? 0;
    expect(seed).toBeLessThanOrEqual(1_000);
    expect((await simulate(seed, { without: guard, figures: true })).violations).not.toEqual([]);
    expect((await simulate(seed, { figures: true })).violations).toEqual([]);
  });
});
