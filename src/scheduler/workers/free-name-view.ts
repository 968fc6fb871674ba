import type { AnyActorRef } from 'xstate';
import type { NamedActors } from '../../system/thread-seam.js';
import type { ActorKey, ActorName } from './actor-key.js';
import type { Found } from './messages.js';
import type { NameSource } from './name-view.js';

export interface FreeNameSource extends NameSource {
  /** Asks whether an actor of the present step may have a name; it is kept for it then. */
  claim(systemId: string, isReleased: boolean): boolean;
  /** Lets no thread trust in what it remembers any more. */
  changed(): void;
  nameOf(actor: AnyActorRef): ActorName | undefined;
}

/** What the present step has to do with names. */
interface InStep {
  /** Whether the coordinator stands in the midst of a step of its own, and waits for this one. */
  readonly isAwaited: boolean;
  /** The name that the coordinator gave to the actor which it has created here. */
  readonly given: string | undefined;
  /** Who has a name by this step, or has it no more. */
  readonly own: Map<string, AnyActorRef | undefined>;
  /** Who had a name when it was looked up first: in one step everybody finds the same. */
  readonly found: Map<string, AnyActorRef | undefined>;
  hasFoundAll: boolean;
  readonly claimed: Set<string>;
  readonly refused: Set<string>;
}

/**
 * Who has which system id, as an actor of this thread finds it in a free run: with all that led to its step, and
 * perhaps more.
 *
 * A change on any thread makes all others ask the coordinator again, before what the step of the change sends can
 * come to them. What was found is told with the step, so that it can be held against what is so in its place.
 */
export class FreeNameView implements NamedActors {
  readonly #source: FreeNameSource;
  readonly #known = new Map<string, AnyActorRef | undefined>();
  #knownAt = -1;
  #step: InStep = newStep(false, undefined);

  constructor(source: FreeNameSource) {
    this.#source = source;
  }

  /** A step begins, or something that the coordinator waits for: the creation of an actor with a name, say. */
  begin(isAwaited: boolean, given?: string): void {
    this.#step = newStep(isAwaited, given);
  }

  /** What the step found of names. */
  get found(): Found {
    const { found, hasFoundAll, refused } = this.#step;
    const names = [...found].map(([systemId, actor]) => [systemId, this.#keyOf(actor)] as const);
    return { names, isAll: hasFoundAll, taken: [...refused] };
  }

  find(systemId: string): AnyActorRef | undefined {
    const { own, found } = this.#step;
    if (own.has(systemId)) {
      return own.get(systemId);
    }
    if (!found.has(systemId)) {
      found.set(systemId, this.#step.hasFoundAll ? undefined : this.#lookUp(systemId));
    }
    return found.get(systemId);
  }

  all(): Record<string, AnyActorRef> {
    const { own, found } = this.#step;
    if (!this.#step.hasFoundAll) {
      for (const [systemId, actor] of Object.entries(this.#source.askNames())) {
        if (!found.has(systemId)) {
          found.set(systemId, actor);
        }
      }
      this.#step.hasFoundAll = true;
    }
    const all = [...new Map([...found, ...own])];
    return Object.fromEntries(all.filter((one): one is [string, AnyActorRef] => one[1] !== undefined));
  }

  mayEnter(systemId: string): boolean {
    const { own, claimed, refused, given } = this.#step;
    if (given === systemId || claimed.has(systemId)) {
      return own.get(systemId) === undefined;
    }
    const isReleased = own.has(systemId);
    const isFree = isReleased ? own.get(systemId) === undefined : this.#lookUp(systemId) === undefined;
    if (isFree && this.#source.claim(systemId, isReleased)) {
      claimed.add(systemId);
      return true;
    }
    if (!isReleased) {
      refused.add(systemId);
    }
    return false;
  }

  enter(systemId: string, actor: AnyActorRef): boolean {
    const { own, claimed, given } = this.#step;
    const holder = own.has(systemId) ? own.get(systemId) : undefined;
    if (holder === undefined && (claimed.has(systemId) || given === systemId)) {
      this.#change(systemId, actor);
      return true;
    }
    return (holder ?? this.#lookUp(systemId)) === actor;
  }

  leave(systemId: string, actor: AnyActorRef): void {
    const { own } = this.#step;
    if ((own.has(systemId) ? own.get(systemId) : this.#lookUp(systemId)) === actor) {
      this.#change(systemId, undefined);
      this.#source.released(actor);
    }
  }

  /** Leaves the present step as it is, for another in its midst; what is returned goes on with it. */
  suspend(): () => void {
    const step = this.#step;
    return () => {
      this.#step = step;
    };
  }

  #change(systemId: string, actor: AnyActorRef | undefined): void {
    this.#step.own.set(systemId, actor);
    this.#source.changed();
  }

  /** Who has a name, by what is remembered or what the coordinator says. */
  #lookUp(systemId: string): AnyActorRef | undefined {
    const { changes } = this.#source;
    if (changes !== this.#knownAt) {
      this.#known.clear();
      this.#knownAt = changes;
    }
    if (this.#known.has(systemId)) {
      return this.#known.get(systemId);
    }
    const { actor } = this.#source.askName(systemId);
    // In the midst of a step of its own the coordinator does not know yet what this thread has told.
    if (!this.#step.isAwaited) {
      this.#known.set(systemId, actor);
    }
    return actor;
  }

  #keyOf(actor: AnyActorRef | undefined): ActorKey | undefined {
    return actor === undefined ? undefined : this.#source.nameOf(actor)?.key;
  }
}

function newStep(isAwaited: boolean, given: string | undefined): InStep {
  return {
    isAwaited,
    given,
    own: new Map(),
    found: new Map(),
    hasFoundAll: false,
    claimed: new Set(),
    refused: new Set(),
  };
}
