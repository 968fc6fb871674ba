import { createHash } from 'node:crypto';
import { assign, cancel, createMachine, emit, fromPromise, raise, sendTo, setup, stopChild } from 'xstate';
import { describe, expect, test } from 'vitest';
import { createRealClock } from '../../src/clock/real-clock.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import { TraceHash } from '../../src/trace/trace-hash.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';
import { recorded } from './recording.js';

const bell = setup({ types: { context: {} as { rings: number } } }).createMachine({
  id: 'bell',
  context: { rings: 0 },
  initial: 'still',
  states: {
    still: { on: { PUSH: 'ringing' } },
    ringing: {
      entry: assign({ rings: ({ context }) => context.rings + 1 }),
      after: { 250: { target: 'still', actions: emit({ type: 'rang' }) } },
    },
  },
});

const door = setup({
  types: { input: {} as { visitors: number } },
  actors: { bell, welcome: fromPromise(() => Promise.resolve('come in')) },
}).createMachine({
  id: 'door',
  invoke: { id: 'bell', src: 'bell' },
  initial: 'closed',
  entry: [
    sendTo('bell', { type: 'PUSH' }),
    raise({ type: 'LEAVE' }, { delay: 900, id: 'patience' }),
    sendTo('bell', { type: 'PUSH' }, { delay: 500, id: 'again' }),
  ],
  states: {
    closed: { after: { 300: 'opening' } },
    opening: {
      entry: [cancel('patience'), stopChild('bell')],
      invoke: { id: 'welcome', src: 'welcome', onDone: 'open' },
    },
    open: { type: 'final' },
  },
  output: { visitors: 1 },
});

/** A last line with the seal that it and the first line get, by its definition. */
function sealed(header: string, summary: string): string {
  const seal = createHash('sha256').update(`${header}\n${summary}\n`).digest('hex');
  return `${summary.slice(0, -1)},"seal":"${seal}"}`;
}

