import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests of what runs on threads. */
const threads = 'test/**/*.threads.test.ts';
const compiledXState = fileURLToPath(new URL('test/compiler/compiled-xstate.ts', import.meta.url));

export default defineConfig({
  test: {
    environment: 'node',
    // Some tests start the built command as a user would; a loaded machine takes its time over that.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          provide: { xstate: 'newest' },
          include: ['test/**/*.test.ts'],
          exclude: [threads],
        },
      },
      {
        // A thread loads its own file, which is only there as JavaScript: these tests run what was built.
        extends: true,
        resolve: {
          alias: [{ find: /^(?:\.\.\/)+(src|machines)\//, replacement: `${import.meta.dirname}/dist/$1/` }],
        },
        test: { name: 'threads', provide: { xstate: 'newest' }, include: [threads] },
      },
      {
        // What rests on XState's insides runs again on the oldest release that the package admits.
        extends: true,
        resolve: { alias: [{ find: /^xstate$/, replacement: 'xstate-oldest' }] },
        test: {
          name: 'oldest xstate',
          provide: { xstate: 'oldest' },
          include: ['test/{bus,compiler,conformance,scheduler,system,trace}/**/*.test.ts'],
          exclude: [threads],
        },
      },
      {
        // Whatever the tests say of XState's machines holds for compiled ones: here `createMachine` compiles.
        extends: true,
        plugins: [
          {
            name: 'compiled machines',
            enforce: 'pre',
            resolveId: (source, importer) =>
              source === 'xstate' && importer !== undefined && !/\/(src|test)\/compiler\//.test(importer)
                ? compiledXState
                : undefined,
          },
        ],
        test: {
          name: 'compiled machines',
          provide: { xstate: 'newest' },
          include: ['test/{conformance,explorer,machines,scenarios,scheduler,system,trace}/**/*.test.ts'],
          exclude: [threads],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**', 'machines/**'],
      reportsDirectory: 'coverage',
    },
  },
});
