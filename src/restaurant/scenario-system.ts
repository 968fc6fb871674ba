import type { Subject } from '../explorer/subject.js';
import type { Scenario, ScenarioSettings } from './scenario.js';
import { scenarioProperties, type ScenarioProperties, scenarioSubject } from './scenario-subject.js';
import { findScenario } from './scenarios.js';

/** A scenario to explore, as plain data that can go to another thread. */
export interface ScenarioData {
  /** Its name. */
  readonly scenario: string;
  readonly settings: ScenarioSettings;
}

// Imported by its path, so that each thread of an exploration makes its own.

/** Makes the system of a scenario. */
export function scenarioSystem({ scenario: name, settings }: ScenarioData): Subject {
  return scenarioSubject(scenarioOf(name), settings)();
}

/** What is to hold of a scenario. */
export function scenarioRules({ scenario: name, settings }: ScenarioData): ScenarioProperties {
  return scenarioProperties(scenarioOf(name), settings);
}

function scenarioOf(name: string): Scenario {
  const scenario = findScenario(name);
  if (scenario === undefined) {
    throw new RangeError(`no scenario is called ${name}`);
  }
  return scenario;
}
