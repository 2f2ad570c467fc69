import { expect, test } from 'vitest';
import { FORMATS, judged, LONGEST, mutantsOf } from './fuzz-subjects.ts';

const MUTANTS = 120;

test.each(FORMATS)(
  'mutants of %s are read or refused, no row is lost, each within five seconds',
  { timeout: 60_000 },
  (format) => {
    const mutant = mutantsOf(format, 20_160_630);
    let read = 0;
    for (let number = 0; number < MUTANTS; number++) {
      const bytes = mutant();
      const started = performance.now();
      const checked = judged(bytes);
      expect(performance.now() - started).toBeLessThan(LONGEST);
      if (checked.read !== null) read++;
    }
    // Mutants that are all refused at the door would prove nothing of the rooms behind it.
    expect(read).toBeGreaterThan(MUTANTS / 10);
  },
);
