import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explorer/explore.js';
import { shrink } from '../../src/explorer/shrinking/shrink.js';
import { pct } from '../../src/explorer/strategies/pct.js';
import { random } from '../../src/explorer/strategies/random.js';
import { replay } from '../../src/explorer/strategies/replay.js';
import { account } from './suite/account.js';
import { bluetooth } from './suite/bluetooth.js';
import { reorder10 } from './suite/reorder.js';
import { suite } from './suite/suite.js';
import { twoPhaseCommit } from './suite/two-phase-commit.js';
import { twostage } from './suite/twostage.js';

describe('the shortest schedules of the suite', () => {
  test.each([
    { strategy: random(), seed: 1 },
    { strategy: pct({ depth: 3 }), seed: 2 },
  ])(
    'are reached from what $strategy.name finds with seed $seed in nine cases of ten, and nearly in all',
    async ({ strategy, seed }) => {
      const factors: Record<string, number> = {};
      for (const { name, buggy, options, shortest } of suite) {
        const { minimal } = await explore(buggy, { ...options, strategy, seed });
        factors[name] = (minimal?.decisions.length ?? Number.POSITIVE_INFINITY) / shortest;
      }

      const all = Object.values(factors);
      expect(all.filter((factor) => factor === 1).length).toBeGreaterThanOrEqual(0.9 * all.length);
      expect(all.filter((factor) => factor > 1.5)).toEqual([]);
      expect(all.filter((factor) => factor < 1)).toEqual([]);
    },
  );
});

describe('a minimal schedule', () => {
  test('breaks the same property, when it is run again by its line', async () => {
    const { buggy, options } = reorder10;
    const { failure, minimal } = await explore(buggy, { ...options, strategy: random(), seed: 2 });
    const strategy = replay(minimal?.replay ?? '');
    const again = await explore(buggy, { ...options, strategy, shrink: false });

    expect(failure?.decisions).toHaveLength(31);
    expect(minimal?.decisions).toHaveLength(5);
    expect(again.failure).toMatchObject({
      property: failure?.property,
      decisions: minimal?.decisions,
    });
  });

  test('goes from one actor to another only where it has to', async () => {
    const { buggy, options } = twostage;
    const { minimal } = await explore(buggy, { ...options, strategy: random() });

    expect(minimal).toMatchObject({ isShortest: true, preemptions: 0 });
    expect(minimal?.decisions).toEqual([
      'deliver acquire writer>lock-1',
      'deliver answer lock-1>writer',
      'deliver write writer>first',
      'deliver answer first>writer',
      'deliver release writer>lock-1',
      'deliver acquire reader>lock-1',
      'deliver answer lock-1>reader',
      'deliver read reader>first',
      'deliver answer first>reader',
      'deliver acquire reader>lock-2',
      'deliver answer lock-2>reader',
      'deliver read reader>second',
      'deliver answer second>reader',
    ]);
  });

  test('is the same from the same schedule', async () => {
    const { buggy, options } = bluetooth;
    const { failure, minimal } = await explore(buggy, { ...options, strategy: random() });

    expect(await shrink(buggy, failure!, options)).toEqual(minimal);
  });

  test('is known to be the shortest only where there was effort enough to see', async () => {
    const { buggy, options } = twoPhaseCommit;
    const { failure } = await explore(buggy, { ...options, strategy: random(), shrink: false });
    const [much, little] = [
      await shrink(buggy, failure!, options),
      await shrink(buggy, failure!, { ...options, effort: 100 }),
    ];

    expect(much?.isShortest).toBe(true);
    expect(little?.isShortest).toBe(false);
  });

  test('is there without any effort: the schedule as it was found', async () => {
    const { buggy, options } = reorder10;
    const { failure } = await explore(buggy, { ...options, strategy: random(), shrink: false });

    expect((await shrink(buggy, failure!, { ...options, effort: 0 }))?.decisions).toEqual(failure?.decisions);
  });

  test('is not there where the schedule does not fail', async () => {
    const { buggy, correct, options } = account;
    const { failure } = await explore(buggy, { ...options, strategy: random(), shrink: false });

    expect(await shrink(correct, failure!, options)).toBeUndefined();
  });

  test('is not looked for where nobody wants one', async () => {
    const { buggy, options } = account;
    const { verdict, minimal } = await explore(buggy, { ...options, shrink: false });

    expect(verdict).toBe('failed');
    expect(minimal).toBeUndefined();
  });
});
