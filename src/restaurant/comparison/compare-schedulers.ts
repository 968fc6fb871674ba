import { restaurant, type RestaurantInput } from '../../../machines/restaurant.js';
import { hostCpuTime, hostNow } from '../../clock/host-timers.js';
import { createRealClock } from '../../clock/real-clock.js';
import { createRun } from '../../scheduler/run.js';
import type { Scheduler } from '../../scheduler/scheduler.js';
import { calibrateComputing } from './calibrate-computing.js';
import { ComparisonError } from './comparison-error.js';

/** What the staff do while they cook: nothing but wait, or computing that keeps a processor busy. */
export type Work = 'waiting' | 'computing';

/** A scheduler that takes part, made anew for each of the kitchens. */
export interface Contestant {
  readonly name: string;
  /** On how many threads the staff work. */
  readonly threads: number;
  readonly createScheduler: () => Scheduler;
}

/** How much there is to cook, and by whom. */
export interface Kitchenful {
  readonly staff: readonly string[];
  readonly items: number;
  /** How long each takes, in milliseconds: of waiting, or of computing on one thread. */
  readonly ms: number;
}

export interface CompareOptions extends Kitchenful {
  readonly contestants: readonly Contestant[];
  /** Ends the comparison early: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How one kitchen under one scheduler fared. Times are the host's, in milliseconds. */
export interface Measured {
  readonly work: Work;
  readonly scheduler: string;
  readonly threads: number;
  /** From when the restaurant opens until it has closed; the threads were started before. */
  readonly elapsed: number;
  /** What all threads of the process together spent computing. */
  readonly cpu: number;
}

/** Runs a waiting and a computing kitchen under each of the schedulers, one after the other, in real time. */
export async function compareSchedulers(options: CompareOptions): Promise<Measured[]> {
  const roundsPerMs = calibrateComputing(hostNow);
  const measured: Measured[] = [];
  for (const work of WORKS) {
    for (const contestant of options.contestants) {
      const input = kitchenInput(options, work === 'computing' ? roundsPerMs : undefined);
      measured.push(await measure(work, contestant, input, options.signal));
    }
  }
  return measured;
}

async function measure(
  work: Work,
  { name, threads, createScheduler }: Contestant,
  input: RestaurantInput,
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const scheduler = createScheduler();
  const cook = async (what: RestaurantInput): Promise<void> => {
    signal?.throwIfAborted();
    const run = createRun(restaurant, { input: what, clock: createRealClock(), scheduler });
    const { status, failure } = await run.finish(signal === undefined ? {} : { signal });
    signal?.throwIfAborted();
    if (status !== 'done') {
      throw new ComparisonError(`the ${work} kitchen under ${name} ended ${status}`, {
        cause: failure?.error,
      });
    }
  };
  try {
    // A scheduler starts its threads for the first run, and keeps them.
    await cook(kitchenInput({ staff: input.staff, items: 1, ms: 1 }, undefined));
    const begun = hostNow();
    const spent = hostCpuTime();
    await cook(input);
    return { work, scheduler: name, threads, elapsed: hostNow() - begun, cpu: hostCpuTime() - spent };
  } finally {
    await scheduler.close?.();
  }
}

function kitchenInput({ staff, items, ms }: Kitchenful, roundsPerMs: number | undefined): RestaurantInput {
  return {
    staff,
    restMs: ms,
    menu: [{ name: 'burger', plural: 'burgers', ms }],
    ordersTakenBy: 'nobody',
    tickets: [{ kind: 'cook', order: 0, dish: 'burger', ms, next: 0, end: items }],
    customers: [],
    ...(roundsPerMs === undefined ? {} : { roundsPerMs }),
  };
}

const WORKS: readonly Work[] = ['waiting', 'computing'];
