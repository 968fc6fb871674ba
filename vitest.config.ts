import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // Some tests start the built command as a user would; a loaded machine takes its time over that.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    coverage: {
      provider: 'v8',
      include: ['src/**', 'machines/**'],
      reportsDirectory: 'coverage',
    },
  },
});
