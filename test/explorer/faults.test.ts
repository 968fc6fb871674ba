import { describe, expect, test } from 'vitest';
import { assign, enqueueActions, setup } from 'xstate';
import { explore } from '../../src/explorer/explore.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import { random } from '../../src/explorer/strategies/random.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';

const worker = setup({
  types: { context: {} as { readonly done: number } },
  actions: { work: assign({ done: ({ context }) => context.done + 1 }) },
}).createMachine({ context: { done: 0 }, on: { JOB: { actions: 'work' } } });

/** Sends two jobs to a worker, whose error it handles if it is told how. */
function shop(onError?: object): SubjectFactory {
  const machine = setup({
    actors: { worker },
    actions: {
      sendJobs: enqueueActions(({ enqueue }) => {
        enqueue.sendTo('worker', { type: 'JOB' });
        enqueue.sendTo('worker', { type: 'JOB' });
      }),
    },
  }).createMachine({
    id: 'shop',
    invoke: {
      src: 'worker',
      id: 'worker',
      systemId: 'worker',
      ...(onError === undefined ? {} : { onError }),
    },
    entry: 'sendJobs',
  });
  return () => ({ machine });
}

const bothDone = {
  name: 'both jobs are done',
  looksAt: () => false,
  watch: (view: { context(address: string): Record<string, unknown> | undefined }) => ({
    atEnd: () => {
      const done = view.context('worker')?.['done'];
      return done === 2 ? undefined : { message: `${String(done)} done` };
    },
  }),
};

describe.each([exhaustive(), exhaustiveStates(), random()])('faults under $name', (strategy) => {
  const options = { strategy, schedules: 100 };

  test('a crash ends a root that does not handle it', async () => {
    const { failure, minimal } = await explore(shop(), {
      ...options,
      faults: { crash: { actors: ['worker'] } },
    });

    expect(failure).toMatchObject({
      property: 'the root does not end in error',
      message: 'shop ended in error: a fault let worker crash',
    });
    expect(minimal).toMatchObject({
      decisions: ['crash worker', 'deliver xstate.error.actor.worker worker>shop'],
      isShortest: true,
    });
  });

  test('a crash that the root handles is none of its own', async () => {
    const faults = { crash: { actors: ['worker'] } };

    expect((await explore(shop({}), { ...options, faults })).failure).toBeUndefined();
    expect((await explore(shop({}), { ...options, faults, noErrors: 'all' })).failure).toMatchObject({
      property: 'no actor ends in error',
      address: 'worker',
    });
  });

  test('a restart loses what was done, and the mail that waited', async () => {
    const { minimal } = await explore(shop(), {
      ...options,
      faults: { restart: { actors: ['worker'] } },
      properties: [bothDone],
    });

    expect(minimal).toMatchObject({ decisions: ['restart worker'], message: '0 done', isShortest: true });
  });

  test('no fault strikes more often than it may', async () => {
    const faults = { drop: { actors: ['worker'], count: 0 }, restart: { actors: ['worker'], count: 0 } };
    const { failure } = await explore(shop(), { ...options, faults, properties: [bothDone] });

    expect(failure).toBeUndefined();
  });
});
