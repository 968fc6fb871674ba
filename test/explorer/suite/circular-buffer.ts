import type { SuiteCase } from './suite-case.js';
import { acquire, assertThat, awaitValue, read, release, write } from './thread.js';
import { threads, threadsHold } from './threads.js';

const [ITEMS, SIZE] = [2, 2];
const [SENDER, RECEIVER] = [0, 1];

/**
 * CS.circular_buffer_bad: a sender and a receiver take turns at a buffer, each as often as there are items; a turn at
 * which there is nothing to do is lost, so that the receiver takes one item for another. Correct is to wait.
 */
export const circularBuffer: SuiteCase = {
  name: 'circular_buffer',
  buggy: senderAndReceiver({ waits: false }),
  correct: senderAndReceiver({ waits: true }),
  shortest: 26,
  options: threadsHold,
};

function senderAndReceiver({ waits }: { readonly waits: boolean }) {
  function* turn(whose: number) {
    if (waits) {
      yield* awaitValue('turn', whose);
    }
    yield* acquire('lock');
    return (yield* read('turn')) === whose;
  }
  return threads({
    cells: { turn: SENDER, 'slot-0': -1, 'slot-1': -1, next: 0, first: 0 },
    locks: ['lock'],
    threads: {
      *sender() {
        for (let item = 0; item < ITEMS; item++) {
          if (yield* turn(SENDER)) {
            const next = yield* read('next');
            yield* write(`slot-${next}`, item);
            yield* write('next', (next + 1) % SIZE);
            yield* write('turn', RECEIVER);
          }
          yield* release('lock');
        }
      },
      *receiver() {
        for (let item = 0; item < ITEMS; item++) {
          if (yield* turn(RECEIVER)) {
            const first = yield* read('first');
            const received = yield* read(`slot-${first}`);
            assertThat(received === item, 'items come as they were sent');
            yield* write('first', (first + 1) % SIZE);
            yield* write('turn', SENDER);
          }
          yield* release('lock');
        }
      },
    },
  });
}
