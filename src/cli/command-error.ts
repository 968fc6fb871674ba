/**
 * Why a command did not do what was asked:
 *
 * - `ERR_USAGE`: the user has made a mistake; the message says what, where, and what would be right
 * - `ERR_RUN_FAILED`: the run failed, or ended before the restaurant had closed
 * - `ERR_NOT_HELD`: what ought to hold does not, or is not known to, and the report has said how
 * - `ERR_OUTPUT`: a log, a trace, a diagram or standard output could not be written any more
 * - `ERR_OUTPUT_CLOSED`: whoever read standard output has seen enough
 * - `ERR_INTERRUPTED`: a signal has ended it; the message is the signal's name
 */
export type CommandErrorCode =
  | 'ERR_USAGE'
  | 'ERR_RUN_FAILED'
  | 'ERR_NOT_HELD'
  | 'ERR_OUTPUT'
  | 'ERR_OUTPUT_CLOSED'
  | 'ERR_INTERRUPTED';

/** The end of a command that did not end well. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly code: CommandErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A mistake of the user's. */
export function usageError(message: string): CommandError {
  return new CommandError('ERR_USAGE', message);
}
