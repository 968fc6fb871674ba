/** The children of a machine by their ids, as its snapshots show them. */
export type ChildrenOf = Readonly<Record<string, unknown>>;

/**
 * The children of a machine while it takes a macrostep.
 *
 * XState copies all of them for each that comes or goes. So does this where a snapshot that shows them may have been
 * seen; where none was, the changes are made at the end of the step in the object that is there.
 */
export class Children {
  #shown: ChildrenOf;
  /** What has become of children since, the latest last; `undefined` while `#shown` is up to date. */
  #changes: Change[] | undefined = undefined;

  constructor(shown: ChildrenOf) {
    this.#shown = shown;
  }

  get(id: string): unknown {
    const change = this.#changes?.findLast((one) => one.id === id);
    return change === undefined ? this.#shown[id] : change.child;
  }

  set(id: string, child: unknown): void {
    this.#changes ??= [];
    this.#changes.push({ id, child, isGone: false });
  }

  delete(id: string): void {
    this.#changes ??= [];
    this.#changes.push({ id, child: undefined, isGone: true });
  }

  /** All of them, in an object that nobody has seen in another state. */
  all(): ChildrenOf {
    if (this.#changes !== undefined) {
      this.#shown = { ...this.#shown };
      this.#apply(this.#changes);
    }
    return this.#shown;
  }

  /** All of them, in the object that they were in before: nobody has seen it. */
  allInPlace(): ChildrenOf {
    if (this.#changes !== undefined) {
      this.#apply(this.#changes);
    }
    return this.#shown;
  }

  #apply(changes: readonly Change[]): void {
    const children = this.#shown as Record<string, unknown>;
    for (const { id, child, isGone } of changes) {
      if (isGone) {
        delete children[id];
      } else if (id === '__proto__') {
        Object.defineProperty(children, id, {
          value: child,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      } else {
        children[id] = child;
      }
    }
    this.#changes = undefined;
  }
}

interface Change {
  readonly id: string;
  readonly child: unknown;
  readonly isGone: boolean;
}
