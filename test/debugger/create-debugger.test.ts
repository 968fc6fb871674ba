import { describe, expect, onTestFinished, test } from 'vitest';
import { createMachine, fromPromise, setup } from 'xstate';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createDebugger, type DebuggerOptions, type Stop } from '../../src/debugger/create-debugger.js';
import { recordingOfSchedule, recordingOfTrace } from '../../src/debugger/recording.js';
import { scenarioProperties, scenarioSubject } from '../../src/restaurant/scenario-subject.js';
import { findScenario } from '../../src/restaurant/scenarios.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';
import { lostUpdate, nothingIsLost } from '../explorer/systems/lost-update.js';

function scenario(name: string) {
  const found = findScenario(name);
  if (found === undefined) {
    throw new RangeError(name);
  }
  return found;
}

async function debugScenario(name: string, options: DebuggerOptions = {}) {
  const { defaults } = scenario(name);
  const debug = await createDebugger(scenarioSubject(scenario(name), defaults), options);
  onTestFinished(() => debug.close());
  return debug;
}

describe('where a run stops', () => {
  test.each<[string, readonly number[]]>([
    ['kitchen', [1, 4, 7, 8, 11, 12, 16, 17, 20]],
    ['task.given', [2, 5, 9]],
    ['task.*', [1, 2, 4, 5, 8, 9, 12, 17]],
    ['J*n', [0, 2, 6, 9, 15, 18]],
    ['kitchen:closing', []],
    ['John:working.cooking', [3, 10]],
    ['*:working', [3, 6, 10]],
    ['changes kitchen.queue', [2, 5, 9]],
    ['kitchen.queue.length < 1', [9]],
    ['John.made == 1 && Jane.made == 1', [11]],
    ['$time >= 5000', [7]],
    ['Jane.$status == "done"', [14]],
  ])('%s stops two-staff at %j', async (pattern, decisions) => {
    const debug = await debugScenario('two-staff');
    const breakpoint = debug.breakOn(pattern);
    const stops: number[] = [];

    let stop = await debug.continue();
    while (stop.next !== undefined) {
      expect(stop).toMatchObject({ reason: 'breakpoint', breakpoints: [breakpoint] });
      stops.push(stop.decision);
      stop = await debug.continue();
    }

    expect(stops).toEqual(decisions);
    expect(stop).toMatchObject({ reason: 'end', decision: 23, time: 10_000, end: 'finished' });
  });

  test.each([
    ['kitchn', 'no actor or event is called kitchn so far; near it: kitchen, '],
    ['task.wonted', 'no actor or event is called task.wonted so far; near it: task.wanted, '],
    ['kitchen:clsing', 'kitchen has no state clsing; near it: closing, '],
    ['kitchn:closing', 'no actor is called kitchn so far; near it: kitchen, '],
    ['kitchn.queue.length > 3', 'no actor is called kitchn so far; near it: kitchen, '],
    ['kitchen.queues.length > 3', 'kitchen has no queues in its context now; near it: queue, '],
    ['kitchen.$stat == "open"', 'kitchen has no $stat in its context now; near it: $state, '],
    [
      'violated:the root ends',
      'no property is called the root ends; near it: the root does not end in error',
    ],
  ])('%s matches nothing, which is said at once', async (pattern, warning) => {
    const debug = await debugScenario('two-staff');

    expect(debug.breakOn(pattern).warning).toMatch(new RegExp(`^${warning.replaceAll(/[.$]/g, '\\$&')}`));
  });

  test.each(['kitchen', 'task.wanted', 'shift.*', 'kitchen:open', 'kitchen.queue.length > 3', 'violated'])(
    '%s is known',
    async (pattern) => {
      expect((await debugScenario('two-staff')).breakOn(pattern).warning).toBeUndefined();
    },
  );

  test('a condition with a mistake is refused, and no breakpoint set', async () => {
    const debug = await debugScenario('two-staff');

    expect(() => debug.breakOn('kitchen.queue.length >')).toThrow(
      expect.objectContaining({ code: 'ERR_EXPRESSION', position: 22 }),
    );
    expect(debug.breakpoints).toEqual([]);
  });

  test('a breakpoint on what comes next is a reason to stay, once', async () => {
    const debug = await debugScenario('two-staff');
    debug.breakOn('John');

    expect(await debug.continue()).toMatchObject({ decision: 0, reason: 'breakpoint' });
    expect(await debug.continue()).toMatchObject({ decision: 2, reason: 'breakpoint' });
  });

  test('one that is deleted stops nobody', async () => {
    const debug = await debugScenario('two-staff');
    debug.deleteBreakpoint(debug.breakOn('kitchen').id);

    expect(await debug.continue()).toMatchObject({ reason: 'end' });
    expect(() => debug.deleteBreakpoint(1)).toThrow('there is no breakpoint 1; none is set');
  });

  test('a property that an order of steps breaks, behind the decision that does', async () => {
    const { defaults } = scenario('race');
    const debug = await createDebugger(scenarioSubject(scenario('race'), defaults), {
      ...scenarioProperties(scenario('race'), defaults),
      order: 'random',
      seed: 7,
    });
    debug.breakOn('violated');

    const stop = await debug.continue();

    expect(stop.reason).toBe('breakpoint');
    expect(stop.broken).toEqual([
      {
        property: 'the root does not end in error',
        message:
          'restaurant ended in error: Jane took from an empty order rail: the last item was gone since the look.',
      },
    ]);
    await debug.back();
    expect(debug.stop.broken).toEqual([]);
  });

  test('a property that only the end breaks', async () => {
    const debug = await createDebugger(lostUpdate, { properties: [nothingIsLost] });
    debug.breakOn('violated:nothing is lost');

    const stop = await debug.continue();

    expect(stop).toMatchObject({
      reason: 'breakpoint',
      end: 'at-rest',
      broken: [{ property: 'nothing is lost', message: 'the cell holds 1' }],
    });
  });
});

