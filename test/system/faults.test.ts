import { describe, expect, test } from 'vitest';
import { assign, sendTo, setup } from 'xstate';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import type { ControlledSystem } from '../../src/system/controlled-system.js';
import type { FaultKind } from '../../src/system/fault.js';
import { createSystem } from '../../src/system/seamed-system.js';
import { contextOf, lettersOf, prepared, valueOf, type Watching } from './watch.js';

/** Counts what it is told, and has a child of its own and a timer. */
const counter = setup({
  types: { context: {} as { readonly count: number }, events: {} as { readonly type: 'ONE' | 'TWO' } },
  actors: { idle: setup({}).createMachine({}) },
  actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
}).createMachine({
  context: { count: 0 },
  invoke: { src: 'idle', id: 'idle' },
  after: { 100: { actions: 'count' } },
  on: { ONE: { actions: 'count' }, TWO: { actions: 'count' } },
});

/** Tells a counter twice, and survives its crash. */
const root = setup({
  actors: { counter },
  actions: { tellOne: sendTo('counter', { type: 'ONE' }), tellTwo: sendTo('counter', { type: 'TWO' }) },
}).createMachine({
  id: 'root',
  initial: 'up',
  invoke: { src: 'counter', id: 'counter', onError: '.alone' },
  states: { up: { entry: ['tellOne', 'tellTwo'] }, alone: {} },
});

const COUNTER = 'root/counter';

function started(): Watching<typeof root> {
  const watching = prepared(root);
  watching.system.start();
  return watching;
}

function strike(system: ControlledSystem, kind: FaultKind): void {
  const [fault] = system.faults(kind, COUNTER);
  if (fault === undefined) {
    throw new Error(`no ${kind} is possible`);
  }
  system.apply(fault);
}

function deliverAll(system: ControlledSystem): void {
  for (let next = system.next(); next !== undefined; next = system.next()) {
    system.apply(next);
  }
}

describe('a fault', () => {
  test('that drops an event loses the head of the lane alone, as a dead letter', () => {
    const { system, watched } = started();

    strike(system, 'drop');
    deliverAll(system);

    expect(contextOf(system.actor(COUNTER))).toEqual({ count: 1 });
    expect(lettersOf(watched)).toEqual(['ONE root→root/counter: dropped']);
  });

  test('that duplicates an event leaves it at the head of its lane', () => {
    const { system } = started();

    strike(system, 'duplicate');

    expect(contextOf(system.actor(COUNTER))).toEqual({ count: 1 });
    expect(system.enabled().map(({ event }) => event.type)).toEqual(['ONE']);
    deliverAll(system);
    expect(contextOf(system.actor(COUNTER))).toEqual({ count: 3 });
  });

  test('that lets an actor crash tells its parent, and what waits for it is dead', () => {
    const { system, watched } = started();

    strike(system, 'crash');
    deliverAll(system);

    expect(system.actor(COUNTER)).toBeUndefined();
    expect(valueOf(system.root)).toBe('alone');
    expect(lettersOf(watched)).toEqual([
      'ONE root→root/counter: receiver-ended',
      'TWO root→root/counter: receiver-ended',
    ]);
  });

  test('that restarts an actor takes its state, its timer, its child and its mail', () => {
    const { system, clock, watched } = started();
    const [first] = system.enabled();
    if (first !== undefined) {
      system.apply(first);
    }
    clock.advanceTo(40);
    const before = system.actor(COUNTER);

    strike(system, 'restart');

    expect(system.actor(COUNTER)).toBe(before);
    expect(contextOf(before)).toEqual({ count: 0 });
    expect(watched.steps.at(-1)?.effects.map(({ kind }) => kind)).toContain('cancel-timer');
    expect(system.timers().map(({ sender }) => sender.label)).toEqual(['root/counter#2']);
    deliverAll(system);
    expect(contextOf(before)).toEqual({ count: 0 });
    expect(lettersOf(watched)).toEqual(['TWO root→root/counter: receiver-ended']);
    expect([...system.actors().keys()].toSorted()).toEqual(['root', COUNTER, 'root/counter/idle']);
  });

  test('that restarts an actor lets it hear in its next life', () => {
    const { system } = started();

    strike(system, 'restart');
    system.send(COUNTER, { type: 'ONE' });
    deliverAll(system);

    expect(contextOf(system.actor(COUNTER))).toEqual({ count: 1 });
  });

  test('is possible for the living alone', () => {
    const { system } = started();

    strike(system, 'crash');

    for (const kind of ['drop', 'duplicate', 'crash', 'restart'] as const) {
      expect(system.faults(kind, COUNTER)).toEqual([]);
    }
  });

  test('is refused when what it was about is gone', () => {
    const { system } = started();
    const [drop] = system.faults('drop', COUNTER);
    deliverAll(system);

    expect(() => drop !== undefined && system.apply(drop)).toThrow(
      expect.objectContaining({ code: 'ERR_DECISION' }),
    );
  });
});

describe('late timers', () => {
  test('fire while envelopes wait, and time goes to when they were due', () => {
    const system = createSystem(root, { clock: createVirtualClock(), lateTimers: true });
    system.start();

    const kinds = system.enabled().map(({ kind }) => kind);
    expect(kinds).toEqual(['deliver', 'fire']);
    const timer = system.enabled()[1];
    if (timer !== undefined) {
      system.apply(timer);
    }

    expect(system.now).toBe(100);
    expect(contextOf(system.actor(COUNTER))).toEqual({ count: 1 });
  });
});
