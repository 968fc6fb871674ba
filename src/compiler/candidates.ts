import type { AnyMachineSnapshot, AnyStateNode, EventObject } from 'xstate';
import { compileGuard } from './guard.js';
import type { GuardTest } from './guard.js';
import type { InsideMachine, Transition } from './xstate-insides.js';

/** A transition that a state may take on an event. */
export interface Candidate {
  readonly transition: Transition;
  readonly node: AnyStateNode;
  readonly test: GuardTest | undefined;
}

/** The transitions of a state that an event of this type may take, in the order in which XState tries them. */
export function candidatesOf(node: AnyStateNode, type: string, machine: InsideMachine): Candidate[] {
  return orderOf(node, type).map((transition) => ({
    transition,
    node,
    test: transition.guard ? compileGuard(transition.guard, machine) : undefined,
  }));
}

/** The transitions that a state may take without an event. */
export function eventlessOf(node: AnyStateNode, machine: InsideMachine): Candidate[] {
  const always = (node.always ?? []) as unknown as readonly Transition[];
  return always.map((transition) => ({
    transition,
    node,
    test: transition.guard === undefined ? undefined : compileGuard(transition.guard, machine),
  }));
}

/** Asks XState which transitions it tries: each has a guard that notes that it was asked, and says no. */
function orderOf(node: AnyStateNode, type: string): Transition[] {
  const tried: Transition[] = [];
  const transitions = [...node.transitions].map(([descriptor, of]) => [
    descriptor,
    of.map((transition) => ({
      actions: [],
      guard: () => {
        tried.push(transition);
        return false;
      },
    })),
  ]);
  shadowOf(node, new Map(transitions as never)).next({ context: {} } as never, { type });
  return tried;
}

/**
 * Throws what XState throws when the guard of a candidate has thrown `error`. XState itself writes the message, for a
 * guard of the same name.
 */
export function throwGuardError({ node, transition }: Candidate, event: EventObject, error: unknown): never {
  const throws = (): never => {
    throw error;
  };
  const { guard } = transition;
  const named = typeof guard === 'string' ? guard : (guard as { readonly type: string }).type;
  const fails = {
    actions: [],
    guard: typeof guard === 'function' ? throws : typeof guard === 'string' ? guard : { type: named },
  };
  const machine = { implementations: { guards: { [named]: throws } } };
  shadowOf(node, new Map([[event.type, [fails]]])).next({ context: {}, machine } as never, event);
  throw error;
}

interface NextOf {
  next(snapshot: AnyMachineSnapshot, event: EventObject): unknown;
}

/** A state that is like another, but for its transitions. */
function shadowOf(node: AnyStateNode, transitions: ReadonlyMap<string, readonly unknown[]>): NextOf {
  return Object.create(node, { transitions: { value: transitions } }) as NextOf;
}
