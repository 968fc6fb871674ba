import { isDeepStrictEqual } from 'node:util';
import type { AnyActorRef } from 'xstate';
import type { Envelope } from '../../bus/lane.js';
import { ActorRecord } from '../../system/actor-record.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import type { Timer } from '../../system/timer.js';
import type { Wire } from './wire.js';
import type { FreeStep, News } from './messages.js';

/** What a thread told of a free run. */
export type Told = { readonly step: FreeStep } | { readonly news: News };

/** What the record needs of the run. */
export interface FreeActors {
  /** The actor of a key, if it was heard of. */
  find(key: string): AnyActorRef | undefined;
  /** Carries out a decision as its thread did. */
  commit(decision: Envelope | Timer, step: FreeStep, thread: number): void;
  take(news: News): void;
  revive(wire: Wire): unknown;
}

/**
 * Puts what the threads did by themselves into one order in which it could have been done on one thread.
 *
 * Each thread tells its steps in the order in which it took them. A step is put behind the one that sent what it
 * delivered: it waits until that one, which another thread may yet have to tell, has been put in its place.
 */
export class FreeRecord {
  readonly #system: ControlledSystem;
  readonly #actors: FreeActors;
  readonly #told = new Map<number, Told[]>();

  constructor(system: ControlledSystem, actors: FreeActors) {
    this.#system = system;
    this.#actors = actors;
  }

  /** Takes down what a thread told. */
  tell(thread: number, told: Told): void {
    const all = this.#told.get(thread);
    if (all === undefined) {
      this.#told.set(thread, [told]);
    } else {
      all.push(told);
    }
  }

  /** The first of the steps that wait for one which was not told. */
  get waiting(): FreeStep | undefined {
    for (const [first] of this.#told.values()) {
      if (first !== undefined && 'step' in first) {
        return first.step;
      }
    }
    return undefined;
  }

  /** Puts one more in its place; `false` when nothing that was told can be. */
  commitOne(): boolean {
    for (const [thread, all] of this.#told) {
      const [first] = all;
      if (first !== undefined && this.#commit(first, thread)) {
        all.shift();
        return true;
      }
    }
    return false;
  }

  #commit(told: Told, thread: number): boolean {
    if ('news' in told) {
      const { news } = told;
      if (news.news !== 'settled' && news.from !== undefined && this.#actors.find(news.from) === undefined) {
        return false;
      }
      this.#actors.take(news);
      return true;
    }
    const decision = this.#decisionOf(told.step);
    if (decision === undefined) {
      return false;
    }
    this.#actors.commit(decision, told.step, thread);
    return true;
  }

  #decisionOf({ from, to, type, timer }: FreeStep): Envelope | Timer | undefined {
    const receiver = this.#actors.find(to);
    const sender = from === undefined ? undefined : this.#actors.find(from);
    if (receiver === undefined || (from !== undefined && sender === undefined)) {
      return undefined;
    }
    if (timer !== undefined) {
      const event = this.#actors.revive(timer.event);
      // Of timers that are alike in all of this, the one that is due first has fired first.
      return this.#system
        .timers()
        .find(
          (one) =>
            one.id === timer.name &&
            one.sender.ref === sender &&
            one.receiver.ref === receiver &&
            isDeepStrictEqual(one.event, event),
        );
    }
    const head = this.#system.bus
      .heads()
      .find((one) => refOf(one.receiver) === receiver && refOf(one.sender) === sender);
    return head?.event.type === type ? head : undefined;
  }
}

function refOf(end: object): AnyActorRef | undefined {
  return end instanceof ActorRecord ? end.ref : undefined;
}
