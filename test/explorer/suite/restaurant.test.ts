import { describe, expect, test } from 'vitest';
import { explore } from '../../../src/explorer/explore.js';
import { exhaustiveStates } from '../../../src/explorer/strategies/exhaustive-states.js';
import { exhaustive } from '../../../src/explorer/strategies/exhaustive.js';
import type { SubjectFactory } from '../../../src/explorer/subject.js';
import { scenarioSubject } from '../../../src/restaurant/scenario-subject.js';
import { findScenario } from '../../../src/restaurant/scenarios.js';

describe('the restaurant without a lock', () => {
  test('fails, and it takes twenty decisions to get there', async () => {
    const { failure, minimal } = await explore(scenario('race'), { mustFinish: true });

    expect(failure?.property).toBe('the root does not end in error');
    expect(minimal).toMatchObject({ property: failure?.property, isShortest: true, preemptions: 2 });
    expect(minimal?.decisions).toHaveLength(20);
  });

  test('needs no fewer, as a search over all states proves', async () => {
    const strategy = exhaustiveStates();
    const { failure } = await explore(scenario('race'), { strategy, mustFinish: true, shrink: false });

    expect(failure?.decisions).toHaveLength(20);
  });
});

describe('the restaurant with a lock', () => {
  test.each([
    { strategy: exhaustive(), schedules: 464, states: undefined },
    { strategy: exhaustiveStates(), schedules: 16, states: 244 },
  ])('is explored completely by $strategy.name, and never fails', async ({ strategy, schedules, states }) => {
    const { verdict, statistics } = await explore(scenario('lock'), { strategy, mustFinish: true });

    expect(verdict).toBe('passed: explored completely');
    expect(statistics).toMatchObject({ schedules, states });
  });
});

function scenario(name: string): SubjectFactory {
  const found = findScenario(name);
  if (found === undefined) {
    throw new Error(`there is no scenario ${name}`);
  }
  return scenarioSubject(found, found.defaults);
}
