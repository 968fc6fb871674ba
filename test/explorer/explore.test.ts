import { describe, expect, test, vi } from 'vitest';
import { assign, createActor, enqueueActions, fromPromise, sendParent, sendTo, setup } from 'xstate';
import { check } from '../../src/explorer/check.js';
import { nextMacrotask } from '../../src/clock/host-timers.js';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions, ExploreProgress } from '../../src/explorer/explore-options.js';
import { delayBounded } from '../../src/explorer/strategies/delay-bounded.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import { pct } from '../../src/explorer/strategies/pct.js';
import { portfolio } from '../../src/explorer/strategies/portfolio.js';
import { random } from '../../src/explorer/strategies/random.js';
import { replay } from '../../src/explorer/strategies/replay.js';
import { urw } from '../../src/explorer/strategies/urw.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';
import type { SystemView } from '../../src/explorer/system-view.js';
import { lostUpdate, nothingIsLost } from './systems/lost-update.js';
import { everybodyEats, philosophers } from './systems/philosophers.js';
import { senders } from './systems/senders.js';

const quiet = setup({}).createMachine({ id: 'quiet', initial: 'idle', states: { idle: {} } });

/** A child that says PING to its parent as it starts. */
const pinger = setup({ actions: { ping: sendParent({ type: 'PING' }) } }).createMachine({ entry: 'ping' });

describe('a strategy', () => {
  test.each([
    random(),
    urw(),
    pct({ depth: 3 }),
    delayBounded({ delays: 3 }),
    exhaustive(),
    exhaustiveStates(),
    portfolio(),
  ])('$name lets three philosophers starve', async (strategy) => {
    const subject = philosophers(3);
    const { verdict, failure } = await explore(() => subject, { strategy, properties: [everybodyEats(3)] });

    expect(verdict).toBe('failed');
    expect(failure?.decisions).toHaveLength(9);
  });

  test.each([random(), urw(), pct({ depth: 3 }), portfolio()])(
    '$name finds the same schedule with the same seed',
    async (strategy) => {
      const options = { strategy, seed: 7, properties: [nothingIsLost] };

      const first = await explore(lostUpdate, options);
      const second = await explore(lostUpdate, options);

      expect(second.failure).toEqual(first.failure);
    },
  );

  test('delayBounded runs more schedules with each delay, and all of them in the end', async () => {
    const plan = [1, 2, 3].map(() => ({ to: 'r', count: 1 }));
    const found = [];
    for (const delays of [0, 1, 2, 3]) {
      const { verdict, statistics } = await explore(() => senders(plan), {
        strategy: delayBounded({ delays }),
      });
      found.push([statistics.schedules, verdict]);
    }

    expect(found).toEqual([
      [1, 'passed: budget reached'],
      [3, 'passed: budget reached'],
      [5, 'passed: budget reached'],
      [6, 'passed: explored completely'],
    ]);
  });

  test('urw takes each of the interleavings of a short and a long sender about as often', async () => {
    const plan = [
      { to: 'r', count: 1 },
      { to: 'r', count: 5 },
    ];
    const counts = { urw: await lastOfShort(urw()), random: await lastOfShort(random()) };

    // One of six interleavings has the short sender last; a random walk comes to it with 1/32.
    expect(counts.urw).toBeGreaterThan(120);
    expect(counts.urw).toBeLessThan(215);
    expect(counts.random).toBeLessThan(60);

    async function lastOfShort(strategy: ReturnType<typeof urw>): Promise<number> {
      let count = 0;
      await explore(() => senders(plan), {
        strategy,
        schedules: 1000,
        properties: [
          {
            name: 'counts',
            looksAt: () => false,
            watch: () => {
              let last = '';
              return {
                beforeStep: ({ decision }) => {
                  last = decision.from;
                },
                atEnd: () => {
                  count += last.endsWith('s0') ? 1 : 0;
                  return undefined;
                },
              };
            },
          },
        ],
      });
      return count;
    }
  });
});

