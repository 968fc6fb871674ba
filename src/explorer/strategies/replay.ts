import { ReplayMismatchError, ReplaySystemError } from '../explorer-errors.js';
import { readReplayLine, type SavedSchedule } from '../replay-line.js';
import { startersOf } from '../starters.js';
import type { Strategy } from '../strategy.js';

/**
 * Runs one schedule again: that of the replay line which a failure has. Where the schedule is over and no property
 * was violated, it goes on in the order of posting until the system is at rest.
 *
 * The options of the exploration are to be those under which the line was made: its properties, timers and faults.
 *
 * @throws ReplayLineError where the line cannot be read. Running it throws a ReplaySystemError where the system
 * starts with other actors, and a ReplayMismatchError at the first decision that is not enabled.
 */
export function replay(line: string): Strategy {
  return replaySchedule(readReplayLine(line));
}

/** Runs a saved schedule again, as {@link replay} does. */
export function replaySchedule({ system, decisions }: SavedSchedule): Strategy {
  return {
    name: 'replay',
    usualSchedules: 1,
    begin: () => ({
      isComplete: false,
      next: () => ({
        pick: (choices, { depth }) => {
          const wanted = decisions[depth];
          if (wanted === undefined) {
            return 0;
          }
          const names = choices.map(({ name }) => name);
          const index = names.indexOf(wanted);
          if (index === -1) {
            throw new ReplayMismatchError(depth + 1, wanted, names);
          }
          return index;
        },
        taken: (step) => {
          if (step.index === 0) {
            checkSystem(system, startersOf(step));
          }
        },
        ended: ({ depth }) => {
          const wanted = decisions[depth];
          if (wanted !== undefined) {
            throw new ReplayMismatchError(depth + 1, wanted, []);
          }
        },
      }),
    }),
  };
}

function checkSystem(expected: readonly string[], found: readonly string[]): void {
  const missing = expected.filter((address) => !found.includes(address));
  const more = found.filter((address) => !expected.includes(address));
  if (missing.length > 0 || more.length > 0) {
    throw new ReplaySystemError(missing, more);
  }
}
