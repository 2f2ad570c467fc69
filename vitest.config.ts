import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestKindFirst, PROJECTS } from './test/kinds.ts';

/** Longer than anything here takes on the busiest machine: a limit for what hangs, not for what is slow. */
const HANGS_AFTER_MS = 20 * 60_000;

export default defineConfig({
  test: {
    projects: PROJECTS.map((test) => ({ extends: true, test })),
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    globalSetup: ['test/watchdog.ts'],
    // Tests start the command line a few hundred times: most of a start is compiling the same modules.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') },
    // Vitest leaves one core idle unless told. Tests that start programs wait for them: one worker more uses that time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestKindFirst },
  },
});
