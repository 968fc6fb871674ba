import {
  type AnyActorLogic,
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  fromTransition,
} from 'xstate';
import type { Address } from '../bus/address.js';

/**
 * What kind of logic an actor runs that may act by itself, at a time which no scheduler chooses.
 * `custom` is hand-written logic with a `start`, which may do anything.
 */
export type AsyncTaskKind = 'promise' | 'callback' | 'observable' | 'custom';

/** An asynchronous task that has not settled: where it runs, and what runs there. */
export interface PendingTask {
  readonly address: Address;
  readonly incarnation: number;
  readonly kind: AsyncTaskKind;
  /** The name of the logic as its parent refers to it, else the name of its function, else `(inline)`. */
  readonly source: string;
}

/** The kind of asynchronous task that a logic is; `undefined` for machines and transition functions. */
export function asyncTaskKindOf(logic: AnyActorLogic): AsyncTaskKind | undefined {
  if (logic.start === undefined || isStateMachine(logic)) {
    return undefined;
  }
  const known = kindsByTransition.get(String(logic.transition));
  return known ?? 'custom';
}

/**
 * Whether an actor of this logic remembers nothing but its snapshot, which it never changes but by another one: a
 * machine or a transition function. Hand-written logic may keep what it likes.
 */
export function isSnapshotAll(logic: AnyActorLogic): boolean {
  return isStateMachine(logic) || String(logic.transition) === TRANSITION_OF_FUNCTIONS;
}

const TRANSITION_OF_FUNCTIONS = String(fromTransition((state) => state, undefined).transition);

/** The name of the function that a task was made from; `(inline)` when it has none. */
export function functionNameOf(logic: AnyActorLogic): string {
  const { config } = logic as { config?: unknown };
  return typeof config === 'function' && config.name !== '' ? config.name : '(inline)';
}

/** Whether an event is the task's own word that it will send nothing more. */
export function isSettlement(type: string): boolean {
  return SETTLEMENTS.has(type);
}

const SETTLEMENTS = new Set([
  'xstate.promise.resolve',
  'xstate.promise.reject',
  'xstate.observable.error',
  'xstate.observable.complete',
]);

function isStateMachine(logic: AnyActorLogic): boolean {
  return '__xstatenode' in logic;
}

/** XState's own task logics share one transition function a kind, so its source tells the kind. */
const kindsByTransition = new Map<string, AsyncTaskKind>([
  [String(fromPromise(() => Promise.resolve()).transition), 'promise'],
  [String(fromCallback(() => undefined).transition), 'callback'],
  [
    String(fromObservable(() => ({ subscribe: () => ({ unsubscribe: () => undefined }) })).transition),
    'observable',
  ],
  [
    String(fromEventObservable(() => ({ subscribe: () => ({ unsubscribe: () => undefined }) })).transition),
    'observable',
  ],
]);
