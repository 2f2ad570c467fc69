import { beforeAll, expect, test } from 'vitest';
import { prepareSimulation } from './setup.ts';

/** Runs a range of seeds as one test; several files share them, so that they run side by side. */
export function testSeeds(from: number, to: number): void {
  beforeAll(prepareSimulation);

  test(`seeds ${from} to ${to}: whatever happens, the end is that of one upload after the other`, async () => {
    const { simulateSeeds, told, withFigures } = await import('./simulate-seeds.ts');
    const seeds = await simulateSeeds(from, to, withFigures);
    process.stdout.write(`simulation: ${told(seeds)}\n`);
    expect(seeds.failures).toEqual([]);
  });
}
