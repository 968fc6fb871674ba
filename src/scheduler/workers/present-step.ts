import type { AnyActorRef } from 'xstate';
import type { Deed } from './deed.js';
import type { Birth } from './messages.js';

/** What a thread does now: a step of one of its actors, or what the coordinator asks for. */
export class PresentStep {
  #deeds: Deed[] | undefined;
  /** Whose step it is. */
  acting: AnyActorRef | undefined;
  /** Its place in the window; `undefined` outside of one. */
  index: number | undefined;
  /** Whom the coordinator has created. */
  birth: Omit<Birth, 'input'> | undefined;
  /** Whom the coordinator has started. */
  starting: AnyActorRef | undefined;

  get isUnderWay(): boolean {
    return this.#deeds !== undefined;
  }

  /** Begins it; returns the list that fills with what is done. */
  begin(acting: AnyActorRef | undefined, index?: number): readonly Deed[] {
    const deeds: Deed[] = [];
    this.#deeds = deeds;
    this.acting = acting;
    this.index = index;
    return deeds;
  }

  /** Writes down what was done; nothing between two steps. */
  note(deed: Deed): void {
    this.#deeds?.push(deed);
  }

  end(): void {
    this.#deeds = undefined;
    this.acting = undefined;
    this.index = undefined;
    this.birth = undefined;
    this.starting = undefined;
  }
}
