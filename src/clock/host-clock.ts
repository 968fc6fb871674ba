import type { Subscription } from 'rxjs';
import { ClockAction } from './clock-action.js';
import type { DueAction, Timeline, Work } from './clock-action.js';
import { checkDuration } from './clock-error.js';
import type { Clock } from './clock.js';
import { DueHeap } from './due-heap.js';
import { afterHostDelay, blockThread, hostNow, inMicrotask } from './host-timers.js';

/**
 * A clock whose time is the host's since its creation, `factor` times as fast; what the real and the scaled
 * clock have in common.
 *
 * Work that is due at once runs in a microtask turn of its own, in order. Later work waits in a heap, for whose
 * head one host timer is set; each piece of it that is due when the timer fires has a microtask turn of its own,
 * so that an error in one reaches the host as uncaught and leaves the others alone. What falls due while they
 * run waits for the next host timer, so that timers alone cannot starve the host's input and output.
 */
export class HostClock implements Clock, Timeline {
  blocked = 0;
  readonly #origin = hostNow();
  readonly #waiting = new DueHeap<DueAction>();
  readonly #turns = new Map<DueAction, number>();
  #turn = 0;
  #cancelTimer: (() => void) | undefined;
  #timerDue = Infinity;

  constructor(
    readonly kind: 'real' | 'scaled',
    readonly factor: number,
  ) {}

  now(): number {
    return (hostNow() - this.#origin) * this.factor;
  }

  schedule<T>(work: Work<T>, delay = 0, state?: T): Subscription {
    const action = new ClockAction(this, work, state);
    this.place(action, delay);
    return action;
  }

  block(ms: number): void {
    blockThread(checkDuration('block(ms)', ms) / this.factor);
    this.blocked += ms;
  }

  place(action: DueAction, delay: number): void {
    if (delay > 0) {
      this.#waiting.push(action, this.now() + delay);
      this.#setTimer();
    } else {
      this.#runInTurn(action);
    }
  }

  withdraw(action: DueAction): void {
    this.#turns.delete(action);
    // Without work the timer would keep the process alive; with work it may fire in vain and is set again.
    if (this.#waiting.remove(action) && this.#waiting.size === 0) this.#clearTimer();
  }

  /** The number tells this turn from that of an earlier placing, withdrawn since. */
  #runInTurn(action: DueAction): void {
    const turn = this.#turn++;
    this.#turns.set(action, turn);
    inMicrotask(() => {
      if (this.#turns.get(action) !== turn) return;
      this.#turns.delete(action);
      action.execute();
    });
  }

  /** Sees to it that a timer comes no later than the first work is due; for work that is never due there is none. */
  #setTimer(): void {
    const due = this.#waiting.nextDue;
    if (due === undefined || due >= this.#timerDue) return;
    this.#clearTimer();
    this.#timerDue = due;
    this.#cancelTimer = afterHostDelay(Math.ceil((due - this.now()) / this.factor), () => {
      this.#clearTimer();
      this.#runDue(this.now());
    });
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#timerDue = Infinity;
  }

  #runDue(time: number): void {
    const due = this.#waiting.nextDue;
    if (due === undefined || due > time) return this.#setTimer();
    const action = this.#waiting.pop();
    try {
      action?.execute();
    } finally {
      inMicrotask(() => this.#runDue(time));
    }
  }
}
