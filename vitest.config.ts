import { defineConfig } from 'vitest/config';
import { LongestKindFirst, PROJECTS } from './test/kinds.ts';

/** Longer than anything here takes on the busiest machine: a limit for what hangs, not for what is slow. */
const HANGS_AFTER_MS = 20 * 60_000;

export default defineConfig({
  test: {
    projects: PROJECTS.map((test) => ({ extends: true, test })),
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    // Vitest leaves one core idle unless told; on a machine of two that doubles the time.
    maxWorkers: '100%',
    sequence: { sequencer: LongestKindFirst },
  },
});
