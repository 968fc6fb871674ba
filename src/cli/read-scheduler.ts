import type { Origin } from '../restaurant/origin.js';
import { scenarioModules } from '../restaurant/scenario-logic.js';
import { createCooperativeScheduler } from '../scheduler/cooperative-scheduler.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import type { Order } from '../scheduler/selector.js';
import type { LostThread, Restart } from '../scheduler/workers/lost-actors.js';
import { createWorkersScheduler } from '../scheduler/workers/workers-scheduler.js';
import { usageError } from './command-error.js';
import { nearest } from '../explorer/nearest.js';
import { readNumber } from './read-number.js';

export interface SchedulerOptions {
  readonly scheduler: string;
  readonly threads?: string | undefined;
  readonly restart?: string | undefined;
  readonly interleave: string;
}

/** How many threads there are where no number is given: the same everywhere, so that traces say the same. */
const usualThreads = 2;

const schedulers: readonly string[] = ['cooperative', 'workers'];
const restarts: readonly string[] = ['never', 'once', 'always'] satisfies Restart[];
const orders: readonly string[] = ['fifo', 'random'] satisfies Order[];

/** The scheduler that these options ask for, for the scenario that it is to run. */
export function readScheduler(
  { scheduler, threads, restart, interleave }: SchedulerOptions,
  origin: Origin,
  onThreadLost: (lost: LostThread) => void,
): Scheduler {
  checkName('--scheduler', scheduler, schedulers);
  const order = readInterleave(interleave);
  if (scheduler === 'workers') {
    return createWorkersScheduler({
      threads: threads === undefined ? usualThreads : readThreads(threads),
      modules: scenarioModules(origin),
      order,
      restart: readRestart(restart),
      onThreadLost,
    });
  }
  if (restart !== undefined) {
    throw usageError('--restart is for --scheduler workers; cooperative has no thread to lose');
  }
  if (threads !== undefined) {
    throw usageError('--threads is for --scheduler workers; cooperative runs all on one thread');
  }
  return createCooperativeScheduler({ order });
}

function readRestart(restart = 'never'): Restart {
  checkName('--restart', restart, restarts);
  return restart as Restart;
}

/** The order that `--interleave` asks for. */
export function readInterleave(interleave: string): Order {
  checkName('--interleave', interleave, orders);
  return interleave as Order;
}

const readThreads = (text: string) =>
  readNumber('--threads', text, { least: 1, most: 64, isWhole: true, unit: '' });

function checkName(option: string, given: string, known: readonly string[]): void {
  if (!known.includes(given)) {
    throw usageError(
      `${option} takes ${inWords(known)}; got ${JSON.stringify(given)} (${nearest(given, known)})`,
    );
  }
}

/** `fifo or random`; `never, once or always`. */
function inWords(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
