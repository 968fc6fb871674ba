import { toWire, type Wire, WireProblem } from './wire.js';
import type { WireContext } from './wire-context.js';
import { NotCloneableError } from './workers-errors.js';

/** Who sends what to whom, as an error tells it. */
export interface Sending {
  readonly sender: string;
  readonly receiver: string;
  /** The type of the event, or what else is sent. */
  readonly what: string;
}

/**
 * Makes ready for another thread what has to arrive there as it was.
 *
 * @param path - what the value is called in an error: `event`
 * @throws NotCloneableError where that cannot be
 */
export function exactWire(
  value: unknown,
  context: WireContext,
  path: string,
  { sender, receiver, what }: Sending,
): Wire {
  try {
    return toWire(value, context, 'exact', path);
  } catch (problem) {
    throw problem instanceof WireProblem
      ? new NotCloneableError(sender, receiver, what, problem.path, problem.what)
      : problem;
  }
}
