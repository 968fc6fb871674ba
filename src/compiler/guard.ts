import { and, not, or } from 'xstate';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { InsideMachine } from './xstate-insides.js';

/** Whether a transition may be taken. */
export type GuardTest = (state: GuardedState, event: EventObject) => boolean;

/** What a guard is asked about. */
export interface GuardedState {
  readonly context: unknown;
  /** The snapshot, for XState to look at. */
  settled(): AnyMachineSnapshot;
}

interface BuiltInGuard {
  readonly guards: readonly unknown[];
  readonly check: (snapshot: AnyMachineSnapshot, args: object, guard: unknown) => boolean;
}

type GuardFunction = ((args: object, params: unknown) => boolean) & Partial<BuiltInGuard>;

const inside = (guard: unknown) => guard as BuiltInGuard;
const checkAnd = inside(and([])).check;
const checkOr = inside(or([])).check;
const checkNot = inside(not(() => true)).check;

/** Makes a test of a guard; whatever is not known here is left to XState at each call. */
export function compileGuard(guard: unknown, machine: InsideMachine): GuardTest {
  if (typeof guard === 'function') {
    return compileFunction(guard as GuardFunction, machine);
  }
  if (typeof guard === 'string') {
    return compileNamed(guard, NO_PARAMS, guard, machine);
  }
  const { type } = guard as { readonly type: string };
  return compileNamed(guard, guard as { readonly params?: unknown }, type, machine);
}

function compileFunction(guard: GuardFunction, machine: InsideMachine): GuardTest {
  if (!('check' in guard)) {
    return ({ context }, event) => guard({ context, event }, undefined);
  }
  const { check, guards } = guard as BuiltInGuard;
  if (check !== checkAnd && check !== checkOr && check !== checkNot) {
    return (state, event) => askXState(guard, state, event);
  }
  const tests = guards.map((one) => compileGuard(one, machine));
  if (check === checkAnd) {
    return (state, event) => tests.every((test) => test(state, event));
  }
  if (check === checkOr) {
    return (state, event) => tests.some((test) => test(state, event));
  }
  const [test] = tests as [GuardTest];
  return (state, event) => !test(state, event);
}

/** An implementation is looked up at each call, as XState does; a plain function is called at once. */
function compileNamed(
  guard: unknown,
  given: { readonly params?: unknown },
  type: string,
  machine: InsideMachine,
): GuardTest {
  return (state, event) => {
    const found = machine.implementations.guards[type];
    if (typeof found !== 'function' || 'check' in found) {
      return askXState(guard, state, event);
    }
    const { context } = state;
    const args = { context, event };
    const { params } = given;
    return (found as GuardFunction)(
      args,
      typeof params === 'function' ? (params as (args: object) => unknown)({ context, event }) : params,
    );
  };
}

const NO_PARAMS = {};

/** Lets XState itself evaluate a guard, by way of `and`. */
function askXState(guard: unknown, state: GuardedState, event: EventObject): boolean {
  return checkAnd(state.settled(), { context: state.context, event }, { guards: [guard] });
}
