import { defineConfig } from 'vitest/config';

/** For `npx vitest run --config test/explorer/suite/table.config.ts`, which measures the suite; it takes minutes. */
export default defineConfig({
  test: { include: ['test/explorer/suite/write-table.ts'], testTimeout: 3_600_000 },
});
