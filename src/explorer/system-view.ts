import type { AnyActorRef, Snapshot } from 'xstate';
import type { Address } from '../bus/address.js';
import type { DeadLetter } from '../bus/dead-letter.js';
import type { PendingTask } from '../system/async-task.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Step } from '../system/step.js';
import type { Timer } from '../system/timer.js';
import type { Envelope } from '../bus/lane.js';

/** What a property may see of a system: everything, and nothing that would change it. */
export interface SystemView {
  /** The time of the run, in milliseconds. */
  readonly now: number;
  /** Every address at which an actor has lived, in the order in which each was first taken. */
  addresses(): readonly Address[];
  /** The snapshot of the actor that has an address, or had it last; `undefined` if none ever had. */
  snapshot(address: Address): Snapshot<unknown> | undefined;
  /** The state value of the machine at an address, as `snapshot.value` has it. */
  value(address: Address): unknown;
  /** The context of the machine at an address; `undefined` if there is none. */
  context(address: Address): Record<string, unknown> | undefined;
  /** Whether an actor lives at an address now. */
  lives(address: Address): boolean;
  /** Every envelope that waits, in the order of posting. */
  waiting(): readonly Envelope[];
  /** The timers that wait, in the order in which they will fire. */
  timers(): readonly Timer[];
  /** The last dead letters, oldest first. */
  deadLetters(): readonly DeadLetter[];
  /** The asynchronous tasks that have not settled. */
  pendingTasks(): readonly PendingTask[];
  /** The address of the root. */
  readonly root: Address;
}

/** Actors and their addresses, in the same order. */
export interface SortedActors {
  readonly addresses: readonly Address[];
  readonly refs: readonly AnyActorRef[];
}

function sortedActors(actors: ReadonlyMap<Address, AnyActorRef>): SortedActors {
  const sorted = [...actors].sort(([one], [other]) => (one < other ? -1 : 1));
  return { addresses: sorted.map(([address]) => address), refs: sorted.map(([, ref]) => ref) };
}

/** Shows a system, and remembers its actors beyond their end; must be shown every step. */
export class ControlledSystemView implements SystemView {
  readonly #system: ControlledSystem;
  #actors = new Map<Address, AnyActorRef>();
  /** The actors by the order of their addresses, where somebody has asked for that. */
  #sorted: SortedActors | undefined;
  /** Whether somebody counts on the map's staying as it is. */
  #isSaved = false;

  constructor(system: ControlledSystem) {
    this.#system = system;
  }

  /** Takes note of the actors that a step started. */
  see({ effects }: Step): void {
    for (const effect of effects) {
      if (effect.kind === 'start') {
        if (this.#isSaved) {
          this.#actors = new Map(this.#actors);
          this.#isSaved = false;
        }
        this.#actors.set(effect.actor.address, effect.actor.ref);
        this.#sorted = undefined;
      }
    }
  }

  /** Keeps which actors it remembers, and returns what puts that back. */
  save(): () => void {
    const [actors, sorted] = [this.#actors, this.#sorted];
    this.#isSaved = true;
    return () => {
      this.#actors = actors;
      this.#sorted = sorted;
      this.#isSaved = true;
    };
  }

  get now(): number {
    return this.#system.now;
  }

  get root(): Address {
    return this.#system.addressOf(this.#system.root) ?? this.#system.root.id;
  }

  addresses(): Address[] {
    return [...this.#actors.keys()];
  }

  /** The same by the order of the addresses; the same object as long as they are the same. */
  sortedActors(): SortedActors {
    this.#sorted ??= sortedActors(this.#actors);
    return this.#sorted;
  }

  snapshot(address: Address): Snapshot<unknown> | undefined {
    return this.#actors.get(address)?.getSnapshot() as Snapshot<unknown> | undefined;
  }

  value(address: Address): unknown {
    return (this.snapshot(address) as { readonly value?: unknown } | undefined)?.value;
  }

  context(address: Address): Record<string, unknown> | undefined {
    const snapshot = this.snapshot(address) as { readonly context?: Record<string, unknown> } | undefined;
    return snapshot?.context;
  }

  lives(address: Address): boolean {
    return this.#system.actor(address) !== undefined;
  }

  waiting(): Envelope[] {
    return [...this.#system.bus.all()];
  }

  timers(): Timer[] {
    return this.#system.timers();
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#system.bus.deadLetters;
  }

  pendingTasks(): readonly PendingTask[] {
    return this.#system.quiescence().pendingTasks;
  }
}
