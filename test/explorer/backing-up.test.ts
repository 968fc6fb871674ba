import { describe, expect, test } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  fromCallback,
  fromPromise,
  fromTransition,
  sendTo,
  setup,
} from 'xstate';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import type { Property } from '../../src/explorer/property.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import type { Strategy } from '../../src/explorer/strategy.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';
import { scenarioSubject } from '../../src/restaurant/scenario-subject.js';
import { scenarios } from '../../src/restaurant/scenarios.js';
import { suite } from './suite/suite.js';
import { boundedBuffer } from './systems/bounded-buffer.js';
import { drawSystem, eventfulSystems } from './systems/eventful.js';
import { leaderElection } from './systems/leader-election.js';
import { lostUpdate, nothingIsLost } from './systems/lost-update.js';
import { everybodyEats, philosophers } from './systems/philosophers.js';
import { oneAtATime, tokenRing } from './systems/token-ring.js';
import { allDecideAlike, twoPhaseCommit } from './systems/two-phase-commit.js';

/** How many states a search that went back reaches again from the start. */
const CHECKS = 20;

/** It is told of each step and cannot be put back, so every schedule is run from the start. */
const holdsTheSearchBack: Property = {
  name: 'holds the search back',
  looksAt: () => false,
  watch: () => ({ afterStep: () => undefined }),
};

/** The strategy up to so many runs, whatever part of a schedule each of them is. */
function atMost(most: number, strategy: Strategy): Strategy {
  return {
    ...strategy,
    begin: (options) => {
      const exploration = strategy.begin(options);
      let runs = 0;
      return {
        get isComplete() {
          return exploration.isComplete;
        },
        next: (spent) => (runs++ < most ? exploration.next(spent) : undefined),
      };
    },
  };
}

/** All that a search over states finds, and how often it made the system anew. */
async function search(factory: SubjectFactory, options: ExploreOptions, most: number) {
  let made = 0;
  const states = new Set<string>();
  const symmetry = (state: unknown): unknown => {
    states.add(JSON.stringify(state));
    return state;
  };
  const countingFactory: SubjectFactory = () => {
    made++;
    return factory();
  };
  const strategy = atMost(most, exhaustiveStates({ symmetry }));
  const all = { ...options, strategy, keepGoing: true, shrink: false, patience: 20 };
  const { verdict, failure, unfinished, statistics } = await explore(countingFactory, all);
  const { schedules, cut, failing, steps, widest } = statistics;
  const found = { verdict, failure, unfinished, states: [...states], schedules, cut, failing, steps, widest };
  return { found, made, runs: schedules + cut };
}

/**
 * Searches the system both ways: what each found, and how often the one that backs up made the system anew beyond its
 * first schedule and those that fail.
 */
async function searchBothWays(factory: SubjectFactory, options: ExploreOptions = {}, most = 10_000) {
  const { properties = [] } = options;
  const backedUp = await search(factory, options, most);
  const ranAgain = await search(
    factory,
    { ...options, properties: [...properties, holdsTheSearchBack] },
    most,
  );

  expect(ranAgain.made).toBe(ranAgain.runs);
  expect(ranAgain.runs).toBeGreaterThan(1);
  const { found, runs } = backedUp;
  return { found, again: ranAgain.found, anew: backedUp.made - 1 - found.failing, runs };
}

