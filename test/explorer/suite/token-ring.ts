import type { SuiteCase } from './suite-case.js';
import { acquire, assertThat, awaitValue, read, release, write } from './thread.js';
import { threads, threadsHold } from './threads.js';

/**
 * CS.token_ring_bad: three threads pass a value on, and a fourth looks whether all have the same when all are done.
 * Nothing makes them wait for each other. Correct is that each waits for the one before it.
 */
export const tokenRing: SuiteCase = {
  name: 'token_ring',
  buggy: ring({ isOrdered: false }),
  correct: ring({ isOrdered: true }),
  shortest: 39,
  options: threadsHold,
};

function ring({ isOrdered }: { readonly isOrdered: boolean }) {
  function* pass(from: number, to: number, change: (value: number) => number) {
    if (isOrdered && from !== 3) {
      yield* awaitValue(`done-${from}`, 1);
    }
    yield* acquire('lock');
    const value = yield* read(`x-${from}`);
    yield* write(`x-${to}`, change(value));
    yield* write(`done-${to}`, 1);
    yield* release('lock');
  }
  return threads({
    cells: { 'x-1': 1, 'x-2': 2, 'x-3': 1, 'done-1': 0, 'done-2': 0, 'done-3': 0 },
    locks: ['lock'],
    threads: {
      'thread-1': () => pass(3, 1, (value) => (value + 1) % 4),
      'thread-2': () => pass(1, 2, (value) => value),
      'thread-3': () => pass(2, 3, (value) => value),
      *checker() {
        yield* acquire('lock');
        const isDone =
          (yield* read('done-1')) === 1 && (yield* read('done-2')) === 1 && (yield* read('done-3')) === 1;
        if (isDone) {
          const first = yield* read('x-1');
          const areSame = (yield* read('x-2')) === first && (yield* read('x-3')) === first;
          assertThat(areSame, 'all have the same value');
        }
        yield* release('lock');
      },
    },
  });
}
