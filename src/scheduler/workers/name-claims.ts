/**
 * The names that steps under way on threads have taken for actors of theirs, until the steps are recorded: nobody else
 * may have them meanwhile, so that no two actors ever have one name.
 */
export class NameClaims {
  readonly #threads = new Map<string, number>();

  /** Keeps a name for the step under way on a thread; `false` where another step has taken it. */
  claim(systemId: string, thread: number): boolean {
    if (this.isTaken(systemId, thread)) {
      return false;
    }
    this.#threads.set(systemId, thread);
    return true;
  }

  /** Whether a name is kept for a step on another thread. */
  isTaken(systemId: string, by: number): boolean {
    const thread = this.#threads.get(systemId);
    return thread !== undefined && thread !== by;
  }

  get isAny(): boolean {
    return this.#threads.size > 0;
  }

  /** The step of a thread has ended: whom it created has the names that were kept for it. */
  release(thread: number): void {
    for (const [systemId, holder] of this.#threads) {
      if (holder === thread) {
        this.#threads.delete(systemId);
      }
    }
  }
}
