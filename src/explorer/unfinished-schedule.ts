import type { PendingTask } from '../system/async-task.js';
import { repeatingTail } from './repeating-tail.js';
import type { ScheduleResult } from './schedule-run.js';

/** A schedule that did not come to its end. */
export interface UnfinishedSchedule {
  readonly reason: 'step-limit' | 'waiting';
  /** Why, in one sentence, with the promises or the decisions that it is about. */
  readonly message: string;
  /** The decisions that came again and again, where the run ended in a loop. */
  readonly loop: readonly string[];
  /** The promises that did not settle. */
  readonly pendingTasks: readonly PendingTask[];
  readonly decisions: readonly string[];
  readonly schedule: number;
}

/** What a run that was cut off is reported as; `undefined` for any other. */
export function unfinishedOf(
  { end, decisions, pendingTasks }: ScheduleResult,
  schedule: number,
): UnfinishedSchedule | undefined {
  if (end === 'step-limit') {
    const loop = repeatingTail(decisions) ?? [];
    const last =
      loop.length > 0 ? `it ends in a loop of ${loop.join('; ')}` : `last: ${decisions.slice(-5).join('; ')}`;
    const message = `no rest after ${decisions.length} decisions; ${last}`;
    return { reason: end, message, loop, pendingTasks, decisions, schedule };
  }
  if (end === 'waiting') {
    const names = pendingTasks.map(({ address, source }) => `${address} (${source})`).join(', ');
    const message = `these promises did not settle: ${names}`;
    return { reason: end, message, loop: [], pendingTasks, decisions, schedule };
  }
  return undefined;
}
