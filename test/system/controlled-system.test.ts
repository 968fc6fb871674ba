import { Subject } from 'rxjs';
import {
  type AnyActorLogic,
  type AnyStateMachine,
  assign,
  createMachine,
  emit,
  fromPromise,
  fromTransition,
  log,
  setup,
  spawnChild,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { compile } from '../../src/compiler/compile.js';
import { createSystem } from '../../src/system/seamed-system.js';
import { DecisionError, UnknownAddressError } from '../../src/system/system-errors.js';
import { contextOf, drive, driven, lettersOf, prepared, storyOf, watch } from './watch.js';

const idle = createMachine({ id: 'idle' });
const family = setup({ actors: { idle } }).createMachine({
  id: 'family',
  invoke: [
    { id: 'ann', src: 'idle' },
    { id: 'bob', src: 'idle' },
  ],
});

describe('a system that has not started', () => {
  test('takes no step by itself, and has nothing enabled', () => {
    const { system } = prepared(family);

    expect(system.decisions).toBe(0);
    expect(system.enabled()).toEqual([]);
    expect(system.now).toBe(0);
  });

  test('keeps the events that it is sent until it runs', () => {
    const { system, clock, watched } = prepared(family);
    system.send('family', { type: 'EARLY' });

    drive(system, clock);

    expect(storyOf(watched)).toEqual(['0 start family', '0 deliver EARLY @outside→family']);
  });

  test('starts once', () => {
    const { system } = prepared(family);
    system.start();

    expect(() => system.start()).toThrow(DecisionError);
  });
});

describe('enabled', () => {
  test('is the head of each lane in the order of posting, then the timer that is due', () => {
    const { system } = prepared(
      setup({ actors: { idle } }).createMachine({
        id: 'm',
        invoke: { id: 'ann', src: 'idle' },
        after: { 0: {} },
      }),
    );
    system.start();
    system.send('m', { type: 'ONE' });
    system.send('m/ann', { type: 'TWO' });
    system.send('m', { type: 'THREE' });

    const enabled = system.enabled();

    expect(enabled.map(({ kind, event }) => [kind, event.type])).toEqual([
      ['deliver', 'ONE'],
      ['deliver', 'TWO'],
      ['fire', 'xstate.after.0.m'],
    ]);
    expect(system.next()).toBe(enabled[0]);
  });

  test('a timer is not among it before the clock has come to it', () => {
    const { system, clock } = prepared(createMachine({ id: 'm', after: { 10: {} } }));
    system.start();

    expect(system.next()).toBeUndefined();
    expect(system.nextDue).toBe(10);
    clock.advanceTo(9.999);
    expect(system.next()).toBeUndefined();
    clock.advanceTo(10);
    expect(system.next()).toMatchObject({ kind: 'fire', due: 10 });
  });

  test('a timer that is due later than now is not among it while an envelope waits', () => {
    const { system, clock } = prepared(createMachine({ id: 'm', after: { 10: {} } }));
    system.start();
    clock.advanceTo(10);
    system.send('m', { type: 'ONE' });

    expect(system.enabled().map(({ kind }) => kind)).toEqual(['deliver']);
  });
});

describe('apply', () => {
  test('refuses an envelope that is not the head of its lane, and changes nothing', () => {
    const { system } = prepared(family);
    system.start();
    system.send('family', { type: 'ONE' });
    system.send('family', { type: 'TWO' });
    const [, second] = [...system.bus.all()];

    expect(() => system.apply(second!)).toThrow('envelope 2 to family is not the head of its lane');
    expect(system.bus.waiting).toBe(2);
    expect(system.decisions).toBe(1);
  });

  test('refuses an envelope twice', () => {
    const { system } = prepared(family);
    system.start();
    system.send('family', { type: 'ONE' });
    const envelope = system.next()!;
    system.apply(envelope);

    expect(() => system.apply(envelope)).toThrow(DecisionError);
  });

  test('refuses to take a step inside of a step', () => {
    const errors: unknown[] = [];
    const { system } = prepared(
      createMachine({
        id: 'm',
        on: {
          GO: {
            actions: () => {
              try {
                system.apply(system.next()!);
              } catch (error) {
                errors.push(error);
              }
            },
          },
        },
      }),
    );
    system.start();
    system.send('m', { type: 'GO' });
    system.send('m', { type: 'OTHER' });

    system.apply(system.next()!);

    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_DECISION' })]);
  });
});

describe('send', () => {
  test('reaches an actor by its address or by its ref', () => {
    const { watched } = driven(family, (system) => {
      system.send('family/ann', { type: 'ONE' });
      system.send(system.actor('family/bob')!, { type: 'TWO' });
      system.sendToRoot({ type: 'THREE' });
      system.root.send({ type: 'FOUR' });
    });

    expect(storyOf(watched).slice(1)).toEqual([
      '0 deliver ONE @outside→family/ann',
      '0 deliver TWO @outside→family/bob',
      '0 deliver THREE @outside→family',
      '0 deliver FOUR @outside→family',
    ]);
  });

  test('to an address at which nobody lives names the nearest that are taken', () => {
    const { system } = prepared(family);
    system.start();

    expect(() => system.send('family/rob', { type: 'HELLO' })).toThrow(UnknownAddressError);
    expect(() => system.send('family/rob', { type: 'HELLO' })).toThrow(
      'no actor lives at "family/rob"; nearest: family/bob, family/ann, family',
    );
  });

  test('to the ref of an actor that has ended is a dead letter without a number', () => {
    const { system, clock, watched } = prepared(
      setup({ actors: { idle } }).createMachine({
        id: 'm',
        initial: 'on',
        states: { on: { invoke: { id: 'ann', src: 'idle' }, on: { GO: 'off' } }, off: {} },
      }),
    );
    system.start();
    const ann = system.actor('m/ann')!;
    system.send('m', { type: 'GO' });
    drive(system, clock);

    system.send(ann, { type: 'LATE' });
    system.send('m', { type: 'NEXT' });

    expect(lettersOf(watched)).toEqual(['LATE @outside→m/ann: receiver-ended']);
    expect(watched.posted.map(({ seq, event }) => [seq, event.type])).toEqual([
      [1, 'GO'],
      [2, 'xstate.stop'],
      [0, 'LATE'],
      [3, 'NEXT'],
    ]);
  });

  test('to an actor of another system goes there straight away', () => {
    const other = driven(
      setup({ types: { context: {} as { n: number } } }).createMachine({
        id: 'other',
        context: { n: 0 },
        on: { UP: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
      }),
    );
    const { system } = prepared(family);
    system.start();

    system.send(other.system.root, { type: 'UP' });
    drive(other.system, other.clock);

    expect(system.bus.waiting).toBe(0);
    expect(contextOf(other.system.root)).toEqual({ n: 1 });
  });

  test('from inside a step is sent by the actor whose step it is', () => {
    const { watched } = driven(
      setup({ actors: { idle } }).createMachine({
        id: 'm',
        invoke: { id: 'ann', src: 'idle', systemId: 'ann' },
        on: { GO: { actions: ({ system }) => system.get('ann')?.send({ type: 'HELLO' }) } },
      }),
      (system) => system.send('m', { type: 'GO' }),
    );

    expect(storyOf(watched).at(-1)).toBe('0 deliver HELLO m→ann');
  });
});

describe('stop', () => {
  test('waits behind what was sent from outside before', () => {
    const { watched } = driven(family, (system) => {
      system.send('family', { type: 'ONE' });
      system.stop();
      system.send('family', { type: 'TWO' });
    });

    expect(storyOf(watched).slice(1, 3)).toEqual([
      '0 deliver ONE @outside→family',
      '0 stop xstate.stop @outside→family',
    ]);
    expect(lettersOf(watched)).toEqual(['TWO @outside→family: receiver-ended']);
  });

  test('asked for twice happens once', () => {
    const { watched } = driven(family, (system) => {
      system.stop();
      system.stop();
      system.root.stop();
    });

    expect(storyOf(watched)[1]).toBe('0 stop xstate.stop @outside→family');
    expect(watched.posted.filter(({ sender }) => sender.address === '@outside')).toHaveLength(1);
  });
});

describe('time', () => {
  test('begins at 0 with the system, whatever its clock shows', () => {
    const clock = createVirtualClock({ start: 5000 });
    const system = createSystem(createMachine({ id: 'm', after: { 10: {} } }), { clock });
    system.start();

    expect([system.now, system.clockTime, system.nextDue]).toEqual([0, 0, 10]);
    clock.advanceTo(5010);
    system.apply(system.next()!);
    expect([system.now, system.clockTime]).toEqual([10, 10]);
  });

  test('of a timer that fires late is when it was due', () => {
    const clock = createVirtualClock();
    const system = createSystem(createMachine({ id: 'm', after: { 10: {} } }), { clock });
    const watched = watch(system);
    system.start();
    clock.advanceTo(70);

    system.apply(system.next()!);

    expect(storyOf(watched).at(-1)).toBe('10 fire xstate.after.10.m m→m');
    expect([system.now, system.clockTime]).toEqual([10, 70]);
  });

  test('passes in a step that blocks the clock, which the step says', () => {
    const clock = createVirtualClock();
    const system = createSystem(
      createMachine({
        id: 'm',
        initial: 'a',
        states: {
          a: { after: { 10: { target: 'b', actions: () => clock.block(30) } } },
          b: { after: { 5: 'c' } },
          c: {},
        },
      }),
      { clock },
    );
    const watched = watch(system);

    drive(system, clock);

    expect(storyOf(watched)).toEqual([
      '0 start m',
      '10 fire xstate.after.10.m.a m→m',
      '45 fire xstate.after.5.m.b m→m',
    ]);
    expect(watched.steps[1]?.effects.at(-1)).toEqual({ kind: 'block', ms: 30 });
  });

  test('of an event from outside is what the clock shows', () => {
    const clock = createVirtualClock();
    const system = createSystem(family, { clock });
    const watched = watch(system);
    system.start();
    clock.advanceTo(12);

    system.send('family', { type: 'HELLO' });
    drive(system, clock);

    expect(storyOf(watched).at(-1)).toBe('12 deliver HELLO @outside→family');
  });

  test('is logical on a real clock: a step that takes long does not move it', () => {
    const clock = createScaledClock(1000);
    const system = createSystem(
      createMachine({
        id: 'm',
        entry: () => {
          const until = clock.now() + 2000;
          while (clock.now() < until);
        },
        after: { 10: {} },
      }),
      { clock },
    );

    system.start();
    const before = system.now;
    system.apply(system.next()!);

    expect([before, system.now]).toEqual([0, 10]);
  });
});

describe('quiescence', () => {
  test('says what a system waits for', () => {
    const { system, clock } = prepared(createMachine({ id: 'm', after: { 10: {} } }));
    system.start();
    system.send('m', { type: 'HELLO' });

    expect(system.quiescence()).toEqual({
      isQuiet: false,
      waitingEnvelopes: 1,
      nextDue: 10,
      pendingTasks: [],
    });
    drive(system, clock);
    expect(system.quiescence().isQuiet).toBe(true);
  });
});

test('a task that has settled is pending no longer, though its decision was not taken yet', async () => {
  const { system } = prepared(
    createMachine({ id: 'm', invoke: { src: fromPromise(() => Promise.resolve()) } }),
  );
  system.start();
  const before = system.quiescence().pendingTasks.length;
  await Promise.resolve();
  await Promise.resolve();

  expect([before, system.quiescence()]).toMatchObject([1, { waitingEnvelopes: 1, pendingTasks: [] }]);
});

describe('substitute', () => {
  test('puts other logic in the place of an actor’s own, and its parent does not notice', () => {
    const real = createMachine({ id: 'real', initial: 'a', states: { a: {} } });
    const standIn = createMachine({ id: 'stand-in', initial: 'over', states: { over: { type: 'final' } } });
    const created: [string, unknown][] = [];
    const { system, clock } = prepared(
      setup({ actors: { real } }).createMachine({
        id: 'm',
        initial: 'on',
        states: { on: { invoke: { id: 'child', src: 'real', onDone: 'off' } }, off: {} },
      }),
      {
        substitute: ({ label, logic, taskKind }) => {
          created.push([label, taskKind]);
          return logic === real ? standIn : undefined;
        },
      },
    );

    drive(system, clock);

    expect(created).toEqual([
      ['m', undefined],
      ['m/child', undefined],
    ]);
    expect(system.root.getSnapshot()).toMatchObject({ value: 'off' });
  });

  test.each([
    ['an interpreted', (machine: AnyStateMachine) => machine],
    ['a compiled', compile],
  ])('gives logic in the place of %s machine a scope that it may take apart', (_, made) => {
    const child = made(createMachine({}));
    const standIn: AnyActorLogic = {
      ...fromTransition((state: null, event, { emit: tell }) => {
        tell(event);
        return state;
      }, null),
      getInitialSnapshot: ({ defer, self }) => {
        defer(() => self.send({ type: 'created' }));
        return { status: 'active', context: null, output: undefined, error: undefined } as never;
      },
    };
    const { system, clock } = prepared(
      made(createMachine({ id: 'm', invoke: { id: 'child', src: child } })),
      {
        substitute: ({ logic }) => (logic === child ? standIn : undefined),
      },
    );
    const emitted: unknown[] = [];
    system.emitted.subscribe(({ address, event }) => emitted.push([address, event.type]));

    drive(system, clock);

    expect(emitted).toEqual([['m/child', 'created']]);
  });
});

describe('a system’s streams', () => {
  test('show a step with the state that it led to', () => {
    const seen: unknown[] = [];
    const { system, clock } = prepared(
      setup({ types: { context: {} as { n: number } } }).createMachine({
        id: 'm',
        context: { n: 0 },
        on: { UP: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
      }),
    );
    system.steps.subscribe(() => seen.push(contextOf(system.root)));
    system.send('m', { type: 'UP' });
    system.send('m', { type: 'UP' });

    drive(system, clock);

    expect(seen).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
  });

  test('show a step without effects that stays without, whatever later steps do', () => {
    const { system, clock, watched } = prepared(
      createMachine({ id: 'm', on: { GO: { actions: emit({ type: 'gone' }) } } }),
    );
    for (const type of ['IDLE', 'GO', 'IDLE', 'GO']) {
      system.send('m', { type });
    }

    drive(system, clock);

    expect(watched.steps.map(({ effects }) => effects.map(({ kind }) => kind))).toEqual([
      ['start'],
      [],
      ['emit'],
      [],
      ['emit'],
    ]);
  });

  test('may lead whoever listens to send more', () => {
    const { system, clock, watched } = prepared(createMachine({ id: 'm' }));
    const answers = new Subject<void>();
    answers.subscribe(() => system.send('m', { type: 'ANSWER' }));
    system.bus.delivered.subscribe(({ event }) => {
      if (event.type === 'ASK') {
        answers.next();
      }
    });
    system.send('m', { type: 'ASK' });

    drive(system, clock);

    expect(storyOf(watched).slice(1)).toEqual(['0 deliver ASK @outside→m', '0 deliver ANSWER @outside→m']);
    expect(watched.arrivals.map(({ after }) => after)).toEqual([0, 2]);
  });

  test('write what the log action says to the logger of the system', () => {
    const lines: unknown[][] = [];
    const { system } = prepared(createMachine({ id: 'm', entry: log('hello') }), {
      logger: (...args) => lines.push(args),
    });

    system.start();

    expect(lines).toEqual([['hello']]);
  });
});

describe('one machine in many systems', () => {
  test('shares nothing between them', () => {
    const parent = setup({ actors: { idle } }).createMachine({
      id: 'parent',
      entry: spawnChild('idle', { id: 'child', systemId: 'child' }),
    });

    const [first, second] = [driven(parent), driven(parent)];

    expect(first.system.actor('child')).not.toBe(second.system.actor('child'));
    expect(first.system.addressOf(second.system.root)).toBeUndefined();
  });
});
