import { array, assert, infiniteStream, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assign,
  fromPromise,
  fromTransition,
  sendParent,
  setup,
  stopChild,
  type AnyActorLogic,
} from 'xstate';
import { createVirtualClock, type VirtualClock } from '../../src/clock/virtual-clock.js';
import type { ControlledSystem } from '../../src/system/controlled-system.js';
import { createSystem } from '../../src/system/seamed-system.js';
import { watch } from './watch.js';

/** Sets timers, answers, and ends when it is told twice. */
const guest = setup({
  delays: { short: 5, long: 20 },
  actions: {
    greet: sendParent({ type: 'HELLO' }),
    remind: sendParent({ type: 'REMIND' }, { delay: 10 }),
  },
}).createMachine({
  entry: ['greet', 'remind'],
  initial: 'fresh',
  states: {
    fresh: { after: { short: 'late' }, on: { POKE: 'poked' } },
    late: { entry: 'greet', after: { long: 'gone' }, on: { POKE: 'gone' } },
    poked: { entry: 'greet', on: { POKE: 'gone' } },
    gone: { type: 'final' },
  },
});

const counter = fromTransition((count: number) => count + 1, 0);

/** Its children come and go, with and without names, under one id and under new ones; in the end it fails. */
const host = setup({
  types: { context: {} as { readonly heard: number; readonly children: readonly unknown[] } },
  actors: { guest, counter },
  actions: {
    count: assign({ heard: ({ context }) => context.heard + 1 }),
    invite: assign({
      children: ({ context, spawn }) => [...context.children, spawn('guest', { id: 'spawned' })],
    }),
    inviteUnnamed: assign({
      children: ({ context, spawn }) => [...context.children, spawn('guest')],
    }),
    pokeAll: ({ context, system }) => {
      context.children.forEach((child) => (child as { send(event: object): void }).send({ type: 'POKE' }));
      system.get('counter')?.send({ type: 'POKE' });
    },
    fail: () => {
      throw new Error('enough');
    },
  },
  guards: { hasHeardEnough: ({ context }) => context.heard >= 9 },
}).createMachine({
  id: 'host',
  context: { heard: 0, children: [] },
  invoke: { src: 'counter', id: 'counter', systemId: 'counter', onSnapshot: { actions: 'count' } },
  initial: 'closed',
  on: {
    HELLO: [{ guard: 'hasHeardEnough', actions: 'fail' }, { actions: ['count', 'pokeAll'] }],
    REMIND: { actions: ['count', 'inviteUnnamed'] },
    SPAWN: { actions: 'invite' },
    DISMISS: { actions: stopChild('spawned') },
    '*': {},
  },
  states: {
    closed: { on: { OPEN: 'open' } },
    open: {
      invoke: { src: 'guest', id: 'invoked', systemId: 'invoked' },
      after: { 15: 'closed' },
      on: { CLOSE: 'closed', OPEN: { target: 'open', reenter: true } },
    },
  },
});

function start(logic: AnyActorLogic = host): ControlledSystem {
  const system: ControlledSystem = createSystem<AnyActorLogic>(logic, {
    clock: createVirtualClock(),
    logger: () => undefined,
  });
  system.start();
  return system;
}

function clockOf({ clock }: ControlledSystem): VirtualClock {
  return clock as VirtualClock;
}

const EVENTS = ['OPEN', 'CLOSE', 'SPAWN', 'DISMISS', 'HELLO'] as const;

/**
 * Takes a step for each number, which stands for an event from outside or one of the enabled decisions, and tells all
 * that happens and is so afterwards.
 */
function walk(system: ControlledSystem, numbers: readonly number[]): unknown[] {
  const watched = watch(system);
  const told: unknown[] = [];
  for (const number of numbers) {
    if (number < EVENTS.length) {
      system.send(system.root, { type: EVENTS[number] ?? '' });
    }
    const enabled = [...system.enabled()];
    const { nextDue } = system;
    const clock = clockOf(system);
    if (enabled.length === 0 && nextDue !== undefined) {
      clock.advanceTo(Math.max(clock.now(), nextDue));
      enabled.push(...system.enabled());
    }
    const faults = [...system.actors().keys()].flatMap((address) => system.faults('restart', address));
    const decision = [...enabled, ...faults.slice(1)][
      number % Math.max(1, enabled.length + faults.length - 1)
    ];
    if (decision !== undefined) {
      system.apply(decision);
    }
    told.push(
      ...watched.steps.splice(0).map((step) => ({
        ...step,
        actor: step.actor.label,
        decision: undefined,
        effects: step.effects.map(describeEffect),
      })),
      ...watched.deadLetters
        .splice(0)
        .map(({ envelope, reason }) => [envelope.seq, envelope.event.type, reason]),
      stateOf(system),
    );
  }
  return told;
}

