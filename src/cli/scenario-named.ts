import type { Scenario } from '../restaurant/scenario.js';
import { findScenario, scenarios } from '../restaurant/scenarios.js';
import { usageError } from './command-error.js';
import { nearest } from '../explorer/nearest.js';

/** The scenario of this name; throws a usage error with the nearest name where there is none. */
export function scenarioNamed(name: string): Scenario {
  const scenario = findScenario(name);
  if (scenario === undefined) {
    const names = scenarios.map((known) => known.name);
    throw usageError(
      `no scenario is called "${name}"; ${nearest(name, names)} (\`short-order scenarios\` lists all)`,
    );
  }
  return scenario;
}
