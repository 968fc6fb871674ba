import { NEVER, Observable, of, throwError } from 'rxjs';
import {
  type AnyActorLogic,
  type AnyActorRef,
  assign,
  createMachine,
  type EventObject,
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  sendTo,
  setup,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import { createRun } from '../../src/scheduler/run.js';
import { contextOf, effectsOf, lettersOf, storyOf, valueOf, watch } from './watch.js';

/** A machine that invokes one task and keeps what it hears of it. */
function clientOf(task: AnyActorLogic) {
  return setup({
    types: { context: {} as { heard: unknown[] } },
    actors: { task },
  }).createMachine({
    id: 'client',
    context: { heard: [] },
    invoke: {
      id: 'task',
      src: 'task',
      onDone: {
        actions: assign({ heard: ({ context, event }) => [...context.heard, 'done', event.output] }),
      },
      onError: {
        actions: assign({ heard: ({ context, event }) => [...context.heard, 'error', event.error] }),
      },
    },
    on: {
      TELL: { actions: sendTo('task', { type: 'TOLD' }) },
      '*': { actions: assign({ heard: ({ context, event }) => [...context.heard, event.type] }) },
    },
  });
}

/** Runs a client of a task until it rests; waits for what is left of the task 20 ms at the most. */
async function runClientOf(task: AnyActorLogic, ...events: EventObject[]) {
  const run = createRun(clientOf(task), { patience: 20 });
  const watched = watch(run.system);
  for (const event of events) {
    run.system.send(run.system.root, event);
  }
  const outcome = await run.finish();
  return { run, watched, outcome, heard: (contextOf(run.system.root) as { heard: unknown[] }).heard };
}

describe('a promise', () => {
  test('settles by a decision, and then reports to its parent by another', async () => {
    const { watched, heard, outcome } = await runClientOf(fromPromise(() => Promise.resolve(42)));

    expect(storyOf(watched)).toEqual([
      '0 start client',
      '0 settle xstate.promise.resolve client/task→client/task',
      '0 deliver xstate.done.actor.task client/task→client',
    ]);
    expect(heard).toEqual(['done', 42]);
    expect(outcome).toMatchObject({ status: 'at-rest', pendingTasks: [] });
  });

  test('that is rejected reports its error', async () => {
    const reason = new Error('no');

    const { watched, heard } = await runClientOf(fromPromise(() => Promise.reject(reason)));

    expect(storyOf(watched).slice(1)).toEqual([
      '0 settle xstate.promise.reject client/task→client/task',
      '0 deliver xstate.error.actor.task client/task→client',
    ]);
    expect(heard).toEqual(['error', reason]);
  });

  test('that never settles is named by its source', async () => {
    const { outcome } = await runClientOf(fromPromise(() => new Promise(() => undefined)));

    expect(outcome.status).toBe('waiting');
    expect(outcome.pendingTasks).toEqual([
      { address: 'client/task', incarnation: 1, kind: 'promise', source: 'task' },
    ]);
  });

  test('that is inline is named by its function, and else called inline', async () => {
    const machine = createMachine({
      id: 'm',
      invoke: [
        {
          id: 'a',
          src: fromPromise(async function fetchMenu() {
            await new Promise(() => undefined);
          }),
        },
        { id: 'b', src: fromPromise(() => new Promise(() => undefined)) },
      ],
    });

    const { pendingTasks } = await createRun(machine, { patience: 5 }).finish();

    expect(pendingTasks.map(({ address, source }) => [address, source])).toEqual([
      ['m/a', 'fetchMenu'],
      ['m/b', '(inline)'],
    ]);
  });

  test('that throws before it returns a promise reports the error', async () => {
    const task = fromPromise(() => {
      throw new Error('at once');
    });

    const { watched, heard } = await runClientOf(task);

    expect(storyOf(watched)).toEqual([
      '0 start client',
      '0 deliver xstate.error.actor.task client/task→client',
    ]);
    expect(heard).toEqual(['error', new Error('at once')]);
  });

  test('whose parent leaves it is aborted, and reports nothing', async () => {
    const signals: AbortSignal[] = [];
    const task = fromPromise(({ signal }) => {
      signals.push(signal);
      return new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    });
    const machine = setup({ actors: { task } }).createMachine({
      id: 'm',
      initial: 'waiting',
      states: { waiting: { invoke: { id: 'task', src: 'task' }, on: { LEAVE: 'left' } }, left: {} },
    });
    const run = createRun(machine, { patience: 20 });
    run.system.sendToRoot({ type: 'LEAVE' });

    const outcome = await run.finish();

    expect(outcome).toMatchObject({ status: 'at-rest', pendingTasks: [], failure: undefined });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(valueOf(run.system.root)).toBe('left');
  });

  test('that is rejected after its parent has left it does not fail the parent', async () => {
    const task = fromPromise(() => Promise.reject(new Error('too late')));
    const machine = setup({ actors: { task } }).createMachine({
      id: 'm',
      initial: 'waiting',
      states: { waiting: { invoke: { id: 'task', src: 'task' }, on: { LEAVE: 'left' } }, left: {} },
    });
    const run = createRun(machine);
    const watched = watch(run.system);
    run.system.start();
    run.system.sendToRoot({ type: 'LEAVE' });
    run.system.apply(run.system.next()!);
    await new Promise(setImmediate);
    expect(run.system.enabled().map(({ kind }) => kind)).toEqual(['stop', 'settle']);

    run.system.apply(run.system.enabled()[1]!);
    const outcome = await run.finish();

    expect(outcome.status).toBe('at-rest');
    expect(lettersOf(watched)).toEqual([
      'xstate.stop m→m/task: receiver-ended',
      'xstate.error.actor.task m/task→m: sender-replaced',
    ]);
  });

  test('that sends by a ref before it first waits is the sender itself', async () => {
    const task = fromPromise(({ self }) => {
      (self as unknown as { _parent: AnyActorRef })._parent.send({ type: 'BEGUN' });
      return Promise.resolve();
    });

    const { watched } = await runClientOf(task);

    expect(storyOf(watched)[1]).toBe('0 deliver BEGUN client/task→client');
  });

  test('that emits between two decisions does so at once, and outside of any step', async () => {
    const task = fromPromise(async ({ emit }) => {
      await Promise.resolve();
      emit({ type: 'progress' });
    });

    const { watched } = await runClientOf(task);

    expect(watched.emitted).toEqual([{ time: 0, address: 'client/task', event: { type: 'progress' } }]);
    expect(effectsOf(watched, 'emit')).toEqual([]);
  });
});

describe('a callback', () => {
  test('that sends back at once does so in the step that starts it', async () => {
    const { watched } = await runClientOf(fromCallback(({ sendBack }) => sendBack({ type: 'HELLO' })));

    expect(storyOf(watched)).toEqual(['0 start client', '0 deliver HELLO client/task→client']);
    expect(watched.posted[0]?.cause).toBe(0);
  });

  test('that sends back later does so by a decision of its own', async () => {
    const task = fromCallback(({ sendBack }) => {
      setTimeout(() => sendBack({ type: 'LATER' }), 1);
    });

    const { watched } = await runClientOf(task);

    expect(storyOf(watched)).toEqual(['0 start client', '0 settle LATER client/task→client']);
    expect(watched.arrivals.map(({ after, envelope }) => [after, envelope.cause])).toEqual([[1, -1]]);
  });

  test('receives what it is sent as deliveries, and answers in the same step', async () => {
    const task = fromCallback(({ sendBack, receive }) => {
      receive(({ type }) => sendBack({ type: `HEARD_${type}` }));
    });

    const { watched } = await runClientOf(task, { type: 'TELL' });

    expect(storyOf(watched)).toEqual([
      '0 start client',
      '0 deliver TELL @outside→client',
      '0 deliver TOLD client→client/task',
      '0 deliver HEARD_TOLD client/task→client',
    ]);
  });

  test('cleans up when its stop is delivered, not when its parent asks for it', async () => {
    const log: string[] = [];
    const task = fromCallback(({ receive }) => {
      receive(({ type }) => log.push(type));
      return () => log.push('clean');
    });
    const machine = setup({ actors: { task } }).createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { invoke: { id: 'task', src: 'task' }, exit: sendTo('task', { type: 'BYE' }), on: { GO: 'b' } },
        b: { entry: () => log.push('left') },
      },
    });
    const run = createRun(machine);
    run.system.sendToRoot({ type: 'GO' });

    await run.finish();

    expect(log).toEqual(['left', 'BYE', 'clean']);
  });

  test('may send a last event while it cleans up, and none after that', async () => {
    let sendLate: () => void = () => undefined;
    const task = fromCallback(({ sendBack }) => {
      sendLate = () => sendBack({ type: 'TOO_LATE' });
      return () => sendBack({ type: 'CLEANED' });
    });
    const machine = setup({ actors: { task } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { invoke: { id: 'task', src: 'task' }, on: { GO: 'b' } }, b: {} },
    });
    const run = createRun(machine);
    const watched = watch(run.system);
    run.system.sendToRoot({ type: 'GO' });
    await run.finish();

    sendLate();

    expect(watched.posted.map(({ event }) => event.type)).toEqual(['GO', 'xstate.stop', 'CLEANED']);
    expect(run.system.bus.waiting).toBe(0);
  });

  test('that throws on an event fails, and its parent hears of it', async () => {
    const task = fromCallback(({ receive }) => {
      receive(() => {
        throw new Error('cannot take it');
      });
    });

    const { heard, watched } = await runClientOf(task, { type: 'TELL' });

    expect(heard).toEqual(['error', new Error('cannot take it')]);
    expect(effectsOf(watched, 'end').map(({ actor, status }) => [actor.label, status])).toEqual([
      ['client/task', 'error'],
    ]);
  });

  test('is pending until it is stopped', async () => {
    const { run } = await runClientOf(fromCallback(() => undefined));
    expect(run.system.quiescence().pendingTasks).toHaveLength(1);

    run.system.stop();
    const outcome = await run.finish();

    expect(outcome).toMatchObject({ status: 'stopped', pendingTasks: [] });
  });
});

