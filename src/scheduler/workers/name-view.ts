import type { AnyActorRef } from 'xstate';
import type { NamedActors } from '../../system/thread-seam.js';
import type { ActorKey } from './actor-key.js';

/** What the coordinator says of a system id. */
export interface NameAnswer {
  readonly actor: AnyActorRef | undefined;
  /** The actor and all above it. */
  readonly lineage: readonly ActorKey[];
}

export interface NameSource {
  /** Asks the coordinator, which answers when all steps before the present one are done. */
  askName(systemId: string): NameAnswer;
  askNames(): Record<string, AnyActorRef>;
  /** How often it has changed, so far, who has which name. */
  readonly changes: number;
  /** A child of this thread gave up its name before it ended. */
  released(actor: AnyActorRef): void;
}

/**
 * Who has which system id, as an actor of this thread has to see it in lockstep: as if every step before its own were done, and
 * none behind it.
 *
 * Steps of other threads run meanwhile. So an answer is taken from memory only where none of them can make it another:
 * an actor loses its name by a step of its own or of one above it alone, and a name that nobody has may be taken by
 * any step. In all other cases the coordinator is asked, and answers when it has come so far.
 */
export class NameView implements NamedActors {
  readonly #source: NameSource;
  readonly #known = new Map<string, NameAnswer>();
  #knownAt = -1;
  /** What the steps of this thread changed in the present window, and in the present step. */
  readonly #inWindow = new Map<string, AnyActorRef | undefined>();
  readonly #inStep = new Map<string, AnyActorRef | undefined>();
  #elsewhere: ReadonlyMap<ActorKey, number> = new Map();
  #firstElsewhere = Number.POSITIVE_INFINITY;
  #index = 0;

  constructor(source: NameSource) {
    this.#source = source;
  }

  /** A window begins, in which these actors have their first steps on other threads. */
  beginWindow(elsewhere: readonly (readonly [ActorKey, number])[]): void {
    this.#inWindow.clear();
    this.#elsewhere = new Map(elsewhere);
    this.#firstElsewhere = Math.min(...elsewhere.map(([, index]) => index));
    this.beginStep(0);
  }

  /** A step begins, which has this place in the window. */
  beginStep(index: number): void {
    this.#index = index;
    this.#inStep.clear();
  }

  find(systemId: string): AnyActorRef | undefined {
    if (this.#inStep.has(systemId)) {
      return this.#inStep.get(systemId);
    }
    const isAlone = this.#firstElsewhere > this.#index;
    if (isAlone && this.#inWindow.has(systemId)) {
      return this.#inWindow.get(systemId);
    }
    const known = this.#knownAnswer(systemId);
    if (known !== undefined && (isAlone || (this.#isSettled(known) && !this.#inWindow.has(systemId)))) {
      return known.actor;
    }
    const answer = this.#source.askName(systemId);
    this.#known.set(systemId, answer);
    return answer.actor;
  }

  all(): Record<string, AnyActorRef> {
    const all = new Map(Object.entries(this.#source.askNames()));
    for (const [systemId, actor] of this.#inStep) {
      if (actor === undefined) {
        all.delete(systemId);
      } else {
        all.set(systemId, actor);
      }
    }
    return Object.fromEntries(all);
  }

  /** Takes a name for free in the present step: the coordinator gave it to the actor that is about to be created. */
  give(systemId: string): void {
    this.#inStep.set(systemId, undefined);
  }

  mayEnter(systemId: string): boolean {
    return this.find(systemId) === undefined;
  }

  enter(systemId: string, actor: AnyActorRef): boolean {
    const holder = this.find(systemId);
    if (holder === undefined) {
      this.#change(systemId, actor);
    }
    return holder === undefined || holder === actor;
  }

  leave(systemId: string, actor: AnyActorRef): void {
    if (this.find(systemId) === actor) {
      this.#change(systemId, undefined);
      this.#source.released(actor);
    }
  }

  #change(systemId: string, actor: AnyActorRef | undefined): void {
    this.#inStep.set(systemId, actor);
    this.#inWindow.set(systemId, actor);
  }

  #knownAnswer(systemId: string): NameAnswer | undefined {
    const { changes } = this.#source;
    if (changes !== this.#knownAt) {
      this.#known.clear();
      this.#knownAt = changes;
    }
    return this.#known.get(systemId);
  }

  /** Whether no step of another thread before the present one can take the name from who has it. */
  #isSettled({ actor, lineage }: NameAnswer): boolean {
    return (
      actor !== undefined &&
      lineage.every((key) => (this.#elsewhere.get(key) ?? Number.POSITIVE_INFINITY) > this.#index)
    );
  }
}
