import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { and, assign, createActor, createMachine, fromPromise, setup, stateIn } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { describe, expect, test, vi } from 'vitest';
import { compile, compileWithin } from '../../src/compiler/compile.js';
import { CompileError } from '../../src/compiler/compile-error.js';
import { COMPILE_LIMITS } from '../../src/compiler/compile-limits.js';

const light = setup({
  types: { context: {} as { changes: number }, events: {} as { type: 'CHANGE' } | { type: 'BREAK' } },
  actions: { count: assign({ changes: ({ context }) => context.changes + 1 }) },
  guards: { works: () => true },
}).createMachine({
  id: 'light',
  context: { changes: 0 },
  initial: 'green',
  states: {
    green: { tags: 'go', on: { CHANGE: { target: 'red', guard: 'works', actions: 'count' } } },
    red: { meta: { says: 'stop' }, on: { CHANGE: { target: 'green', guard: 'works', actions: 'count' } } },
  },
});

describe('compile', () => {
  test('returns a machine that is told apart from the one given, which stays as it was', () => {
    const own = Object.getOwnPropertyNames(light);
    const compiled = compile(light);

    expect(compiled).not.toBe(light);
    expect(compiled.transition).not.toBe(light.transition);
    expect(compiled).toBeInstanceOf(light.constructor);
    expect(Object.getOwnPropertyNames(light)).toEqual(own);
  });

  test('returns what is compiled already as it is', () => {
    const compiled = compile(light);

    expect(compile(compiled)).toBe(compiled);
  });

  test('makes an actor whose snapshots are of the compiled machine, as they are of its own in XState', () => {
    const compiled = compile(light);
    const actor = createActor(compiled).start();
    const first = actor.getSnapshot();
    actor.send({ type: 'CHANGE' });
    const second = actor.getSnapshot();

    expect(first).toMatchObject({ value: 'green', context: { changes: 0 } });
    expect(second).toMatchObject({ value: 'red', context: { changes: 1 }, status: 'active' });
    expect(second.machine).toBe(actor.logic);
    expect([first.hasTag('go' as never), second.hasTag('go' as never)]).toEqual([true, false]);
    expect([second.can({ type: 'CHANGE' }), second.can({ type: 'BREAK' })]).toEqual([true, false]);
    expect(second.getMeta()).toEqual({ 'light.red': { says: 'stop' } });
    expect([second.matches('red' as never), second.matches('green' as never)]).toEqual([true, false]);
  });

  test('takes a snapshot that the machine itself persisted, and gives one back', () => {
    const before = createActor(light).start();
    before.send({ type: 'CHANGE' });
    const between = createActor(compile(light), { snapshot: before.getPersistedSnapshot() }).start();
    between.send({ type: 'CHANGE' });
    const after = createActor(light, { snapshot: between.getPersistedSnapshot() }).start();
    after.send({ type: 'CHANGE' });

    expect(after.getSnapshot()).toMatchObject({ value: 'red', context: { changes: 3 } });
  });

  test('goes on from a snapshot that XState made of a state value', () => {
    const compiled = compile(light);
    const snapshot = compiled.resolveState({ value: 'red', context: { changes: 7 } });
    const actor = createActor(compiled, { snapshot }).start();
    actor.send({ type: 'CHANGE' });

    expect(actor.getSnapshot()).toMatchObject({ value: 'green', context: { changes: 8 } });
  });

  test('leaves a snapshot of another machine to XState', () => {
    const other = light.resolveState({ value: 'red', context: { changes: 7 } });
    const compiled = compile(light);
    const next = compiled.transition(other, { type: 'CHANGE' }, scopeOf(compiled));

    expect(next).toMatchObject({ value: 'green', context: { changes: 8 } });
    expect(next.machine).toBe(light);
  });

  test('does all the same where code must not be made of strings', () => {
    const door = fileURLToPath(new URL('../../dist/src/compile.js', import.meta.url));
    const program = `
      import { assign, createActor, setup } from 'xstate';
      import { compile } from ${JSON.stringify(door)};
      const machine = setup({
        actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
        guards: { isFirst: ({ context }) => context.n === 0 },
      }).createMachine({
        context: { n: 0 },
        initial: 'a',
        states: { a: { on: { GO: { guard: 'isFirst', target: 'b', actions: 'count' } } }, b: { after: { 0: 'c' } }, c: {} },
      });
      const actor = createActor(compile(machine), { clock: { setTimeout: (work) => work(), clearTimeout() {} } });
      actor.start().send({ type: 'GO' });
      const { value, context } = actor.getSnapshot();
      let forbidden = false;
      try { new Function(''); } catch { forbidden = true; }
      console.log(value, context.n, forbidden);`;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];

    expect(execFileSync(process.execPath, flags, { encoding: 'utf8' })).toBe('c 1 true\n');
  });
});

