import type { Subscription } from 'rxjs';
import type { Clock } from '../../clock/clock.js';
import type { ActorKey } from './actor-key.js';
import { TimerClaim } from './timer-claim.js';

/** A timer whose time has come. */
export interface DueTimer {
  /** What its sender calls it. */
  readonly name: string;
  /** Takes it to fire it; `false` where it was given up at the last moment. */
  claim(): boolean;
  /** Of a timer of another thread's: who has it. */
  readonly cell?: SharedArrayBuffer | undefined;
}

/** A timer of this thread's whose time has come. */
export interface OwnDueTimer extends DueTimer {
  /** Sends it to another thread, which may then claim it. */
  send(): TimerClaim;
}

interface OwnTimer {
  readonly wait: Subscription;
  /** Who may have it, when it is on its way to another thread. */
  claim: TimerClaim | undefined;
  /** Brings it to its receiver, now that its time has come. */
  readonly bring: () => void;
}

/** The timers of one actor that wait or were not claimed, and those of them that it can give up by name. */
interface OwnTimers {
  readonly all: Set<OwnTimer>;
  readonly byName: Map<string, OwnTimer>;
}

/** The timers that the actors of one run on one thread have set. */
export class FreeTimers {
  readonly #clock: Clock;
  readonly #timers = new Map<ActorKey, OwnTimers>();
  readonly #unnamed = new Map<ActorKey, number>();
  /** Those whose time has come and that were not claimed, the first to come first. */
  readonly #due = new Set<OwnTimer>();
  #isPaused = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Sets a timer, which is named as the coordinator names it; one that has the name already can no longer be given up.
   *
   * @param due - called when its time has come; the timer can yet be given up until it is claimed
   */
  set(sender: ActorKey, id: string | undefined, delay: number, due: (timer: OwnDueTimer) => void): void {
    const name = id ?? this.#nextName(sender);
    const own = this.#of(sender);
    const claim = (): boolean => {
      // As in XState, the name is free then, and whatever else has it cannot be given up any more.
      own.byName.delete(name);
      this.#due.delete(timer);
      return own.all.delete(timer);
    };
    const send = (): TimerClaim => {
      this.#forgetFired(own);
      timer.claim = new TimerClaim();
      return timer.claim;
    };
    const wait = this.#clock.schedule(
      () => {
        this.#due.add(timer);
        if (!this.#isPaused) {
          timer.bring();
        }
      },
      delay > 0 ? delay : 0,
    );
    const timer: OwnTimer = { wait, claim: undefined, bring: () => due({ name, claim, send }) };
    own.all.add(timer);
    own.byName.set(name, timer);
  }

  /** Gives up the timer of a name; `false` where it has fired. */
  cancel(sender: ActorKey, name: string): boolean {
    const own = this.#of(sender);
    const timer = own.byName.get(name);
    timer?.wait.unsubscribe();
    own.byName.delete(name);
    if (timer === undefined || timer.claim?.giveUp() === false) {
      // One that another thread fires stays until that is recorded: the thread may yet be lost.
      return false;
    }
    this.#due.delete(timer);
    return own.all.delete(timer);
  }

  /** Gives up all timers of an actor that it can give up by name; returns the names of those that had not fired. */
  cancelAll(sender: ActorKey): readonly string[] {
    const names = [...(this.#timers.get(sender)?.byName.keys() ?? [])];
    return names.filter((name) => this.cancel(sender, name));
  }

  /** Brings no timer to its receiver until it is resumed. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Goes on, and brings all timers anew whose time had come: all mail from before is void. */
  resume(): void {
    this.#isPaused = false;
    for (const { all, byName } of this.#timers.values()) {
      this.#forgetFired({ all, byName });
    }
    for (const timer of this.#due) {
      timer.claim?.giveUp();
      timer.claim = undefined;
      timer.bring();
    }
  }

  /** No timer fires any more. */
  close(): void {
    for (const { all } of this.#timers.values()) {
      for (const { wait } of all) {
        wait.unsubscribe();
      }
    }
    this.#timers.clear();
    this.#due.clear();
  }

  #of(sender: ActorKey): OwnTimers {
    const own = this.#timers.get(sender) ?? { all: new Set(), byName: new Map() };
    this.#timers.set(sender, own);
    return own;
  }

  #nextName(sender: ActorKey): string {
    const count = (this.#unnamed.get(sender) ?? 0) + 1;
    this.#unnamed.set(sender, count);
    return `unnamed-${count}`;
  }

  /** Drops the timers that other threads have fired meanwhile; this thread is not told. */
  #forgetFired({ all, byName }: OwnTimers): void {
    for (const timer of all) {
      if (timer.claim?.isSettled === true) {
        all.delete(timer);
        this.#due.delete(timer);
      }
    }
    for (const [name, timer] of byName) {
      if (!all.has(timer)) {
        byName.delete(name);
      }
    }
  }
}
