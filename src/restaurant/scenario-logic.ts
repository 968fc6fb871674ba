import type { LogicSources } from '../scheduler/workers/logic-source.js';
import { type Origin, scenarioOf } from './origin.js';
import type { BlockingClock, Build } from './scenario.js';

/** The machine of a scenario, as every thread can make it by itself. Loaded by URL on each of them. */
export function scenarioLogic(origin: Origin, clock: BlockingClock): Build['machine'] {
  return scenarioOf(origin).build(origin.settings, clock).machine;
}

/** Where threads find what the actors of a scenario run. */
export function scenarioModules(origin: Origin): LogicSources {
  const module = new URL('./scenario-logic.js', import.meta.url);
  return { restaurant: { module: module.href, export: scenarioLogic.name, args: origin } };
}
