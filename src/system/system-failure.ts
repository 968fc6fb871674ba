import type { Address } from '../bus/address.js';

/** Where the error that ended the root came from. */
export interface SystemFailure {
  /** The actor in which it was thrown. */
  readonly address: Address;
  readonly error: unknown;
}
