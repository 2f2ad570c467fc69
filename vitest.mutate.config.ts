import { defineConfig } from 'vitest/config';

/** The tests that judge the rules, and only those: each mutant runs them. */
export default defineConfig({
  test: {
    include: ['test/golden/rules/**/*.test.ts', 'test/rules/**/*.test.ts', 'test/check/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
