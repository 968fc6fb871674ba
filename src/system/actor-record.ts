import type { AnyActorRef } from 'xstate';
import type { Address } from '../bus/address.js';
import { Endpoint } from '../bus/lane.js';
import type { AsyncTaskKind } from './async-task.js';

/** One life of one actor, as the runtime knows it. */
export class ActorRecord extends Endpoint {
  /** Its parent told it to stop; the stop may still be waiting in its lane. */
  isStopping = false;
  /** It is done, in error or stopped: it takes no event any more. */
  hasEnded = false;
  /** A later actor has its place under its parent. */
  isReplaced = false;
  /** How many timers without an id it has set. */
  unnamedTimers = 0;

  constructor(
    address: Address,
    incarnation: number,
    readonly ref: AnyActorRef,
    readonly parent: ActorRecord | undefined,
    /** The ids from the root to this actor, joined by slashes. */
    readonly path: string,
    readonly taskKind: AsyncTaskKind | undefined,
  ) {
    super(address, incarnation);
  }
}
