import type { AnyActorRef } from 'xstate';
import type { Address } from '../bus/address.js';
import { ActorRecord } from './actor-record.js';
import { asyncTaskKindOf } from './async-task.js';
import { LeanActor } from './lean-actor.js';
import { logicOf, parentOf, systemIdOf } from './xstate-seam.js';

/** What it takes to bring a registry back to where it was. */
export interface RegistryMemento {
  /** In the order in which they were entered; but for those that had ended before anything was saved. */
  readonly records: readonly ActorRecord[];
  readonly living: ReadonlySet<ActorRecord>;
  readonly byAddress: ReadonlyMap<Address, ActorRecord>;
  readonly byPath: ReadonlyMap<string, ActorRecord>;
  readonly lives: ReadonlyMap<Address, number>;
}

/** Knows every actor of a system by its ref and by its address, and counts the lives of each address. */
export class ActorRegistry {
  readonly #byRef = new WeakMap<AnyActorRef, ActorRecord>();
  #byAddress = new Map<Address, ActorRecord>();
  /** Those whose address is not their path. */
  #byPath = new Map<string, ActorRecord>();
  /** The number of the last life of each address that somebody had and left. */
  #lives = new Map<Address, number>();
  #living = new Set<ActorRecord>();
  /** Once something was saved, the records that are to be put back, the ended ones too: those keep nothing alive before. */
  #kept: ActorRecord[] | undefined;
  /** How the registry was saved last; `undefined` once it has changed. */
  #saved: RegistryMemento | undefined;

  /** Enters a new actor, and marks the actor whose place under the parent it takes, if that one lives. */
  enter(ref: AnyActorRef): ActorRecord {
    const parentRef = parentOf(ref);
    const parent = parentRef === undefined ? undefined : this.of(parentRef);
    const path = parent === undefined ? ref.id : `${parent.path}/${ref.id}`;
    const address = systemIdOf(ref) ?? path;
    const incarnation = Math.max(this.#lives.get(address) ?? 0, this.at(address)?.incarnation ?? 0) + 1;
    const record = new ActorRecord(
      this,
      address,
      incarnation,
      ref,
      parent,
      path,
      asyncTaskKindOf(logicOf(ref)),
    );
    const before = this.#atPath(path);
    if (before !== undefined) {
      before.isReplaced = true;
    }
    this.#remember(ref, record);
    this.#byAddress.set(address, record);
    if (path !== address) {
      this.#byPath.set(path, record);
    }
    this.#living.add(record);
    this.#kept?.push(record);
    this.#saved = undefined;
    return record;
  }

  /** Forgets the address of an actor that ended, unless a successor has taken it. */
  leave(record: ActorRecord): void {
    const { address, path, incarnation } = record;
    this.#living.delete(record);
    this.#saved = undefined;
    if ((this.#lives.get(address) ?? 0) < incarnation) {
      this.#lives.set(address, incarnation);
    }
    if (this.#byAddress.get(address) === record) {
      this.#byAddress.delete(address);
    }
    if (path !== address && this.#byPath.get(path) === record) {
      this.#byPath.delete(path);
    }
  }

  /** Who lives at a path. */
  #atPath(path: string): ActorRecord | undefined {
    const record = this.#byAddress.get(path);
    return record?.path === path ? record : this.#byPath.get(path);
  }

  of(ref: AnyActorRef): ActorRecord | undefined {
    if (ref instanceof LeanActor) {
      const record = ref.record as ActorRecord | undefined;
      return record?.registry === this ? record : undefined;
    }
    return this.#byRef.get(ref);
  }

  /** The actor that has this address now. */
  at(address: Address): ActorRecord | undefined {
    return this.#byAddress.get(address);
  }

  /** Every actor that lives, those that have lost their addresses to others included. */
  living(): Iterable<ActorRecord> {
    return this.#living;
  }

  /** Every actor that lives, by address. */
  all(): IterableIterator<ActorRecord> {
    return this.#byAddress.values();
  }

  /** Keeps who is where; what becomes of the records themselves is not its business. */
  save(): RegistryMemento {
    this.#kept ??= [...this.#living];
    this.#saved ??= {
      records: [...this.#kept],
      living: new Set(this.#living),
      byAddress: new Map(this.#byAddress),
      byPath: new Map(this.#byPath),
      lives: new Map(this.#lives),
    };
    return this.#saved;
  }

  /** Whether everybody is where they were. */
  isAsIn(memento: RegistryMemento): boolean {
    return memento === this.#saved;
  }

  /** Puts everybody back to where they were; returns the records that were there before and are there no more. */
  restore(memento: RegistryMemento): ActorRecord[] {
    if (this.isAsIn(memento)) {
      return [];
    }
    const returning = new Set(memento.records);
    const gone = (this.#kept ?? []).filter((record) => !returning.has(record));
    this.#kept = [...memento.records];
    this.#living = new Set(memento.living);
    this.#byAddress = new Map(memento.byAddress);
    this.#byPath = new Map(memento.byPath);
    this.#lives = new Map(memento.lives);
    for (const record of memento.records) {
      this.#remember(record.ref, record);
    }
    this.#saved = memento;
    return gone;
  }

  #remember(ref: AnyActorRef, record: ActorRecord): void {
    if (ref instanceof LeanActor) {
      ref.record = record;
    } else {
      this.#byRef.set(ref, record);
    }
  }
}
