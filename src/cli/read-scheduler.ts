import { createCooperativeScheduler } from '../scheduler/cooperative-scheduler.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import type { Order } from '../scheduler/selector.js';
import { usageError } from './command-error.js';
import { nearest } from './nearest.js';

export interface SchedulerOptions {
  readonly scheduler: string;
  readonly interleave: string;
}

const schedulers = ['cooperative'];
const orders: readonly string[] = ['fifo', 'random'] satisfies Order[];

/** The scheduler that `--scheduler` and `--interleave` ask for. */
export function readScheduler({ scheduler, interleave }: SchedulerOptions): Scheduler {
  checkName('--scheduler', scheduler, schedulers);
  return createCooperativeScheduler({ order: readInterleave(interleave) });
}

/** The order that `--interleave` asks for. */
export function readInterleave(interleave: string): Order {
  checkName('--interleave', interleave, orders);
  return interleave as Order;
}

function checkName(option: string, given: string, known: readonly string[]): void {
  if (!known.includes(given)) {
    throw usageError(
      `${option} takes ${known.join(' or ')}; got ${JSON.stringify(given)} (${nearest(given, known)})`,
    );
  }
}
