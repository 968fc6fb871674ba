import { InputError } from './input-error.js';
import type { Scenario, ScenarioSettings } from './scenario.js';
import { findScenario } from './scenarios.js';

/**
 * Where a system comes from: enough to set the same service up again, from a trace or on another thread, without any
 * file that a user gave.
 */
export interface Origin {
  readonly scenario: string;
  readonly settings: ScenarioSettings;
}

/**
 * The scenario that an origin names, for a thread that sets it up again.
 *
 * @throws InputError `ERR_ORIGIN` where there is none of this name
 */
export function scenarioOf({ scenario: name }: Origin): Scenario {
  const scenario = findScenario(name);
  if (scenario === undefined) {
    throw new InputError('ERR_ORIGIN', `there is no scenario ${name}`);
  }
  return scenario;
}