describe('the verdict', () => {
  test('is the budget when so many decisions were taken, whatever the schedules', async () => {
    const report = await explore(lostUpdate, { strategy: random(), decisions: 20 });
    const inBlocks = await explore(lostUpdate, { strategy: random(), decisions: 20, threads: 1 });

    expect(report).toMatchObject({ verdict: 'passed: budget reached', statistics: { schedules: 4 } });
    expect(inBlocks.statistics.schedules).toBe(4);
  });

  test('is told of while it is looked for', async () => {
    const news: ExploreProgress[] = [];
    await explore(lostUpdate, {
      strategy: exhaustive(),
      properties: [nothingIsLost],
      schedules: 50,
      onProgress: (progress) => news.push(progress),
    });

    expect(news.map(({ schedules }) => schedules)).toEqual([
      ...news.slice(1).map((_, i) => i + 1),
      news.length - 1,
    ]);
    expect(news.at(-1)).toEqual({
      schedules: news.length - 1,
      spent: (news.length - 1) / 50,
      isShrinking: true,
    });
  });

  test('is complete for a small system under the default strategy', async () => {
    const { verdict, strategy } = await explore(() =>
      senders([
        { to: 'r', count: 2 },
        { to: 'r', count: 2 },
      ]),
    );

    expect([strategy, verdict]).toEqual(['portfolio', 'passed: explored completely']);
  });

  test('that is the portfolio counts the states of a small system, and goes through orders where it cannot', async () => {
    const plan = Array.from({ length: 4 }, () => ({ to: 'r', count: 1 }));
    const { machine } = senders(plan);
    const promise = fromPromise(() => Promise.resolve());
    const withPromise = setup({ actors: { promise, all: machine } }).createMachine({
      id: 'root',
      invoke: [{ src: 'promise' }, { src: 'all', id: 'all' }],
    });
    const byStates = await explore(() => ({ machine }), { noErrors: 'none' });
    const byOrders = await explore(() => ({ machine: withPromise }), { noErrors: 'none' });

    expect(byStates).toMatchObject({
      verdict: 'passed: explored completely',
      statistics: { states: 2 ** 4 },
    });
    expect(byOrders.verdict).toBe('passed: explored completely');
    expect(byOrders.statistics).toMatchObject({ isComplete: true, states: undefined });
  });

  test('that is the portfolio goes back to chance where the system is large', async () => {
    const plan = Array.from({ length: 9 }, () => ({ to: 'r', count: 1 }));
    const { verdict, statistics } = await explore(() => senders(plan), { schedules: 100 });

    expect(verdict).toBe('passed: budget reached');
    // 25 by chance, a run to the first state and 178 steps that count for 17.8, 19 orders, 38 more by chance.
    expect(statistics).toMatchObject({
      schedules: 25 + 19 + 38,
      cut: 1 + 178,
      isComplete: false,
      states: undefined,
    });
  });

  test('says that the budget was reached when there was more to run', async () => {
    const { verdict, statistics } = await explore(lostUpdate, { strategy: random(), schedules: 5 });

    expect(verdict).toBe('passed: budget reached');
    expect(statistics).toMatchObject({
      schedules: 5,
      isComplete: false,
      steps: { least: 6, mean: 6, most: 6 },
    });
  });

  test('is inconclusive at the step limit, with the loop', async () => {
    const ticker = setup({}).createMachine({
      id: 'ticker',
      initial: 'on',
      states: { on: { after: { 10: { target: 'on', reenter: true } } } },
    });
    const { verdict, unfinished } = await explore(() => ({ machine: ticker }), {
      strategy: exhaustive(),
      steps: 20,
      schedules: 3,
    });

    expect(verdict).toBe('inconclusive');
    expect(unfinished).toMatchObject({
      reason: 'step-limit',
      loop: ['fire xstate.after.10.ticker.on ticker>ticker'],
    });
  });

  test('is inconclusive when a promise never settles, which it names', async () => {
    const never = fromPromise(function answer() {
      return new Promise<void>(() => undefined);
    });
    const machine = setup({ actors: { never } }).createMachine({
      id: 'root',
      invoke: { src: 'never', id: 'call' },
    });
    const { verdict, unfinished } = await explore(() => ({ machine }), { schedules: 1, patience: 5 });

    expect(verdict).toBe('inconclusive');
    expect(unfinished?.message).toBe('these promises did not settle: root/call (never)');
  });

  // Where each schedule waits for as long as the first, this outlasts the patience of the test.
  test('waits the whole of its patience once for a promise that never settles, in all of its lives', async () => {
    const never = fromPromise(() => new Promise<void>(() => undefined));
    const soon = fromPromise(async () => Promise.resolve());
    const machine = setup({ actors: { never, soon } }).createMachine({
      id: 'root',
      initial: 'one',
      states: {
        one: {
          invoke: [
            { src: 'never', id: 'call' },
            { src: 'soon', onDone: 'two' },
          ],
        },
        two: {
          invoke: [
            { src: 'never', id: 'call' },
            { src: 'soon', onDone: 'three' },
          ],
        },
        three: { invoke: { src: 'never', id: 'call' } },
      },
    });
    const { verdict, unfinished, statistics } = await explore(() => ({ machine }), {
      strategy: random(),
      schedules: 100,
      patience: 150,
      mustFinish: true,
    });

    expect(verdict).toBe('inconclusive');
    expect(unfinished?.message).toBe('these promises did not settle: root/call (never)');
    expect(statistics.schedules).toBe(100);
  });

  test('comes with a warning where nothing had a choice', async () => {
    const { statistics } = await explore(() => ({ machine: quiet }), { strategy: exhaustive() });

    expect(statistics).toMatchObject({
      schedules: 1,
      widest: 0,
      warnings: ['no schedule had a choice: nothing ran concurrently here'],
    });
  });

  test('is the same for promises, whose settling is a decision among the others', async () => {
    const soon = fromPromise(async () => Promise.resolve(1));
    const machine = setup({ actors: { soon, pinger } }).createMachine({
      id: 'root',
      invoke: [
        { src: 'soon', id: 'a' },
        { src: 'soon', id: 'b' },
        { src: 'pinger', id: 'p' },
      ],
      on: { PING: {} },
    });
    const { verdict, statistics } = await explore(() => ({ machine }), {
      strategy: exhaustive({ reduction: false }),
    });

    // Two chains of two decisions and one of one: 5! / (2! 2! 1!).
    expect(verdict).toBe('passed: explored completely');
    expect(statistics.schedules).toBe(30);
  });
});

