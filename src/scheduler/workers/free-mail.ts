import type { AnyActorRef, EventObject } from 'xstate';
import type { Subscription } from 'rxjs';
import type { Clock } from '../../clock/clock.js';
import { nextMacrotask } from '../../clock/host-timers.js';
import type { ActorKey } from './actor-key.js';

/** A timer whose time has come. */
export interface DueTimer {
  /** What its sender calls it. */
  readonly name: string;
  /** Takes it to fire it; `false` where it was given up at the last moment. */
  claim(): boolean;
}

/** The timers of one actor that wait or were not claimed, and those of them that it can give up by name. */
interface OwnTimers {
  readonly all: Set<Subscription>;
  readonly byName: Map<string, Subscription>;
}

/** An event on its way to an actor of this thread. */
export interface FreeMail {
  readonly kind: 'deliver' | 'stop' | 'fire';
  readonly from: ActorKey | undefined;
  readonly to: AnyActorRef;
  readonly event: EventObject;
  /** The child that reports by it, if one does. */
  readonly reporter?: ActorKey | undefined;
  /** The timer that it is of. */
  readonly timer?: DueTimer | undefined;
}

/** How many events are delivered before the thread looks at its ports again. */
const MAIL_IN_A_BREATH = 64;

/** The mail and the timers of the actors of one run on one thread, delivered as the thread comes to it. */
export class FreeMailbox {
  readonly #clock: Clock;
  readonly #take: (mail: FreeMail) => void;
  #queue: FreeMail[] = [];
  #isTurnComing = false;
  #isPaused = false;
  readonly #timers = new Map<ActorKey, OwnTimers>();
  readonly #unnamed = new Map<ActorKey, number>();

  /** @param take - lets one event arrive */
  constructor(clock: Clock, take: (mail: FreeMail) => void) {
    this.#clock = clock;
    this.#take = take;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  put(mail: FreeMail): void {
    this.#queue.push(mail);
    this.#seeToTurn();
  }

  /** Delivers nothing until it is resumed, and forgets all mail but that of timers. */
  pause(): void {
    this.#isPaused = true;
    this.#queue = this.#queue.filter(({ kind }) => kind === 'fire');
  }

  resume(): void {
    this.#isPaused = false;
    this.#seeToTurn();
  }

  /** Counts the timers that an actor sets without an id from here on. */
  countUnnamedFrom(sender: ActorKey, count: number): void {
    this.#unnamed.set(sender, count);
  }

  /**
   * Sets a timer, which is named as the coordinator names it; one that has the name already can no longer be given up.
   *
   * @param due - called when its time has come; the timer can yet be given up until it is claimed
   */
  setTimer(sender: ActorKey, id: string | undefined, delay: number, due: (timer: DueTimer) => void): void {
    const name = id ?? this.#nextName(sender);
    const own = this.#timersOf(sender);
    const wait = this.#clock.schedule(
      () => {
        const claim = (): boolean => {
          // As in XState, the name is free then, and whatever else has it cannot be given up any more.
          own.byName.delete(name);
          return own.all.delete(wait);
        };
        due({ name, claim });
      },
      delay > 0 ? delay : 0,
    );
    own.all.add(wait);
    own.byName.set(name, wait);
  }

  /** Gives up the timer of a name; `false` where it has fired. */
  cancelTimer(sender: ActorKey, name: string): boolean {
    const own = this.#timersOf(sender);
    const wait = own.byName.get(name);
    wait?.unsubscribe();
    own.byName.delete(name);
    return wait !== undefined && own.all.delete(wait);
  }

  /** Gives up all timers of an actor that it can give up by name. */
  cancelTimers(sender: ActorKey): void {
    for (const name of this.#timers.get(sender)?.byName.keys() ?? []) {
      this.cancelTimer(sender, name);
    }
  }

  #timersOf(sender: ActorKey): OwnTimers {
    const own = this.#timers.get(sender) ?? { all: new Set(), byName: new Map() };
    this.#timers.set(sender, own);
    return own;
  }

  /** Nothing more is delivered, and no timer fires. */
  close(): void {
    for (const { all } of this.#timers.values()) {
      for (const wait of all) {
        wait.unsubscribe();
      }
    }
    this.#timers.clear();
    this.#queue = [];
  }

  #nextName(sender: ActorKey): string {
    const count = (this.#unnamed.get(sender) ?? 0) + 1;
    this.#unnamed.set(sender, count);
    return `unnamed-${count}`;
  }

  #seeToTurn(): void {
    if (!this.#isPaused && !this.#isTurnComing && this.#queue.length > 0) {
      this.#isTurnComing = true;
      void nextMacrotask().then(() => this.#turn());
    }
  }

  #turn(): void {
    this.#isTurnComing = false;
    try {
      for (let taken = 0; taken < MAIL_IN_A_BREATH && !this.#isPaused; taken++) {
        const mail = this.#queue.shift();
        if (mail === undefined) {
          break;
        }
        this.#take(mail);
      }
    } finally {
      this.#seeToTurn();
    }
  }
}