describe('an observable', () => {
  test('that emits at once delivers each value to itself, then reports that it is complete', async () => {
    const { watched, heard } = await runClientOf(fromObservable(() => of('a', 'b')));

    expect(storyOf(watched)).toEqual([
      '0 start client',
      '0 deliver xstate.observable.next client/task→client/task',
      '0 deliver xstate.observable.next client/task→client/task',
      '0 deliver xstate.observable.complete client/task→client/task',
      '0 deliver xstate.done.actor.task client/task→client',
    ]);
    expect(heard).toEqual(['done', undefined]);
  });

  test('that emits later settles value by value', async () => {
    const task = fromObservable(
      () =>
        new Observable<number>((observer) => {
          setImmediate(() => {
            observer.next(1);
            observer.complete();
          });
        }),
    );

    const { watched } = await runClientOf(task);

    expect(storyOf(watched).slice(1)).toEqual([
      '0 settle xstate.observable.next client/task→client/task',
      '0 settle xstate.observable.complete client/task→client/task',
      '0 deliver xstate.done.actor.task client/task→client',
    ]);
  });

  test('that fails reports its error', async () => {
    const { heard, outcome } = await runClientOf(fromObservable(() => throwError(() => new Error('cut'))));

    expect(heard).toEqual(['error', new Error('cut')]);
    expect(outcome.pendingTasks).toEqual([]);
  });

  test('that never ends is pending as an observable', async () => {
    const { outcome } = await runClientOf(fromObservable(() => NEVER));

    expect(outcome.pendingTasks).toEqual([
      { address: 'client/task', incarnation: 1, kind: 'observable', source: 'task' },
    ]);
  });

  test('is unsubscribed from when its stop is delivered', async () => {
    let unsubscribed = 0;
    const task = fromObservable(() => new Observable(() => () => unsubscribed++));

    const { run } = await runClientOf(task);
    expect(unsubscribed).toBe(0);
    run.system.stop();
    await run.finish();

    expect(unsubscribed).toBe(1);
  });

  test('lets its parent see each snapshot, if the parent asks for them', async () => {
    const machine = setup({
      types: { context: {} as { seen: unknown[] } },
      actors: { task: fromObservable(() => of(1, 2)) },
    }).createMachine({
      id: 'm',
      context: { seen: [] },
      invoke: {
        id: 'task',
        src: 'task',
        onSnapshot: {
          actions: assign({ seen: ({ context, event }) => [...context.seen, event.snapshot.context] }),
        },
      },
    });
    const run = createRun(machine);

    await run.finish();

    expect(contextOf(run.system.root)).toEqual({ seen: [undefined, 1, 2] });
  });
});

