import type { LogicSources } from '../scheduler/workers/logic-source.js';
import { InputError } from './input-error.js';
import type { Origin } from './origin.js';
import type { BlockingClock, Build } from './scenario.js';
import { findScenario } from './scenarios.js';

/** The machine of a scenario, as every thread can make it by itself. Loaded by URL on each of them. */
export function scenarioLogic({ scenario: name, settings }: Origin, clock: BlockingClock): Build['machine'] {
  const scenario = findScenario(name);
  if (scenario === undefined) {
    throw new InputError('ERR_ORIGIN', `there is no scenario ${name}`);
  }
  return scenario.build(settings, clock).machine;
}

/** Where threads find what the actors of a scenario run. */
export function scenarioModules(origin: Origin): LogicSources {
  const module = new URL('./scenario-logic.js', import.meta.url);
  return { restaurant: { module: module.href, export: scenarioLogic.name, args: origin } };
}
