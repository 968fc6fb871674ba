import { workerData } from 'node:worker_threads';
import { AtomicsMutex } from '../../../dist/src/restaurant/shared-rail/atomics-mutex.js';

// Adds one to a plain number in shared memory, so many times, under a mutex.

const { memory, times } = workerData;
const numbers = new Int32Array(memory);
const mutex = new AtomicsMutex(numbers, 0);
for (let time = 0; time < times; time++) {
  mutex.acquire();
  numbers[1]++;
  mutex.release();
}