describe('a property', () => {
  const racing = setup({
    types: { context: {} as { readonly seen: readonly string[] } },
    actors: { pinger },
    actions: { note: assign({ seen: ({ context, event }) => [...context.seen, event.type] }) },
  }).createMachine({
    id: 'root',
    context: { seen: [] },
    invoke: { src: 'pinger', id: 'p' },
    initial: 'open',
    on: { PING: { actions: 'note' } },
    states: { open: {} },
  });
  const factory: SubjectFactory = () => ({ machine: racing });
  const failureOf = async (options: ExploreOptions, of = factory) =>
    (await explore(of, { strategy: exhaustive(), ...options })).failure;

  test('that is an invariant is asked after each decision', async () => {
    const failure = await failureOf({
      invariants: [
        {
          name: 'nothing is seen',
          holds: (system) => JSON.stringify(system.context('root')) === '{"seen":[]}',
        },
      ],
    });

    expect(failure).toMatchObject({
      property: 'nothing is seen',
      decisions: ['deliver PING root/p>root'],
      replay: expect.stringMatching(/^so1\./),
    });
  });

  test('that throws has failed, with what it threw', async () => {
    const error = new Error('no such thing');
    const failure = await failureOf({
      invariants: [
        {
          name: 'broken',
          holds: () => {
            throw error;
          },
        },
      ],
    });

    expect(failure).toMatchObject({ property: 'broken', message: 'no such thing', error });
  });

  test.each<[string, unknown, string]>([
    ['false', false, '"odd" does not hold'],
    ['a text', 'one is missing', 'one is missing'],
    ['nothing', undefined, '"odd" answered with undefined; true, false or a text is an answer'],
    [
      'a promise',
      Promise.resolve(true),
      '"odd" answered with a promise, which nobody waits for; true, false or a text is an answer',
    ],
  ])('that answers with %s does not hold, and says why', async (_, answer, message) => {
    const holds = () => answer as boolean;

    expect(await failureOf({ invariants: [{ name: 'odd', holds }] })).toMatchObject({ message });
  });

  test('that is a monitor fails in a state tagged violation', async () => {
    const monitor = setup({}).createMachine({
      id: 'no ping',
      initial: 'fine',
      states: { fine: { on: { 'deliver.PING': 'bad' } }, bad: { tags: 'violation' } },
    });

    expect(await failureOf({ monitors: [monitor] })).toMatchObject({
      property: 'no ping',
      message: 'no ping is in "bad", which is tagged "violation"',
    });
  });

  test('that is a monitor fails when it is hot at the end, or for too long', async () => {
    const machine = setup({}).createMachine({
      id: 'gets an answer',
      initial: 'waiting',
      states: { waiting: { tags: 'hot', on: { 'deliver.ANSWER': 'answered' } }, answered: {} },
    });

    expect(await failureOf({ monitors: [machine] })).toMatchObject({
      message: expect.stringContaining('when the run ends'),
    });
    expect(await failureOf({ monitors: [{ machine, hotFor: 0 }] })).toMatchObject({
      message: expect.stringContaining('more than 0 decisions'),
    });
  });

  test('that is a monitor says nothing of a run that was cut off while it was hot', async () => {
    const machine = setup({}).createMachine({ id: 'waits', initial: 'on', states: { on: { tags: 'hot' } } });
    const clock = setup({}).createMachine({
      initial: 'a',
      states: { a: { after: { 1: { target: 'a', reenter: true } } } },
    });
    const forever = explore(() => ({ machine: clock }), { monitors: [machine], steps: 20, schedules: 3 });
    const promise = setup({ actors: { never: fromPromise(() => new Promise(() => undefined)) } });
    const inVain = explore(() => ({ machine: promise.createMachine({ invoke: { src: 'never' } }) }), {
      monitors: [machine],
      patience: 1,
      schedules: 1,
    });

    expect(await forever).toMatchObject({ verdict: 'inconclusive', unfinished: { reason: 'step-limit' } });
    expect(await inVain).toMatchObject({ verdict: 'inconclusive', unfinished: { reason: 'waiting' } });
  });

  test('that is hot for too long is found by a search over states that are all the same but for that', async () => {
    const player = (to: string) =>
      setup({ actions: { hit: sendTo(({ system }) => system.get(to), { type: 'BALL' }) } }).createMachine({
        on: { BALL: { actions: 'hit' } },
      });
    const server = setup({ actions: { serve: sendTo(({ system }) => system.get('a'), { type: 'BALL' }) } });
    const machine = setup({
      actors: { a: player('b'), b: player('a'), s: server.createMachine({ entry: 'serve' }) },
    }).createMachine({
      invoke: (['a', 'b', 's'] as const).map((name) => ({ src: name, id: name, systemId: name })),
    });
    const monitor = setup({}).createMachine({
      id: 'the rally ends',
      initial: 'on',
      states: { on: { tags: 'hot', on: { 'deliver.OUT': 'over' } }, over: {} },
    });
    const strategy = exhaustiveStates();
    const patient = await explore(() => ({ machine }), { strategy, monitors: [monitor] });
    const impatient = await explore(() => ({ machine }), {
      strategy,
      monitors: [{ machine: monitor, hotFor: 5 }],
    });

    expect(patient).toMatchObject({ verdict: 'passed: explored completely', statistics: { states: 3 } });
    expect(impatient.failure?.message).toContain('hot for more than 5 decisions');
    expect(impatient.failure?.decisions).toHaveLength(6);
  });

  test('that is hot for too long only because somebody has to wait is not broken', async () => {
    const player = (to: string) =>
      setup({ actions: { hit: sendTo(({ system }) => system.get(to), { type: 'BALL' }) } }).createMachine({
        on: { BALL: { actions: 'hit' }, OUT: {} },
      });
    const server = setup({
      actions: {
        serve: sendTo(({ system }) => system.get('a'), { type: 'BALL' }),
        whistle: sendTo(({ system }) => system.get('b'), { type: 'OUT' }),
      },
    });
    const rally = (entry: ('serve' | 'whistle')[]) =>
      setup({
        actors: { a: player('b'), b: player('a'), s: server.createMachine({ entry }) },
      }).createMachine({
        invoke: (['a', 'b', 's'] as const).map((name) => ({ src: name, id: name, systemId: name })),
      });
    const monitor = setup({}).createMachine({
      id: 'the rally ends',
      initial: 'on',
      states: { on: { tags: 'hot', on: { 'deliver.OUT': 'over' } }, over: {} },
    });
    const options: ExploreOptions = {
      strategy: exhaustiveStates(),
      monitors: [{ machine: monitor, hotFor: 5 }],
    };

    const whistled = await explore(() => ({ machine: rally(['serve', 'whistle']) }), options);
    const forgotten = await explore(() => ({ machine: rally(['serve']) }), options);

    expect(whistled.verdict).toBe('passed: explored completely');
    expect(forgotten).toMatchObject({ verdict: 'failed', failure: { property: 'the rally ends' } });
  });

  test('that there are no dead letters names who wrote, what, to whom, and why it never came', async () => {
    const guest = setup({}).createMachine({
      initial: 'in',
      states: { in: { on: { GO: 'out' } }, out: { type: 'final' } },
    });
    const waiter = setup({
      actions: {
        sayTwice: enqueueActions(({ enqueue, system }) => {
          enqueue.sendTo(system.get('guest'), { type: 'GO' });
          enqueue.sendTo(system.get('guest'), { type: 'BILL' });
        }),
      },
    }).createMachine({ entry: 'sayTwice' });
    const machine = setup({ actors: { guest, waiter } }).createMachine({
      id: 'root',
      invoke: (['guest', 'waiter'] as const).map((name) => ({ src: name, id: name, systemId: name })),
    });

    expect(await failureOf({ noDeadLetters: true }, () => ({ machine }))).toMatchObject({
      property: 'no dead letters',
      message: 'BILL from waiter never reached guest: receiver-ended',
      address: 'guest',
    });
    expect(await failureOf({}, () => ({ machine }))).toBeUndefined();
  });

  test('that the root finishes names the root in a deadlock', async () => {
    expect(await failureOf({ mustFinish: true })).toMatchObject({
      property: 'must finish',
      address: 'root',
      message: 'the system came to rest and root is not done',
    });
  });

  test('that no event is unhandled names actor, state, event and sender, and lets forbidden ones pass', async () => {
    const deaf = (on: object) => () => ({
      machine: setup({ actors: { pinger } }).createMachine({
        id: 'root',
        invoke: { src: 'pinger', id: 'p' },
        initial: 'open',
        states: { open: { on } },
      }),
    });

    expect(await failureOf({ noUnhandledEvents: true }, deaf({}))).toMatchObject({
      address: 'root',
      message: 'root in "open" does not take PING from root/p',
      decisions: ['deliver PING root/p>root'],
    });
    expect(await failureOf({ noUnhandledEvents: true }, deaf({ PING: {} }))).toBeUndefined();
    expect(await failureOf({ noUnhandledEvents: true }, deaf({ '*': {} }))).toBeUndefined();
    expect(await failureOf({ noUnhandledEvents: { except: ['PING'] } }, deaf({}))).toBeUndefined();
  });

  test('that actors end without error is asked of the root, of all, or of none', async () => {
    const failing = setup({}).createMachine({
      entry: () => {
        throw new Error('burnt');
      },
    });
    const machine = (onError: object) => () => ({
      machine: setup({ actors: { failing } }).createMachine({
        id: 'root',
        invoke: { src: 'failing', id: 'f', ...onError },
      }),
    });

    expect(await failureOf({}, machine({}))).toMatchObject({ message: 'root ended in error: burnt' });
    expect(await failureOf({ noErrors: 'none' }, machine({}))).toBeUndefined();
    expect(await failureOf({}, machine({ onError: {} }))).toBeUndefined();
    expect(await failureOf({ noErrors: 'all' }, machine({ onError: {} }))).toMatchObject({
      address: 'root/f',
    });
  });

  test('that looks at two actors keeps their orders from being reduced away', async () => {
    const plan = [
      { to: 'a', count: 1 },
      { to: 'b', count: 1 },
      { to: 'c', count: 1 },
    ];
    const schedules = async (looksAt?: string[]) => {
      const { statistics } = await explore(() => senders(plan), {
        strategy: exhaustive(),
        invariants: [{ name: 'true', holds: () => true, ...(looksAt && { looksAt }) }],
      });
      return statistics.schedules;
    };

    expect([await schedules(['a']), await schedules(['a', 'b']), await schedules()]).toEqual([1, 2, 6]);
  });
});

