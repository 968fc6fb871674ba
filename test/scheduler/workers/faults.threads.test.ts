import type { AnyActorLogic, AnyActorRef } from 'xstate';
import { afterEach, describe, expect, test } from 'vitest';
import { createScaledClock } from '../../../src/clock/scaled-clock.js';
import { createVirtualClock } from '../../../src/clock/virtual-clock.js';
import { createRun } from '../../../src/scheduler/run.js';
import type { LostThread } from '../../../src/scheduler/workers/lost-actors.js';
import {
  createWorkersScheduler,
  type WorkersOptions,
  type WorkersScheduler,
} from '../../../src/scheduler/workers/workers-scheduler.js';
import { lettersOf, storyOf, watch } from '../../system/watch.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { guild, type Order, trapped } from './guild.js';

const modules = { guild: { module: moduleForThreads('../scheduler/workers/guild.ts'), export: 'guild' } };

const opened: WorkersScheduler[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scheduler) => scheduler.close()));
});

async function guildAtRest(options: Partial<WorkersOptions> = {}) {
  const lost: LostThread[] = [];
  const scheduler = createWorkersScheduler({
    threads: 2,
    modules,
    onThreadLost: (one) => lost.push(one),
    ...options,
  });
  opened.push(scheduler);
  const clock = options.mode === 'free-running' ? createScaledClock(10) : createVirtualClock();
  const run = createRun(guild as AnyActorLogic, { scheduler, clock });
  const watched = watch(run.system);
  await run.finish();
  const send = (address: string, order: Order) => run.system.send(address, order);
  const notes = () =>
    (run.system.root.getSnapshot() as unknown as { context: { notes: string[] } }).context.notes;
  const other = run.system.actor('other') as AnyActorRef;
  const one = run.system.actor('one') as AnyActorRef;
  return { run, watched, send, notes, one, other, fates: () => lost.map(fateOf) };
}

function fateOf({ error, anew, ended }: LostThread) {
  return { why: error.message, anew, ended };
}

describe('a thread that is lost', () => {
  test.each([
    { how: 'exit' as const, options: {}, why: 'thread 0 ended by itself in a step of one' },
    {
      how: 'neverReturn' as const,
      options: { watchdog: 5000 },
      why: 'thread 0 did not answer for 5000 ms in a step of one',
    },
    {
      how: 'useAllMemory' as const,
      options: { watchdog: 3000, resourceLimits: { maxOldGenerationSizeMb: 32 } },
      why: 'thread 0',
    },
  ])('takes its actors with it, and nobody else ($how)', async ({ how, options, why }) => {
    const { run, watched, send, notes, other } = await guildAtRest(options);
    send('one', { type: 'MISCHIEF', how });
    send('one', { type: 'SHOUT' });
    send('other', { type: 'SAY', to: other });

    const outcome = await run.finish();

    expect(outcome.status).toBe('at-rest');
    expect(notes()).toEqual(['one failed']);
    expect([...run.system.actors().keys()]).toEqual(['guild', 'other']);
    expect(other.getSnapshot()).toMatchObject({ context: { heard: ['other true'] } });
    expect(lettersOf(watched)).toEqual([
      'MISCHIEF @outside→one: receiver-ended',
      'SHOUT @outside→one: receiver-ended',
    ]);
    expect(storyOf(watched).filter((line) => line.includes('crash'))).toEqual(['0 crash crash @outside→one']);
    const crash = watched.steps.find(({ decision }) => decision?.kind === 'crash');
    const snapshot: unknown = crash?.actor.ref.getSnapshot();
    const error = { code: 'ERR_THREAD_LOST', message: expect.stringContaining(why) as string };
    expect(snapshot).toMatchObject({ status: 'error', error });
  });

  test('is noticed between two decisions as well', async () => {
    const { run, send, notes } = await guildAtRest();
    send('one', { type: 'MISCHIEF', how: 'throwOutside' });
    await run.finish();
    await expect.poll(() => run.system.actor('one')).toBeUndefined();
    await run.finish();

    expect(notes()).toEqual(['one failed']);
  });

  test('is missed in a free run also where nobody asks it anything', async () => {
    const { run, send, notes, fates } = await guildAtRest({ mode: 'free-running', watchdog: 8000 });
    run.system.sendToRoot({ type: 'KEEP_OPEN' });
    send('one', { type: 'MISCHIEF', how: 'neverReturnLater' });

    await run.finish();

    expect(notes()).toEqual(['one failed']);
    expect(fates()).toEqual([{ why: 'thread 0 did not answer for 8000 ms', anew: [], ended: ['one'] }]);
  });

  test.each(['lockstep', 'free-running'] as const)(
    'ends also those whom it was to start next, and not those on the one in its place (%s)',
    async (mode) => {
      const module = modules.guild;
      const scheduler = createWorkersScheduler({
        threads: 1,
        mode,
        modules: { trapped: { ...module, export: 'trapped' } },
      });
      opened.push(scheduler);
      const run = createRun(trapped as AnyActorLogic, { scheduler, clock: createScaledClock(10) });

      const { status } = await run.finish();

      expect(status).toBe('at-rest');
      const { context } = run.system.root.getSnapshot() as unknown as { context: { notes: string[] } };
      expect(context.notes.sort()).toEqual(['one failed', 'other failed']);
      expect([...run.system.actors().keys()]).toEqual(['trapped', 'trapped/third']);
    },
  );

  test('has a fresh one in its place', async () => {
    const { run, send } = await guildAtRest();
    send('one', { type: 'MISCHIEF', how: 'exit' });
    await run.finish();
    const { scheduler } = run;
    const next = createRun(guild as AnyActorLogic, { scheduler });
    await next.finish();
    next.system.send('one', { type: 'SHOUT' });
    const outcome = await next.finish();

    expect(outcome).toMatchObject({ status: 'at-rest', deadLetters: 0 });
  });
});

