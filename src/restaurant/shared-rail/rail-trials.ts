import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createRailMemory, type RailShift, railsIn } from './rail-shift.js';
import type { RailTally } from './shared-rail.js';

export interface RailTrialsOptions {
  /** How often the staff empty a rail. */
  readonly trials: number;
  /** How many items are on it. */
  readonly items: number;
  /** How many threads take from it. */
  readonly staff: number;
  /** Whether a lock is around the look and the taking. */
  readonly isLocked: boolean;
  /** Ends it early: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What came of all trials together. */
export interface RailTrials extends RailTally {
  readonly trials: number;
  /** In how many of them anything went wrong. */
  readonly spoilt: number;
}

/**
 * Lets staff on threads of their own empty a rail in shared memory, again and again, and counts what went wrong.
 *
 * Which thread comes first is up to the operating system: the counts differ from one call to the next.
 */
export async function runRailTrials(options: RailTrialsOptions): Promise<RailTrials> {
  let total: RailTrials = { trials: 0, spoilt: 0, takenTwice: 0, lost: 0, emptyHands: 0 };
  while (total.trials < options.trials) {
    const trials = Math.min(options.trials - total.trials, TRIALS_AT_ONCE);
    for (const tally of await runShift({ ...options, trials })) {
      total = added(total, tally);
    }
  }
  return total;
}

async function runShift({ trials, items, staff, isLocked, signal }: RailTrialsOptions): Promise<RailTally[]> {
  const memory = createRailMemory(trials, items);
  const workerData: RailShift = {
    memory,
    trials,
    items,
    staff,
    isLocked,
    makingRounds: MAKING_ROUNDS,
  };
  signal?.throwIfAborted();
  const threads = Array.from(
    { length: staff },
    (_, index) =>
      new Worker(new URL('./rail-thread.js', import.meta.url), { workerData, name: `staff-${index + 1}` }),
  );
  const stop = (): void => threads.forEach((thread) => void thread.terminate());
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(threads.map((thread) => once(thread, 'exit')));
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
  signal?.throwIfAborted();
  return railsIn(workerData).map((rail) => rail.tally());
}

function added(total: RailTrials, { takenTwice, lost, emptyHands }: RailTally): RailTrials {
  return {
    trials: total.trials + 1,
    spoilt: total.spoilt + (takenTwice + lost + emptyHands > 0 ? 1 : 0),
    takenTwice: total.takenTwice + takenTwice,
    lost: total.lost + lost,
    emptyHands: total.emptyHands + emptyHands,
  };
}

/** So that the memory of many trials stays small. */
const TRIALS_AT_ONCE = 5000;

/** Some microseconds: long enough for two threads to be at work at the same time. */
const MAKING_ROUNDS = 3000;
