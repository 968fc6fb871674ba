import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import type { Address } from '../bus/address.js';
import type { Endpoint } from '../bus/lane.js';
import type { Clock } from '../clock/clock.js';
import type { PendingTask } from '../system/async-task.js';
import type { Timer } from '../system/timer.js';
import type { ControlledSystem, CreatedActor } from '../system/controlled-system.js';
import type { Stepping } from './stepping.js';

/**
 * Takes the decisions of a system: which of those that are enabled comes next, and on which thread.
 *
 * This is the seam between what actors do and how they are run. Every scheduler keeps the execution model,
 * and `test/conformance` holds it to that.
 */
export interface Scheduler {
  /** Its name in reports and traces. */
  readonly name: string;
  /** What else distinguishes it from others of the same name, as plain data for reports and traces. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /**
   * Puts a stand-in in the place of an actor that this scheduler keeps elsewhere, as the actor is created:
   * on another thread, say. Without it every actor lives on the calling thread.
   */
  readonly substitute?: (actor: CreatedActor) => AnyActorLogic | undefined;
  /** Refuses, by throwing, an event that this scheduler cannot bring to its receiver, when it is sent. */
  readonly admit?: (sender: Endpoint, receiver: AnyActorRef, event: EventObject) => void;
  /** The scheduler that it is on a clock, where its settings depend on that; itself without it. */
  readonly forClock?: (clock: Clock) => Scheduler;
  /** Which timers an actor gives up, by an id or as it ends, of those that it names; all of these without it. */
  readonly givenUp?: (
    sender: AnyActorRef,
    id: string | undefined,
    named: readonly Timer[],
  ) => readonly Timer[];
  /** Whether timers fire as the host lets them, and not in the order of the run's own time. */
  readonly freeTimers?: boolean;
  /**
   * Starts a system and takes decisions until it comes to rest or its root ends; resolves, and never
   * rejects for what happens inside an actor.
   */
  run(system: ControlledSystem, options: RunOptions): Promise<Outcome>;
  /** Lets somebody else take the decisions one at a time, where actors live elsewhere: a debugger, say. */
  readonly stepping?: () => Stepping;
  /** Gives back what it keeps between runs, such as threads; after that it runs nothing more. */
  readonly close?: () => Promise<void>;
}

export interface RunOptions {
  /** Decides whatever the scheduler leaves to chance. */
  readonly seed: number;
  /**
   * For how many milliseconds of the host's time to wait for asynchronous tasks when nothing else is left;
   * `Infinity` waits until they settle.
   */
  readonly patience: number;
  /** Stops taking decisions when it is aborted; the step under way is finished. */
  readonly signal?: AbortSignal;
}

/**
 * How a run ended:
 * - `done`: the root reached its final state and all envelopes were delivered;
 * - `failed`: the root ended in error;
 * - `stopped`: the root was stopped;
 * - `at-rest`: nothing can happen any more by itself, and the root is still active;
 * - `waiting`: only asynchronous tasks are left, and they did not settle in the time allowed;
 * - `aborted`: the caller's signal ended it.
 */
export type OutcomeStatus = 'done' | 'failed' | 'stopped' | 'at-rest' | 'waiting' | 'aborted';

/** What came of a run. */
export interface Outcome {
  readonly status: OutcomeStatus;
  /** The root's output, when it is done. */
  readonly output: unknown;
  /** What ended the root, when it failed, and the actor in which it was thrown. */
  readonly failure: { readonly address: Address; readonly error: unknown } | undefined;
  /** How many decisions were taken, the start of the root among them. */
  readonly decisions: number;
  /** From the start to the last decision, in milliseconds of the run's clock. */
  readonly elapsed: number;
  /** The asynchronous tasks that had not settled. */
  readonly pendingTasks: readonly PendingTask[];
  /** How many envelopes were never delivered. */
  readonly deadLetters: number;
}

/** Reads off a system how its run ended. */
export function outcomeOf(system: ControlledSystem, ending: 'at-rest' | 'waiting' | 'aborted'): Outcome {
  const snapshot = system.root.getSnapshot() as { readonly status: string; readonly output?: unknown };
  const { pendingTasks } = system.quiescence();
  return {
    status: statusOf(snapshot.status, ending),
    output: snapshot.status === 'done' ? snapshot.output : undefined,
    failure: system.failure,
    decisions: system.decisions,
    elapsed: system.now,
    pendingTasks,
    deadLetters: system.bus.discarded,
  };
}

function statusOf(rootStatus: string, ending: 'at-rest' | 'waiting' | 'aborted'): OutcomeStatus {
  if (ending === 'aborted') {
    return ending;
  }
  switch (rootStatus) {
    case 'done':
      return 'done';
    case 'error':
      return 'failed';
    case 'stopped':
      return 'stopped';
    default:
      return ending;
  }
}
