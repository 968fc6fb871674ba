import type { SuiteCase } from './suite-case.js';
import { acquire, assertThat, read, release, write } from './thread.js';
import { threads, threadsHold } from './threads.js';

/** CS.wronglock_3_bad: one thread counts under the right lock, and relies on it; three count under another one. */
export const wronglock: SuiteCase = {
  name: 'wronglock',
  buggy: counters('another-lock'),
  correct: counters('lock'),
  shortest: 13,
  options: threadsHold,
};

function counters(lockOfOthers: string) {
  return threads({
    cells: { count: 0 },
    locks: ['lock', 'another-lock'],
    threads: {
      *careful() {
        yield* acquire('lock');
        const before = yield* read('count');
        yield* write('count', before + 1);
        const after = yield* read('count');
        assertThat(after === before + 1, 'nobody else counts meanwhile');
        yield* release('lock');
      },
      'other-1': () => count(lockOfOthers),
      'other-2': () => count(lockOfOthers),
      'other-3': () => count(lockOfOthers),
    },
  });
}

function* count(lock: string) {
  yield* acquire(lock);
  const before = yield* read('count');
  yield* write('count', before + 1);
  yield* release(lock);
}
