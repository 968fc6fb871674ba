import type { AnyActorRef, EventObject } from 'xstate';
import { DueHeap } from '../clock/due-heap.js';
import type { ActorRecord } from './actor-record.js';
import { Timer } from './timer.js';

/**
 * The timers that wait, earliest first; of two that are due at once, the one that was set first.
 *
 * Ids work as in XState's own scheduler: a timer that is set under an id already in use does not replace
 * the earlier one, but takes its id, so that only the later one can be cancelled.
 */
export class TimerQueue {
  readonly #heap = new DueHeap<Timer>();
  #lastOrder = 0;

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
    sender.timers ??= new Map();
    sender.timers.set(name, timer);
    this.#heap.push(timer, due);
    return timer;
  }

  /** Takes a timer out so that it can fire; its id is free again. */
  take(timer: Timer): void {
    this.#heap.remove(timer);
    timer.sender.timers?.delete(timer.id);
  }

  /** Gives up the timer that was last set under an id; returns it, if one waited. */
  cancel(sender: ActorRecord, id: string): Timer | undefined {
    const timer = sender.timers?.get(id);
    if (timer !== undefined) {
      this.take(timer);
    }
    return timer;
  }

  /** Gives up all timers that an actor can cancel, in the order in which it set them. */
  cancelAll(sender: ActorRecord): Timer[] {
    const timers = [...(sender.timers?.values() ?? [])];
    for (const timer of timers) {
      this.#heap.remove(timer);
    }
    sender.timers = undefined;
    return timers;
  }

  /** All timers that wait, in the order in which they will fire. */
  all(): Timer[] {
    return this.#heap.entries().sort((a, b) => a.due - b.due || a.order - b.order);
  }
}
