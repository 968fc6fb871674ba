import { readFileSync } from 'node:fs';
import { ReplayLineError, ReplayMismatchError, ReplaySystemError } from '../explorer-errors.js';
import { shown } from '../option-checks.js';
import { readReplayLine, type SavedSchedule } from '../replay-line.js';
import { startersOf } from '../starters.js';
import type { Strategy } from '../strategy.js';

/**
 * Runs one schedule again: that of the replay line which a failure has, or of the file to which it was saved. Where
 * the schedule is over and no property was violated, it goes on in the order of posting until the system is at rest.
 * It fails as it stands: a replay is not shrunk unless the options say so.
 *
 * The options of the exploration are to be those under which the line was made: its properties, timers and faults.
 *
 * @param lineOrPath - a path has a slash in it or ends in `.schedule`; a line never does
 * @throws ReplayLineError where the line or the file cannot be read. Running it throws a ReplaySystemError where the system
 * starts with other actors, and a ReplayMismatchError at the first decision that is not enabled.
 */
export function replay(lineOrPath: string): Strategy {
  return replaySchedule(readSchedule(lineOrPath));
}

/** Reads a replay line, or the file that one was saved to; throws a ReplayLineError where that cannot be read. */
export function readSchedule(lineOrPath: string): SavedSchedule {
  if (typeof lineOrPath !== 'string') {
    throw new ReplayLineError(`it is a text, or the path of a file; got ${shown(lineOrPath)}`);
  }
  return readReplayLine(isPath(lineOrPath) ? readSaved(lineOrPath) : lineOrPath);
}

function isPath(text: string): boolean {
  return !text.trim().includes('\n') && /[\\/]|\.schedule$/.test(text);
}

function readSaved(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ReplayLineError((error as Error).message);
  }
}

/** Runs a saved schedule again, as {@link replay} does. */
export function replaySchedule({ system, decisions }: SavedSchedule): Strategy {
  return {
    name: 'replay',
    usualSchedules: 1,
    isAsGiven: true,
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

/** Throws a ReplaySystemError unless a system starts with the actors of the one that a schedule is of. */
export function checkSystem(expected: readonly string[], found: readonly string[]): void {
  const missing = expected.filter((address) => !found.includes(address));
  const more = found.filter((address) => !expected.includes(address));
  if (missing.length > 0 || more.length > 0) {
    throw new ReplaySystemError(missing, more);
  }
}
