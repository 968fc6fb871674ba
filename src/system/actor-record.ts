import type { AnyActorRef } from 'xstate';
import type { Address } from '../bus/address.js';
import { Endpoint } from '../bus/lane.js';
import type { SmallMap } from '../bus/small-map.js';
import type { AsyncTaskKind } from './async-task.js';
import type { ActorInsides, XStateSeam } from './xstate-seam.js';

/** What it takes to bring one life of one actor back to where it was. */
export interface RecordMemento {
  readonly isStopping: boolean;
  readonly hasEnded: boolean;
  readonly isReplaced: boolean;
  readonly unnamedTimers: number;
  readonly insides: ActorInsides;
}

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
  /** The timers that it can cancel, by the id under which it set them; `undefined` until it sets one. */
  timers: SmallMap<string, object> | undefined = undefined;
  #saved: RecordMemento | undefined;

  constructor(
    /** The registry that it was entered in. */
    readonly registry: object,
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

  /** Keeps what it is; the same object as last time where nothing has changed. */
  save(seam: Pick<XStateSeam, 'save'>): RecordMemento {
    const { isStopping, hasEnded, isReplaced, unnamedTimers } = this;
    const before = this.#saved;
    const insides = seam.save(this.ref, before?.insides);
    const isSame =
      before?.insides === insides &&
      before.isStopping === isStopping &&
      before.hasEnded === hasEnded &&
      before.isReplaced === isReplaced &&
      before.unnamedTimers === unnamedTimers;
    this.#saved = isSame ? before : { isStopping, hasEnded, isReplaced, unnamedTimers, insides };
    return this.#saved;
  }

  /** Becomes what it was; what XState keeps of it is not its business. */
  restore(memento: RecordMemento): void {
    this.isStopping = memento.isStopping;
    this.hasEnded = memento.hasEnded;
    this.isReplaced = memento.isReplaced;
    this.unnamedTimers = memento.unnamedTimers;
    this.#saved = memento;
  }
}
