import { assign, createActor, fromTransition, setup, StateMachine } from 'xstate';
import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { describe, expect, test, vi } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { compiledStandIn } from '../../src/compiler/compiled-stand-in.js';

/** How many transitions a machine takes before it is compiled. */
const WARM_UP = 20;

function counter(): AnyStateMachine {
  return setup({
    types: { context: {} as { readonly count: number } },
    actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
  }).createMachine({
    id: 'counter',
    context: { count: 0 },
    initial: 'even',
    states: {
      even: { on: { ADD: { target: 'odd', actions: 'count' } } },
      odd: { on: { ADD: { target: 'even', actions: 'count' }, FAIL: 'even' } },
    },
  });
}

/** How often XState itself had to find transitions while an actor of the logic took so many events. */
function asksOfXState(logic: AnyActorLogic, events: number): number {
  const asked = vi.spyOn(StateMachine.prototype, 'getTransitionData');
  const actor = createActor(logic).start();
  for (let sent = 0; sent < events; sent++) {
    actor.send({ type: 'ADD' });
  }
  const { length } = asked.mock.calls;
  asked.mockRestore();
  expect(actor.getSnapshot()).toMatchObject({ context: { count: events } });
  return length;
}

describe('compiledStandIn', () => {
  test('gives one stand-in for each machine, which stands for itself', () => {
    const machine = counter();
    const standIn = compiledStandIn(machine);

    expect(standIn).not.toBe(machine);
    expect(compiledStandIn(machine)).toBe(standIn);
    expect(compiledStandIn(standIn)).toBe(standIn);
  });

  test('has XState take the first transitions, and none of those behind them', () => {
    const standIn = compiledStandIn(counter());

    // The start is one of the first.
    expect(asksOfXState(standIn, 100)).toBe(WARM_UP - 1);
    expect(asksOfXState(standIn, 100)).toBe(0);
  });

  test('makes snapshots that say they are of the machine itself, before and behind the warming up', () => {
    const machine = counter();
    const actor = createActor(compiledStandIn(machine)).start();
    for (let sent = 0; sent < 3 * WARM_UP; sent++) {
      const snapshot = actor.getSnapshot();
      expect(snapshot.machine).toBe(machine);
      expect(snapshot.can({ type: 'FAIL' })).toBe(sent % 2 === 1);
      actor.send({ type: 'ADD' });
    }
  });

  test('takes a snapshot that the machine itself persisted', () => {
    const machine = counter();
    const standIn = compiledStandIn(machine);
    asksOfXState(standIn, 2 * WARM_UP);
    const before = createActor(machine).start();
    before.send({ type: 'ADD' });
    const after = createActor(standIn, { snapshot: before.getPersistedSnapshot() }).start();
    const asked = vi.spyOn(StateMachine.prototype, 'getTransitionData');
    after.send({ type: 'ADD' });

    expect(after.getSnapshot()).toMatchObject({ value: 'even', context: { count: 2 }, machine });
    expect(asked).not.toHaveBeenCalled();
  });

  test('leaves alone what is compiled, what is no machine, and a machine that somebody has changed', () => {
    const wrapped = counter();
    const { transition } = wrapped;
    wrapped.transition = (...args) => transition(...args);
    const extended = Object.assign(counter(), { getTransitionData: () => undefined });
    const others = [
      compile(counter()),
      fromTransition((state: number) => state, 0),
      Object.setPrototypeOf(counter(), Object.create(StateMachine.prototype) as object) as AnyStateMachine,
      wrapped,
      extended,
    ];

    for (const logic of others) {
      expect(compiledStandIn(logic as AnyActorLogic)).toBe(logic);
    }
  });

  test('leaves to XState what cannot be compiled', () => {
    const cannot = setup({}).createMachine({
      initial: 'a',
      context: { count: 0 },
      states: { a: {}, b: { type: 'final', output: { sum: () => 1 } } },
      on: { ADD: { actions: assign({ count: ({ context }) => Number(context['count']) + 1 }) } },
    });

    expect(asksOfXState(compiledStandIn(cannot), 100)).toBe(100);
  });
});
