import { describe, expect, test } from 'vitest';
import { assign, sendTo, setup } from 'xstate';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import type { Property } from '../../src/explorer/property.js';
import { delayBounded } from '../../src/explorer/strategies/delay-bounded.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { pct } from '../../src/explorer/strategies/pct.js';
import { random } from '../../src/explorer/strategies/random.js';
import { urw } from '../../src/explorer/strategies/urw.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';
import { scenarioProperties, scenarioSubject } from '../../src/restaurant/scenario-subject.js';
import { scenarios } from '../../src/restaurant/scenarios.js';
import { suite } from './suite/suite.js';
import { drawSystem } from './systems/eventful.js';
import { lostUpdate, nothingIsLost } from './systems/lost-update.js';
import { team } from './systems/team.js';

/** How many schedules are run again with new systems at the most. */
const CHECKS = 20;
const strategies = [random(), urw(), pct({ depth: 3 }), delayBounded({ delays: 2 }), exhaustive()];

/** It is told of each step and cannot be put back, so that every schedule has a new system. */
const cannotGoBack: Property = {
  name: 'cannot go back',
  looksAt: () => false,
  watch: () => ({ afterStep: () => undefined }),
};

/** All that an exploration says but for the time it took, and how many systems were made for it. */
async function explored(factory: SubjectFactory, options: ExploreOptions) {
  let made = 0;
  const counting: SubjectFactory = () => {
    made++;
    return factory();
  };
  const all = { keepGoing: true, shrink: false, schedules: 150, ...options };
  const { verdict, failure, unfinished, statistics } = await explore(counting, all);
  const { elapsed: _, warnings, ...counts } = statistics;
  return { report: { verdict, failure, unfinished, counts }, warnings, made };
}

async function bothWays(factory: SubjectFactory, options: ExploreOptions = {}) {
  const { properties = [] } = options;
  const reused = await explored(factory, options);
  const anew = await explored(factory, { ...options, properties: [...properties, cannotGoBack] });
  return { reused, anew };
}

describe('schedules that begin with one system, put back to its start,', () => {
  const cases = suite.flatMap(({ name, buggy, correct, options }) => [
    { name, factory: buggy, options },
    { name: `${name}, corrected`, factory: correct, options },
  ]);

  test.each(strategies)(
    'find under $name what those with new systems find, in lost updates',
    async (strategy) => {
      const options = { strategy, properties: [nothingIsLost] };
      const { reused, anew } = await bothWays(lostUpdate, options);

      expect(reused.report).toEqual(anew.report);
      expect(reused.warnings).toEqual(anew.warnings);
    },
  );

  test.each(cases)('find the same in $name', async ({ factory, options }) => {
    const { reused, anew } = await bothWays(factory, {
      ...options,
      strategy: pct({ depth: 3 }),
      schedules: 40,
    });

    expect(reused.report).toEqual(anew.report);
  });

  test.each(scenarios.filter(({ hasReport }) => !hasReport))('find the same in $name', async (scenario) => {
    const { defaults } = scenario;
    const options = { ...scenarioProperties(scenario, defaults), strategy: random(), schedules: 20 };
    const { reused, anew } = await bothWays(scenarioSubject(scenario, defaults), options);

    expect(reused.report).toEqual(anew.report);
  });

  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'find the same in a system drawn at random (%i)',
    async (seed) => {
      const [machine, options] = drawSystem(seed);
      const all: ExploreOptions = { ...options, strategy: urw(), schedules: 30, noErrors: 'none' };
      const { reused, anew } = await bothWays(() => ({ machine }), all);

      expect(reused.report).toEqual(anew.report);
    },
  );

  test('take one system, and some to make sure of it', async () => {
    const { made } = await explored(lostUpdate, { strategy: random(), schedules: 1000, noErrors: 'none' });

    expect(made).toBeGreaterThan(CHECKS / 2);
    expect(made).toBeLessThanOrEqual(1 + CHECKS);
  });

  test('have systems of their own where an audit is asked for', async () => {
    const { made } = await explored(lostUpdate, { strategy: random(), schedules: 50, audit: 1 });

    expect(made).toBeGreaterThanOrEqual(50);
  });

  test('are all run again with new systems where something beside the snapshots was remembered', async () => {
    const remembering = (): SubjectFactory => () => {
      let asked = 0;
      const asker = setup({
        actions: { ask: sendTo(({ system }) => system.get('clerk'), { type: 'ASK' }) },
      }).createMachine({ entry: 'ask' });
      const clerk = setup({
        types: { context: {} as { readonly answer: number } },
        actions: { answer: assign({ answer: () => ++asked }) },
      }).createMachine({ context: { answer: 0 }, on: { ASK: { actions: 'answer' } } });
      return team({ clerk, one: asker, two: asker });
    };
    const neverBeyondTwo = {
      name: 'no answer beyond two',
      holds: (view: { context(address: string): Record<string, unknown> | undefined }) =>
        Number(view.context('clerk')?.['answer']) <= 2,
    };
    const { reused, anew } = await bothWays(remembering(), {
      strategy: random(),
      invariants: [neverBeyondTwo],
    });

    expect(reused.report).toEqual(anew.report);
    expect(reused.report.verdict).toBe('passed: budget reached');
    expect(reused.made).toBeGreaterThan(150);
    expect(reused.warnings).toEqual([
      'the system keeps something beside its snapshots, or changes a context in place: what is said here rests on runs with a new system each, and is to be trusted only if those share nothing; a variable beside the machine is shared, and so is the context of a machine that is made once, unless it is made by a function',
    ]);
  });

  test('are all run again with new systems where a context was changed in place', async () => {
    const factory: SubjectFactory = () => {
      const asker = setup({
        actions: { ask: sendTo(({ system }) => system.get('clerk'), { type: 'ASK' }) },
      }).createMachine({ entry: 'ask' });
      const clerk = setup({
        types: { context: {} as { readonly asked: string[] } },
        actions: { note: ({ context }) => context.asked.push('again') },
      }).createMachine({ context: () => ({ asked: [] }), on: { ASK: { actions: 'note' } } });
      return team({ clerk, one: asker, two: asker });
    };
    const { reused, anew } = await bothWays(factory, { strategy: random() });

    expect(reused.report).toEqual(anew.report);
    expect(reused.warnings).toHaveLength(1);
  });
});
