import { distance } from 'fastest-levenshtein';
import type { Address } from '../bus/address.js';

/** A decision that the system cannot carry out now. */
export class DecisionError extends Error {
  readonly code = 'ERR_DECISION';

  constructor(problem: string, advice = 'apply only what enabled() or next() returned last') {
    super(`${problem}; ${advice}`);
    this.name = 'DecisionError';
  }
}

/** An address at which no actor of the system lives. */
export class UnknownAddressError extends Error {
  readonly code = 'ERR_UNKNOWN_ADDRESS';

  constructor(
    readonly address: string,
    known: readonly Address[],
  ) {
    super(`no actor lives at "${address}"; ${adviceFor(address, known)}`);
    this.name = 'UnknownAddressError';
  }
}

function adviceFor(address: string, known: readonly Address[]): string {
  const nearest = [...known].sort((a, b) => distance(address, a) - distance(address, b)).slice(0, 5);
  return nearest.length === 0 ? 'the system has no living actor' : `nearest: ${nearest.join(', ')}`;
}
