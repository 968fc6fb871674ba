import type { ExploreOptions } from '../explorer/explore-options.js';
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

// Imported by its path, so that each thread of an exploration makes its own.

/** Makes the system of a scenario. */
export function scenarioSystem({ scenario: name, settings }: ScenarioData): Subject {
  const scenario = findScenario(name);
  if (scenario === undefined) {
    throw new RangeError(`no scenario is called ${name}`);
  }
  return scenarioSubject(scenario, settings)();
}

/** What is to hold of a scenario. */
export function scenarioRules(_: ScenarioData): Pick<ExploreOptions, 'mustFinish'> {
  return { mustFinish: true };
}
