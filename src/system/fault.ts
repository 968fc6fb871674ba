import type { EventObject } from 'xstate';
import type { Address } from '../bus/address.js';
import type { Endpoint, Envelope } from '../bus/lane.js';
import type { ActorRecord } from './actor-record.js';

/**
 * What can go wrong between and within actors:
 * - `drop`: the head of a lane is lost;
 * - `duplicate`: the head of a lane is delivered, and stays in its lane to be delivered again;
 * - `crash`: an actor ends in error as if its last action had thrown, and its parent is told;
 * - `restart`: an actor loses its state, its timers, its children and the mail that waits for it, and begins its
 *   next life at once; nobody is told.
 */
export type FaultKind = 'drop' | 'duplicate' | 'crash' | 'restart';

/** A fault that could strike now. Nothing but a test ever lets one. */
export class Fault {
  constructor(
    readonly kind: FaultKind,
    readonly sender: Endpoint,
    readonly receiver: ActorRecord,
    readonly event: EventObject,
    readonly time: number,
    /** The envelope that it is about; `undefined` for a fault of the receiver itself. */
    readonly envelope: Envelope | undefined,
    /** What a crash throws; a {@link CrashError} unless given. */
    readonly error?: unknown,
  ) {}

  /** The number of the decision that made it possible: the one that posted the envelope, else none. */
  get cause(): number {
    return this.envelope?.cause ?? -1;
  }

  get from(): Address {
    return this.sender.address;
  }

  get to(): Address {
    return this.receiver.address;
  }
}

/** The error in which an actor ends that a fault lets crash. */
export class CrashError extends Error {
  readonly code = 'ERR_CRASH';

  constructor(readonly address: Address) {
    super(`a fault let ${address} crash`);
    this.name = 'CrashError';
  }
}
