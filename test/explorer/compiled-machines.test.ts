import { describe, expect, test, vi } from 'vitest';
import { StateMachine } from 'xstate';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import { pct } from '../../src/explorer/strategies/pct.js';
import { random } from '../../src/explorer/strategies/random.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';
import { scenarioProperties, scenarioSubject } from '../../src/restaurant/scenario-subject.js';
import { scenarios } from '../../src/restaurant/scenarios.js';
import { suite } from './suite/suite.js';
import { eventfulSystems } from './systems/eventful.js';
import { lostUpdate } from './systems/lost-update.js';
import { philosophers } from './systems/philosophers.js';

/** All that an exploration says but for the time it took, and how often XState had to find a transition for it. */
async function explored(factory: SubjectFactory, options: ExploreOptions) {
  const asked = vi.spyOn(StateMachine.prototype, 'getTransitionData');
  const { statistics, ...report } = await explore(factory, options);
  const { length: interpreted } = asked.mock.calls;
  asked.mockRestore();
  const { elapsed: _, ...counts } = statistics;
  return { report: { ...report, counts }, interpreted };
}

/** Explores with compiled machines, as is the default, and without. */
async function bothWays(factory: SubjectFactory, options: ExploreOptions) {
  const compiled = await explored(factory, options);
  const interpreted = await explored(factory, { ...options, machines: 'interpreted' });
  return { compiled, interpreted };
}

describe('compiled machines', () => {
  const cases = suite.flatMap(({ name, buggy, correct, options }) => [
    { name, factory: buggy, options },
    { name: `${name}, corrected`, factory: correct, options },
  ]);

  test.each(cases)('lead to the same report of $name', async ({ factory, options }) => {
    const all = { ...options, schedules: 30, coverage: true, shrink: false };
    const { compiled, interpreted } = await bothWays(factory, all);

    expect(compiled.report).toEqual(interpreted.report);
  });

  test.each(scenarios.filter(({ hasReport }) => !hasReport))(
    'lead to the same of $name',
    async (scenario) => {
      const { defaults } = scenario;
      const options = {
        ...scenarioProperties(scenario, defaults),
        strategy: pct({ depth: 3 }),
        schedules: 10,
      };
      const { compiled, interpreted } = await bothWays(scenarioSubject(scenario, defaults), options);

      expect(compiled.report).toEqual(interpreted.report);
    },
  );

  test.each(Object.entries(eventfulSystems))('lead to the same of %s', async (_, [machine, options = {}]) => {
    const { compiled, interpreted } = await bothWays(() => ({ machine }), { ...options, schedules: 40 });

    expect(compiled.report).toEqual(interpreted.report);
  });

  test('take the transitions in the place of XState, in schedules and in searches', async () => {
    const three = philosophers(3);
    const searched = await bothWays(() => three, { strategy: exhaustiveStates(), shrink: false });
    const twoThreads = lostUpdate();
    const run = await bothWays(() => twoThreads, { strategy: random(), schedules: 500 });

    expect(searched.compiled.report).toEqual(searched.interpreted.report);
    expect(searched.compiled.report.counts.states).toBe(359);
    for (const { compiled, interpreted } of [searched, run]) {
      expect(compiled.interpreted).toBeLessThan(interpreted.interpreted / 4);
    }
  });
});
