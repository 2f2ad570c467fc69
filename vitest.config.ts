import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Vitest leaves one core idle unless told; on a machine of two that doubles the time.
    maxWorkers: '100%',
  },
});
