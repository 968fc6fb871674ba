import * as fc from 'fast-check';
import { fromPromise, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../src/system/fault.js';
import type { PerfettoEvent } from '../../../src/trace/pictures/perfetto-file.js';
import type { TraceArrival, TraceEffect, TraceStep } from '../../../src/trace/trace-format.js';
import { anyPlan } from '../../conformance/troupe.js';
import { recorded } from '../recording.js';
import { door, drawn, hostile, hostileNames, play } from './sample.js';

async function eventsOf(trace: readonly string[], series: readonly string[] = []): Promise<PerfettoEvent[]> {
  const lines = await drawn(trace, 'perfetto', { series });
  return (JSON.parse(lines.join('\n')) as { traceEvents: PerfettoEvent[] }).traceEvents;
}

/** What a trace says, counted from its lines without the story. */
function counted(trace: readonly string[]) {
  const lines = trace.slice(1, -1).map((line) => JSON.parse(line) as TraceStep | TraceArrival);
  const steps = lines.filter((line): line is TraceStep => 'step' in line);
  const effects = steps.flatMap((step) => step.effects);
  const all = <K extends TraceEffect['effect']>(kind: K) =>
    effects.filter((effect): effect is Extract<TraceEffect, { effect: K }> => effect.effect === kind);
  const arrivals = lines.filter((line): line is TraceArrival => 'arrival' in line);
  return {
    steps,
    sent: [...all('send').map(({ seq }) => seq), ...arrivals.map(({ arrival }) => arrival)],
    emitted: all('emit').length,
    dead: all('dead-letter').length,
    started: all('start').map(({ actor }) => actor),
    timers: all('set-timer').length,
  };
}

const idsOf = (events: readonly PerfettoEvent[], ph: string): number[] =>
  events.filter((event) => event.ph === ph).map(({ id }) => id ?? -1);

const rising = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);

/** Plays the slices of every track as a viewer would; what is wrong with them. */
function faultsIn(events: readonly PerfettoEvent[]): string[] {
  const faults: string[] = [];
  const open = new Map<number, number>();
  const busyUntil = new Map<number, number>();
  let last = 0;
  for (const { ph, tid, ts = last, dur = 0, name } of events) {
    if (ph !== 'M' && ts < last) {
      faults.push(`${name} goes back to ${ts}`);
    }
    last = ts;
    const depth = open.get(tid) ?? 0;
    if (ph === 'B') {
      open.set(tid, depth + 1);
      if (depth > 0) {
        faults.push(`${name} begins in another state`);
      }
    } else if (ph === 'E') {
      open.set(tid, depth - 1);
      if (depth < 1 || ts < (busyUntil.get(tid) ?? 0)) {
        faults.push(`a state ends on ${tid} at ${ts} that is not open, or in the midst of a step`);
      }
    } else if (ph === 'X') {
      if (ts < (busyUntil.get(tid) ?? 0)) {
        faults.push(`${name} begins in another step`);
      }
      busyUntil.set(tid, ts + dur);
    }
  }
  for (const [tid, depth] of open) {
    if (depth !== 0) {
      faults.push(`${depth} states on ${tid} are still open`);
    }
  }
  return faults;
}

