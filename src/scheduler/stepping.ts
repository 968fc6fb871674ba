import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import type { Endpoint } from '../bus/lane.js';
import type { ControlledSystem, CreatedActor } from '../system/controlled-system.js';
import type { Decision } from '../system/decision.js';

/**
 * Lets somebody take the decisions of systems by hand whose actors a scheduler keeps elsewhere, on threads, say.
 *
 * It may be used for one system after another, and for several at a time.
 */
export interface Stepping {
  /** Puts a stand-in in the place of an actor that lives elsewhere; see `Scheduler.substitute`. */
  substitute(actor: CreatedActor): AnyActorLogic | undefined;
  /** Refuses, by throwing, an event that cannot be brought to its receiver; see `Scheduler.admit`. */
  admit(sender: Endpoint, receiver: AnyActorRef, event: EventObject): void;
  /** Is told of a system that was made, before it is started. */
  attach(system: ControlledSystem): void;
  /**
   * Has the step that a decision asks for be taken where its actor lives; to be called before each decision.
   *
   * @returns `false` where the decision can no longer be taken: actors have ended, since their thread was lost
   */
  prepare(system: ControlledSystem, decision: Decision): boolean;
  /** Throws what keeps a system from going on, if anything does, such as a logic that a thread cannot find. */
  throwProblem(system: ControlledSystem): void;
  /** Gives asynchronous tasks elsewhere a turn, in which those that have come to their end can say so. */
  settle(system: ControlledSystem): Promise<void>;
  /** Lets go of a system that nobody goes on with. */
  forget(system: ControlledSystem): void;
}