describe('in lockstep', () => {
  const mode = 'lockstep';

  test('an actor whose thread was lost goes on where it was, and misses no mail', async () => {
    const { run, watched, send, one, other, notes, fates } = await guildAtRest({ mode, restart: 'once' });
    const shouts: string[] = [];
    one.on('shouted', () => shouts.push('shouted'));
    send('one', { type: 'SAY', to: other });
    send('one', { type: 'HEARD', from: other });
    send('one', { type: 'MISCHIEF_ONCE', done: new Int32Array(new SharedArrayBuffer(4)) });
    send('one', { type: 'SHOUT' });
    send('one', { type: 'HEARD', from: one });

    const outcome = await run.finish();

    expect(outcome).toMatchObject({ status: 'at-rest', deadLetters: 0 });
    expect(fates()).toEqual([
      {
        why: expect.stringMatching(/^thread 0 ended .* in a step of one$/) as string,
        anew: ['one'],
        ended: [],
      },
    ]);
    expect(one.getSnapshot()).toMatchObject({ context: { heard: ['other true', 'one true'] } });
    expect(other.getSnapshot()).toMatchObject({ context: { heard: ['one true'] } });
    expect(shouts).toEqual(['shouted']);
    expect(notes()).toEqual([]);
    expect(storyOf(watched).filter((line) => line.includes('crash'))).toEqual([]);
  });

  test.each(['once', 'always'] as const)(
    'an event that takes each thread with it ends its receiver (%s)',
    async (restart) => {
      const { run, watched, send, other, notes, fates } = await guildAtRest({ mode, restart, threads: 1 });
      send('one', { type: 'MISCHIEF', how: 'exit' });
      send('one', { type: 'SHOUT' });
      send('other', { type: 'SAY', to: other });

      const outcome = await run.finish();

      expect(outcome.status).toBe('at-rest');
      expect(fates().map(({ anew, ended }) => [anew, ended])).toEqual([
        [['one', 'other'], []],
        [['other'], ['one']],
      ]);
      expect(notes()).toEqual(['one failed']);
      expect(other.getSnapshot()).toMatchObject({ context: { heard: ['other true'] } });
      expect(lettersOf(watched)).toEqual([
        'MISCHIEF @outside→one: receiver-ended',
        'SHOUT @outside→one: receiver-ended',
      ]);
    },
  );

  test('an actor whose context cannot be cloned says so as it ends', async () => {
    const { run, send, one, notes } = await guildAtRest({ mode, restart: 'always' });
    send('one', { type: 'TAKE_UP_HAMMER' });
    await run.finish();
    send('one', { type: 'MISCHIEF', how: 'exit' });
    await run.finish();

    const { error } = one.getSnapshot() as { readonly error: Error };
    expect(notes()).toEqual(['one failed']);
    expect(error).toMatchObject({ name: 'HostingError', code: 'ERR_RESTART' });
    expect(error.message).toMatch(
      /^thread 0 ended .* in a step of one, and one cannot begin anew: context\.heard\[0\] is an instance of Hammer, which no other thread has; keep plain data there, and actors as their refs$/,
    );
  });
});

test.each(['once', 'always'] as const)('a free run does not begin anew, and says so (%s)', (restart) => {
  const scheduler = createWorkersScheduler({ threads: 1, modules, restart });
  opened.push(scheduler);
  const start = () => createRun(guild as AnyActorLogic, { scheduler, clock: createScaledClock(10) });

  expect(start).toThrow(
    expect.objectContaining({
      code: 'ERR_LOCKSTEP_ONLY',
      message: `restart '${restart}' is for lockstep, and a run on the scaled clock is free; give mode: 'lockstep', or restart: 'never'`,
    }),
  );
});
