import type { TraceEffect } from '../trace-format.js';

/** An event that is on its way. */
export interface WaitingEvent {
  readonly seq: number;
  /** The life that it is for. */
  readonly to: string;
  readonly type: string;
}

/** The events that are on their way, and how many of them wait for each life. */
export class WaitingEvents {
  readonly #events = new Map<number, WaitingEvent>();
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#events.size;
  }

  /** In the order in which they were sent. */
  all(): IterableIterator<WaitingEvent> {
    return this.#events.values();
  }

  countFor(label: string): number {
    return this.#counts.get(label) ?? 0;
  }

  send(event: WaitingEvent): void {
    this.#events.set(event.seq, event);
    this.#counts.set(event.to, this.countFor(event.to) + 1);
  }

  /** Takes an event away, delivered or dead; `undefined` where it was not on its way. */
  take(seq: number): WaitingEvent | undefined {
    const event = this.#events.get(seq);
    if (event !== undefined) {
      this.#events.delete(seq);
      const count = this.countFor(event.to) - 1;
      if (count === 0) {
        this.#counts.delete(event.to);
      } else {
        this.#counts.set(event.to, count);
      }
    }
    return event;
  }
}

/** The event of a send, as it waits. */
export function waitingEventOf({
  seq,
  to,
  type,
  event,
}: Extract<TraceEffect, { effect: 'send' }>): WaitingEvent {
  return { seq, to, type: type ?? event?.type ?? '' };
}