describe('a trace', () => {
  test('has a line for its header, each step, each arrival and its end', async () => {
    const { trace } = await recorded(door, { input: { visitors: 1 }, seed: 7 });

    expect(trace).toEqual([
      '{"trace":"short-order","version":1,"system":"door","scheduler":"cooperative","settings":{"order":"fifo"},"clock":"virtual","seed":7,"input":{"visitors":1}}',
      '{"step":0,"time":0,"do":"start","to":"door","input":{"visitors":1},"state":{"context":{},"value":"closed"},"effects":[{"effect":"start","actor":"door","source":"(inline)"},{"effect":"start","actor":"door/bell","source":"bell","input":{"$undefined":true},"state":{"context":{"rings":0},"value":"still"}},{"effect":"send","seq":1,"to":"door/bell","type":"PUSH"},{"effect":"set-timer","timer":"patience","due":900,"type":"LEAVE"},{"effect":"set-timer","timer":"again","to":"door/bell","due":500,"type":"PUSH"},{"effect":"set-timer","timer":"xstate.after.300.door.closed","due":300,"type":"xstate.after.300.door.closed"}]}',
      '{"step":1,"time":0,"do":"deliver","seq":1,"from":"door","to":"door/bell","event":{"type":"PUSH"},"state":{"context":{"rings":1},"value":"ringing"},"effects":[{"effect":"set-timer","timer":"xstate.after.250.bell.ringing","due":250,"type":"xstate.after.250.bell.ringing"}]}',
      '{"step":2,"time":250,"do":"fire","timer":"xstate.after.250.bell.ringing","from":"door/bell","to":"door/bell","event":{"type":"xstate.after.250.bell.ringing"},"state":{"value":"still"},"effects":[{"effect":"emit","event":{"type":"rang"}}]}',
      '{"step":3,"time":300,"do":"fire","timer":"xstate.after.300.door.closed","from":"door","to":"door","event":{"type":"xstate.after.300.door.closed"},"state":{"value":"opening"},"effects":[{"effect":"cancel-timer","timer":"patience"},{"effect":"send","seq":2,"do":"stop","to":"door/bell","type":"xstate.stop"},{"effect":"start","actor":"door/welcome","source":"welcome","input":{"$undefined":true},"state":{}}]}',
      '{"step":4,"time":300,"do":"stop","seq":2,"from":"door","to":"door/bell","event":{"type":"xstate.stop"},"state":{"status":"stopped","value":"still"},"effects":[{"effect":"end","actor":"door/bell","status":"stopped"}]}',
      '{"arrival":3,"after":5,"time":300,"do":"settle","from":"door/welcome","to":"door/welcome","event":{"data":"come in","type":"xstate.promise.resolve"}}',
      '{"step":5,"time":300,"do":"settle","seq":3,"from":"door/welcome","to":"door/welcome","event":{"data":"come in","type":"xstate.promise.resolve"},"state":{"output":"come in","status":"done"},"effects":[{"effect":"end","actor":"door/welcome","status":"done"},{"effect":"send","seq":4,"to":"door","event":{"actorId":"welcome","output":"come in","type":"xstate.done.actor.welcome"}}]}',
      '{"step":6,"time":300,"do":"deliver","seq":4,"from":"door/welcome","to":"door","event":{"actorId":"welcome","output":"come in","type":"xstate.done.actor.welcome"},"state":{"output":{"visitors":1},"status":"done","value":"open"},"effects":[{"effect":"cancel-timer","timer":"again"},{"effect":"end","actor":"door","status":"done"}]}',
      sealed(
        trace[0] ?? '',
        '{"end":true,"scheduler":"cooperative","clock":"virtual","seed":7,"status":"done","decisions":7,"elapsed":0.3,"hash":"c5209ac93728f1451c1a9d239d25ead6e389e053d894031ec8064d2af5e8d646"}',
      ),
    ]);
  });

  test('is recorded from the start of its run or not at all', async () => {
    const run = createRun(door, { input: { visitors: 1 } });
    await run.finish();

    expect(() => recordTrace(run)).toThrow(
      'a run is recorded from its start: call recordTrace before finish',
    );
  });

  test('is hashed over what the run is a function of and every line in between', async () => {
    const { trace, hash } = await recorded(door, { input: { visitors: 1 }, seed: 7 });

    const again = new TraceHash({ system: 'door', seed: 7, input: { visitors: 1 } });
    for (const line of trace.slice(1, -1)) {
      again.add(line);
    }

    expect(again.digest()).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('depends on seed, input and root, and not on clock or scheduler', async () => {
    const options = { input: { visitors: 1 }, seed: 7 };
    const quiet = createMachine({ id: 'quiet' });
    const hashOf = async (changes: object): Promise<string> =>
      (await recorded(quiet, { ...options, ...changes } as object)).hash;

    const base = await hashOf({});

    expect(await hashOf({})).toBe(base);
    expect(await hashOf({ clock: createRealClock() })).toBe(base);
    expect(await hashOf({ scheduler: createCooperativeScheduler({ order: 'random' }) })).toBe(base);
    expect(await hashOf({ seed: 8 })).not.toBe(base);
    expect(await hashOf({ input: { visitors: 2 } })).not.toBe(base);
    expect(await hashOf({ id: 'other' })).not.toBe(base);
  });

  test('is the same of a machine that ran in this process before', async () => {
    const first = await recorded(door, { input: { visitors: 1 } });
    createRun(door, { input: { visitors: 1 } }).system.start();

    const second = await recorded(door, { input: { visitors: 1 } });

    expect(second.trace).toEqual(first.trace);
  });

  test('says where its system comes from, if it is told', () => {
    const lines: string[] = [];
    const run = createRun(createMachine({ id: 'm' }));

    recordTrace(run, { sink: (line) => lines.push(line), origin: { scenario: 'lunch', at: new Date(0) } });

    expect(JSON.parse(lines[0]!)).toMatchObject({
      origin: { scenario: 'lunch', at: { $date: '1970-01-01T00:00:00.000Z' } },
    });
  });

  test('ends with whatever figures it is given, and with the status of the run', async () => {
    const run = createRun(createMachine({ id: 'm' }));
    const recorder = recordTrace(run);

    const summary = recorder.close(await run.finish(), { served: 3 });

    expect(summary).toMatchObject({ end: true, status: 'at-rest', decisions: 1, elapsed: 0, served: 3 });
  });

  test('says that an envelope became a dead letter, with its number', async () => {
    const machine = setup({ actors: { idle: createMachine({}) } }).createMachine({
      id: 'm',
      initial: 'on',
      states: { on: { invoke: { id: 'child', src: 'idle' }, on: { GO: 'off' } }, off: {} },
    });

    const { trace } = await recorded(machine, {}, ({ system }) => {
      system.start();
      system.send('m', { type: 'GO' });
      system.apply(system.next()!);
      system.send('m/child', { type: 'LATE' });
    });

    expect(trace.at(-2)).toContain(
      '{"effect":"dead-letter","seq":3,"reason":"receiver-ended","from":"@outside","to":"m/child","event":{"type":"LATE"}}',
    );
  });

  test('says for how long a step blocked the clock', async () => {
    const clock = createVirtualClock();
    const machine = createMachine({ id: 'm', entry: () => clock.block(12) });

    const { trace } = await recorded(machine, { clock });

    expect(trace[1]).toMatch(/\{"effect":"block","ms":12\}\]\}$/);
  });

  test('shows a context when it has changed, and not again', async () => {
    const { trace } = await recorded(bell, {}, ({ system }) => {
      system.sendToRoot({ type: 'IGNORED' });
      system.sendToRoot({ type: 'PUSH' });
    });

    const states = trace.slice(1, -1).map((line) => (JSON.parse(line) as { state?: unknown }).state);
    expect(states.filter((state) => state !== undefined)).toEqual([
      { context: { rings: 0 }, value: 'still' },
      { value: 'still' },
      { context: { rings: 1 }, value: 'ringing' },
      { value: 'still' },
    ]);
  });
});
