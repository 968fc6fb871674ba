import { constants } from 'node:os';
import { CommanderError } from 'commander';

/** The exit code for whatever ended a command: 2 for a user's mistake, 1 for everything that failed. */
export function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : 2;
  }
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  switch (code) {
    case 'ERR_USAGE':
    case 'ERR_ORDERS':
    case 'ERR_MENU':
    case 'ERR_CLOCK_NAME':
    case 'ERR_SUBJECT':
    case 'ERR_EXPLORE_OPTION':
    case 'ERR_REPLAY_LINE':
    case 'ERR_REPLAY_SYSTEM':
      return 2;
    case 'ERR_OUTPUT_CLOSED':
      return 0;
    case 'ERR_INTERRUPTED':
      return 128 + constants.signals[message as NodeJS.Signals];
    default:
      return 1;
  }
}