describe('timers and faults', () => {
  const worker = setup({
    actors: { pinger },
  }).createMachine({
    id: 'root',
    initial: 'waiting',
    invoke: { src: 'pinger', id: 'p' },
    states: {
      waiting: { after: { 100: 'late' }, on: { PING: 'served' } },
      late: { on: { PING: {} } },
      served: {},
    },
  });
  const served = {
    name: 'is served',
    holds: (system: { value(address: string): unknown }) => system.value('root') !== 'late',
  };
  const run = async (options: ExploreOptions, strategy = exhaustive()) =>
    explore(() => ({ machine: worker }), { strategy, invariants: [served], ...options });

  test('a timer comes behind the mail, unless timers are late', async () => {
    expect((await run({})).verdict).toBe('passed: explored completely');
    expect((await run({ timers: 'late' })).failure?.decisions).toEqual([
      'fire xstate.after.100.root.waiting root>root',
    ]);
  });

  test.each([exhaustive(), exhaustiveStates(), delayBounded({ delays: 2 }), random()])(
    'mail is lost where a fault may drop it ($name)',
    async (strategy) => {
      const { failure } = await run({ faults: { drop: { actors: ['root'] } } }, strategy);

      expect(failure?.decisions).toEqual([
        'drop PING root/p>root',
        'fire xstate.after.100.root.waiting root>root',
      ]);
    },
  );

  test('an address that an invariant asked for and that never was is warned of', async () => {
    const ask = (address: string) => ({
      name: address,
      holds: (system: SystemView) => {
        const { now, root } = system;
        return now >= 0 && root.length > 0 && system.value(address) !== 'no such state';
      },
    });
    const askWhoLives = {
      name: 'lives',
      holds: (system: SystemView) => !system.lives('b') || !system.lives('bb'),
    };
    const invariants = [ask('cell'), ask('a'), ask('cel'), askWhoLives];
    const { statistics } = await explore(lostUpdate, { invariants });
    const failing = await explore(lostUpdate, {
      invariants: [ask('cel'), { name: 'never', holds: () => false }],
    });

    expect(statistics.warnings).toEqual([
      expect.stringMatching(/^an invariant asked for cel, and nobody had it; there were .*cell/),
      expect.stringMatching(/^an invariant asked for bb, and nobody had it; there were .*cell/),
    ]);
    expect(failing.statistics.warnings.join()).not.toContain('cel,');
  });

  test('a fault of an actor that never was is warned of, with those that were', async () => {
    const faults = { crash: { actors: ['root/q', 'root/p'] } };
    const warning = 'crash: nobody had the address root/q; there were root, root/p';

    expect((await run({ faults, coverage: true })).statistics.warnings).toEqual([warning]);
    expect((await run({ faults, threads: 1 }, random())).statistics.warnings).toEqual([warning]);
  });

  test('no fault strikes more often than it may', async () => {
    const { statistics } = await explore(() => senders([{ to: 'r', count: 2 }]), {
      strategy: exhaustive({ reduction: false }),
      faults: { drop: { actors: ['r'], count: 1 } },
    });

    expect(statistics.schedules).toBe(3);
  });
});

