// The machines whose transitions are measured: as machines are, with a context and a guard.
import { assign, createMachine, setup } from 'xstate';

/** The event that they all take. */
export const FLIP = { type: 'FLIP' };

const counting = setup({
  actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
  guards: { isSmall: ({ context }) => context.count < Number.MAX_SAFE_INTEGER },
});

export const flat = counting.createMachine({ id: 'flat', context: { count: 0 }, ...flipping() });

export const nested = counting.createMachine({ id: 'nested', context: { count: 0 }, ...inside(3) });

export const parallel = counting.createMachine({
  id: 'parallel',
  context: { count: 0 },
  type: 'parallel',
  states: { one: flipping(), two: flipping() },
});

export const staying = counting.createMachine({
  id: 'staying',
  context: { count: 0 },
  on: { FLIP: { guard: 'isSmall', actions: 'count' } },
});

/** No context, no guard. */
export const bare = createMachine({
  id: 'bare',
  initial: 'a',
  states: { a: { on: { FLIP: 'b' } }, b: { on: { FLIP: 'a' } } },
});

/** Logic that does nothing at all: what is left is XState's own actor, the floor under all the rest. */
export const nothing = {
  transition: (snapshot) => snapshot,
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined, context: 0 }),
  getPersistedSnapshot: (snapshot) => snapshot,
};

function flipping() {
  const flip = (target) => ({ on: { FLIP: { target, guard: 'isSmall', actions: 'count' } } });
  return { initial: 'a', states: { a: flip('b'), b: flip('a') } };
}

function inside(depth) {
  return depth === 0 ? flipping() : { initial: 'in', states: { in: inside(depth - 1) } };
}
