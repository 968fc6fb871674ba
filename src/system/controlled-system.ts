import type { Observable } from 'rxjs';
import type {
  ActorRefFrom,
  AnyActorLogic,
  AnyActorRef,
  EventFromLogic,
  EventObject,
  InputFrom,
  InspectionEvent,
} from 'xstate';
import type { Address } from '../bus/address.js';
import type { Bus } from '../bus/bus.js';
import type { Endpoint } from '../bus/lane.js';
import type { Clock } from '../clock/clock.js';
import type { AsyncTaskKind, PendingTask } from './async-task.js';
import type { Decision } from './decision.js';
import type { Finding } from './finding.js';
import type { Fault, FaultKind } from './fault.js';
import type { Machines } from './machines.js';
import type { Arrival, Emission, Step } from './step.js';
import type { SystemFailure } from './system-failure.js';
import type { SystemMemento } from './system-memento.js';
import type { Timer } from './timer.js';

export interface SystemOptions<TLogic extends AnyActorLogic> {
  /** Handed to the root, as `createActor` does. */
  readonly input?: InputFrom<TLogic>;
  /** The root's id; the machine's own id unless given. */
  readonly id?: string;
  /** The name under which every actor finds the root by `system.get`, and then its address; none unless given. */
  readonly systemId?: string;
  /** Tells the time of the run; nothing in a system tells it otherwise. */
  readonly clock: Clock;
  /** Puts other logic in the place of an actor's own, at its creation; the actor itself does not notice. */
  readonly substitute?: (actor: CreatedActor) => AnyActorLogic | undefined;
  /** How its machines take their transitions; `interpreted` unless given. */
  readonly machines?: Machines;
  /** Refuses, by throwing, an event that cannot be brought to its receiver; whoever sends it gets the error. */
  readonly admit?: (sender: Endpoint, receiver: AnyActorRef, event: EventObject) => void;
  /**
   * Whether the timer that is due first is always enabled, so that mail may come later than it, as on a loaded
   * machine; `false` unless given. Time goes to when it is due as it fires.
   */
  readonly lateTimers?: boolean;
  /**
   * Whether any timer that waits may be fired, whenever somebody has seen it fire; `false` unless given. None but the
   * first, in its turn, is among what is enabled.
   */
  readonly freeTimers?: boolean;
  /**
   * Which timers an actor gives up by an id, or as it ends (`undefined`), where the ids alone, which name these, do not
   * tell: another thread may be firing one. `place`: how many effects the step has had so far.
   */
  readonly givenUp?: (
    sender: AnyActorRef,
    id: string | undefined,
    named: readonly Timer[],
    place: number,
  ) => readonly Timer[];
  /** Where XState's `log` action writes; `console.log` unless given. */
  readonly logger?: (...args: unknown[]) => void;
  /** Told of XState's inspection events, as `createActor` does; costs a half to a full delivery each. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/** An actor that was constructed, and has neither state nor mail yet. */
export interface CreatedActor {
  readonly ref: AnyActorRef;
  readonly address: Address;
  /** The actor's address, with its incarnation behind it from the second life on. */
  readonly label: string;
  /** The logic that its parent gave it. */
  readonly logic: AnyActorLogic;
  /** What kind of asynchronous task it runs, if it runs one. */
  readonly taskKind: AsyncTaskKind | undefined;
  /** How the machines of its system take their transitions. */
  readonly machines: Machines;
}

/** What keeps a system from being at rest, if anything. */
export interface Quiescence {
  /** Whether nothing is enabled, no timer waits and no task is pending: nothing will ever happen by itself. */
  readonly isQuiet: boolean;
  readonly waitingEnvelopes: number;
  /** When the earliest timer is due, in milliseconds of the run's clock. */
  readonly nextDue: number | undefined;
  /** Every asynchronous task that has not settled, by name: nobody can tell whether it ever will. */
  readonly pendingTasks: readonly PendingTask[];
}

/**
 * A system of XState actors in which everything between actors waits until somebody decides that it happens.
 *
 * It knows what could happen next (`enabled`) and carries it out when told (`apply`), one whole step at a
 * time; it never chooses, and never runs by itself. Choosing is a scheduler's part.
 */
export interface ControlledSystem<TLogic extends AnyActorLogic = AnyActorLogic> {
  readonly root: ActorRefFrom<TLogic>;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Every decision that was carried out, with its effects. */
  readonly steps: Observable<Step>;
  /** Every envelope that reached the bus between two decisions. */
  readonly arrivals: Observable<Arrival>;
  /** Every event that an actor emitted. */
  readonly emitted: Observable<Emission>;
  /** The time of the run in milliseconds: 0 when the root starts, then that of the latest decision. */
  readonly now: number;
  /** What the clock shows now, in the run's own time: never earlier than `now`. */
  readonly clockTime: number;
  /** How many decisions were taken, the start of the root among them. */
  readonly decisions: number;
  /** When the earliest timer is due; `undefined` when none waits. */
  readonly nextDue: number | undefined;
  /** Whether an asynchronous task has not settled. */
  readonly hasPendingTasks: boolean;
  /** The error that ended the root, and where it came from. */
  readonly failure: SystemFailure | undefined;

