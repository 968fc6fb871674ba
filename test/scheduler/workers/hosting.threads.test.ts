import { fileURLToPath } from 'node:url';
import { createMachine, fromTransition, setup, spawnChild } from 'xstate';
import type { AnyActorLogic, AnyActorRef, AnyEventObject } from 'xstate';
import type { Envelope } from '../../../src/bus/lane.js';
import { afterEach, describe, expect, test } from 'vitest';
import { createRun } from '../../../src/scheduler/run.js';
import {
  createWorkersScheduler,
  type WorkersOptions,
  type WorkersScheduler,
} from '../../../src/scheduler/workers/workers-scheduler.js';
import type { Machines } from '../../../src/system/machines.js';
import { lettersOf, watch } from '../../system/watch.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import type { LogicSource } from '../../../src/scheduler/workers/logic-source.js';
import { guild, type Order } from './guild.js';

const module = moduleForThreads('../scheduler/workers/guild.ts');
const hostingFile = fileURLToPath(
  new URL('../../../dist/src/scheduler/workers/logic-source.js', import.meta.url),
);
const modules = { guild: { module, export: 'guild' } };

const opened: WorkersScheduler[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scheduler) => scheduler.close()));
});

function workers(options: Partial<WorkersOptions> = {}): WorkersScheduler {
  const scheduler = createWorkersScheduler({ threads: 2, modules, ...options });
  opened.push(scheduler);
  return scheduler;
}

/** A guild at rest, with both smiths on threads of their own. */
async function guildAtRest(options: Partial<WorkersOptions> = {}, machines: Machines = 'interpreted') {
  const run = createRun(guild as AnyActorLogic, { scheduler: workers(options), machines });
  const watched = watch(run.system);
  await run.finish();
  const actor = (address: string) => run.system.actor(address) as AnyActorRef;
  const tell = async (address: string, order: Order) => {
    run.system.send(address, order);
    return run.finish();
  };
  const notes = () =>
    (run.system.root.getSnapshot() as unknown as { context: { notes: string[] } }).context.notes;
  return { run, watched, actor, tell, notes };
}

/** The error that an envelope reports. */
function errorIn(envelope: Envelope | undefined): unknown {
  return envelope === undefined ? undefined : (envelope.event as AnyEventObject)['error'];
}

