import type { AnyStateNode, EventObject, StateValue } from 'xstate';
import { throwGuardError } from './candidates.js';
import type { GuardedState } from './guard.js';
import type { Choice, Selector } from './run.js';

/** Makes the selector for a state value, part by part as XState would walk through it. */
export function createSelector(
  node: AnyStateNode,
  value: StateValue,
  choicesOf: (node: AnyStateNode) => readonly Choice[],
): Selector {
  const own = choicesOf(node);
  const inner = partsOf(node, value, choicesOf).filter(
    (part) => part.inner.length > 0 || part.own.length > 0,
  );
  const [only] = inner;
  return inner.length === 1 && only !== undefined
    ? { inner: only.inner, own: [...only.own, ...own] }
    : { inner, own };
}

function partsOf(
  node: AnyStateNode,
  value: StateValue,
  choicesOf: (node: AnyStateNode) => readonly Choice[],
): Selector[] {
  if (typeof value === 'string') {
    return [{ inner: [], own: choicesOf(node.states[value] as AnyStateNode) }];
  }
  const keys = Object.keys(value);
  // XState passes over a region whose value is the empty string, which a state may be called.
  const seen = keys.length === 1 ? keys : keys.filter((key) => value[key]);
  return seen.map((key) =>
    createSelector(node.states[key] as AnyStateNode, value[key] as StateValue, choicesOf),
  );
}

/** Adds the choices that an event takes to `taken`. */
export function select(selector: Selector, state: GuardedState, event: EventObject, taken: Choice[]): void {
  const { inner, own } = selector;
  if (inner.length > 0) {
    const before = taken.length;
    for (const part of inner) {
      select(part, state, event, taken);
    }
    if (taken.length > before) {
      return;
    }
  }
  for (const choice of own) {
    if (choice.test === undefined || holds(choice, choice.test, state, event)) {
      taken.push(choice);
      return;
    }
  }
}

function holds(
  choice: Choice,
  test: NonNullable<Choice['test']>,
  state: GuardedState,
  event: EventObject,
): boolean {
  let passed: boolean;
  try {
    passed = test(state, event);
  } catch (error) {
    throwGuardError(choice, event, error);
  }
  return passed;
}

/** Adds to `taken` what the active states take without an event; what several of them take, more than once. */
export function selectEventless(
  chains: readonly (readonly Choice[])[],
  state: GuardedState,
  event: EventObject,
  taken: Choice[],
): void {
  for (const chain of chains) {
    const choice = chain.find(({ test }) => test === undefined || test(state, event));
    if (choice !== undefined) {
      taken.push(choice);
    }
  }
}
