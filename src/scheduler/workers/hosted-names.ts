import type { NamedActors } from '../../system/thread-seam.js';
import type { ActorKey } from './actor-key.js';
import { type FreeNameSource, FreeNameView } from './free-name-view.js';
import type { Found } from './messages.js';
import { NameView } from './name-view.js';

/** The system ids as the actors of one run on a thread see them, in lockstep or in a free run. */
export class HostedNames {
  readonly view: NamedActors;
  readonly #lockstep: NameView | undefined;
  readonly #free: FreeNameView | undefined;

  constructor(isFree: boolean, source: FreeNameSource) {
    if (isFree) {
      this.#free = new FreeNameView(source);
      this.view = this.#free;
    } else {
      this.#lockstep = new NameView(source);
      this.view = this.#lockstep;
    }
  }

  /** What the step of a free run has found. */
  get found(): Found {
    return this.#free?.found ?? { names: [], isAll: false, taken: [] };
  }

  /** Something begins for which the coordinator waits; `given`: the name that it gave to whom it has created. */
  beginRequest(given?: string): void {
    this.#free?.begin(true, given);
    this.#lockstep?.beginWindow([]);
    if (given !== undefined) {
      this.give(given);
    }
  }

  /** In lockstep: the coordinator gave a name to an actor that is about to be created. */
  give(systemId: string): void {
    this.#lockstep?.give(systemId);
  }

  beginWindow(elsewhere: readonly (readonly [ActorKey, number])[]): void {
    this.#lockstep?.beginWindow(elsewhere);
  }

  beginStep(index: number): void {
    this.#lockstep?.beginStep(index);
  }

  beginFreeStep(): void {
    this.#free?.begin(false);
  }

  endStep(): void {
    this.#free?.begin(false);
  }

  /** Leaves the present step as it is, for a request in its midst; what is returned goes on with it. */
  suspend(): () => void {
    return this.#free?.suspend() ?? (() => undefined);
  }
}
