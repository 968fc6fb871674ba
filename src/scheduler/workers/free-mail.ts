import type { AnyActorRef, EventObject } from 'xstate';
import { nextMacrotask } from '../../clock/host-timers.js';
import type { ActorKey } from './actor-key.js';
import type { DueTimer } from './free-timers.js';

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

/** The mail of the actors of one run on one thread, delivered as the thread comes to it. */
export class FreeMailbox {
  readonly #take: (mail: FreeMail) => void;
  #queue: FreeMail[] = [];
  #isTurnComing = false;
  #isPaused = false;

  /** @param take - lets one event arrive */
  constructor(take: (mail: FreeMail) => void) {
    this.#take = take;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  put(mail: FreeMail): void {
    this.#queue.push(mail);
    this.#seeToTurn();
  }

  /** Delivers nothing until it is resumed, and forgets all mail. */
  pause(): void {
    this.#isPaused = true;
    this.#queue = [];
  }

  resume(): void {
    this.#isPaused = false;
    this.#seeToTurn();
  }

  /** Nothing more is delivered. */
  close(): void {
    this.#queue = [];
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
