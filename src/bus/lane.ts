import type { EventObject } from 'xstate';
import { type Address, OUTSIDE } from './address.js';
import { SmallMap } from './small-map.js';

/**
 * One end of a lane: one life of one address.
 *
 * An address that is taken again (a re-invoked child) is a new endpoint with the next incarnation.
 */
export class Endpoint {
  /** The last envelope of each non-empty lane that ends here, by the endpoint where the lane begins. */
  readonly lastBySender = new SmallMap<Endpoint, Envelope>();

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

/** What happens when an envelope's turn comes: an event arrives, an asynchronous task settles, an actor stops. */
export type EnvelopeKind = 'deliver' | 'settle' | 'stop';

/** An event on its way from one endpoint to another. */
export class Envelope {
  /** The envelopes before and behind this one in its lane. */
  previousInLane: Envelope | undefined;
  nextInLane: Envelope | undefined;
  /** The neighbours in the order of posting, over all lanes. */
  older: Envelope | undefined;
  younger: Envelope | undefined;
  /** Whether this envelope is the first of its lane, and so may be taken. */
  isHead = false;

  constructor(
    readonly kind: EnvelopeKind,
    /** The number of this envelope in the order of posting, from 1; 0 for a dead letter from outside. */
    readonly seq: number,
    readonly sender: Endpoint,
    readonly receiver: Endpoint,
    readonly event: EventObject,
    /** The number of the decision during which it was posted; -1 when it came from outside any decision. */
    readonly cause: number,
    /** When it was posted, in milliseconds of the run's clock. */
    readonly time: number,
  ) {}

  get from(): Address {
    return this.sender.address;
  }

  get to(): Address {
    return this.receiver.address;
  }
}
