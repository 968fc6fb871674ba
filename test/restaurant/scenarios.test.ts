import { describe, expect, it } from 'vitest';
import { defaultScenario, findScenario, scenarios } from '../../src/restaurant/scenarios.js';

describe('the scenarios', () => {
  it('are found by their names, each of its own', () => {
    const names = scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.map((name) => findScenario(name))).toEqual(scenarios);
    expect(names).toContain(defaultScenario);
    expect(findScenario('brunch')).toBeUndefined();
  });

  it.each(scenarios)('$name is explained in one line, and set up from plain data', (scenario) => {
    expect(scenario.explanation).toMatch(/^[^\n]{10,100}$/);
    expect(structuredClone(scenario.defaults)).toEqual(scenario.defaults);
    const { input } = scenario.build(scenario.defaults, { block: () => {} });
    expect(JSON.parse(JSON.stringify(input))).toEqual(input);
  });
});
