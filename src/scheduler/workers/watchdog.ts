import { afterHostDelay, hostNow } from '../../clock/host-timers.js';
import type { HostThread } from './host-thread.js';

/** How often, in the time that a thread may be silent, it is looked at. */
const LOOKS = 4;

/** The threads that are watched, and what is done with one that does not answer. */
export interface Watched {
  threads(): readonly HostThread[];
  /** For how many milliseconds a thread may be silent now. */
  patience(): number;
  onSilent(thread: HostThread): void;
}

/**
 * Finds threads that stand still while nobody asks anything of them.
 *
 * It looks at numbers that are there anyway, how long a thread has waited for events and how many steps it has taken,
 * and asks nothing: an idle thread is left alone.
 */
export class Watchdog {
  readonly #watched: Watched;
  /** What was seen of each thread, and when it was first seen so. */
  #seen = new Map<HostThread, { readonly life: string; readonly since: number }>();
  #cancel: (() => void) | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  start(): void {
    this.#seen.clear();
    this.#lookLater();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #lookLater(): void {
    const patience = this.#watched.patience();
    // With a debugger attached patience has no end; it may be detached.
    const wait = Number.isFinite(patience) ? patience / LOOKS : 1000;
    this.#cancel = afterHostDelay(wait, () => {
      this.#look();
      if (this.#cancel !== undefined) {
        this.#lookLater();
      }
    });
  }

  #look(): void {
    const patience = this.#watched.patience();
    const seen = new Map<HostThread, { readonly life: string; readonly since: number }>();
    for (const thread of this.#watched.threads()) {
      const { signsOfLife: life } = thread;
      const before = this.#seen.get(thread);
      const since = before !== undefined && before.life === life ? before.since : hostNow();
      if (life !== undefined && hostNow() - since >= patience) {
        this.#watched.onSilent(thread);
      } else if (life !== undefined) {
        seen.set(thread, { life, since });
      }
    }
    this.#seen = seen;
  }
}
