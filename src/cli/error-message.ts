import { CommanderError } from 'commander';

/** What standard error says of whatever ended a command, in one line; `undefined` where there is nothing to say. */
export function errorMessage(error: unknown): string | undefined {
  if (error instanceof CommanderError) {
    return error.exitCode === 0
      ? undefined
      : `short-order: ${error.message.replace('error: ', '').replace(/\s*\n\s*/g, ' ')}`;
  }
  const { code, message, stack } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ERR_NOT_HELD':
    case 'ERR_OUTPUT_CLOSED':
    case 'ERR_INTERRUPTED':
      return undefined;
    case 'ERR_RUN_FAILED':
      return message;
    case undefined:
      return `short-order has a bug: ${stack}`;
    default:
      return `short-order: ${message}`;
  }
}