describe('a replay', () => {
  const options = { properties: [nothingIsLost], strategy: exhaustive() };

  test('of a failure fails in the same way', async () => {
    const { failure } = await explore(lostUpdate, options);
    const again = await explore(lostUpdate, { ...options, strategy: replay(failure?.replay ?? '') });

    expect(again.failure).toEqual(failure);
    expect(again.statistics.schedules).toBe(1);
  });

  test('refuses a line that was cut short, is of another version, or is none', async () => {
    const { failure } = await explore(lostUpdate, options);
    const line = failure?.replay ?? '';

    for (const bad of [line.slice(0, -12), line.replace('so1', 'so9'), '', 'hello']) {
      expect(() => replay(bad)).toThrow(expect.objectContaining({ code: 'ERR_REPLAY_LINE' }));
    }
  });

  test('refuses another system, and names what differs', async () => {
    const { failure } = await explore(lostUpdate, options);

    await expect(
      explore(() => ({ machine: quiet }), { strategy: replay(failure?.replay ?? '') }),
    ).rejects.toMatchObject({
      code: 'ERR_REPLAY_SYSTEM',
      missing: ['team', 'cell', 'a', 'b'],
      unknown: ['quiet'],
    });
  });

  test('stops at the first decision that no longer fits, and lists what is enabled', async () => {
    const mailing = (count: number) => () => senders([{ to: 'r', count }]);
    const { failure } = await explore(mailing(2), {
      strategy: random(),
      invariants: [{ name: 'never', holds: (system) => system.now > 0 || system.waiting().length > 0 }],
    });

    await expect(explore(mailing(1), { strategy: replay(failure?.replay ?? '') })).rejects.toMatchObject({
      code: 'ERR_REPLAY_MISMATCH',
      step: 2,
      expected: 'deliver n2 root/s0>r',
      enabled: [],
    });
  });
});

