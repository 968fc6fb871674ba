import {
  asapScheduler,
  asyncScheduler,
  map,
  queueScheduler,
  type SchedulerLike,
  VirtualTimeScheduler,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { assign, createMachine, fromPromise, sendParent, sendTo, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { fromRxScheduler } from '../../src/clock/rxjs-clock.js';
import { createRun } from '../../src/scheduler/run.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';
import { storyOf, watch } from '../system/watch.js';

/** A cook who is asked for a burger each 3 ms, three times, and takes 2 ms over one. */
const cook = setup({}).createMachine({
  id: 'cook',
  initial: 'idle',
  states: {
    idle: { on: { ASK: 'cooking' } },
    cooking: { after: { 2: { target: 'idle', actions: sendParent({ type: 'READY' }) } } },
  },
});
const diner = setup({ types: { context: {} as { asked: number } }, actors: { cook } }).createMachine({
  id: 'diner',
  context: { asked: 0 },
  invoke: { id: 'cook', src: 'cook' },
  initial: 'waiting',
  states: {
    waiting: {
      after: {
        3: {
          target: 'waiting',
          reenter: true,
          guard: ({ context }) => context.asked < 3,
          actions: [sendTo('cook', { type: 'ASK' }), assign({ asked: ({ context }) => context.asked + 1 })],
        },
      },
    },
  },
});
const story = [
  '0 start diner',
  ...[3, 6, 9].flatMap((time) => [
    `${time} fire xstate.after.3.diner.waiting diner→diner`,
    `${time} deliver ASK diner→diner/cook`,
    `${time + 2} fire xstate.after.2.cook.cooking diner/cook→diner/cook`,
    `${time + 2} deliver READY diner/cook→diner`,
  ]),
  '12 fire xstate.after.3.diner.waiting diner→diner',
];

describe('marbles of a bus', () => {
  test('show what was posted and what was delivered, at its time', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));

    scheduler.run(({ expectObservable }) => {
      const run = createRun(diner, { clock: fromRxScheduler(scheduler) });
      const { posted, delivered } = run.system.bus;
      const initials = map(({ event }: { event: { type: string } }) => event.type[0]?.toLowerCase());

      expectObservable(posted.pipe(initials)).toBe('   ---a-ra-ra-r');
      expectObservable(delivered.pipe(initials)).toBe('---a-ra-ra-r');
      void run.finish();
    });
  });

  test('show events from outside at the time of their sending', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));

    scheduler.run(({ hot, expectObservable }) => {
      const machine = createMachine({ id: 'm', after: { 10: {} } });
      const run = createRun(machine, { clock: fromRxScheduler(scheduler) });
      hot('          --x-(yz)').subscribe((type) => run.system.send('m', { type }));
      const types = run.system.bus.delivered.pipe(map(({ event }) => event.type));

      expectObservable(types).toBe('--x-(yz)');
      void run.finish();
    });
  });
});

describe('any RxJS scheduler as the clock', () => {
  const wallClocks: [string, SchedulerLike][] = [
    ['asapScheduler', asapScheduler],
    ['queueScheduler', queueScheduler],
    ['asyncScheduler', asyncScheduler],
  ];

  test.each(wallClocks)('%s runs a system to its end in logical time', async (_, scheduler) => {
    const run = createRun(diner, { clock: fromRxScheduler(scheduler) });
    const watched = watch(run.system);

    const outcome = await run.finish();

    expect(storyOf(watched)).toEqual(story);
    expect(outcome).toMatchObject({ status: 'at-rest', elapsed: 12 });
  });

  test.each(wallClocks)(
    '%s goes on when a task settles or an event comes while nothing else happens',
    async (_, scheduler) => {
      const machine = setup({
        actors: { errand: fromPromise(() => new Promise((resolve) => setTimeout(resolve, 2))) },
      }).createMachine({
        id: 'm',
        initial: 'asked',
        entry: ({ self }) => self.send({ type: 'HELLO' }),
        states: {
          asked: { invoke: { id: 'errand', src: 'errand', onDone: 'resting' } },
          resting: { after: { 2: 'over' } },
          over: { type: 'final' },
        },
      });
      const run = createRun(machine, { clock: fromRxScheduler(scheduler) });

      const outcome = await run.finish();

      expect(outcome.status).toBe('done');
    },
  );

  test.each(wallClocks)(
    '%s does not keep an event from outside waiting for a timer',
    async (_, scheduler) => {
      const machine = setup({}).createMachine({
        id: 'm',
        entry: ({ self }) => self.send({ type: 'HELLO' }),
        initial: 'waiting',
        states: {
          waiting: { after: { 60_000: 'late' }, on: { COME: 'over' } },
          late: {},
          over: { type: 'final' },
        },
      });
      const run = createRun(machine, { clock: fromRxScheduler(scheduler) });
      setTimeout(() => run.system.sendToRoot({ type: 'COME' }), 2);

      const outcome = await run.finish();

      expect(outcome.status).toBe('done');
    },
  );

  test('VirtualTimeScheduler runs a system when it is flushed', async () => {
    const scheduler = new VirtualTimeScheduler();
    const run = createRun(diner, { clock: fromRxScheduler(scheduler) });
    const watched = watch(run.system);

    const finished = run.finish();
    scheduler.flush();

    expect(await finished).toMatchObject({ status: 'at-rest', elapsed: 12 });
    expect(storyOf(watched)).toEqual(story);
  });

  test('TestScheduler runs a system when it is flushed', async () => {
    const scheduler = new TestScheduler(() => undefined);
    const run = createRun(diner, { clock: fromRxScheduler(scheduler) });
    const watched = watch(run.system);

    const finished = run.finish();
    scheduler.flush();

    expect(await finished).toMatchObject({ status: 'at-rest', elapsed: 12 });
    expect(storyOf(watched)).toEqual(story);
  });

  test('all of them give the hash of the run on the virtual clock', async () => {
    const hashes = await Promise.all(
      [undefined, ...wallClocks.map(([, scheduler]) => fromRxScheduler(scheduler))].map(async (clock) => {
        const run = createRun(diner, clock === undefined ? {} : { clock });
        const recorder = recordTrace(run);
        return recorder.close(await run.finish()).hash;
      }),
    );

    expect(new Set(hashes).size).toBe(1);
  });
});