describe('going on', () => {
  test('over stops when the same actor has acted again', async () => {
    const debug = await debugScenario('two-staff');
    await debug.step(2);

    expect(await debug.over()).toMatchObject({ decision: 5, step: { to: 'kitchen' } });
  });

  test('until stops before the first decision that is later', async () => {
    const debug = await debugScenario('two-staff');

    expect(await debug.until(4999)).toMatchObject({ reason: 'time', decision: 6, time: 0 });
    expect(await debug.until(5000)).toMatchObject({ reason: 'time', decision: 15, time: 5000 });
    expect(() => debug.until(4000)).toThrow('until takes a time that has not gone by: it is 5000 ms');
  });

  test('a signal stops it at the present decision', async () => {
    const debug = await debugScenario('lunch-rush');
    const abort = new AbortController();
    setImmediate(() => abort.abort());

    const stop = await debug.continue(abort.signal);

    expect(stop.reason).toBe('interrupted');
    expect(stop.decision).toBeLessThan(1000);
    expect(stop.next).toBeDefined();
  });

  test('one call at a time', async () => {
    const debug = await debugScenario('two-staff');
    const first = debug.continue();

    await expect(debug.step()).rejects.toMatchObject({ code: 'ERR_DEBUG_BUSY' });
    await first;
  });

  test('each stop is told, the present one to whoever comes late', async () => {
    const debug = await debugScenario('two-staff');
    const seen: [Stop['reason'], number][] = [];
    debug.stops.subscribe(({ reason, decision }) => seen.push([reason, decision]));
    await debug.step(3);
    await debug.back();
    await debug.goTo(9);

    expect(seen).toEqual([
      ['start', 0],
      ['taken', 3],
      ['moved', 2],
      ['moved', 9],
    ]);
  });

  test.each([1, 2, 3])('at random it goes as a run of the same seed (%i)', async (seed) => {
    const debug = await debugScenario('race', { order: 'random', seed });
    await debug.continue();

    const { machine, input } = scenario('race').build(scenario('race').defaults, createVirtualClock());
    const run = createRun(machine, {
      input,
      seed,
      scheduler: createCooperativeScheduler({ order: 'random' }),
    });
    const decisions: string[] = [];
    run.system.steps.subscribe(({ decision }) => {
      decisions.push(decision === undefined ? '' : `${decision.kind} ${decision.from}>${decision.to}`);
    });
    await run.finish();

    expect(
      debug.steps.map(({ index, kind, from, to }) => (index === 0 ? '' : `${kind} ${from}>${to}`)),
    ).toEqual(decisions);
  });
});

describe('going back', () => {
  test('what was taken by hand comes next again, until somebody picks otherwise', async () => {
    const debug = await debugScenario('race', { timers: 'late' });
    await debug.step();
    const names = (await debug.choices()).map(({ name }) => name);
    expect(names).toEqual([
      'deliver rail.look John>kitchen',
      'fire xstate.after.tyingTheApron.hastyStaff.arriving Jane>Jane',
    ]);

    await debug.pick(1);
    await debug.step(3);
    const taken = debug.steps.map(({ name }) => name);
    await debug.goTo(0);
    await debug.step(5);
    expect(debug.steps.map(({ name }) => name)).toEqual(taken);

    await debug.goTo(1);
    expect(debug.stop.next?.name).toBe(names[1]);
    await debug.pick(0);
    expect(debug.stop.next?.name).not.toBe(taken[3]);
  });

  test('further than the start is the start', async () => {
    const debug = await debugScenario('two-staff');
    await debug.step(2);

    expect(await debug.back(99)).toMatchObject({ decision: 0, time: 0, reason: 'moved' });
  });

  test('a system that does not do the same again is told, and the run stands where it no longer does', async () => {
    let made = 0;
    const debug = await createDebugger(() => {
      const first = made++ === 0 ? 'FIRST' : 'OTHER';
      const machine = createMachine({
        id: 'fickle',
        entry: ({ self }) => {
          self.send({ type: first });
          self.send({ type: 'SECOND' });
        },
        on: { '*': {} },
      });
      return { machine };
    });
    await debug.step(2);

    await expect(debug.back()).rejects.toMatchObject({
      code: 'ERR_DEBUG_DIVERGED',
      message: expect.stringContaining('decision 1 was to be "deliver FIRST'),
    });
    expect(debug.stop).toMatchObject({ reason: 'interrupted', decision: 0 });
  });
});

