import { expect, test } from 'vitest';
import { processorSeconds } from '../processor-time.ts';
import { FORMATS, judged, LONGEST, mutantsOf } from './fuzz-subjects.ts';

/** `npm run fuzz` tries thousands. */
const MUTANTS = 60;

test.each(FORMATS)('mutants of %s are read or refused with little work, and no row is lost', (format) => {
  const mutant = mutantsOf(format, 20_160_630);
  let read = 0;
  for (let number = 0; number < MUTANTS; number++) {
    const bytes = mutant();
    const work = (): void => {
      if (judged(bytes).read !== null) read++;
    };
    expect(processorSeconds(work)).toBeLessThan(LONGEST);
  }
  // Mutants that are all refused at the door would prove nothing of the rooms behind it.
  expect(read).toBeGreaterThan(MUTANTS / 10);
});
