import { type Address, OUTSIDE } from './address.js';
import type { Envelope } from './envelope.js';

/**
 * One end of a lane: one life of one address.
 *
 * An address that is taken again (a re-invoked child) is a new endpoint with the next incarnation.
 */
export class Endpoint {
  /** The last envelope of each non-empty lane that ends here, by the endpoint where the lane begins. */
  readonly lastBySender = new Map<Endpoint, Envelope>();

  constructor(
    readonly address: Address,
    /** Which life of the address this is, from 1. */
    readonly incarnation: number,
  ) {}

  /** The address, with the incarnation behind it from the second life on: `restaurant/customer#2`. */
  get label(): string {
    return this.incarnation === 1 ? this.address : `${this.address}#${this.incarnation}`;
  }
}

/** The endpoint of everything that is not an actor of the system; each bus has its own. */
export function createOutside(): Endpoint {
  return new Endpoint(OUTSIDE, 1);
}
