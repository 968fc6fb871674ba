import type { AnyActorRef } from 'xstate';
import type { ActorKey } from './actor-key.js';
import type { Deed } from './deed.js';
import type { Birth, Mail, QuestionTurn } from './messages.js';

/** Whom the coordinator has created, or begin anew. */
type ExpectedBirth = Omit<Birth, 'input'>;

/** All that a step leaves behind when another is carried out in its midst, and finds again after it. */
interface State {
  readonly deeds: Deed[];
  readonly turn: QuestionTurn;
  readonly acting: AnyActorRef | undefined;
  readonly isOfMail: boolean;
  readonly outgoing: Mail[];
  /** The states of actors elsewhere as they were when they were looked at first. */
  readonly seen: Map<ActorKey, unknown>;
  birth: ExpectedBirth | undefined;
  starting: AnyActorRef | undefined;
}

/** What a thread does now: a step of one of its actors, or what the coordinator asks for. */
export class PresentStep {
  #state: State | undefined;

  get isUnderWay(): boolean {
    return this.#state !== undefined;
  }

  /** Whose step it is. */
  get acting(): AnyActorRef | undefined {
    return this.#state?.acting;
  }

  /** Whether it is the delivery of an event in a free run. */
  get isOfMail(): boolean {
    return this.#state?.isOfMail === true;
  }

  /** When what is asked in it is to be answered. */
  get turn(): QuestionTurn | undefined {
    return this.#state?.turn;
  }

  /** Begins it; returns the list that fills with what is done. */
  begin(turn: QuestionTurn, acting: AnyActorRef | undefined, isOfMail = false): readonly Deed[] {
    const deeds: Deed[] = [];
    const fresh = { outgoing: [], seen: new Map(), birth: undefined, starting: undefined };
    this.#state = { deeds, turn, acting, isOfMail, ...fresh };
    return deeds;
  }

  /** The coordinator has this actor created next. */
  expect(birth: ExpectedBirth): void {
    if (this.#state !== undefined) {
      this.#state.birth = birth;
    }
  }

  /** The actor that the coordinator has created, if it is the one that comes into being now. */
  takeBirth(): ExpectedBirth | undefined {
    const birth = this.#state?.birth;
    if (this.#state !== undefined) {
      this.#state.birth = undefined;
    }
    return birth;
  }

  /** Whom the coordinator has started. */
  get starting(): AnyActorRef | undefined {
    return this.#state?.starting;
  }

  set starting(actor: AnyActorRef) {
    if (this.#state !== undefined) {
      this.#state.starting = actor;
    }
  }

  /** Writes down what was done; nothing between two steps. */
  note(deed: Deed): void {
    this.#state?.deeds.push(deed);
  }

  /** Keeps mail for other threads until the coordinator has been told of the step; `false` between two steps. */
  hold(mail: Mail): boolean {
    this.#state?.outgoing.push(mail);
    return this.#state !== undefined;
  }

  /** The state of an actor elsewhere: the same for all of a step, as it would be on one thread. */
  see(key: ActorKey, look: () => unknown): unknown {
    const { seen } = this.#state ?? {};
    if (seen?.has(key) === true) {
      return seen.get(key);
    }
    const state = look();
    seen?.set(key, state);
    return state;
  }

  /** Ends it; returns the mail that can go off now. */
  end(): readonly Mail[] {
    const outgoing = this.#state?.outgoing ?? [];
    this.#state = undefined;
    return outgoing;
  }

  /** Leaves it as it is, for another in its midst; what is returned goes on with it. */
  suspend(): () => void {
    const state = this.#state;
    this.#state = undefined;
    return () => {
      this.#state = state;
    };
  }
}
