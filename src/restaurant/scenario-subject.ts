import type { SubjectFactory } from '../explorer/subject.js';
import type { Scenario, ScenarioSettings } from './scenario.js';

/**
 * A scenario as a system to explore. Nobody is kept waiting in it: whoever blocks everybody else does so in one
 * step, and no order of steps can come between.
 */
export function scenarioSubject(scenario: Scenario, settings: ScenarioSettings): SubjectFactory {
  return () => scenario.build(settings, { block: () => undefined });
}
