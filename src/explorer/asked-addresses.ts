import type { Address } from '../bus/address.js';
import type { Invariant } from './properties/invariant.js';
import type { SystemView } from './system-view.js';

/** What invariants asked of the actors, as plain data. */
export interface Asked {
  /** The addresses at which nobody was when they were asked for. */
  readonly missed: readonly Address[];
  /** Those at which somebody was. */
  readonly found: readonly Address[];
  /** Those that there were when one was missed. */
  readonly known: readonly Address[];
}

/** Remembers for which addresses invariants asked: one that nobody ever has is misspelt, and says nothing. */
export class AskedAddresses {
  readonly #missed = new Set<Address>();
  readonly #found = new Set<Address>();
  readonly #known = new Set<Address>();
  readonly #views = new WeakMap<SystemView, SystemView>();

  /** The invariant, such that what it asks is remembered. */
  listensTo(invariant: Invariant): Invariant {
    return { ...invariant, holds: (view) => invariant.holds(this.#noting(view)) };
  }

  /** Adds what was asked elsewhere. */
  add({ missed, found, known }: Asked): void {
    missed.forEach((address) => this.#missed.add(address));
    found.forEach((address) => this.#found.add(address));
    known.forEach((address) => this.#known.add(address));
  }

  read(): Asked {
    return { missed: [...this.#missed], found: [...this.#found], known: [...this.#known] };
  }

  /** A sentence for each address that nobody ever had. */
  get warnings(): string[] {
    const known = [...this.#known];
    const list = known.length > MOST_LISTED ? [...known.slice(0, MOST_LISTED), '…'] : known;
    return [...this.#missed]
      .filter((address) => !this.#found.has(address) && !this.#known.has(address))
      .map(
        (address) => `an invariant asked for ${address}, and nobody had it; there were ${list.join(', ')}`,
      );
  }

  #noting(view: SystemView): SystemView {
    let noting = this.#views.get(view);
    if (noting === undefined) {
      const note = (address: Address): void => this.#note(view, address);
      noting = {
        get now() {
          return view.now;
        },
        get root() {
          return view.root;
        },
        snapshot: (address) => {
          note(address);
          return view.snapshot(address);
        },
        value: (address) => {
          note(address);
          return view.value(address);
        },
        context: (address) => {
          note(address);
          return view.context(address);
        },
        addresses: () => view.addresses(),
        lives: (address) => {
          note(address);
          return view.lives(address);
        },
        waiting: () => view.waiting(),
        timers: () => view.timers(),
        deadLetters: () => view.deadLetters(),
        pendingTasks: () => view.pendingTasks(),
      };
      this.#views.set(view, noting);
    }
    return noting;
  }

  #note(view: SystemView, address: Address): void {
    if (this.#found.has(address)) {
      return;
    }
    if (view.snapshot(address) === undefined) {
      this.#missed.add(address);
      view.addresses().forEach((known) => this.#known.add(known));
    } else {
      this.#found.add(address);
    }
  }
}

const MOST_LISTED = 12;
