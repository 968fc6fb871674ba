import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import { random } from '../../src/explorer/strategies/random.js';
import type { Situation, Strategy } from '../../src/explorer/strategy.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';
import { scenarioSubject } from '../../src/restaurant/scenario-subject.js';
import { scenarios } from '../../src/restaurant/scenarios.js';
import { suite } from './suite/suite.js';
import { drawSystem, eventfulSystems } from './systems/eventful.js';

/** Random schedules, in all of whose states somebody looks. */
function looking(look: (situation: Situation) => void): Strategy {
  const strategy = random();
  return {
    name: 'looking',
    usualSchedules: 100,
    begin: (options) => {
      const exploration = strategy.begin(options);
      return {
        isComplete: false,
        next: (spent) => {
          const picker = exploration.next(spent);
          return (
            picker && {
              ...picker,
              pick: (choices, situation) => {
                look(situation);
                return picker.pick(choices, situation);
              },
              ended: look,
            }
          );
        },
      };
    },
  };
}

/** The keys that were seen of each text, and the texts of each key. */
async function keysAndTexts(factory: SubjectFactory, options: ExploreOptions) {
  const keys = new Map<string, Set<string>>();
  const texts = new Map<string, Set<string>>();
  const add = (sets: Map<string, Set<string>>, name: string, other: string): void => {
    sets.set(name, (sets.get(name) ?? new Set()).add(other));
  };
  const strategy = looking((situation) => {
    const [text, key] = [situation.stateText(), situation.stateKey()];
    add(keys, text, key);
    add(texts, key, text);
  });
  await explore(factory, {
    ...options,
    strategy,
    keepGoing: true,
    shrink: false,
    schedules: 30,
    patience: 20,
  });
  return { keys, texts };
}

const one = (sets: ReadonlyMap<string, ReadonlySet<string>>) =>
  [...sets.values()].every((others) => others.size === 1);

describe('the keys of states', () => {
  const drawn = [1, 2, 3, 4, 5, 6].map((seed) => {
    const [machine, options] = drawSystem(seed);
    return { name: `a system drawn with seed ${seed}`, factory: () => ({ machine }), options };
  });
  const cases = [
    ...suite.map(({ name, buggy, options }) => ({ name, factory: buggy, options })),
    ...scenarios
      .filter(({ hasReport }) => !hasReport)
      .map((scenario) => ({
        name: scenario.name,
        factory: scenarioSubject(scenario, scenario.defaults),
        options: {},
      })),
    ...Object.entries(eventfulSystems).map(([name, [machine, options = {}]]) => ({
      name,
      factory: () => ({ machine }),
      options,
    })),
    ...drawn,
  ];

  test.each(cases)('are one for each text, and of one text, in $name', async ({ factory, options }) => {
    const { keys, texts } = await keysAndTexts(factory, options);

    expect(one(keys)).toBe(true);
    expect(one(texts)).toBe(true);
    expect(keys.size).toBeGreaterThan(1);
  });

  test.each(cases.slice(0, 4))(
    'are the same with interpreted machines in $name',
    async ({ factory, options }) => {
      const compiled = await keysAndTexts(factory, options);
      const interpreted = await keysAndTexts(factory, { ...options, machines: 'interpreted' });

      expect([...interpreted.keys]).toEqual([...compiled.keys]);
    },
  );
});
