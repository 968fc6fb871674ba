import type { AnyActorRef, EventObject } from 'xstate';
import type { Address } from '../bus/address.js';
import type { DueEntry } from '../clock/due-heap.js';
import type { ActorRecord } from './actor-record.js';

/** An event that falls due at a set time, unless it is cancelled before. */
export class Timer implements DueEntry {
  readonly kind = 'fire';
  position = -1;

  constructor(
    readonly sender: ActorRecord,
    readonly receiver: ActorRecord,
    readonly target: AnyActorRef,
    readonly event: EventObject,
    /** The sender's name for it, unique among the timers that the sender can cancel. */
    readonly id: string,
    /** When it falls due, in milliseconds of the run's clock. */
    readonly due: number,
    /** The number of this timer in the order of setting, from 1; of two due at once the lower fires first. */
    readonly order: number,
    /** The number of the decision during which it was set. */
    readonly cause: number,
  ) {}

  get from(): Address {
    return this.sender.address;
  }

  get to(): Address {
    return this.receiver.address;
  }

  get time(): number {
    return this.due;
  }
}
