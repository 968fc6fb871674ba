import type { Channel } from './phrasebook.js';
import type { Scenario } from './scenario.js';

/** Whether a line is said aloud: what the staff do is not, in the scenarios that have a log for it. */
export function isSaidAloud({ hasLog }: Pick<Scenario, 'hasLog'>, channel: Channel): boolean {
  return !hasLog || channel !== 'staff';
}

/** Whether a line goes to the log: what the staff do; and all, where a log is no part of the scenario. */
export function isLogged({ hasLog }: Pick<Scenario, 'hasLog'>, channel: Channel): boolean {
  return !hasLog || channel === 'staff';
}
