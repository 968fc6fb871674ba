import { describe, expect, test } from 'vitest';
import {
  exhaustive,
  explore,
  type ExploreOptions,
  type ExploreReport,
  factoryFrom,
  pct,
  random,
  urw,
} from '../../dist/src/testing.js';

// A thread loads its own file, which is only there as JavaScript: these tests run what was built.
const url = new URL('./systems/shared-cell.mjs', import.meta.url).href;
const names = { factory: 'createSharedCell', properties: 'nothingIsLost' };
const needsModule = (message: string) => ({
  code: 'ERR_THREADS_NEED_MODULE',
  message: expect.stringContaining(message) as string,
});

/** All of a report but for how long it took. */
function timeless({ statistics, ...rest }: ExploreReport) {
  return { ...rest, statistics: { ...statistics, elapsed: 0 } };
}

async function reportsOn(numbers: readonly number[], options: ExploreOptions) {
  const factory = await factoryFrom(url, names);
  const reports = [];
  for (const threads of numbers) {
    reports.push(timeless(await explore(factory, { ...options, threads })));
  }
  return reports;
}

describe('on several threads', () => {
  test.each([
    { strategy: random(), distinct: 20 },
    { strategy: urw(), distinct: 20 },
    { strategy: pct({ depth: 3 }), distinct: 18 },
  ])('$strategy.name reports the same as on one', async ({ strategy, distinct }) => {
    const [one, ...others] = await reportsOn([1, 2, 3], {
      strategy,
      schedules: 450,
      coverage: true,
      audit: 4,
    });

    expect(one?.verdict).toBe('passed: budget reached');
    expect(one?.statistics).toMatchObject({ schedules: 450, distinct, failing: 0 });
    expect(others).toEqual([one, one]);
  });

  test('a failure is the first one, with its own error, and is shrunk', async () => {
    const { shared } = await factoryFrom(url, names);
    const [one, two] = await reportsOn([1, 2], { ...shared, strategy: random(), seed: 3, schedules: 300 });

    expect(one?.failure).toMatchObject({ property: 'nothing is lost', message: 'the cell holds 1' });
    expect(one?.failure?.error).toBeInstanceOf(RangeError);
    expect(one?.statistics.failing).toBe(1);
    expect(one?.minimal?.decisions).toHaveLength(6);
    expect(two).toEqual(one);
  });

  test('all failures are counted where the exploration goes on', async () => {
    const { shared } = await factoryFrom(url, names);
    const options = { ...shared, strategy: random(), schedules: 250, keepGoing: true, shrink: false };
    const [one, two] = await reportsOn([1, 2], options);

    expect(one?.statistics).toMatchObject({ schedules: 250 });
    expect(one?.statistics.failing).toBeGreaterThan(100);
    expect(two).toEqual(one);
  });

  test('random schedules are those that it runs without threads', async () => {
    const factory = await factoryFrom(url, names);
    const options = { strategy: random(), schedules: 250, coverage: true };

    const alone = timeless(await explore(factory, options));

    expect(timeless(await explore(factory, { ...options, threads: 2 }))).toEqual(alone);
  });

  test('a search runs on one, and says so', async () => {
    const [one, two] = await reportsOn([1, 2], { strategy: exhaustive() });

    expect([one?.verdict, two?.verdict]).toEqual([
      'passed: explored completely',
      'passed: explored completely',
    ]);
    expect([one?.statistics.warnings, two?.statistics.warnings]).toEqual([
      [],
      ['exhaustive ran on one thread: its schedules follow from each other'],
    ]);
  });
});

describe('what no other thread can get at', () => {
  test('is a factory that is only a function', async () => {
    const factory = await factoryFrom(url, names);

    await expect(explore(() => factory(), { strategy: random(), threads: 2 })).rejects.toMatchObject(
      needsModule('factoryFrom'),
    );
  });

  test('are properties that are not those of the module', async () => {
    const factory = await factoryFrom(url, names);
    const invariants = [{ name: 'all is well', holds: () => true }];

    await expect(explore(factory, { strategy: random(), invariants, threads: 2 })).rejects.toMatchObject(
      needsModule('invariants cannot go to another thread'),
    );
  });
});

describe('an error on another thread', () => {
  test('is the one that it would be on this thread', async () => {
    const factory = await factoryFrom(url, { factory: 'createNothing' });

    await expect(explore(factory, { strategy: random(), threads: 2 })).rejects.toMatchObject({
      code: 'ERR_SUBJECT',
      message: 'the factory of the system threw: Error: the shop is closed',
    });
  });
});

describe('a module', () => {
  test('makes the system, and what is to hold of it, from an argument', async () => {
    const argument = { threads: ['x', 'y', 'z'], sum: 4 };
    const factory = await factoryFrom(url, { factory: 'createCellOf', properties: 'sumIs', argument });
    const options = { ...factory.shared, strategy: random(), schedules: 200 };
    const [one, two] = [
      await explore(factory, { ...options, threads: 1 }),
      await explore(factory, { ...options, threads: 2 }),
    ];

    expect(one.failure).toMatchObject({
      property: 'the sum comes to 4',
      message: expect.stringMatching(/^it is [123]$/) as string,
    });
    expect(timeless(two)).toEqual(timeless(one));
  });

  test.each([
    ['that is not there', new URL('./nowhere.mjs', url).href, names, 'cannot be imported'],
    ['without the factory', url, { factory: 'createShop' }, 'exports no machine or function createShop'],
    ['without the properties', url, { ...names, properties: 'all' }, 'exports no object all'],
  ])('%s is refused', async (_, from, wanted, message) => {
    await expect(factoryFrom(from, wanted)).rejects.toMatchObject({
      code: 'ERR_SUBJECT',
      message: expect.stringContaining(message) as string,
    });
  });

  test('is no use on a negative number of threads', async () => {
    await expect(explore(await factoryFrom(url, names), { threads: -1 })).rejects.toMatchObject({
      code: 'ERR_EXPLORE_OPTION',
    });
  });
});