describe('bad input', () => {
  test.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('burnt');
      },
      'the factory of the system threw: Error: burnt',
    ],
    ['returns nothing', () => undefined, 'the factory returned undefined; return { machine, input }'],
    ['returns a machine by itself', () => quiet, 'a machine by itself'],
    ['returns an actor', () => createActor(quiet), 'the factory returned an actor'],
    [
      'returns an actor for a machine',
      () => ({ machine: createActor(quiet) }),
      'the factory returned an actor',
    ],
    ['is none', quiet as never, 'what makes the system is to be a function'],
    ['is asynchronous', () => Promise.resolve({ machine: quiet }), 'a promise'],
  ])('is refused: a factory that %s', async (_, factory, message) => {
    await expect(explore(factory as SubjectFactory)).rejects.toMatchObject({
      code: 'ERR_SUBJECT',
      message: expect.stringContaining(message),
    });
  });

  test.each<[string, ExploreOptions]>([
    ['schedules', { schedules: -1 }],
    ['steps', { steps: 0.5 }],
    ['seed', { seed: Number.NaN }],
    ['patience', { patience: -1 }],
    ['faults: drop: actors', { faults: { drop: { actors: [] } } }],
    ['faults: crash: count', { faults: { crash: { actors: ['a'], count: -1 } } }],
    ['monitors', { monitors: [{} as never] }],
    ['invariants', { invariants: [{ name: 'x' } as never] }],
    ['properties', { properties: [{ name: 'x' } as never] }],
    ['decisions', { decisions: 0 }],
    ['timers', { timers: 'later' as never }],
    ['noErrors', { noErrors: true as never }],
    ['strategy', { strategy: 'pct' as never }],
    ['invariant', { invariant: [] } as never],
    ['the options', 5 as never],
    ['patience', { patience: '5' as never }],
    ['faults: dorp', { faults: { dorp: { actors: ['a'] } } as never }],
    ['faults: drop', { faults: { drop: null as never } }],
    ['faults: drop: actor', { faults: { drop: { actor: ['a'] } as never } }],
    ['faults: drop: actors', { faults: { drop: { actors: [5 as never] } } }],
    ['invariants', { invariants: (() => true) as never }],
    ['invariants: hold', { invariants: [{ name: 'x', hold: () => true } as never] }],
    ['invariants: looksAt', { invariants: [{ name: 'x', holds: () => true, looksAt: 'a' as never }] }],
    ['monitors', { monitors: [5 as never] }],
    ['monitors', { monitors: quiet as never }],
    ['monitors: hotfor', { monitors: [{ machine: quiet, hotfor: 3 } as never] }],
    ['properties', { properties: [null as never] }],
    ['onProgress', { onProgress: 5 as never }],
    ['mustFinish', { mustFinish: 'yes' as never }],
    ['noDeadLetters', { noDeadLetters: 1 as never }],
    ['keepGoing', { keepGoing: 'no' as never }],
    ['shrink', { shrink: 'no' as never }],
    ['coverage', { coverage: 'yes' as never }],
    ['noUnhandledEvents: ignored', { noUnhandledEvents: { ignored: ['x'] } as never }],
    ['noUnhandledEvents: except', { noUnhandledEvents: { except: 'x' as never } }],
    ['noUnhandledEvents', { noUnhandledEvents: 'yes' as never }],
  ])('is refused: %s', async (option, options) => {
    await expect(explore(lostUpdate, options)).rejects.toMatchObject({ code: 'ERR_EXPLORE_OPTION', option });
  });

  test('is refused: a strategy without sense', () => {
    expect(() => pct({ depth: 0 })).toThrow('pct: depth: takes an integer, 1 or more; got 0');
    expect(() => delayBounded({ delays: -1 })).toThrow(
      'delayBounded: delays: takes an integer, 0 or more; got -1',
    );
  });

  test('is refused: a factory whose promise is rejected, which nobody else hears of', async () => {
    const unhandled = vi.fn<() => void>();
    process.on('unhandledRejection', unhandled);
    const burnt = () => Promise.reject(new Error('burnt'));
    const message = 'the factory returned a promise; return { machine, input }';
    await expect(explore(burnt as never)).rejects.toMatchObject({ code: 'ERR_SUBJECT', message });
    await expect(explore((() => ({ machine: burnt() })) as never)).rejects.toMatchObject({
      code: 'ERR_SUBJECT',
    });
    const { failure } = await explore(lostUpdate, {
      invariants: [{ name: 'odd', holds: burnt as never }],
      shrink: false,
    });
    await nextMacrotask();
    process.off('unhandledRejection', unhandled);

    expect(failure?.property).toBe('odd');
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('is refused with the name that is nearest to a misspelt one', async () => {
    await expect(explore(lostUpdate, { mustFinnish: true } as never)).rejects.toThrow(
      /^mustFinnish: is no option; .* \(nearest: mustFinish\)$/,
    );
    await expect(explore(lostUpdate, { faults: { dorp: { actors: ['a'] } } as never })).rejects.toThrow(
      'faults: dorp: is none of drop, duplicate, crash, restart (nearest: drop)',
    );
  });

  test.each<[string, () => unknown]>([
    ['pct: deep: is none of depth (nearest: depth)', () => pct({ deep: 2 } as never)],
    ['random: takes no options; got 3', () => random(3 as never)],
    ['urw: takes no options; got nothing', () => urw(undefined as never)],
    ['pct: takes an object { depth }; got 3', () => pct(3 as never)],
    ['pct: takes an object { depth }; got nothing', () => (pct as () => unknown)()],
    ['pct: depth: takes an integer, 1 or more; got nothing', () => pct({} as never)],
    ['pct: depth: takes an integer, 1 or more; got Infinity', () => pct({ depth: Infinity })],
    ['delayBounded: takes an object { delays }; got nothing', () => (delayBounded as () => unknown)()],
    ['exhaustive: reduced: is none of reduction', () => exhaustive({ reduced: false } as never)],
    ['exhaustive: reduction: takes true or false', () => exhaustive({ reduction: 'no' } as never)],
    ['exhaustiveStates: symmetry: takes a function', () => exhaustiveStates({ symmetry: 5 } as never)],
  ])('is refused: %s', (message, create) => {
    expect(create).toThrow(
      expect.objectContaining({
        code: 'ERR_EXPLORE_OPTION',
        message: expect.stringContaining(message),
      }) as Error,
    );
  });

  test('is refused: a replay of what is no text', () => {
    expect(() => replay(5 as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_REPLAY_LINE',
        message: 'the replay line cannot be read: it is a text, or the path of a file; got 5',
      }) as Error,
    );
  });

  test('is named: a system that differs from run to run', async () => {
    let runs = 0;
    const factory: SubjectFactory = () =>
      senders([
        { to: 'r', count: 1 },
        { to: runs++ % 2 === 0 ? 'r' : 'q', count: 1 },
      ]);

    await expect(explore(factory, { strategy: exhaustive({ reduction: false }) })).rejects.toMatchObject({
      code: 'ERR_NONDETERMINISM',
    });
  });
});

describe('check', () => {
  test('throws the report of a failure, with its replay line', async () => {
    await expect(check(lostUpdate, { properties: [nothingIsLost] })).rejects.toMatchObject({
      code: 'ERR_CHECK_FAILED',
      message: expect.stringMatching(/^failed: nothing is lost\nthe cell holds 1\n[^]*\nreplay\('so1\./),
      report: { verdict: 'failed' },
    });
  });

  test('throws where nobody knows', async () => {
    await expect(check(lostUpdate, { steps: 2 })).rejects.toMatchObject({ code: 'ERR_CHECK_INCONCLUSIVE' });
  });

  test('gives the report of what holds', async () => {
    const report = await check(lostUpdate, { strategy: exhaustive() });

    expect(report.verdict).toBe('passed: explored completely');
  });
});