describe('a recording is followed', () => {
  test('of a replay line, up to its end and on', async () => {
    const first = await debugScenario('race', { order: 'random', seed: 7 });
    await first.step(10);
    const recording = recordingOfSchedule(`replay('${first.replayLine()}')`);
    const second = await debugScenario('race', { recording });

    await second.step(10);
    expect(second.steps.map(({ name }) => name)).toEqual(first.steps.map(({ name }) => name));
    expect((await second.continue()).end).toBe('finished');
  });

  test('of a line that no longer fits, as far as it fits', async () => {
    const recording = { decisions: ['fire never John>John'], arrivals: [] };
    const debug = await debugScenario('two-staff', { recording });

    expect(debug.stop.note).toMatch(
      /^decision 1 was to be "fire never John>John", which is not enabled; enabled: /,
    );
    expect(await debug.step()).toMatchObject({ decision: 1, note: undefined });
  });

  test('of another system, is refused', async () => {
    const recording = recordingOfSchedule((await debugScenario('race')).replayLine());

    await expect(debugScenario('two-staff', { recording })).rejects.toMatchObject({
      code: 'ERR_REPLAY_SYSTEM',
    });
  });

  test('of a trace on the host’s time with events from outside, at the same times', async () => {
    const door = createMachine({
      id: 'door',
      initial: 'shut',
      states: {
        shut: { on: { knock: 'open' } },
        open: { after: { 40: 'shut' }, on: { leave: 'gone' } },
        gone: { type: 'final' },
      },
    });
    const run = createRun(door, { clock: createScaledClock(10), patience: 0 });
    const lines: string[] = [];
    const recorder = recordTrace(run, { sink: (line) => lines.push(line) });
    const first = run.finish();
    run.system.sendToRoot({ type: 'knock' });
    await first;
    run.system.sendToRoot({ type: 'knock' });
    run.system.sendToRoot({ type: 'leave' });
    recorder.close(await run.finish());
    const times = lines.map((line) => JSON.parse(line) as { step?: number; time: number });

    const debug = await createDebugger(() => ({ machine: door }), {
      recording: await recordingOfTrace(lines),
    });
    await debug.continue();
    await debug.back(3);
    await debug.continue();

    expect(debug.steps.map(({ time }) => time)).toEqual(
      times.filter(({ step }) => step !== undefined).map(({ time }) => time),
    );
    expect(debug.stop.end).toBe('finished');
    expect(() => debug.replayLine()).toThrow(expect.objectContaining({ code: 'ERR_DEBUG_OUTSIDE' }));
  });

  test('what came from outside comes on the way that was recorded, and on no other', async () => {
    const first = await createDebugger(lostUpdate);
    await first.step(4);
    const recording = {
      decisions: first.steps.slice(1).map(({ name }) => name),
      arrivals: [{ behind: 3, time: 7, kind: 'send' as const, to: 'cell', event: { type: 'READ', by: 'a' } }],
    };
    const debug = await createDebugger(lostUpdate, { recording });
    const fromOutside = (): number => debug.view.waiting().filter(({ from }) => from === '@outside').length;

    await debug.step(3);
    expect(fromOutside()).toBe(1);
    await debug.goTo(1);
    expect(fromOutside()).toBe(0);
    const names = (await debug.choices()).map(({ name }) => name);
    await debug.pick(names.findIndex((name) => name !== debug.stop.next?.name));
    await debug.step(2);
    expect(debug.stop.decision).toBe(4);
    expect(fromOutside()).toBe(0);
  });

  test('of a trace with a promise in it, is refused', async () => {
    const fetch = fromPromise(() => Promise.resolve(1));
    const machine = setup({ actors: { fetch } }).createMachine({
      invoke: { src: 'fetch', onDone: '.done' },
      initial: 'waiting',
      states: { waiting: {}, done: {} },
    });
    const run = createRun(machine);
    const lines: string[] = [];
    const recorder = recordTrace(run, { sink: (line) => lines.push(line) });
    recorder.close(await run.finish());

    await expect(recordingOfTrace(lines)).rejects.toThrow(/^line 3: .* has an asynchronous task/);
  });
});

test('the causes of a decision lead from it to the start', async () => {
  const debug = await debugScenario('two-staff');
  await debug.step(9);

  expect(debug.causesOf(9).map(({ index }) => index)).toEqual([9, 7, 3, 2, 1, 0]);
});

test('faults are choices, and never taken by themselves', async () => {
  const debug = await debugScenario('two-staff', { faults: { drop: { actors: ['kitchen'] } } });
  await debug.step();
  const names = (await debug.choices()).map(({ name }) => name);
  expect(names).toEqual([
    'deliver task.wanted John>kitchen',
    'fire xstate.after.tyingTheApron.staff.arriving Jane>Jane',
    'drop task.wanted John>kitchen',
  ]);

  await debug.pick(2);

  expect(debug.stop.step.kind).toBe('drop');
  expect(await debug.continue()).toMatchObject({ end: 'at-rest' });
});
