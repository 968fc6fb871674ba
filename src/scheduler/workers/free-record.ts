import { isDeepStrictEqual } from 'node:util';
import type { AnyActorRef } from 'xstate';
import type { Envelope } from '../../bus/lane.js';
import { ActorRecord } from '../../system/actor-record.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import type { Timer } from '../../system/timer.js';
import { type ActorKey, threadOf } from './actor-key.js';
import type { Wire } from './wire.js';
import type { FreeFiring, FreeStep, News } from './messages.js';

/** What a thread told of a free run. */
export type Told = { readonly step: FreeStep } | { readonly firing: FreeFiring } | { readonly news: News };

/** What the record needs of the run. */
export interface FreeActors {
  /** The actor of a key, if it was heard of. */
  find(key: string): AnyActorRef | undefined;
  /** Carries out a decision as the thread did. */
  commit(decision: Envelope | Timer, step: FreeStep): void;
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
  /**
   * The timers that have gone off from a thread to another. What their senders do after that might give them up on the
   * coordinator; so it is put behind the firing, which the other thread is yet to tell.
   */
  readonly #firings = new Set<FreeFiring>();
  /** Whether one does not wait for timers any more. */
  hasReleased = false;

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

  /** What a lost thread told last can come to nothing any more. */
  forget(thread: number): void {
    this.#told.delete(thread);
    this.releaseFirings();
    this.hasReleased = true;
  }

  /** Puts one more in its place; `false` when nothing that was told can be. */
  commitOne(): boolean {
    for (const [thread, all] of this.#told) {
      // What one actor did stays in its order; beside it others of its thread may go on.
      const held = new Set<ActorKey>();
      for (const [index, told] of all.entries()) {
        const actor = actorOf(told);
        if (actor === undefined || !held.has(actor)) {
          if (!this.#givesUpFiring(told) && this.#commit(thread, told)) {
            all.splice(index, 1);
            return true;
          }
          if (actor === undefined || this.#firings.size === 0) {
            break;
          }
          held.add(actor);
        }
      }
    }
    return false;
  }

  /** Whether anything waits for a timer to fire on another thread. */
  get awaitsFiring(): boolean {
    return this.#firings.size > 0;
  }

  /** Waits no more for timers to fire: what they wait for may itself wait for what stands behind them. */
  releaseFirings(): void {
    this.#firings.clear();
  }

  #commit(thread: number, told: Told): boolean {
    if ('firing' in told) {
      this.#firings.add(told.firing);
      return true;
    }
    if ('news' in told) {
      const { news } = told;
      if (news.news !== 'settled' && news.from !== undefined && this.#actors.find(news.from) === undefined) {
        return false;
      }
      this.#actors.take(news);
      return true;
    }
    const { step } = told;
    const decision = this.#decisionOf(step);
    const firing = this.#firingOf(step);
    if (decision === undefined || (firing === undefined && this.#isFromElsewhere(thread, step))) {
      return false;
    }
    this.#actors.commit(decision, step);
    if (firing !== undefined) {
      this.#firings.delete(firing);
    }
    return true;
  }

  /** Whether a step fires a timer of another thread, which will tell that it went off. */
  #isFromElsewhere(thread: number, { kind, from }: FreeStep): boolean {
    const origin = from === undefined ? undefined : threadOf(from);
    return kind === 'fire' && origin !== undefined && origin !== thread && !this.hasReleased;
  }

  /**
   * Whether a step would give up, or take the name from, a timer of its actor's that has gone off to another thread:
   * by then it could not any more, and so it comes behind the firing.
   */
  #givesUpFiring(told: Told): boolean {
    if (!('step' in told)) {
      return false;
    }
    const { to, deeds, change } = told.step;
    const own = [...this.#firings].filter(({ from }) => from === to);
    if (own.length === 0) {
      return false;
    }
    const status = (change?.fields.value as { readonly status?: string } | undefined)?.status;
    const hasEnded = status !== undefined && status !== 'active';
    return (
      hasEnded ||
      deeds.some(
        (deed) =>
          (deed.do === 'cancel-timer' || deed.do === 'set-timer') &&
          own.some(({ timer }) => timer === deed.id),
      )
    );
  }

  /** The timer that a step fires on another thread than its own, once that has told that it went off. */
  #firingOf({ from, to, timer }: FreeStep): FreeFiring | undefined {
    return [...this.#firings].find((one) => one.from === from && one.to === to && one.timer === timer?.name);
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

/** Whose part of the story it is. */
function actorOf(told: Told): ActorKey | undefined {
  if ('step' in told) {
    return told.step.to;
  }
  if ('firing' in told) {
    return told.firing.from;
  }
  return told.news.news === 'settled' ? undefined : told.news.from;
}