describe('on a thread', () => {
  test('an event that cannot be cloned fails its sender when it is sent', async () => {
    const { tell, notes, watched } = await guildAtRest();
    await tell('one', { type: 'SEND_FUNCTION' });

    expect(notes()).toEqual(['one failed']);
    const report = watched.delivered.find(({ event }) => event.type === 'xstate.error.actor.one');
    expect(errorIn(report)).toMatchObject({
      code: 'ERR_NOT_CLONEABLE',
      message:
        'HEARD from one to other cannot go to another thread: event.more.deep[1] is a function; send plain data, and actors as their refs',
    });
  });

  test('an instance of a class does not lose its class on the way, but fails', async () => {
    const { tell, notes } = await guildAtRest();
    await tell('one', { type: 'SEND_INSTANCE' });

    expect(notes()).toEqual(['one failed']);
  });

  test('an event from outside that cannot be cloned fails whoever sends it', async () => {
    const { run } = await guildAtRest();
    const event = { type: 'HEARD', from: () => 1 };

    expect(() => run.system.send('other', event)).toThrow(
      expect.objectContaining({ code: 'ERR_NOT_CLONEABLE', sender: '@outside', path: 'event.from' }) as Error,
    );
    expect(run.system.bus.waiting).toBe(0);
  });

  test.each([
    ['interpreted', true],
    ['compiled', false],
  ] as const)('%s machines take the transitions, as the run is told', async (machines, itsOwn) => {
    const { run, tell } = await guildAtRest({}, machines);
    const shown: unknown[] = [];
    run.system.emitted.subscribe(({ address, event }) => shown.push([address, event]));
    await tell('one', { type: 'SHOW_LOGIC' });
    await tell('other', { type: 'SHOW_LOGIC' });

    expect(shown).toEqual([
      ['one', { type: 'runs', itsOwn }],
      ['other', { type: 'runs', itsOwn }],
    ]);
  });

  test('a ref arrives as the ref that the receiver finds by name', async () => {
    const { tell, actor } = await guildAtRest();
    await tell('one', { type: 'SAY', to: actor('other') });

    expect(actor('other').getSnapshot()).toMatchObject({ context: { heard: ['one true'] } });
  });

  test('input may hold refs, which the coordinator shows as its own', async () => {
    const { run, actor } = await guildAtRest();

    const { context } = actor('one').getSnapshot() as { context: { boss: unknown } };
    expect(context.boss).toBe(run.system.root);
  });

  test('the snapshot that the coordinator shows is one of the machine', async () => {
    const { actor } = await guildAtRest();
    const snapshot = actor('one').getSnapshot() as ReturnType<typeof guild.resolveState>;

    expect(snapshot.matches('working' as never)).toBe(true);
    expect(snapshot.hasTag('busy')).toBe(true);
    expect(snapshot.can({ type: 'SHOUT' })).toBe(true);
  });

  test('whoever listens and subscribes on the coordinator hears', async () => {
    const { actor, tell } = await guildAtRest();
    const heard: unknown[] = [];
    actor('one').on('shouted', (event) => heard.push(event));
    actor('one').subscribe({ next: ({ status }) => heard.push(status), complete: () => heard.push('over') });
    await tell('one', { type: 'SHOUT' });
    await tell('one', { type: 'FINISH' });

    expect(heard).toEqual([{ type: 'shouted' }, 'active', 'done', 'over']);
  });

  test('an error in an action ends the actor in it, and the parent is told', async () => {
    const { tell, notes, watched } = await guildAtRest();
    await tell('other', { type: 'THROW' });

    expect(notes()).toEqual(['other failed']);
    const report = watched.delivered.find(({ event }) => event.type === 'xstate.error.actor.other');
    expect(errorIn(report)).toEqual(new RangeError('the anvil is hot'));
    expect(errorIn(report)).toBeInstanceOf(RangeError);
  });

  test('children come and go with their own addresses', async () => {
    const { tell, run, watched } = await guildAtRest();
    await tell('other', { type: 'TAKE_APPRENTICE' });
    expect([...run.system.actors().keys()]).toContain('guild/other/apprentice');
    await tell('other', { type: 'LEAVE_APPRENTICE' });

    expect([...run.system.actors().keys()]).not.toContain('guild/other/apprentice');
    expect(lettersOf(watched)).toEqual([]);
  });
});

