import type { SuiteCase } from './suite-case.js';
import { acquire, assertThat, type Program, read, release, write } from './thread.js';
import { threads, threadsHold } from './threads.js';

/**
 * CS.reorder_N_bad: all threads but one set `a`, then `b`; one looks whether it sees both or neither. Correct is to
 * do either under a lock.
 */
function reorder(count: number): SuiteCase {
  return {
    name: `reorder_${count}`,
    buggy: settersAndChecker(count - 1, (body) => body),
    correct: settersAndChecker(count - 1, underLock),
    shortest: 5,
    options: threadsHold,
  };
}

export const reorder3 = reorder(3);
export const reorder4 = reorder(4);
export const reorder5 = reorder(5);
export const reorder10 = reorder(10);

function settersAndChecker(setters: number, guarded: (body: Program) => Program) {
  const names = Array.from({ length: setters }, (_, index) => `setter-${index + 1}`);
  return threads({
    cells: { a: 0, b: 0 },
    locks: ['lock'],
    threads: {
      ...Object.fromEntries(names.map((name) => [name, guarded(set)])),
      checker: guarded(checkBoth),
    },
  });
}

function* set() {
  yield* write('a', 1);
  yield* write('b', -1);
}

function* checkBoth() {
  const a = yield* read('a');
  const b = yield* read('b');
  assertThat((a === 0 && b === 0) || (a === 1 && b === -1), 'both are set, or neither');
}

function underLock(body: Program): Program {
  return function* () {
    yield* acquire('lock');
    yield* body();
    yield* release('lock');
  };
}
