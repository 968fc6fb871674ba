import type { SuiteCase } from './suite-case.js';
import { acquire, add, release } from './thread.js';
import { threads, threadsHold } from './threads.js';

/**
 * CS.carter01_bad: two kinds of visitors share a room; the first of a kind locks it and the last unlocks it. Whoever
 * waits for the room holds the register, so that those within cannot sign out. Correct is to wait for the room first.
 */
export const carter01: SuiteCase = {
  name: 'carter01',
  buggy: roomVisitedBy(function* (kind) {
    yield* acquire('register');
    if ((yield* add(kind, 1)) === 1) {
      yield* acquire('room');
    }
    yield* release('register');
    yield* acquire('register');
    if ((yield* add(kind, -1)) === 0) {
      yield* release('room');
    }
    yield* release('register');
  }),
  correct: roomVisitedBy(function* (kind) {
    yield* acquire('room');
    yield* acquire('register');
    yield* add(kind, 1);
    yield* release('register');
    yield* acquire('register');
    yield* add(kind, -1);
    yield* release('register');
    yield* release('room');
  }),
  shortest: 13,
  options: threadsHold,
};

function roomVisitedBy(
  visit: (kind: string) => ReturnType<Parameters<typeof threads>[0]['threads'][string]>,
) {
  return threads({
    cells: { readers: 0, writers: 0 },
    locks: ['register', 'room'],
    threads: { reader: () => visit('readers'), writer: () => visit('writers') },
  });
}
