import type { SuiteCase } from './suite-case.js';
import { acquire, assertThat, type Program, read, release, write } from './thread.js';
import { threads, threadsHold } from './threads.js';

/**
 * CS.twostage_bad: a writer sets `first` under one lock and `second`, which follows from it, under another; a reader
 * may come in between. Correct is to hold the first lock until both are set.
 */
export const twostage: SuiteCase = {
  name: 'twostage',
  buggy: writerAndReader(function* () {
    yield* acquire('lock-1');
    yield* write('first', 1);
    yield* release('lock-1');
    yield* acquire('lock-2');
    const first = yield* read('first');
    yield* write('second', first + 1);
    yield* release('lock-2');
  }),
  correct: writerAndReader(function* () {
    yield* acquire('lock-1');
    yield* write('first', 1);
    yield* acquire('lock-2');
    const first = yield* read('first');
    yield* write('second', first + 1);
    yield* release('lock-2');
    yield* release('lock-1');
  }),
  shortest: 13,
  options: threadsHold,
};

function writerAndReader(writer: Program) {
  return threads({
    cells: { first: 0, second: 0 },
    locks: ['lock-1', 'lock-2'],
    threads: {
      writer,
      *reader() {
        yield* acquire('lock-1');
        const first = yield* read('first');
        yield* release('lock-1');
        if (first === 0) {
          return;
        }
        yield* acquire('lock-2');
        const second = yield* read('second');
        yield* release('lock-2');
        assertThat(second === first + 1, 'the second follows from the first');
      },
    },
  });
}
