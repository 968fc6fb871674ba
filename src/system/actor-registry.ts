import type { AnyActorRef } from 'xstate';
import type { Address } from '../bus/address.js';
import { ActorRecord } from './actor-record.js';
import { asyncTaskKindOf } from './async-task.js';
import { logicOf, parentOf, systemIdOf } from './xstate-seam.js';

/** Knows every actor of a system by its ref and by its address, and counts the lives of each address. */
export class ActorRegistry {
  readonly #byRef = new WeakMap<AnyActorRef, ActorRecord>();
  readonly #byAddress = new Map<Address, ActorRecord>();
  readonly #byPath = new Map<string, ActorRecord>();
  readonly #lives = new Map<Address, number>();

  /** Enters a new actor, and marks the actor whose place under the parent it takes, if that one lives. */
  enter(ref: AnyActorRef): ActorRecord {
    const parentRef = parentOf(ref);
    const parent = parentRef === undefined ? undefined : this.#byRef.get(parentRef);
    const path = parent === undefined ? ref.id : `${parent.path}/${ref.id}`;
    const address = systemIdOf(ref) ?? path;
    const incarnation = (this.#lives.get(address) ?? 0) + 1;
    const record = new ActorRecord(address, incarnation, ref, parent, path, asyncTaskKindOf(logicOf(ref)));
    const before = this.#byPath.get(path);
    if (before !== undefined) {
      before.isReplaced = true;
    }
    this.#lives.set(address, incarnation);
    this.#byRef.set(ref, record);
    this.#byAddress.set(address, record);
    this.#byPath.set(path, record);
    return record;
  }

  /** Forgets the address of an actor that ended, unless a successor has taken it. */
  leave(record: ActorRecord): void {
    if (this.#byAddress.get(record.address) === record) {
      this.#byAddress.delete(record.address);
    }
    if (this.#byPath.get(record.path) === record) {
      this.#byPath.delete(record.path);
    }
  }

  of(ref: AnyActorRef): ActorRecord | undefined {
    return this.#byRef.get(ref);
  }

  /** The actor that has this address now. */
  at(address: Address): ActorRecord | undefined {
    return this.#byAddress.get(address);
  }

  /** Every actor that lives, by address. */
  all(): IterableIterator<ActorRecord> {
    return this.#byAddress.values();
  }
}