describe('a logic that no thread can find', () => {
  test('says which, where nothing was named', async () => {
    const run = createRun(guild as AnyActorLogic, { scheduler: workers({ modules: {} }) });

    await expect(run.finish()).rejects.toMatchObject({
      code: 'ERR_NO_MODULE',
      message:
        "no thread can find the logic of one (\"smith\"): no module was named for it, nor for any actor above it; name a module and its export for 'guild' or for 'one' in `modules`, or place 'one' on the 'coordinator'",
    });
  });

  test('says which, where it was started from an object', async () => {
    const smithy = setup({}).createMachine({
      id: 'guild',
      entry: spawnChild(
        fromTransition((state: number) => state, 0),
        { id: 'loose' as never },
      ),
    });
    const run = createRun(smithy, { scheduler: workers() });

    await expect(run.finish()).rejects.toMatchObject({
      code: 'ERR_LOGIC_NOT_FOUND',
      message: expect.stringContaining('guild/loose was started from an object') as string,
    });
  });

  test('says what the module has instead', async () => {
    const smithy = setup({ actors: { baker: createMachine({}) } }).createMachine({
      id: 'guild',
      invoke: { src: 'baker', id: 'baker' },
    });
    const run = createRun(smithy, { scheduler: workers() });

    await expect(run.finish()).rejects.toMatchObject({
      code: 'ERR_LOGIC_NOT_FOUND',
      message: expect.stringContaining('the parent of guild/baker has no "baker", but smith') as string,
    });
  });

  test.each<{ readonly what: string; readonly source: LogicSource; readonly message: string }>([
    {
      what: 'a module that is not there',
      source: { module: 'file:///nowhere.mjs', export: 'guild' },
      message: `the module file:///nowhere.mjs, in which threads are to find "guild", cannot be imported: Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/nowhere.mjs' imported from ${hostingFile}; give the URL of a JavaScript file, as import.meta.resolve('./my-machines.js') does`,
    },
    {
      what: 'a module without the export',
      source: { module, export: 'gild' },
      message: `${module} has no export "gild"; the module exports guild, hello, makeNothing, trapped, trip (nearest: guild)`,
    },
    {
      what: 'an export that is no logic',
      source: { module, export: 'hello' },
      message: `${module}#hello is an object with world, where actor logic is wanted, or a function that makes it; the module exports guild, hello, makeNothing, trapped, trip (nearest: hello)`,
    },
    {
      what: 'a function that makes no logic',
      source: { module, export: 'makeNothing' },
      message: `${module}#makeNothing is a function that made undefined, where actor logic is wanted, or a function that makes it; the module exports guild, hello, makeNothing, trapped, trip (nearest: makeNothing)`,
    },
    {
      what: 'a function that throws',
      source: { module, export: 'trip', args: 'a wire' },
      message: `${module}#trip was called to make the logic, and threw RangeError: tripped over a wire`,
    },
  ])('says so of $what', async ({ source, message }) => {
    const run = createRun(guild as AnyActorLogic, { scheduler: workers({ modules: { guild: source } }) });

    await expect(run.finish()).rejects.toMatchObject({ name: 'HostingError', code: 'ERR_MODULE', message });
  });
});

describe('bad settings', () => {
  test.each([0, -1, 1.5, 65, 1000, Number.NaN])('%d threads are refused', (threads) => {
    expect(() => createWorkersScheduler({ threads, modules })).toThrow(
      expect.objectContaining({
        code: 'ERR_THREADS',
        message: `actors live on 1 to 64 threads; got ${threads} (two threads a core gain nothing over one)`,
      }) as Error,
    );
  });

  test.each([
    [2, 'thread 2'],
    [-1, 'thread -1'],
    [0.5, 'thread 0.5'],
  ])('a placement on thread %d of two is refused', (one) => {
    expect(() => createWorkersScheduler({ threads: 2, modules, place: { one } })).toThrow(
      expect.objectContaining({
        code: 'ERR_PLACEMENT',
        message: `one is placed on thread ${one}; with 2 threads there are 0 to 1, and 'coordinator'`,
      }) as Error,
    );
  });

  test('placements that no actor has matched are named when the run is over, with what came near', async () => {
    const { run } = await guildAtRest({ place: { on: 0, smiht: 1, one: 1 } });
    run.system.stop();

    await expect(run.finish()).rejects.toMatchObject({
      code: 'ERR_PLACEMENT',
      message:
        '`place` names "on" (nearest: "one"), "smiht" (nearest: "smith"), and no actor had such an address or logic; there were one ("smith"), guild/one/0.smith.working ("errand"), other, guild/other/0.smith.working ("errand")',
    });
  });

  test('a child is not placed apart from its parent', async () => {
    const { tell } = await guildAtRest({ place: { one: 1, apprentice: 0 } });

    await expect(tell('one', { type: 'TAKE_APPRENTICE' })).rejects.toMatchObject({
      code: 'ERR_PLACEMENT',
      message: expect.stringContaining(
        'guild/one/apprentice is placed on thread 0, but its parent lives on thread 1',
      ) as string,
    });
  });
});