function describeEffect(effect: object): unknown {
  return Object.values(effect).map((value) => {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const { label, seq, order, due, id } = value as Record<string, unknown>;
    return [label, seq, order, due, id];
  });
}

function stateOf(system: ControlledSystem): unknown {
  const { now, clockTime, decisions, nextDue, failure, bus } = system;
  const actors = [...system.actors()].map(([address, actor]) => {
    const { value, context, status } = actor.getSnapshot() as Record<string, unknown>;
    return [address, status, value, JSON.stringify(context)];
  });
  return {
    now,
    clockTime,
    decisions,
    nextDue,
    failure: failure?.address,
    actors,
    waiting: [...bus.all()].map(({ seq, isHead, from, sender, receiver, event }) => [
      seq,
      isHead,
      from,
      sender.label,
      receiver.label,
      event.type,
    ]),
    timers: system
      .timers()
      .map(({ id, order, due, sender, receiver }) => [id, order, due, sender.label, receiver.label]),
    letters: bus.deadLetters.map(({ envelope }) => envelope.seq),
    discarded: bus.discarded,
    named: ['counter', 'invoked'].map((name) => system.root.system.get(name)?.id),
  };
}

const numbers = array(nat(12), { minLength: 1, maxLength: 25 });

describe('a system that is put back', () => {
  test('does again what it did, whatever it did meanwhile', () => {
    assert(
      property(numbers, numbers, numbers, (before, after, meanwhile) => {
        const system = start();
        walk(system, before);
        const clock = clockOf(system);
        const [memento, time, state] = [system.save(), clock.now(), stateOf(system)];
        const first = walk(system, after);
        clock.reset(time);
        system.restore(memento);
        expect(stateOf(system)).toEqual(state);
        walk(system, meanwhile);
        clock.reset(time);
        system.restore(memento);
        expect(walk(system, after)).toEqual(first);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('can be put back to several places in any order', () => {
    assert(
      property(array(numbers, { minLength: 2, maxLength: 5 }), infiniteStream(nat()), (walks, order) => {
        const system = start();
        const clock = clockOf(system);
        const places = walks.map((steps) => {
          walk(system, steps);
          return { memento: system.save(), time: clock.now(), state: stateOf(system) };
        });
        const back = [...order.take(8)].map((number) => places[number % places.length]!);
        const found = back.map(({ time, memento }) => {
          clock.reset(time);
          system.restore(memento);
          return stateOf(system);
        });
        expect(found).toEqual(back.map(({ state }) => state));
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

test('a system fails again where it failed before', () => {
  const system = start();
  const memento = system.save();
  const fail = () => {
    for (let i = 0; i < 30 && system.failure === undefined; i++) {
      system.send(system.root, { type: 'HELLO' });
      system.apply(system.bus.oldest!);
    }
    return system.failure?.address;
  };

  expect(fail()).toBe('host');
  system.restore(memento);
  expect(system.failure).toBeUndefined();
  expect(fail()).toBe('host');
});

test('a system with a task in it cannot go back, not even to where it had none', () => {
  const machine = setup({ actors: { task: fromPromise(() => Promise.resolve()) } }).createMachine({
    initial: 'idle',
    states: { idle: { on: { GO: 'busy' } }, busy: { invoke: { src: 'task' } } },
  });
  const system = start(machine);
  const memento = system.save();

  expect(system.canGoBack).toBe(true);
  system.send(system.root, { type: 'GO' });
  system.apply(system.bus.oldest!);
  expect(system.canGoBack).toBe(false);
  const refusal = expect.objectContaining({ code: 'ERR_DECISION' });
  expect(() => system.save()).toThrow(refusal);
  expect(() => system.restore(memento)).toThrow(refusal);
});

test('a system whose logic is hand-written cannot go back', () => {
  const logic = {
    transition: (snapshot: object) => snapshot,
    getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
    getPersistedSnapshot: (snapshot: object) => snapshot,
  };

  expect(start(logic as never).canGoBack).toBe(false);
});

test('a system is not saved in the middle of a step', () => {
  const system: ControlledSystem = createSystem<AnyActorLogic>(
    setup({}).createMachine({ on: { GO: { actions: () => void system.save() } } }),
    { clock: createVirtualClock() },
  );
  system.start();
  system.send(system.root, { type: 'GO' });
  system.apply(system.bus.oldest!);

  expect(system.failure?.error).toMatchObject({ code: 'ERR_DECISION' });
});
