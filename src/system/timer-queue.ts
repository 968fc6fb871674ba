import type { AnyActorRef, EventObject } from 'xstate';
import { SmallMap } from '../bus/small-map.js';
import { DueHeap } from '../clock/due-heap.js';
import type { ActorRecord } from './actor-record.js';
import { Timer } from './timer.js';

/** What it takes to bring a queue of timers back to where it was. */
export interface TimersMemento {
  /** In the order in which they will fire. */
  readonly waiting: readonly Timer[];
  readonly bySender: ReadonlyMap<ActorRecord, readonly (readonly [string, Timer])[]>;
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
    sender.timers ??= new SmallMap();
    sender.timers.set(name, timer);
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
    timer.sender.timers?.delete(timer.id);
  }

  /** The timer that was last set under an id, if it waits; without one all that an actor can cancel, as it set them. */
  named({ timers }: ActorRecord, id?: string): readonly Timer[] {
    if (timers === undefined || timers.size === 0) {
      return NONE;
    }
    if (id === undefined) {
      return [...timers.values()] as Timer[];
    }
    const timer = timers.get(id) as Timer | undefined;
    return timer === undefined ? NONE : [timer];
  }

  /** All timers that wait, in the order in which they will fire. */
  all(): Timer[] {
    return this.#heap.entries().sort((a, b) => a.due - b.due || a.order - b.order);
  }

  save(): TimersMemento {
    this.#saved ??= { waiting: this.all(), bySender: this.#bySender(), lastOrder: this.#lastOrder };
    return this.#saved;
  }

  /** Lets those timers wait that waited when it was saved, and no others. */
  restore(memento: TimersMemento): void {
    if (memento === this.#saved) {
      return;
    }
    for (const timer of this.#heap.entries()) {
      this.#heap.remove(timer);
      timer.sender.timers?.clear();
    }
    memento.waiting.forEach((timer) => this.#heap.push(timer, timer.due));
    for (const [sender, own] of memento.bySender) {
      sender.timers ??= new SmallMap();
      for (const [id, timer] of own) {
        sender.timers.set(id, timer);
      }
    }
    this.#lastOrder = memento.lastOrder;
    this.#saved = memento;
  }

  /** The timers that each actor can cancel; those whose ids were taken by later ones wait as well. */
  #bySender(): ReadonlyMap<ActorRecord, readonly (readonly [string, Timer])[]> {
    const senders = new Set(this.#heap.entries().map(({ sender }) => sender));
    return new Map(
      [...senders].map((sender) => [
        sender,
        [...((sender.timers as SmallMap<string, Timer> | undefined)?.entries() ?? [])],
      ]),
    );
  }
}

const NONE: readonly Timer[] = [];
