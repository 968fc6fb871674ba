import type { Outcome } from '../scheduler/scheduler.js';
import { CommandError } from './command-error.js';

/** Throws, and says why, unless the restaurant has closed as it should. */
export function checkOutcome({ status, failure, pendingTasks }: Outcome, living: readonly string[]): void {
  switch (status) {
    case 'done':
      return;
    case 'failed':
      throw new CommandError('ERR_RUN_FAILED', `failed in ${failure?.address}: ${messageOf(failure?.error)}`);
    case 'waiting': {
      const tasks = pendingTasks.map(({ address, kind, source }) => `${address} (${kind} ${source})`);
      throw new CommandError('ERR_RUN_FAILED', `not done: it waits for ${tasks.join(', ')}`);
    }
    case 'at-rest':
      throw new CommandError(
        'ERR_RUN_FAILED',
        `not done: nothing more can happen, and these have not ended: ${living.join(', ')}`,
      );
    case 'stopped':
    case 'aborted':
      throw new CommandError('ERR_RUN_FAILED', `not done: the run was ${status}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
