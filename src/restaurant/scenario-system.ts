import type { Subject } from '../explorer/subject.js';
import type { ScenarioSettings } from './scenario.js';
import { scenarioSubject } from './scenario-subject.js';
import { findScenario } from './scenarios.js';

/** A scenario to explore, as plain data that can go to another thread. */
export interface ScenarioData {
  /** Its name. */
  readonly scenario: string;
  readonly settings: ScenarioSettings;
}

/** Makes the system of a scenario. Imported by its path, so that each thread of an exploration makes its own. */
export function scenarioSystem({ scenario: name, settings }: ScenarioData): Subject {
  const scenario = findScenario(name);
  if (scenario === undefined) {
    throw new RangeError(`no scenario is called ${name}`);
  }
  return scenarioSubject(scenario, settings)();
}
