import { describe, expect, test } from 'vitest';
import { assign, createActor, fromPromise, sendTo, setup } from 'xstate';
import { ScheduleSample } from '../../src/explorer/audit/schedule-sample.js';
import { check } from '../../src/explorer/check.js';
import { explore } from '../../src/explorer/explore.js';
import { random } from '../../src/explorer/strategies/random.js';
import type { Subject } from '../../src/explorer/subject.js';
import { lostUpdate } from './systems/lost-update.js';

/** A till that keeps what `answer` says when it is asked, which it is in the second step. */
function till(answer: () => unknown): Subject {
  return {
    machine: setup({
      types: { context: {} as { readonly answer: unknown } },
      actions: {
        ask: sendTo(({ self }) => self, { type: 'ASK' }),
        keep: assign({ answer }),
      },
    }).createMachine({ id: 'till', context: { answer: 0 }, entry: 'ask', on: { ASK: { actions: 'keep' } } }),
  };
}

const options = { strategy: random(), schedules: 5, audit: 3 };

describe('an audit', () => {
  test('finds no difference in a system that does the same each time', async () => {
    const { audit } = await explore(lostUpdate, { strategy: random(), schedules: 20, audit: 5 });

    expect(audit).toEqual({ schedules: 5, difference: undefined });
  });

  test('leaves open whether a system holds that does not do the same', async () => {
    const subject = till(() => performance.now());
    const { verdict, failure, unfinished } = await explore(() => subject, options);
    const thrown: unknown = await check(() => subject, options).catch((error: unknown) => error);

    expect([verdict, failure, unfinished]).toEqual(['inconclusive', undefined, undefined]);
    expect(thrown).toMatchObject({
      code: 'ERR_CHECK_NONDETERMINISTIC',
      message: expect.stringMatching(
        /^inconclusive\nthe system does not do the same twice under one schedule, .*\n/,
      ) as string,
    });
  });

  test('takes nothing from a failure', async () => {
    const subject = till(() => performance.now());
    const { verdict, audit } = await explore(() => subject, {
      ...options,
      shrink: false,
      invariants: [{ name: 'quiet', holds: (s) => s.context('till')?.['answer'] === 0 }],
    });

    expect([verdict, audit?.difference]).toEqual(['failed', expect.anything()]);
  });

  test('is not made unless it is asked for', async () => {
    const { audit } = await explore(lostUpdate, { strategy: random(), schedules: 1 });

    expect(audit).toBeUndefined();
  });

  test.each([
    ['Math.random', () => Math.random()],
    ['Date.now', () => Date.now() * performance.now()],
    ['new Date', () => new Date().getTime() * performance.now()],
    ['performance.now', () => performance.now()],
    ['crypto.randomUUID', () => crypto.randomUUID()],
  ])('names a call of %s and the step that made it', async (what, answer) => {
    const subject = till(answer);
    const { audit } = await explore(() => subject, options);

    expect(audit?.schedules).toBe(1);
    expect(audit?.difference).toMatchObject({ step: 1, path: 'state.context.answer' });
    expect(audit?.difference?.culprits).toContainEqual({
      what,
      step: 1,
      message: `${what} was called at step 1 (deliver ASK till>till)`,
    });
  });

  test('says it all in one sentence', async () => {
    const answers = [1, 1, 1, 1, 1, 7, 8];
    const subject = till(() => (Math.random() < 0 ? 0 : answers.shift()));
    const { audit } = await explore(() => subject, options);

    expect(audit?.difference?.message).toMatch(
      /^two runs of schedule \d differ at step 1 \(deliver ASK till>till\), state\.context\.answer: 7, then 8; suspect: Math\.random was called at step 1 \(deliver ASK till>till\)$/,
    );
  });

  test('suspects state outside of the contexts where nothing else was found', async () => {
    let asked = 0;
    const subject = till(() => ++asked);
    const { audit } = await explore(() => subject, options);

    expect(audit?.difference?.culprits).toEqual([]);
    expect(audit?.difference?.message).toContain('look for state outside of the contexts');
  });

  test('names an actor without an id', async () => {
    const idle = setup({}).createMachine({});
    const subject = till(() => createActor(idle).sessionId);
    const { audit } = await explore(() => subject, options);

    expect(audit?.difference?.culprits[0]).toMatchObject({ what: 'actor without an id', step: 1 });
  });

  test('names a promise', async () => {
    let results = 0;
    const fetching = setup({
      actors: { price: fromPromise(async () => Promise.resolve(++results)) },
      types: { context: {} as { readonly price: unknown } },
      actions: { keep: assign({ price: ({ event }) => (event as unknown as { output: number }).output }) },
    }).createMachine({
      id: 'fetching',
      context: { price: 0 },
      invoke: { src: 'price', id: 'price', onDone: { actions: 'keep' } },
    });
    const { audit } = await explore(() => ({ machine: fetching }), options);

    expect(audit?.difference).toMatchObject({ step: 0, path: 'event.data' });
    expect(audit?.difference?.culprits).toEqual([
      {
        what: 'uncontrolled task',
        step: 0,
        message: "fetching/price is a promise, whose result and turn are the host's",
      },
    ]);
  });

  test('finds a schedule that cannot be run again', async () => {
    let lives = 0;
    const shy = () => ({
      machine: setup({ actions: { greet: sendTo(({ self }) => self, { type: 'HELLO' }) } }).createMachine({
        id: 'shy',
        ...(++lives > 5 ? {} : { entry: 'greet' }),
        on: { HELLO: {} },
      }),
    });
    const { audit } = await explore(shy, options);

    expect(audit?.difference).toMatchObject({ path: 'enabled', first: 'deliver HELLO shy>shy', second: [] });
  });

  test('gives the host its own functions back', async () => {
    const before = [Math.random, Date, Date.now, performance.now, crypto.randomUUID];
    await explore(() => till(() => 1), options);

    expect([Math.random, Date, Date.now, performance.now, crypto.randomUUID]).toEqual(before);
    expect(Object.hasOwn(performance, 'now')).toBe(false);
  });

  test('refuses a negative number of schedules', async () => {
    await expect(explore(lostUpdate, { audit: -1 })).rejects.toMatchObject({ code: 'ERR_EXPLORE_OPTION' });
  });
});

describe('the sample', () => {
  test('takes each schedule about as often, whatever the order in which they come', () => {
    const taken = Array.from({ length: 10 }, () => 0);
    for (let seed = 0; seed < 1000; seed++) {
      const [forwards, backwards] = [new ScheduleSample(seed, 3), new ScheduleSample(seed, 3)];
      for (let i = 0; i < 10; i++) {
        forwards.add({ schedule: i + 1, decisions: [] });
        backwards.add({ schedule: 10 - i, decisions: [] });
      }
      expect(backwards.read()).toEqual(forwards.read());
      forwards.read().forEach(({ schedule }) => taken[schedule - 1]!++);
    }

    // 300 on average, with a standard deviation of 14.5.
    expect(Math.min(...taken)).toBeGreaterThan(240);
    expect(Math.max(...taken)).toBeLessThan(360);
  });
});
