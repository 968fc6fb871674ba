import { DEFAULT_SEED } from '../scheduler/run.js';
import type { ExploreOptions } from './explore-options.js';
import { Findings } from './findings.js';
import { beginExploration, runSchedules } from './run-schedules.js';
import type { Strategy } from './strategy.js';
import type { SubjectFactory } from './subject.js';

/** What an exploration has found, and how much there was to find. */
export interface Explored {
  readonly findings: Findings;
  /** Whether every schedule that matters was run to its end. */
  readonly isComplete: boolean;
  /** How many distinct states were seen, where the strategy tells states apart. */
  readonly states: number | undefined;
  /** What to know of it, in sentences. */
  readonly warnings: readonly string[];
}

/** Runs the schedules of a strategy one after the other on this thread. */
export async function exploreInTurn(
  factory: SubjectFactory,
  strategy: Strategy,
  options: ExploreOptions,
): Promise<Explored> {
  const { seed = DEFAULT_SEED, schedules = strategy.usualSchedules } = options;
  const exploration = beginExploration(strategy, options);
  const findings = new Findings(options, seed);
  const isExhausted = await runSchedules(factory, exploration, schedules, findings, options);
  return {
    findings,
    isComplete: isExhausted && exploration.isComplete && findings.unfinished === undefined,
    states: exploration.states,
    warnings: [],
  };
}
