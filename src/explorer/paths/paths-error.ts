import type { Address } from '../../bus/address.js';

/** An actor whose machine gives no paths; the message says why. */
export class PathsError extends Error {
  readonly code = 'ERR_PATHS';

  constructor(
    readonly address: Address,
    problem: string,
    cause?: unknown,
  ) {
    const why = cause instanceof Error ? ` (${cause.message})` : '';
    super(`no paths of ${address}: ${problem}${why}`, { cause });
    this.name = 'PathsError';
  }
}
