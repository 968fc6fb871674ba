import type { SuiteCase } from './suite-case.js';
import { acquire, add, release } from './thread.js';
import { threads, threadsHold } from './threads.js';

/** CS.deadlock01_bad: two threads take two locks, each begins with another one. */
export const deadlock01: SuiteCase = {
  name: 'deadlock01',
  buggy: twoLockers(['a', 'b'], ['b', 'a']),
  correct: twoLockers(['a', 'b'], ['a', 'b']),
  shortest: 6,
  options: threadsHold,
};

type LockOrder = readonly [string, string];

function twoLockers(first: LockOrder, second: LockOrder) {
  return threads({
    cells: { counter: 0 },
    locks: ['a', 'b'],
    threads: { first: () => count(first), second: () => count(second) },
  });
}

function* count([outer, inner]: LockOrder) {
  yield* acquire(outer);
  yield* acquire(inner);
  yield* add('counter', 1);
  yield* release(inner);
  yield* release(outer);
}
