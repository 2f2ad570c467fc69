import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { bothRoads } from './both-roads.ts';
import { smallCity } from './small-city.ts';

it('figures by two roads are the same for 200 cities with corrections, replacements and deletions over eight quarters', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(smallCity, { minLength: 20, maxLength: 20 }), async (cities) => {
      for (const [first, second] of await bothRoads(cities)) expect(first).toEqual(second);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
