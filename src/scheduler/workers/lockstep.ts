import type { ControlledSystem } from '../../system/controlled-system.js';
import type { Decision } from '../../system/decision.js';
import type { ActorDirectory } from './actor-directory.js';
import type { Did } from './deed.js';
import { eventWire } from './event-wire.js';
import type { SetupGuard } from './setup-guard.js';
import type { ThreadCalls } from './thread-calls.js';
import { type Window, windowFrom } from './window.js';

/** The steps that threads take side by side in lockstep, one window after the other. */
export class Lockstep {
  readonly #directory: ActorDirectory;
  readonly #calls: ThreadCalls;
  readonly #guard: SetupGuard;
  readonly #isFifo: boolean;
  #window: Window | undefined;
  /** The place in the window of the decision that is to be carried out. */
  #place: number | undefined;
  /** How many of the steps of the window were carried out, or cannot be any more. */
  #done = 0;
  /** The threads that were lost, and whose shares of the window were not taken again. */
  readonly #lost = new Set<number>();

  constructor(directory: ActorDirectory, calls: ThreadCalls, guard: SetupGuard, isFifo: boolean) {
    this.#directory = directory;
    this.#calls = calls;
    this.#guard = guard;
    this.#isFifo = isFifo;
  }

  /**
   * Has the step to be carried out next be taken on its thread, and begins those beside it.
   *
   * @returns `false` where it was not taken: a thread was lost
   */
  prepare(decision: Decision, system: ControlledSystem): boolean {
    this.#place = this.#window?.places.get(decision);
    if (this.#place !== undefined) {
      this.#redoShares();
    } else {
      this.#lost.clear();
      const window = windowFrom(
        decision,
        system,
        this.#directory,
        ({ event, sender, to }) => eventWire(event, this.#directory, sender.label, to),
        this.#isFifo,
      );
      this.#window = window;
      this.#done = 0;
      this.#place = window.places.get(decision);
      this.#guard.watch(() => this.#calls.open(window));
    }
    const place = this.#place;
    return place === undefined || this.#guard.watch(() => this.#calls.waitForStep(place));
  }

  /** Has a fresh thread take the steps that one which was lost has taken with it, should the window go on. */
  redo(thread: number): void {
    this.#lost.add(thread);
  }

  #redoShares(): void {
    for (const { thread, deliveries, elsewhere } of this.#window?.shares ?? []) {
      if (this.#lost.delete(thread)) {
        const left = deliveries.filter(({ index }) => index >= this.#done);
        this.#guard.watch(() => this.#calls.redo(thread, { deliveries: left, elsewhere }));
      }
    }
  }

  /** What came of the step that was prepared last; `undefined` where none was. */
  takeStep(): Did | undefined {
    const place = this.#place;
    this.#place = undefined;
    if (place === undefined) {
      return undefined;
    }
    this.#done = place + 1;
    return this.#calls.stepAt(place);
  }
}
