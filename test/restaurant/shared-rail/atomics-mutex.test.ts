import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { AtomicsMutex } from '../../../src/restaurant/shared-rail/atomics-mutex.js';

test.each([2, 3, 8])(
  'a mutex lets %i threads add to a plain number, and no addition is lost',
  async (threads) => {
    const memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
    const times = 60_000;

    const exits = Array.from({ length: threads }, () =>
      once(
        new Worker(new URL('./adding-thread.mjs', import.meta.url), { workerData: { memory, times } }),
        'exit',
      ),
    );
    await Promise.all(exits);

    const numbers = new Int32Array(memory);
    expect([...numbers]).toEqual([0, threads * times]);
  },
);

test('a mutex that nobody waits for is one exchange either way', () => {
  const numbers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const mutex = new AtomicsMutex(numbers, 0);

  mutex.acquire();
  const held = numbers[0];
  mutex.release();

  expect([held, numbers[0]]).toEqual([1, 0]);
});