describe('a search that backs up finds what one finds that runs all from the start', () => {
  test.each<[string, SubjectFactory, ExploreOptions]>([
    ['lost update', lostUpdate, { properties: [nothingIsLost] }],
    ['philosophers', () => philosophers(3), { properties: [everybodyEats(3)] }],
    ['one left-handed', () => philosophers(3, { isFixed: true }), { mustFinish: true }],
    ['two-phase commit', twoPhaseCommit, { invariants: [allDecideAlike], noUnhandledEvents: true }],
    ['token ring', tokenRing, { invariants: [oneAtATime], noDeadLetters: true }],
    ['bounded buffer', boundedBuffer, { noErrors: 'all' }],
    ['leader election', () => leaderElection([3, 2, 1]), {}],
  ])('%s', async (_, factory, options) => {
    const { found, again, anew } = await searchBothWays(factory, options);

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });

  test.each(Object.entries(eventfulSystems))('%s', async (_, [machine, options = {}]) => {
    const { found, again, anew } = await searchBothWays(() => ({ machine }), {
      ...options,
      noErrors: 'none',
    });

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('a system drawn at random (%i)', async (seed) => {
    const [machine, options] = drawSystem(seed);

    const { found, again, anew } = await searchBothWays(() => ({ machine }), {
      ...options,
      noErrors: 'none',
    });

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });

  const small = scenarios.filter(({ name }) => ['two-staff', 'race', 'lock', 'open-counter'].includes(name));
  test.each(small)('the restaurant, $name', async (scenario) => {
    const { found, again, anew } = await searchBothWays(scenarioSubject(scenario, scenario.defaults), {
      mustFinish: true,
    });

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });
});

// The largest of the suite would take long if each step were run from the start.
describe.each(suite.filter(({ name }) => name !== 'reorder_10'))('$name', ({ buggy, correct, options }) => {
  test('with its bug, is searched alike both ways', async () => {
    const { found, again } = await searchBothWays(buggy, options, 600);

    expect(found).toEqual(again);
  });

  test('without it, too', async () => {
    const { found, again } = await searchBothWays(correct, options, 600);

    expect(found).toEqual(again);
  });
});

/** Two that each send a GO, so that there is something to search. */
function team(actor: AnyStateMachine, more: Record<string, unknown> = {}): SubjectFactory {
  const starter = setup({}).createMachine({
    entry: sendTo(({ system }) => system.get('subject'), { type: 'GO' }),
  });
  const machine = setup({ actors: { actor, starter } }).createMachine({
    id: 'team',
    invoke: [
      { src: 'actor', id: 'subject', systemId: 'subject' },
      { src: 'starter', id: 's1' },
      { src: 'starter', id: 's2' },
    ],
    on: { '*': {} },
    ...more,
  });
  return () => ({ machine });
}

describe('the actors that come and go', () => {
  test('a child is invoked again and again under one name', async () => {
    const child = setup({}).createMachine({
      entry: sendTo(({ system }) => system.get('subject'), { type: 'HERE' }),
    });
    const actor = setup({ actors: { child } }).createMachine({
      initial: 'off',
      states: {
        off: { on: { GO: 'on', HERE: {} } },
        on: { invoke: { src: 'child', id: 'child', systemId: 'child' }, on: { GO: 'off', HERE: {} } },
      },
    });

    const { found, again, anew } = await searchBothWays(team(actor));

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });

  test('children without an id get the same names on every way', async () => {
    const child = setup({}).createMachine({
      entry: sendTo(({ system }) => system.get('subject'), { type: 'HERE' }),
    });
    const actor = setup({
      types: { context: {} as { readonly children: readonly unknown[] } },
      actors: { child },
    }).createMachine({
      context: { children: [] },
      on: {
        GO: { actions: assign({ children: ({ context, spawn }) => [...context.children, spawn('child')] }) },
      },
    });

    const { found, again, anew } = await searchBothWays(team(actor));

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });

  test("a parent hears of its child's snapshots", async () => {
    const child = setup({}).createMachine({
      initial: 'a',
      states: { a: { on: { PING: 'b' } }, b: { on: { PING: 'c' } }, c: { type: 'final' } },
    });
    const actor = setup({
      types: { context: {} as { readonly seen: number } },
      actors: { child },
    }).createMachine({
      context: { seen: 0 },
      invoke: {
        src: 'child',
        id: 'child',
        onSnapshot: { actions: assign({ seen: ({ context }) => context.seen + 1 }) },
        onDone: {},
      },
      on: { GO: { actions: sendTo('child', { type: 'PING' }) } },
    });

    const { found, again, anew } = await searchBothWays(team(actor));

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });

  test('a transition function counts', async () => {
    const count = fromTransition((n: number, { type }: { type: string }) => (type === 'GO' ? n + 1 : n), 0);

    const { found, again, anew } = await searchBothWays(team(count as unknown as AnyStateMachine));

    expect(found).toEqual(again);
    expect(anew).toBeLessThanOrEqual(CHECKS);
  });
});

describe('what cannot be put back is run from the start', () => {
  test('a promise that is started on the way', async () => {
    const promise = fromPromise(() => Promise.resolve(1));
    const actor = setup({ actors: { promise } }).createMachine({
      initial: 'idle',
      states: {
        idle: { on: { GO: 'busy' } },
        busy: { invoke: { src: 'promise', onDone: 'idle' }, on: { GO: {} } },
      },
    });
    const { found, again, anew } = await searchBothWays(team(actor));

    expect(found).toEqual(again);
    expect(anew).toBeGreaterThan(0);
  });

  test('a callback that keeps count', async () => {
    const callback = fromCallback(({ receive, sendBack }) => {
      let count = 0;
      receive(() => sendBack({ type: 'COUNT', count: ++count }));
    });
    const actor = setup({ actors: { callback } }).createMachine({
      context: { count: 0 },
      invoke: { src: 'callback', id: 'callback' },
      on: {
        GO: { actions: sendTo('callback', { type: 'ADD' }) },
        COUNT: { actions: assign({ count: ({ event }) => (event as unknown as { count: number }).count }) },
      },
    });
    const { found, again, anew, runs } = await searchBothWays(team(actor));

    expect(found).toEqual(again);
    expect(anew).toBe(runs - 1);
  });

  test('a context that is changed in place', async () => {
    const actor = setup({ types: { context: {} as { readonly log: string[] } } }).createMachine({
      context: () => ({ log: [] }),
      on: { '*': { actions: ({ context, event }) => void context.log.push(event.type) } },
    });
    const { found, again, anew } = await searchBothWays(team(actor));

    expect(found).toEqual(again);
    expect(anew).toBeGreaterThan(0);
  });

  test('an event that is changed in place', async () => {
    const actor = setup({}).createMachine({
      on: { GO: { actions: ({ event }) => Object.assign(event, { isRead: true }) } },
    });
    const starter = setup({}).createMachine({
      entry: sendTo(
        ({ system }) => system.get('subject'),
        () => ({ type: 'GO' }),
      ),
    });
    const machine = setup({ actors: { actor, starter } }).createMachine({
      invoke: [
        { src: 'actor', id: 'subject', systemId: 'subject' },
        { src: 'starter', id: 's1' },
        { src: 'starter', id: 's2' },
      ],
    });
    const { found, again, anew } = await searchBothWays(() => ({ machine }), {
      faults: { duplicate: { actors: ['subject'] } },
    });

    expect(found).toEqual(again);
    expect(anew).toBeGreaterThan(0);
  });

  test('a memory beside the machine, once the search has found out', async () => {
    const factory: SubjectFactory = () => {
      let count = 0;
      const actor = setup({ guards: { isThird: () => ++count === 3 } }).createMachine({
        initial: 'on',
        states: { on: { on: { GO: { guard: 'isThird', target: 'off' } } }, off: {} },
      });
      return team(actor)();
    };
    const { found, again, anew } = await searchBothWays(factory);

    expect(found.states).toEqual(expect.arrayContaining(again.states));
    expect(found.states.length).toBeGreaterThan(again.states.length);
    expect(anew).toBeGreaterThan(again.states.length);
  });

  test('a failure is believed that a run from the start shows too', async () => {
    const factory: SubjectFactory = () => {
      let count = 0;
      const isLate = () => ++count > 2;
      const actor = setup({ guards: { isLate } }).createMachine({
        initial: 'on',
        states: { on: { on: { GO: { guard: 'isLate', target: 'off' } } }, off: { type: 'final' } },
      });
      return team(actor)();
    };
    const { verdict } = await explore(factory, {
      strategy: exhaustiveStates(),
      invariants: [{ name: 'it is on', holds: (view) => view.value('subject') === 'on' }],
    });

    // Only a search that takes the count of one schedule to another gets to three.
    expect(verdict).toBe('passed: explored completely');
  });
});
