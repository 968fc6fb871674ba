import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests of what runs on threads. */
const threads = 'test/**/*.threads.test.ts';
/** The tests of what runs in a browser. */
const browser = 'test/**/*.browser.test.ts';
const compiledXState = fileURLToPath(new URL('test/compiler/compiled-xstate.ts', import.meta.url));
const asBuilt = [{ find: /^(?:\.\.\/)+(src|machines)\//, replacement: `${import.meta.dirname}/dist/$1/` }];

export default defineConfig({
  test: {
    environment: 'node',
    // Some tests start the built command as a user would; a loaded machine takes its time over that.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          provide: { xstate: 'newest' },
          include: ['test/**/*.test.ts'],
          exclude: [threads, browser],
        },
      },
      {
        // A thread loads its own file, which is only there as JavaScript: these tests run what was built.
        extends: true,
        resolve: { alias: asBuilt },
        test: { name: 'threads', provide: { xstate: 'newest' }, include: [threads] },
      },
      {
        // The real thing from end to end: what was built, and its pages in a Chromium.
        extends: true,
        resolve: { alias: asBuilt },
        test: {
          name: 'browser',
          provide: { xstate: 'newest' },
          include: [browser],
          globalSetup: 'test/browser/global-setup.ts',
          // Each page is a process of its own, on a machine that may have two processors and other work.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        // What rests on XState's insides runs again on the oldest release that the package admits.
        extends: true,
        resolve: { alias: [{ find: /^xstate$/, replacement: 'xstate-oldest' }] },
        test: {
          name: 'oldest xstate',
          provide: { xstate: 'oldest' },
          include: ['test/{bus,compiler,conformance,scheduler,system,trace}/**/*.test.ts'],
          exclude: [threads, browser],
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
          include: [
            'test/{bus,conformance,debugger,explorer,machines,restaurant,scenarios,schedules,scheduler,system,trace,vitest}/**/*.test.ts',
          ],
          // The last has nothing to compare with where no machine is XState's.
          exclude: [threads, browser, 'test/explorer/compiled-machines.test.ts'],
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
