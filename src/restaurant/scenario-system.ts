import type { Subject } from '../explorer/subject.js';
import { type Origin, scenarioOf } from './origin.js';
import { scenarioProperties, type ScenarioProperties, scenarioSubject } from './scenario-subject.js';

// Imported by its path, so that each thread of an exploration makes its own.

/** Makes the system of a scenario. */
export function scenarioSystem(origin: Origin): Subject {
  return scenarioSubject(scenarioOf(origin), origin.settings)();
}

/** What is to hold of a scenario. */
export function scenarioRules(origin: Origin): ScenarioProperties {
  return scenarioProperties(scenarioOf(origin), origin.settings);
}
