import { hostNow } from '../clock/host-timers.js';
import { DEFAULT_SEED } from '../scheduler/run.js';
import { type AuditReport, auditSchedules } from './audit/audit-schedules.js';
import type { Coverage } from './coverage/coverage.js';
import { checkExploreOptions } from './check-explore-options.js';
import { type ExploreOptions, spentBudget } from './explore-options.js';
import { exploreInTurn } from './explore-in-turn.js';
import type { FailingSchedule } from './failing-schedule.js';
import { scheduleOptionsOf } from './schedule-options.js';
import { type MinimalSchedule, shrink } from './shrinking/shrink.js';
import type { Statistics } from './statistics.js';
import { portfolio } from './strategies/portfolio.js';
import type { SubjectFactory } from './subject.js';
import { exploreOnThreads } from './threads/explore-on-threads.js';
import type { UnfinishedSchedule } from './unfinished-schedule.js';

/**
 * What an exploration found:
 * - `passed: explored completely`: every schedule that matters was run, or every state seen with each step that is
 *   possible there, and every property held;
 * - `passed: budget reached`: every property held in the schedules that were run, and there are more;
 * - `failed`: a property did not hold in some schedule;
 * - `inconclusive`: no property was seen violated, but nobody knows: some schedule was cut off by the step limit or by a
 *   promise that did not settle, so that nothing is known of the rest of it (`unfinished`), or an audit found that the
 *   system does not do the same twice, so that what was seen says little (`audit.difference`).
 */
export type Verdict = 'passed: explored completely' | 'passed: budget reached' | 'failed' | 'inconclusive';

/** What came of an exploration. */
export interface ExploreReport {
  readonly verdict: Verdict;
  /** The name of the strategy. */
  readonly strategy: string;
  readonly seed: number;
  /** The first schedule that broke a property, as it was found. */
  readonly failure: FailingSchedule | undefined;
  /** The simplest schedule that breaks the same property; `undefined` where it was not asked for or not found. */
  readonly minimal: MinimalSchedule | undefined;
  /** The first schedule of which nothing more is known, and why. */
  readonly unfinished: UnfinishedSchedule | undefined;
  readonly statistics: Statistics;
  /** What came about in all schedules together, where that was asked for. */
  readonly coverage: Coverage | undefined;
  /** Whether the system did the same when schedules were run twice, where that was asked for. */
  readonly audit: AuditReport | undefined;
}

/**
 * Runs a system again and again under the schedules of a strategy, until a property does not hold, the strategy
 * has no more, or the budget is spent.
 *
 * @param factory - gives the root's machine and its input; called for each new system, of which schedules that can be
 * put back to their start share one.
 * @throws SubjectError where the factory makes no system; ExploreOptionError where an option makes no sense;
 * NondeterminismError where a search cannot come back to where it was.
 *
 * @example
 * ```ts
 * const { verdict } = await explore(() => ({ machine }), { strategy: exhaustive(), mustFinish: true });
 * ```
 */
export async function explore(factory: SubjectFactory, options: ExploreOptions = {}): Promise<ExploreReport> {
  checkExploreOptions(options);
  const { strategy = portfolio(), seed = DEFAULT_SEED } = options;
  const { shrink: isToShrink = strategy.isAsGiven !== true } = options;
  const begun = hostNow();
  const { findings, isComplete, states, warnings } =
    options.threads === undefined
      ? await exploreInTurn(factory, strategy, options)
      : await exploreOnThreads(factory, strategy, options, options.threads);
  const elapsed = hostNow() - begun;
  const { failure, unfinished, statistics, coverage, sample } = findings;
  let minimal: MinimalSchedule | undefined;
  if (failure !== undefined && isToShrink) {
    const { schedules = strategy.usualSchedules } = options;
    const spent = spentBudget(statistics, { ...options, schedules });
    options.onProgress?.({ schedules: statistics.runs, spent, isShrinking: true });
    minimal = await shrink(factory, failure, options);
  }
  const audit =
    options.audit === undefined
      ? undefined
      : await auditSchedules(factory, sample, scheduleOptionsOf(options));
  return {
    verdict: verdictOf({ failure, unfinished, audit }, isComplete),
    strategy: strategy.name,
    seed,
    failure,
    minimal,
    unfinished,
    statistics: statistics.read({
      isComplete,
      states,
      elapsed,
      warnings: [...warnings, ...findings.warnings],
    }),
    coverage,
    audit,
  };
}

function verdictOf(
  { failure, unfinished, audit }: Pick<ExploreReport, 'failure' | 'unfinished' | 'audit'>,
  isComplete: boolean,
): Verdict {
  if (failure !== undefined) {
    return 'failed';
  }
  if (unfinished !== undefined || audit?.difference !== undefined) {
    return 'inconclusive';
  }
  return isComplete ? 'passed: explored completely' : 'passed: budget reached';
}