describe('a picture for Perfetto', () => {
  test('of a small run is this, event for event', async () => {
    const { trace, hash } = await recorded(door);

    const [first, ...rest] = await drawn(trace, 'perfetto');

    expect(first).toBe(
      '{"displayTimeUnit":"ms","traceEvents":[\n{"ph":"M","pid":1,"tid":0,"name":"process_name","args":{"name":"door"}}',
    );
    expect(rest.slice(-22)).toEqual([
      ',{"ph":"C","pid":1,"tid":0,"ts":2,"name":"events waiting for door/bell","args":{"value":0}}',
      ',{"ph":"E","pid":1,"tid":2,"ts":250000,"name":"ringing","cat":"state"}',
      ',{"ph":"B","pid":1,"tid":2,"ts":250000,"name":"still","cat":"state"}',
      ',{"ph":"X","pid":1,"tid":2,"ts":250000,"dur":1,"name":"after 250 ms","cat":"fire","args":{"step":3,"time":250,"from":"door/bell","cause":1,"event":{"type":"xstate.after.250.bell.ringing"},"change":"ringing → still"}}',
      ',{"ph":"e","pid":1,"tid":2,"id":2,"name":"after 250 ms","ts":250000,"cat":"timer"}',
      ',{"ph":"i","pid":1,"tid":2,"s":"t","ts":250000,"name":"rang","cat":"emit","args":{"event":{"type":"rang","volume":7}}}',
      ',{"ph":"E","pid":1,"tid":1,"ts":300000,"name":"closed","cat":"state","args":{"source":"door"}}',
      ',{"ph":"B","pid":1,"tid":1,"ts":300000,"name":"open, done","cat":"state"}',
      ',{"ph":"X","pid":1,"tid":1,"ts":300000,"dur":1,"name":"after 300 ms","cat":"fire","args":{"step":4,"time":300,"from":"door","cause":0,"event":{"type":"xstate.after.300.door.closed"},"change":"closed → open, done"}}',
      ',{"ph":"e","pid":1,"tid":1,"id":1,"name":"after 300 ms","ts":300000,"cat":"timer"}',
      ',{"ph":"s","pid":1,"tid":1,"ts":300000,"name":"event","cat":"send","id":3}',
      ',{"ph":"C","pid":1,"tid":0,"ts":300000,"name":"events on their way","args":{"value":1}}',
      ',{"ph":"C","pid":1,"tid":0,"ts":300000,"name":"events waiting for door/bell","args":{"value":1}}',
      ',{"ph":"E","pid":1,"tid":1,"ts":300001,"name":"open, done","cat":"state"}',
      ',{"ph":"E","pid":1,"tid":2,"ts":300001,"name":"still","cat":"state"}',
      ',{"ph":"B","pid":1,"tid":2,"ts":300001,"name":"stopped","cat":"state"}',
      ',{"ph":"X","pid":1,"tid":2,"ts":300001,"dur":1,"name":"stop","cat":"stop","args":{"step":5,"time":300,"from":"door","cause":4,"event":{"type":"xstate.stop"},"change":"still → stopped"}}',
      ',{"ph":"f","pid":1,"tid":2,"ts":300001,"name":"event","cat":"send","id":3,"bp":"e"}',
      ',{"ph":"C","pid":1,"tid":0,"ts":300001,"name":"events on their way","args":{"value":0}}',
      ',{"ph":"C","pid":1,"tid":0,"ts":300001,"name":"events waiting for door/bell","args":{"value":0}}',
      ',{"ph":"E","pid":1,"tid":2,"ts":300002,"name":"stopped","cat":"state"}',
      `],"otherData":{"seed":1,"scheduler":"cooperative","clock":"virtual","status":"done","decisions":6,"hash":"${hash}"}}`,
    ]);
  });

  test('has a flow with one start and one end for every send, and closes every slice', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlan,
        fc.integer({ min: 0, max: 1000 }),
        fc.constantFrom('fifo' as const, 'random' as const),
        async (plan, seed, order) => {
          const { trace } = await play(plan, seed, order);
          const { steps, sent, emitted, dead, started, timers } = counted(trace);

          const events = await eventsOf(trace);

          expect(rising(idsOf(events, 's'))).toEqual(rising(sent));
          expect(rising(idsOf(events, 'f'))).toEqual(rising(sent));
          expect(events.filter(({ cat }) => cat === 'waiting')).toEqual([]);
          expect(faultsIn(events)).toEqual([]);
          const taken = events.filter(({ ph, args }) => ph === 'X' && args?.['step'] !== undefined);
          expect(taken.map(({ args }) => args?.['step'])).toEqual(steps.map(({ step }) => step));
          const moments = taken.map(({ ts }) => ts);
          expect(new Set(moments).size).toBe(moments.length);
          expect(idsOf(events, 'b')).toHaveLength(timers);
          expect(rising(idsOf(events, 'e'))).toEqual(rising(idsOf(events, 'b')));
          expect(events.filter(({ ph }) => ph === 'i')).toHaveLength(emitted + dead);
          const named = events.filter(({ ph, name, tid }) => ph === 'M' && name === 'thread_name' && tid > 0);
          expect(named.map(({ args }) => args?.['name'])).toEqual(started);
        },
      ),
    );
  });

  test('ends the flow of what a task sent, and of what was never delivered', async () => {
    const machine = setup({ actors: { task: fromPromise(() => Promise.resolve(7)) } }).createMachine({
      id: 'm',
      invoke: { id: 'task', src: 'task' },
    });
    const { trace } = await recorded(machine);
    const isLast = (line: string): boolean =>
      line.includes('xstate.done.actor.task') && line.includes('"step"');
    const cut = [...trace.slice(0, trace.findLastIndex(isLast)), trace.at(-1)!];

    const whole = await eventsOf(trace);
    const unfinished = await eventsOf(cut);

    expect(rising(idsOf(whole, 'f'))).toEqual(rising(counted(trace).sent));
    expect(faultsIn(whole)).toEqual([]);
    expect(unfinished.filter(({ cat }) => cat === 'waiting').map(({ name }) => name)).toEqual([
      'never delivered: done task',
    ]);
    expect(rising(idsOf(unfinished, 'f'))).toEqual(rising(idsOf(unfinished, 's')));
  });

  test.each<[FaultKind, readonly string[]]>([
    ['drop', ['drop PUSH', 'PUSH']],
    ['duplicate', ['duplicate PUSH', 'PUSH', 'PUSH']],
    ['crash', ['crash', 'error bell']],
    ['restart', ['restart']],
  ])('keeps its rules where a fault lets an actor %s', async (kind, names) => {
    const { trace } = await recorded(door, {}, ({ system }) => {
      system.start();
      system.apply(system.faults(kind, 'door/bell')[0]!);
    });

    const events = await eventsOf(trace);

    expect(faultsIn(events)).toEqual([]);
    expect(rising(idsOf(events, 'f'))).toEqual(rising(idsOf(events, 's')));
    expect(rising(idsOf(events, 's'))).toEqual(rising(counted(trace).sent));
    const steps = events.filter(({ ph, args }) => ph === 'X' && args?.['step'] !== undefined);
    expect(steps.slice(1, 1 + names.length).map(({ name }) => name)).toEqual(names);
  });

  test('counts what waits for an actor from the first time that two do', async () => {
    const { trace } = await recorded(door);

    const events = await eventsOf(trace, ['door/bell.rings', 'door/bell@rang.volume']);

    const counters = events.filter(({ ph }) => ph === 'C');
    expect(counters.map(({ ts, name, args }) => [ts, name, args?.['value']])).toEqual([
      [0, 'events on their way', 2],
      [0, 'events waiting for door/bell', 2],
      [0, 'door/bell.rings', 0],
      [1, 'events on their way', 1],
      [1, 'events waiting for door/bell', 1],
      [1, 'door/bell.rings', 1],
      [2, 'events on their way', 0],
      [2, 'events waiting for door/bell', 0],
      [250_000, 'door/bell@rang.volume', 7],
      [300_000, 'events on their way', 1],
      [300_000, 'events waiting for door/bell', 1],
      [300_001, 'events on their way', 0],
      [300_001, 'events waiting for door/bell', 0],
    ]);
  });

  test('keeps hostile names as they are', async () => {
    const { trace } = await recorded(hostile);

    const events = await eventsOf(trace);

    const tracks = events.filter(({ name }) => name === 'thread_name').map(({ args }) => args?.['name']);
    expect(tracks).toEqual([
      '@outside',
      'root</script>',
      ...hostileNames.map((name) => `root</script>/${name}`),
    ]);
  });
});
