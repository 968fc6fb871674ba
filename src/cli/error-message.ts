import { CommanderError } from 'commander';

/** What standard error says of whatever ended a command, in one line; `undefined` where there is nothing to say. */
export function errorMessage(error: unknown): string | undefined {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? undefined : `short-order: ${inOneLine(error.message)}`;
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
      return `short-order: ${message.replace(/\.$/, '')}`;
  }
}

/** A message of commander's, which has a second line where it knows something similar to what was typed. */
function inOneLine(message: string): string {
  const [problem = '', hint = '(see `--help`)'] = message.replace('error: ', '').split('\n');
  return `${problem.replace(/\.$/, '')} ${hint}`;
}
