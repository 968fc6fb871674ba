import type { AnyActorRef } from 'xstate';
import type { ActorKey } from './actor-key.js';
import { fromWire } from './from-wire.js';
import type { Answer, Question } from './messages.js';
import type { FreeNameSource } from './free-name-view.js';
import type { NameAnswer } from './name-view.js';
import type { Residents } from './residents.js';

/** What the coordinator says of the rest of the run, in the midst of a step. */
export class Elsewhere implements Pick<FreeNameSource, 'askName' | 'askNames' | 'claim'> {
  readonly #residents: Residents;
  readonly #ask: (question: Question) => Answer;

  constructor(residents: Residents, ask: (question: Question) => Answer) {
    this.#residents = residents;
    this.#ask = ask;
  }

  askName(systemId: string): NameAnswer {
    const { actor, lineage } = this.#answer({ about: 'name', systemId });
    return { actor: actor === undefined ? undefined : this.#residents.actorAt(actor), lineage };
  }

  askNames(): Record<string, AnyActorRef> {
    const { actors } = this.#answer({ about: 'names' });
    return Object.fromEntries(
      Object.entries(actors).map(([id, name]) => [id, this.#residents.actorAt(name)]),
    );
  }

  /** Whether an actor of the present step may have a name from now on. */
  claim(systemId: string, isReleased: boolean): boolean {
    return this.#answer({ about: 'claim', systemId, isReleased }).isGranted;
  }

  snapshot(key: ActorKey): unknown {
    return fromWire(this.#answer({ about: 'snapshot', key }).snapshot, this.#residents);
  }

  #answer<TAbout extends Question['about']>(
    question: Extract<Question, { readonly about: TAbout }>,
  ): Extract<Answer, { readonly about: TAbout }> {
    const answer = this.#ask(question);
    if (answer.about !== question.about) {
      throw new TypeError('the coordinator answered another question');
    }
    return answer as Extract<Answer, { readonly about: TAbout }>;
  }
}
