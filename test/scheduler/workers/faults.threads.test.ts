import type { AnyActorLogic, AnyActorRef } from 'xstate';
import { afterEach, describe, expect, test } from 'vitest';
import { createRun } from '../../../src/scheduler/run.js';
import {
  createWorkersScheduler,
  type WorkersOptions,
  type WorkersScheduler,
} from '../../../src/scheduler/workers/workers-scheduler.js';
import { lettersOf, storyOf, watch } from '../../system/watch.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { guild, type Order } from './guild.js';

const modules = { guild: { module: moduleForThreads('../scheduler/workers/guild.ts'), export: 'guild' } };

const opened: WorkersScheduler[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scheduler) => scheduler.close()));
});

async function guildAtRest(options: Partial<WorkersOptions> = {}) {
  const scheduler = createWorkersScheduler({ threads: 2, modules, ...options });
  opened.push(scheduler);
  const run = createRun(guild as AnyActorLogic, { scheduler });
  const watched = watch(run.system);
  await run.finish();
  const send = (address: string, order: Order) => run.system.send(address, order);
  const notes = () =>
    (run.system.root.getSnapshot() as unknown as { context: { notes: string[] } }).context.notes;
  const other = run.system.actor('other') as AnyActorRef;
  return { run, watched, send, notes, other };
}

describe('a thread that is lost', () => {
  test.each([
    { how: 'exit' as const, options: {}, why: 'thread 0 ended by itself' },
    { how: 'neverReturn' as const, options: { watchdog: 300 }, why: 'thread 0 did not answer for 300 ms' },
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
