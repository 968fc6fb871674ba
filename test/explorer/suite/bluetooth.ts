import type { SuiteCase } from './suite-case.js';
import { add, assertThat, awaitValue, type Program, read, write } from './thread.js';
import { threads, threadsHold } from './threads.js';

/**
 * CS.bluetooth_driver_bad (S. Qadeer, D. Wu, "KISS: keep it simple and sequential", PLDI 2004): a request looks
 * whether the driver is being stopped, then counts itself in; the driver may be gone in between. Correct is to count
 * first and look then.
 */
export const bluetooth: SuiteCase = {
  name: 'bluetooth',
  buggy: driver(function* () {
    const isStopping = (yield* read('stopping')) === 1;
    if (isStopping) {
      return;
    }
    yield* add('pending', 1);
    yield* work();
    yield* countOut();
  }),
  correct: driver(function* () {
    yield* add('pending', 1);
    const isStopping = (yield* read('stopping')) === 1;
    if (!isStopping) {
      yield* work();
    }
    yield* countOut();
  }),
  shortest: 15,
  options: threadsHold,
};

function driver(request: Program) {
  return threads({
    // The driver itself counts as one that is pending.
    cells: { stopping: 0, pending: 1, drained: 0, stopped: 0 },
    threads: {
      request,
      *stopper() {
        yield* write('stopping', 1);
        yield* countOut();
        yield* awaitValue('drained', 1);
        yield* write('stopped', 1);
      },
    },
  });
}

function* work() {
  const isStopped = (yield* read('stopped')) === 1;
  assertThat(!isStopped, 'no request works on a driver that has stopped');
}

function* countOut() {
  if ((yield* add('pending', -1)) === 0) {
    yield* write('drained', 1);
  }
}
