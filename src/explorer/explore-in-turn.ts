import { DEFAULT_SEED } from '../scheduler/run.js';
import type { ExploreOptions } from './explore-options.js';
import { Findings } from './findings.js';
import { beginExploration, runSchedules } from './run-schedules.js';
import { scheduleOptionsOf } from './schedule-options.js';
import { type StartingPlace, startingPlaceFor } from './starting-place.js';
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

/**
 * Runs the schedules of a strategy one after the other on this thread.
 *
 * Schedules begin with one system that is put back to its start. Where that turns out not to be what a new system
 * would have done, all of them are run again, each with its own.
 */
export async function exploreInTurn(
  factory: SubjectFactory,
  strategy: Strategy,
  options: ExploreOptions,
): Promise<Explored> {
  const start = startingPlaceFor(options);
  const explored = await exploreOnce(factory, strategy, options, start);
  if (start === undefined || (await start.holds(factory, scheduleOptionsOf(options)))) {
    return explored;
  }
  const again = await exploreOnce(factory, strategy, options, undefined);
  return { ...again, warnings: [REMEMBERS, ...again.warnings] };
}

async function exploreOnce(
  factory: SubjectFactory,
  strategy: Strategy,
  options: ExploreOptions,
  start: StartingPlace | undefined,
): Promise<Explored> {
  const { seed = DEFAULT_SEED, schedules = strategy.usualSchedules } = options;
  const exploration = beginExploration(strategy, options);
  const findings = new Findings(options, seed);
  const isExhausted = await runSchedules(factory, exploration, schedules, findings, options, start);
  return {
    findings,
    isComplete: isExhausted && exploration.isComplete && findings.unfinished === undefined,
    states: exploration.states,
    warnings: exploration.warnings ?? [],
  };
}

const REMEMBERS =
  'the system keeps something beside its snapshots, or changes a context in place: what is said here rests on runs with a new system each, and is to be trusted only if those share nothing; a variable beside the machine is shared, and so is the context of a machine that is made once, unless it is made by a function';
