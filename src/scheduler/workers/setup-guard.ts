import { ThreadLostError } from './workers-errors.js';

/**
 * Remembers an error that is none of an actor's, but one of how the threads were set up, so that the run says so: an
 * actor of XState's takes everything that is thrown for its own.
 */
export class SetupGuard {
  /** What is wrong with how the actors were to be put on threads; the run cannot go on. */
  #problem: { readonly error: unknown } | undefined;
  #isAsking = false;

  /** Whether something is being asked of a thread. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  watch<T>(work: () => T): T {
    const before = this.#isAsking;
    this.#isAsking = true;
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ThreadLostError)) {
        this.#problem ??= { error };
      }
      throw error;
    } finally {
      this.#isAsking = before;
    }
  }

  /** Does work where nobody could catch an error of it, which the run throws when it goes on. */
  note<T>(work: () => T): T | undefined {
    try {
      return this.watch(work);
    } catch {
      return undefined;
    }
  }

  /** Throws what keeps the run from going on, if anything does: a HostingError where actors cannot be put on threads. */
  throwProblem(): void {
    if (this.#problem !== undefined) {
      throw this.#problem.error;
    }
  }
}
