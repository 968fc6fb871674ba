import type { ExploreOptions } from '../explorer/explore-options.js';
import type { SubjectFactory } from '../explorer/subject.js';
import { everyOrderIsServedOnce } from './every-order-is-served-once.js';
import type { Build, Scenario, ScenarioSettings } from './scenario.js';

/**
 * A scenario as a system to explore. Nobody is kept waiting in it: whoever blocks everybody else does so in one
 * step, and no order of steps can come between.
 */
export function scenarioSubject(scenario: Scenario, settings: ScenarioSettings): SubjectFactory {
  return () => build(scenario, settings);
}

export type ScenarioProperties = Required<Pick<ExploreOptions, 'mustFinish' | 'monitors'>>;

/** What is to hold of a scenario in every order of its steps: it comes to its end, and every order is served once. */
export function scenarioProperties(scenario: Scenario, settings: ScenarioSettings): ScenarioProperties {
  const { tickets } = build(scenario, settings).input;
  return { mustFinish: true, monitors: [{ machine: everyOrderIsServedOnce, input: { tickets } }] };
}

function build(scenario: Scenario, settings: ScenarioSettings): Build {
  return scenario.build(settings, { block: () => undefined });
}
