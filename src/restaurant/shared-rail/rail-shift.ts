import { compute } from '../../../machines/computing.js';
import { AtomicsMutex } from './atomics-mutex.js';
import { Barrier, BARRIER_LENGTH } from './barrier.js';
import { railLength, SharedRail } from './shared-rail.js';

/** What a thread needs to know to work at the rails. Goes from thread to thread. */
export interface RailShift {
  readonly memory: SharedArrayBuffer;
  /** How many rails there are: one a trial. */
  readonly trials: number;
  /** How many items are on each. */
  readonly items: number;
  /** How many threads work at them. */
  readonly staff: number;
  readonly isLocked: boolean;
  /** How long it takes to make an item, in rounds of computing. */
  readonly makingRounds: number;
}

/** Memory for so many rails of so many items, and what the threads need to meet and to exclude each other. */
export function createRailMemory(trials: number, items: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer((RAILS + trials * railLength(items)) * Int32Array.BYTES_PER_ELEMENT);
  for (const rail of railsIn({ memory, trials, items })) {
    rail.fill();
  }
  return memory;
}

/** The rails of a shift, one a trial. */
export function railsIn({
  memory,
  trials,
  items,
}: Pick<RailShift, 'memory' | 'trials' | 'items'>): SharedRail[] {
  const numbers = new Int32Array(memory);
  const length = railLength(items);
  return Array.from({ length: trials }, (_, trial) => {
    const start = RAILS + trial * length;
    return new SharedRail(numbers.subarray(start, start + length));
  });
}

/**
 * The work of one of the staff: at each rail, together with the others, looks whether something is there, takes it,
 * makes it, and looks again, until there is nothing.
 */
export function workAtTheRails(shift: RailShift): number {
  const { memory, staff, items, isLocked, makingRounds } = shift;
  const numbers = new Int32Array(memory);
  const barrier = new Barrier(numbers, MEETING, staff);
  const mutex = isLocked ? new AtomicsMutex(numbers, LOCK) : undefined;
  let work = 0;
  for (const rail of railsIn(shift)) {
    barrier.meet();
    // A rail that others put items back on might never be empty; nobody makes more than there were.
    for (let made = 0; made < items; made++) {
      mutex?.acquire();
      const isEmpty = rail.isEmpty();
      if (!isEmpty) {
        rail.take();
      }
      mutex?.release();
      if (isEmpty) {
        break;
      }
      work ^= compute(makingRounds);
    }
  }
  return work;
}

const MEETING = 0;
const LOCK = BARRIER_LENGTH;
const RAILS = LOCK + 1;