describe('the implementations of a compiled machine', () => {
  test('are replaced with provide, and what that returns is compiled', () => {
    const compiled = compile(light);
    const broken = compiled.provide({ guards: { works: () => false } });
    const actor = createActor(broken).start();
    actor.send({ type: 'CHANGE' });

    expect(actor.getSnapshot().value).toBe('green');
    expect(compile(broken)).toBe(broken);
  });

  test.each([
    ['a guard', { on: { GO: { guard: 'missing', target: '.b' } } }],
    ['a guard with params', { on: { GO: { guard: { type: 'missing', params: 1 }, target: '.b' } } }],
    ['a guard in a guard', { on: { GO: { guard: and([stateIn('a'), 'missing']), target: '.b' } } }],
    ['a guard without an event', { states: { a: { always: { guard: 'missing', target: 'b' } }, b: {} } }],
    ['an action', { on: { GO: { actions: 'missing', target: '.b' } } }],
    ['an invoked actor', { on: { GO: '.b' }, states: { a: {}, b: { invoke: { src: 'missing', id: 'c' } } } }],
    ['a delay', { on: { GO: '.b' }, states: { a: {}, b: { after: { missing: 'a' } } } }],
  ])('that are missing fail as they do in XState: %s', (_, config) => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const machine = createMachine({ initial: 'a', states: { a: {}, b: {} }, ...config } as never).provide({});

    expect(fateOf(compile(machine))).toEqual(fateOf(machine));
  });

  test('are looked up when they are needed, as XState does', () => {
    const machine = light.provide({});
    const actor = createActor(compile(machine)).start();
    actor.send({ type: 'CHANGE' });
    (machine.implementations.guards as Record<string, unknown>)['works'] = () => false;
    actor.send({ type: 'CHANGE' });

    expect(actor.getSnapshot()).toMatchObject({ value: 'red', context: { changes: 1 } });
  });
});

describe('what is left to XState as a whole', () => {
  test.each([
    ['a key that begins with #', { initial: '#a', states: { '#a': { on: { GO: 'b' } }, b: {} } }],
    [
      'an output with functions in it',
      {
        initial: 'a',
        states: { a: { on: { GO: 'b' } }, b: { type: 'final' } },
        output: { when: () => 'now' },
      },
    ],
  ])('comes out the same: %s', (_, config) => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue();
    const machine = createMachine(config as never);
    const compiled = compile(machine);
    warned.mockClear();
    const wanted = [fateOf(machine), warned.mock.calls.splice(0)];
    const got = [fateOf(compiled), warned.mock.calls.splice(0)];

    expect(got).toEqual(wanted);
  });
});

describe('bad input:', () => {
  test.each([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a configuration', { initial: 'a', states: { a: {} } }, 'an object'],
    ['a promise', fromPromise(async () => Promise.resolve(1)), 'another kind of actor logic'],
    ['an actor', createActor(light), 'an object'],
  ])('%s is refused', (_, given, name) => {
    const attempt = () => compile(given as unknown as AnyStateMachine);

    expect(attempt).toThrow(CompileError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'not-a-machine' }));
    expect(attempt).toThrow(`was given ${name}.`);
  });

  test('a configuration that is changed after compiling is not seen', () => {
    const seen: string[] = [];
    const actions = [() => seen.push('old')];
    const config = { initial: 'a', states: { a: { on: { GO: { target: 'b', actions } } }, b: {} } };
    const compiled = compile(createMachine(config as never));
    actions.push(() => seen.push('new'));
    config.initial = 'b';
    config.states.a.on.GO.target = 'a';
    const actor = createActor(compiled).start();
    const { value } = actor.getSnapshot();
    actor.send({ type: 'GO' });

    expect([value, actor.getSnapshot().value, seen]).toEqual(['a', 'b', ['old']]);
  });
});

describe('a machine with 2^20 configurations', () => {
  const REGIONS = 20;
  const switches = createMachine({
    type: 'parallel',
    states: Object.fromEntries(
      Array.from({ length: REGIONS }, (_, region) => [
        `r${region}`,
        {
          initial: 'off',
          states: { off: { on: { [`T${region}`]: 'on' } }, on: { on: { [`T${region}`]: 'off' } } },
        },
      ]),
    ),
  });

  test('is in the right one after each event', () => {
    const actor = createActor(compile(switches)).start();
    const on = new Set<number>();
    for (let step = 1; step <= 3000; step++) {
      const region = flipped(step);
      actor.send({ type: `T${region}` });
      if (!on.delete(region)) {
        on.add(region);
      }
    }
    const value = actor.getSnapshot().value as Readonly<Record<string, string>>;

    expect(Object.keys(value).filter((key) => value[key] === 'on')).toEqual(
      [...on].sort((a, b) => a - b).map((region) => `r${region}`),
    );
  });

  test('takes memory for as many as are remembered, and no more', () => {
    const actor = createActor(
      compileWithin(switches, { ...COMPILE_LIMITS, configurations: 50, patience: 500 }),
    );
    actor.start();
    const walk = (from: number, to: number) => {
      for (let step = from; step < to; step++) {
        actor.send({ type: `T${flipped(step)}` });
      }
      return heapInUse();
    };
    const before = walk(1, 1000);
    const after = walk(1000, 4000);

    expect(after - before).toBeLessThan(2_000_000);
  });

  /** Which switch to flip so that no configuration comes twice: a Gray code. */
  function flipped(step: number): number {
    return 31 - Math.clz32(step & -step);
  }
});

/** What becomes of an actor of this machine when it gets an event. */
function fateOf(machine: AnyStateMachine): unknown {
  const errors: string[] = [];
  const actor = createActor(machine);
  actor.subscribe({ error: (error) => errors.push(String(error)) });
  let thrown: unknown;
  try {
    actor.start();
    errors.push('started');
    actor.send({ type: 'GO' });
  } catch (error) {
    thrown = String(error);
  }
  const { status, value } = actor.getSnapshot() as AnyMachineSnapshot;
  return { errors, thrown, status, value };
}

function scopeOf(machine: AnyStateMachine): never {
  return (createActor(machine) as unknown as { _actorScope: never })._actorScope;
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
