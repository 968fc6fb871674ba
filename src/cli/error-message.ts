import { CommanderError } from 'commander';

/** What standard error says of whatever ended a command, in one line; `undefined` where there is nothing to say. */
export function errorMessage(error: unknown): string | undefined {
  const message = messageOf(error);
  return error instanceof Error && 'code' in error && message !== undefined ? printable(message) : message;
}

/** A text with what would break the line, colour the terminal or turn the text around written as escapes. */
function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    return character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

// oxlint-disable-next-line no-control-regex -- that is what they are
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function messageOf(error: unknown): string | undefined {
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

/**
 * A message of commander's, which has a second line where it knows something similar to what was typed. Of `help` with
 * a command that is none it says nothing but that it wanted to print the help.
 */
function inOneLine(message: string): string {
  if (message === '(outputHelp)') {
    return 'there is no such command (see `--help`)';
  }
  const [problem = '', hint = '(see `--help`)'] = message.replace('error: ', '').split('\n');
  return `${problem.replace(/\.$/, '')} ${hint}`;
}
