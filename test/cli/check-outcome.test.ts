import { expect, test } from 'vitest';
import { checkOutcome } from '../../src/cli/check-outcome.js';
import type { Outcome } from '../../src/scheduler/scheduler.js';

const outcome: Outcome = {
  status: 'done',
  output: undefined,
  failure: undefined,
  decisions: 1,
  elapsed: 0,
  pendingTasks: [],
  deadLetters: 0,
};

test('a run that is done is well', () => {
  expect(() => checkOutcome(outcome, [])).not.toThrow();
});

test('a run that waits names what it waits for', () => {
  const pendingTasks = [{ address: 'oven', incarnation: 1, kind: 'promise' as const, source: 'bake' }];
  expect(() => checkOutcome({ ...outcome, status: 'waiting', pendingTasks }, ['oven'])).toThrow(
    'not done: it waits for oven (promise bake)',
  );
});

test('a run that came to rest too early names who has not ended', () => {
  expect(() => checkOutcome({ ...outcome, status: 'at-rest' }, ['restaurant', 'John'])).toThrow(
    'not done: nothing more can happen, and these have not ended: restaurant, John',
  );
});

test('a run that failed names the actor and the error', () => {
  const failure = { address: 'Jane', error: new Error('no buns') };
  expect(() => checkOutcome({ ...outcome, status: 'failed', failure }, [])).toThrow(
    'failed in Jane: no buns',
  );
});
