import type { AnyActorRef, EventObject } from 'xstate';
import { DueHeap } from '../clock/due-heap.js';
import type { ActorRecord } from './actor-record.js';
import { Timer } from './timer.js';

/** What it takes to bring a queue of timers back to where it was. */
export interface TimersMemento {
  /** In the order in which they will fire. */
  readonly waiting: readonly Timer[];
  readonly bySender: ReadonlyMap<ActorRecord, ReadonlyMap<string, Timer>>;
  readonly lastOrder: number;
}

/**
 * The timers that wait, earliest first; of two that are due at once, the one that was set first.
 *
 * Ids work as in XState's own scheduler: a timer that is set under an id already in use does not replace
 * the earlier one, but takes its id, so that only the later one can be cancelled.
 */
export class TimerQueue {
  readonly #heap = new DueHeap<Timer>();
  /** The timers that each actor can cancel, by the id under which it set them. */
  readonly #bySender = new Map<ActorRecord, Map<string, Timer>>();
  #lastOrder = 0;
  /** How the queue was saved last; `undefined` once it has changed. */
  #saved: TimersMemento | undefined;

  /** The timer that is due first. */
  get first(): Timer | undefined {
    return this.#heap.peek();
  }

  get size(): number {
    return this.#heap.size;
  }

  set(
    sender: ActorRecord,
    receiver: ActorRecord,
    target: AnyActorRef,
    event: EventObject,
    id: string | undefined,
    due: number,
    cause: number,
  ): Timer {
    const name = id ?? `unnamed-${++sender.unnamedTimers}`;
    const timer = new Timer(sender, receiver, target, event, name, due, ++this.#lastOrder, cause);
    const own = this.#bySender.get(sender);
    if (own === undefined) {
      this.#bySender.set(sender, new Map([[name, timer]]));
    } else {
      own.set(name, timer);
    }
    this.#heap.push(timer, due);
    this.#saved = undefined;
    return timer;
  }

  /** Whether a timer waits. */
  has(timer: Timer): boolean {
    return this.#heap.has(timer);
  }

  /** Takes a timer out, which fires or is given up; its id is free again. */
  take(timer: Timer): void {
    this.#saved = undefined;
    this.#heap.remove(timer);
    const own = this.#bySender.get(timer.sender);
    own?.delete(timer.id);
    if (own?.size === 0) {
      this.#bySender.delete(timer.sender);
    }
  }

  /** The timer that was last set under an id, if it waits; without one all that an actor can cancel, as it set them. */
  named(sender: ActorRecord, id?: string): readonly Timer[] {
    const own = this.#bySender.get(sender);
    if (id === undefined) {
      return [...(own?.values() ?? [])];
    }
    const timer = own?.get(id);
    return timer === undefined ? [] : [timer];
  }

  /** All timers that wait, in the order in which they will fire. */
  all(): Timer[] {
    return this.#heap.entries().sort((a, b) => a.due - b.due || a.order - b.order);
  }

  save(): TimersMemento {
    this.#saved ??= { waiting: this.all(), bySender: copyOf(this.#bySender), lastOrder: this.#lastOrder };
    return this.#saved;
  }

  /** Lets those timers wait that waited when it was saved, and no others. */
  restore(memento: TimersMemento): void {
    if (memento === this.#saved) {
      return;
    }
    this.#heap.entries().forEach((timer) => this.#heap.remove(timer));
    memento.waiting.forEach((timer) => this.#heap.push(timer, timer.due));
    this.#bySender.clear();
    for (const [sender, own] of copyOf(memento.bySender)) {
      this.#bySender.set(sender, own);
    }
    this.#lastOrder = memento.lastOrder;
    this.#saved = memento;
  }
}

function copyOf(
  bySender: ReadonlyMap<ActorRecord, ReadonlyMap<string, Timer>>,
): Map<ActorRecord, Map<string, Timer>> {
  return new Map([...bySender].map(([sender, own]) => [sender, new Map(own)]));
}
