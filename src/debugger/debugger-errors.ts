/** A debugger that is asked for what cannot be; the message says what can. */
export class DebuggerError extends Error {
  constructor(
    readonly code: DebuggerErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'DebuggerError';
  }
}

/**
 * - `ERR_DEBUG_BUSY`: it is still doing what it was asked before
 * - `ERR_DEBUG_RANGE`: a number of decisions, a decision, a choice, a time or a breakpoint that there is not
 * - `ERR_DEBUG_DIVERGED`: the system did not do the same again, so that there is no way back
 * - `ERR_DEBUG_OUTSIDE`: a schedule with events from outside, which a replay line does not hold
 * - `ERR_DEBUG_FAULTS`: faults for a system with actors on threads, which do not bear them
 */
export type DebuggerErrorCode =
  | 'ERR_DEBUG_BUSY'
  | 'ERR_DEBUG_RANGE'
  | 'ERR_DEBUG_DIVERGED'
  | 'ERR_DEBUG_OUTSIDE'
  | 'ERR_DEBUG_FAULTS';
