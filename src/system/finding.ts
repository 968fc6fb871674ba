import type { AnyActorRef } from 'xstate';

/**
 * What an actor finds in a step when it looks at others, where that is not what is there: steps on several threads
 * overlap, and one that comes later in the order of the run may have looked earlier.
 */
export type Finding =
  /** Who has a system id; `undefined`: nobody. */
  | { readonly about: 'name'; readonly systemId: string; readonly actor: AnyActorRef | undefined }
  /** A system id that no new actor can have, though nobody is seen to have it. */
  | { readonly about: 'taken-name'; readonly systemId: string }
  | { readonly about: 'state'; readonly actor: AnyActorRef; readonly snapshot: object };

/** What of a system tells actors who has which system id. */
interface NamingSystem {
  get: (systemId: string) => unknown;
  getAll: () => Record<string, unknown>;
  _set: (systemId: string, actor: AnyActorRef) => void;
}

/** Lets the actors of a system find, for the time of one step, what they are to find. */
export class Findings {
  readonly #system: NamingSystem;
  readonly #holderOf: (systemId: string) => unknown;
  #taken: ReadonlySet<string> = new Set();

  constructor(system: NamingSystem) {
    this.#system = system;
    this.#holderOf = system.get;
  }

  /** Whether XState, or a finding, refuses a system id to a new actor. */
  isTaken(systemId: string): boolean {
    return this.#taken.has(systemId) || this.#holderOf(systemId) !== undefined;
  }

  during(findings: readonly Finding[], work: () => void): void {
    const system = this.#system;
    const { get, getAll, _set: set } = system;
    const names = new Map<string, AnyActorRef | undefined>();
    const taken = new Set<string>();
    const shown: AnyActorRef[] = [];
    for (const finding of findings) {
      switch (finding.about) {
        case 'name':
          names.set(finding.systemId, finding.actor);
          break;
        case 'taken-name':
          taken.add(finding.systemId);
          break;
        case 'state':
          finding.actor.getSnapshot = () => finding.snapshot;
          shown.push(finding.actor);
          break;
      }
    }
    this.#taken = taken;
    system.get = (systemId) => (names.has(systemId) ? names.get(systemId) : get(systemId));
    system.getAll = () => {
      const all = { ...getAll(), ...Object.fromEntries(names) };
      return Object.fromEntries(Object.entries(all).filter(([, actor]) => actor !== undefined));
    };
    system._set = (systemId, actor) => {
      if (taken.has(systemId)) {
        throw nameTaken(systemId);
      }
      // From here on the actor of this step finds whom it has named itself.
      set(systemId, actor);
      names.delete(systemId);
    };
    try {
      work();
    } finally {
      Object.assign(system, { get, getAll, _set: set });
      this.#taken = new Set();
      for (const actor of shown) {
        Reflect.deleteProperty(actor, 'getSnapshot');
      }
    }
  }
}

/** The error of an actor that is created under a name which another has, in the words of XState. */
export function nameTaken(systemId: string): Error {
  return new Error(`Actor with system ID '${systemId}' already exists.`);
}