  /** Decision 0: starts the root and all that its initial state starts. */
  start(): void;
  /**
   * What could happen next, in canonical order: the head of each lane in the order of posting, then the timer
   * that is due first, unless it is due later than `now` and an envelope waits, or the clock has not come to
   * it, or an earlier envelope from its sender to its receiver is still on the way.
   */
  enabled(): Decision[];
  /**
   * The faults of one kind that could strike an actor, or what is on its way to it, now; none of an ended one.
   * `error` is what a crash throws, if it is to be another than a CrashError.
   */
  faults(kind: FaultKind, actor: AnyActorRef | Address, error?: unknown): Fault[];
  /** The first of what is enabled, without making the list. */
  next(): Decision | undefined;
  /**
   * Carries out an enabled decision or a fault; throws a `DecisionError` for any other.
   *
   * @param findings - what the actor is to find when it looks at others, where that is not what is there
   */
  apply(decision: Decision, findings?: readonly Finding[]): void;
  /** Posts an event from outside, to an actor's ref or address. */
  send(target: AnyActorRef | Address, event: EventObject): void;
  /** Posts an event in the name of an actor of the system, as its asynchronous task would. */
  sendAs(source: AnyActorRef, target: AnyActorRef, event: EventObject): void;
  /** Posts an event to the root from outside. */
  sendToRoot(event: EventFromLogic<TLogic>): void;
  /** Posts an envelope which lets the root stop, and with it all of its children. */
  stop(): void;
  /** The actor that lives at an address. */
  actor(address: Address): AnyActorRef | undefined;
  /** The address of an actor of this system. */
  addressOf(actor: AnyActorRef): Address | undefined;
  /** Every living actor, by address. */
  actors(): ReadonlyMap<Address, AnyActorRef>;
  /** Every living actor, those among them that have yet to stop while another has their address already. */
  living(): AnyActorRef[];
  /** The timers that wait, in the order in which they will fire. */
  timers(): Timer[];
  /** What keeps the system from being at rest. */
  quiescence(): Quiescence;

  /**
   * Whether the system can be put back to where it was: not from its first actor on that remembers more than its
   * snapshot, which promises, callbacks, observables and hand-written logic do.
   */
  readonly canGoBack: boolean;
  /** Keeps where the system is between two decisions; throws a `DecisionError` where it cannot go back. */
  save(): SystemMemento;
  /**
   * Puts the system back to where it was saved, in all but its clock; nobody is told. Of its actors it takes for
   * granted that their snapshots and events are all that they share and remember, and that they never change those.
   */
  restore(memento: SystemMemento): void;
}
