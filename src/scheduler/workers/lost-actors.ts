import type { ControlledSystem } from '../../system/controlled-system.js';
import type { ActorDirectory } from './actor-directory.js';
import type { ThreadCalls } from './thread-calls.js';

/** Ends the actors whose threads are gone. */
export class LostActors {
  readonly #directory: ActorDirectory;
  readonly #calls: ThreadCalls;
  /** How often each thread was lost, as far as its actors have ended for it. */
  readonly #losses = new Map<number, number>();

  constructor(directory: ActorDirectory, calls: ThreadCalls) {
    this.#directory = directory;
    this.#calls = calls;
  }

  /** How often a thread was lost, whether its actors have ended for it or not. */
  lossesOf(thread: number): number {
    return this.#endedFor(thread) + this.#calls.lossesOf(thread);
  }

  /** Ends them in error, those above before those below; `false` when no thread was lost since. */
  endAll(system: ControlledSystem): boolean {
    const lost = this.#calls.takeLost();
    for (const [thread, error] of lost) {
      // What other threads have taken of the window stands.
      this.#losses.set(thread, this.#endedFor(thread) + 1);
      const addresses = [...system.actors()]
        .map(([address, ref]) => ({ address, entry: this.#directory.entryOf(ref) }))
        .filter(
          ({ entry }) => entry?.mirror?.thread === thread && entry.mirror.losses < this.#endedFor(thread),
        )
        .sort((a, b) => (a.entry?.lineage.length ?? 0) - (b.entry?.lineage.length ?? 0))
        .map(({ address }) => address);
      for (const address of addresses) {
        for (const fault of system.faults('crash', address, error)) {
          system.apply(fault);
        }
      }
    }
    return lost.length > 0;
  }

  #endedFor(thread: number): number {
    return this.#losses.get(thread) ?? 0;
  }
}
