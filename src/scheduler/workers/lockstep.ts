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

  constructor(directory: ActorDirectory, calls: ThreadCalls, guard: SetupGuard, isFifo: boolean) {
    this.#directory = directory;
    this.#calls = calls;
    this.#guard = guard;
    this.#isFifo = isFifo;
  }

  /** Has the step to be carried out next be taken on its thread, and begins those beside it. */
  prepare(decision: Decision, system: ControlledSystem): void {
    this.#place = this.#window?.places.get(decision);
    if (this.#place === undefined) {
      const window = windowFrom(
        decision,
        system,
        this.#directory,
        ({ event, sender, to }) => eventWire(event, this.#directory, sender.label, to),
        this.#isFifo,
      );
      this.#window = window;
      this.#place = window.places.get(decision);
      this.#guard.watch(() => this.#calls.open(window));
    }
    if (this.#place !== undefined) {
      this.#guard.watch(() => this.#calls.waitForStep(this.#place as number));
    }
  }

  /** What came of the step that was prepared last; `undefined` where none was. */
  takeStep(): Did | undefined {
    const place = this.#place;
    this.#place = undefined;
    return place === undefined ? undefined : this.#calls.stepAt(place);
  }
}