describe('an event observable', () => {
  test('sends its events to its parent, and settles when it is complete', async () => {
    const { watched, heard, outcome } = await runClientOf(
      fromEventObservable(() => of({ type: 'ONE' }, { type: 'TWO' })),
    );

    expect(storyOf(watched)).toEqual([
      '0 start client',
      '0 deliver ONE client/task→client',
      '0 deliver TWO client/task→client',
      '0 deliver xstate.observable.complete client/task→client/task',
      '0 deliver xstate.done.actor.task client/task→client',
    ]);
    expect(heard).toEqual(['ONE', 'TWO', 'done', undefined]);
    expect(outcome.pendingTasks).toEqual([]);
  });

  test('that fails reports its error', async () => {
    const { heard } = await runClientOf(fromEventObservable(() => throwError(() => new Error('cut'))));

    expect(heard).toEqual(['error', new Error('cut')]);
  });
});

describe('hand-written logic that starts something', () => {
  test('is a custom task, pending until it ends', async () => {
    const task: AnyActorLogic = {
      transition: (snapshot: { status: string }, event: EventObject) =>
        event.type === 'xstate.stop' ? { ...snapshot, status: 'stopped' } : snapshot,
      getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
      getPersistedSnapshot: (snapshot: unknown) => snapshot,
      start: () => undefined,
    } as unknown as AnyActorLogic;

    const { outcome, run } = await runClientOf(task);
    run.system.stop();
    const after = await run.finish();

    expect(outcome.pendingTasks).toEqual([
      { address: 'client/task', incarnation: 1, kind: 'custom', source: 'task' },
    ]);
    expect(after).toMatchObject({ status: 'stopped', pendingTasks: [] });
  });
});
