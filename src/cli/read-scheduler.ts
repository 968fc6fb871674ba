import type { Address } from '../bus/address.js';
import type { Origin } from '../restaurant/origin.js';
import { scenarioModules } from '../restaurant/scenario-logic.js';
import { createCooperativeScheduler } from '../scheduler/cooperative-scheduler.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import type { Order } from '../scheduler/selector.js';
import type { LostThread, Restart } from '../scheduler/workers/lost-actors.js';
import type { LogicSources } from '../scheduler/workers/logic-source.js';
import { createWorkersScheduler } from '../scheduler/workers/workers-scheduler.js';
import { usageError } from './command-error.js';
import { nearest } from '../explorer/nearest.js';
import { readNumber } from './read-number.js';

export interface SchedulerOptions {
  readonly scheduler: string;
  readonly threads?: string | undefined;
  readonly lockstep?: true | undefined;
  readonly interleave: string;
}

/** What is to become of actors whose thread was lost. */
export interface LossOptions {
  readonly restart?: string | undefined;
  readonly clock: string;
  readonly onThreadLost: (lost: LostThread) => void;
}

/** How many threads there are where no number is given: the same everywhere, so that traces say the same. */
const usualThreads = 2;

const schedulers: readonly string[] = ['cooperative', 'workers'];
const restarts: readonly string[] = ['never', 'once', 'always'] satisfies Restart[];
const orders: readonly string[] = ['fifo', 'random'] satisfies Order[];

/**
 * The scheduler that these options ask for, for the scenario that it is to run. Its staff go round the threads, and
 * are placed by name, so that debuggers list the threads under theirs.
 */
export function readScheduler(options: SchedulerOptions, origin: Origin, loss?: LossOptions): Scheduler {
  return readSchedulerOf(options, () => scenarioModules(origin), origin.settings.staff, loss);
}

/** The scheduler that these options ask for, for what threads find in these modules; those named go round the threads. */
export function readSchedulerOf(
  { scheduler, threads: threadsText, lockstep, interleave }: SchedulerOptions,
  modules: () => LogicSources,
  placed: readonly Address[] = [],
  loss?: LossOptions,
): Scheduler {
  checkName('--scheduler', scheduler, schedulers);
  const order = readInterleave(interleave);
  if (scheduler === 'workers') {
    const isLockstep = lockstep === true || order === 'random' || loss?.clock === 'virtual';
    if (!isLockstep && readRestart(loss?.restart) !== 'never') {
      throw usageError(
        `--restart is for workers in lockstep; add --lockstep, since --clock ${loss?.clock} lets them run freely`,
      );
    }
    const threads = threadsText === undefined ? usualThreads : readThreads(threadsText);
    const place = Object.fromEntries(placed.map((address, index) => [address, index % threads]));
    return createWorkersScheduler({
      threads,
      modules: modules(),
      order,
      place,
      restart: readRestart(loss?.restart),
      ...(loss === undefined ? {} : { onThreadLost: loss.onThreadLost }),
      ...(lockstep === true ? { mode: 'lockstep' } : {}),
    });
  }
  if (loss?.restart !== undefined) {
    throw usageError('--restart is for --scheduler workers; cooperative has no thread to lose');
  }
  if (lockstep === true) {
    throw usageError('--lockstep is for --scheduler workers; cooperative takes one decision after the other');
  }
  if (threadsText !== undefined) {
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
