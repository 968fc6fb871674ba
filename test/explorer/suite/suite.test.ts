import { describe, expect, test } from 'vitest';
import { explore } from '../../../src/explorer/explore.js';
import { exhaustiveStates } from '../../../src/explorer/strategies/exhaustive-states.js';
import { exhaustive } from '../../../src/explorer/strategies/exhaustive.js';
import { portfolio } from '../../../src/explorer/strategies/portfolio.js';
import { contenders } from './contenders.js';
import { suite } from './suite.js';

/** How many schedules a strategy may run, with seed 1. */
const BUDGET = 300;

/** How many schedules of the budget the portfolio gives to a search over states: its single steps are no schedules. */
const SEARCHED = 60;

/** The strategies that do not find a bug within the budget. */
const missed: Readonly<Record<string, readonly string[]>> = {
  bluetooth: ['delayBounded(2)'],
  reorder_4: ['delayBounded(2)'],
  reorder_5: ['delayBounded(2)'],
  reorder_10: ['delayBounded(2)', 'exhaustive'],
  twostage: ['delayBounded(2)'],
  wronglock: ['delayBounded(2)'],
};

/** How many classes of schedules the correct twins have, where these are few enough to be explored completely. */
const classesOfCorrectTwin: Readonly<Record<string, number>> = {
  account: 30,
  bluetooth: 9,
  cancelled_order: 3,
  carter01: 8,
  circular_buffer: 344,
  deadlock01: 8,
  reorder_3: 30,
  reorder_4: 336,
  token_ring: 244,
  two_phase_commit: 300,
  twostage: 6,
  wronglock: 336,
};

describe.each(suite)('$name', ({ name, buggy, correct, options, shortest }) => {
  test.each(contenders)(
    `$name finds the bug within ${BUDGET} schedules, or is known to miss it`,
    async (strategy) => {
      const { verdict } = await explore(buggy, { ...options, strategy, schedules: BUDGET, shrink: false });

      const isFound = missed[name]?.includes(strategy.name) !== true;
      expect(verdict).toBe(isFound ? 'failed' : 'passed: budget reached');
    },
  );

  test(`needs ${shortest} decisions to fail, as a search over all states proves`, async () => {
    const strategy = exhaustiveStates();
    const { failure } = await explore(buggy, { ...options, strategy, shrink: false });

    expect(failure?.decisions).toHaveLength(shortest);
  });

  const classes = classesOfCorrectTwin[name];
  test(`has ${classes ?? 'too many'} classes of schedules without the bug, and none that is run fails`, async () => {
    const strategy = classes === undefined ? portfolio() : exhaustive();
    const schedules = classes === undefined ? BUDGET : 1000;
    const { verdict, statistics } = await explore(correct, { ...options, strategy, schedules });

    expect(verdict).toBe(classes === undefined ? 'passed: budget reached' : 'passed: explored completely');
    expect(statistics).toMatchObject({ schedules: classes ?? BUDGET - SEARCHED, failing: 0 });
  });
});
