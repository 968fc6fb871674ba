import { hostNow, nextMacrotask } from '../clock/host-timers.js';
import { DEFAULT_SEED } from '../scheduler/run.js';
import type { PendingTask } from '../system/async-task.js';
import { type AuditReport, auditSchedules } from './audit/audit-schedules.js';
import { ScheduleSample } from './audit/schedule-sample.js';
import type { Coverage } from './coverage/coverage.js';
import { CoverageCollector } from './coverage/coverage-collector.js';
import {
  checkExploreOptions,
  DEFAULT_PATIENCE,
  DEFAULT_STEPS,
  type ExploreOptions,
} from './explore-options.js';
import { type FailingSchedule, failingScheduleOf } from './failing-schedule.js';
import { propertiesOf } from './properties.js';
import { repeatingTail } from './repeating-tail.js';
import { runSchedule, type ScheduleResult } from './schedule-run.js';
import { type MinimalSchedule, shrink } from './shrinking/shrink.js';
import { type Statistics, StatisticsCollector } from './statistics.js';
import { portfolio } from './strategies/portfolio.js';
import type { SubjectFactory } from './subject.js';

export type { FailingSchedule };

/**
 * What an exploration found:
 * - `passed: explored completely`: every schedule that matters was run, and every property held;
 * - `passed: budget reached`: every property held in the schedules that were run, and there are more;
 * - `failed`: a property did not hold in some schedule;
 * - `inconclusive`: no property was seen violated, but some schedule was cut off by the step limit or by a promise
 *   that did not settle, so that nothing is known of the rest of it.
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

/** A schedule that did not come to its end. */
export interface UnfinishedSchedule {
  readonly reason: 'step-limit' | 'waiting';
  /** Why, in one sentence, with the promises or the decisions that it is about. */
  readonly message: string;
  /** The decisions that came again and again, where the run ended in a loop. */
  readonly loop: readonly string[];
  /** The promises that did not settle. */
  readonly pendingTasks: readonly PendingTask[];
  readonly decisions: readonly string[];
  readonly schedule: number;
}

/**
 * Runs a system again and again under the schedules of a strategy, until a property does not hold, the strategy
 * has no more, or the budget is spent.
 *
 * @param factory - called for each schedule; gives the root's machine and its input.
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
  const { strategy = portfolio(), seed = DEFAULT_SEED, steps = DEFAULT_STEPS } = options;
  const { schedules = strategy.usualSchedules, patience = DEFAULT_PATIENCE, faults = {} } = options;
  const lateTimers = options.timers === 'late';
  const properties = propertiesOf(options);
  const exploration = strategy.begin({
    seed,
    schedules,
    steps,
    lateTimers,
    onlookers: (step) => properties.filter((property) => property.looksAt(step)).map(({ name }) => name),
  });
  const statistics = new StatisticsCollector();
  const coverage = options.coverage === true ? new CoverageCollector() : undefined;
  const sample = new ScheduleSample(seed, options.audit ?? 0);
  const begun = hostNow();
  let failure: FailingSchedule | undefined;
  let unfinished: UnfinishedSchedule | undefined;
  let isExhausted = false;
  while (statistics.runs < schedules && (failure === undefined || options.keepGoing === true)) {
    const picker = exploration.next();
    if (picker === undefined) {
      isExhausted = true;
      break;
    }
    const result = await runSchedule(factory, picker, {
      steps,
      patience,
      properties,
      lateTimers,
      faults,
      observer: coverage,
    });
    statistics.add(result);
    if (result.end !== 'cut') {
      sample.add({ schedule: statistics.schedules, decisions: result.decisions });
    }
    failure ??= failingScheduleOf(result, statistics.schedules);
    unfinished ??= unfinishedOf(result, statistics.schedules);
    if (statistics.runs % RUNS_A_TURN === 0) {
      await nextMacrotask();
    }
  }
  const elapsed = hostNow() - begun;
  const minimal =
    failure === undefined || options.shrink === false ? undefined : await shrink(factory, failure, options);
  const isComplete = isExhausted && exploration.isComplete && unfinished === undefined;
  return {
    verdict: verdictOf(failure, unfinished, isComplete),
    strategy: strategy.name,
    seed,
    failure,
    minimal,
    unfinished,
    statistics: statistics.read({ isComplete, states: exploration.states, elapsed }),
    coverage: coverage?.read(),
    audit:
      options.audit === undefined
        ? undefined
        : await auditSchedules(factory, sample.read(), { steps, patience, lateTimers, faults }),
  };
}

/** How many schedules are run before the host's other work gets its turn. */
const RUNS_A_TURN = 64;

function verdictOf(
  failure: FailingSchedule | undefined,
  unfinished: UnfinishedSchedule | undefined,
  isComplete: boolean,
): Verdict {
  if (failure !== undefined) {
    return 'failed';
  }
  if (unfinished !== undefined) {
    return 'inconclusive';
  }
  return isComplete ? 'passed: explored completely' : 'passed: budget reached';
}

function unfinishedOf(
  { end, decisions, pendingTasks }: ScheduleResult,
  schedule: number,
): UnfinishedSchedule | undefined {
  if (end === 'step-limit') {
    const loop = repeatingTail(decisions) ?? [];
    const last =
      loop.length > 0 ? `it ends in a loop of ${loop.join('; ')}` : `last: ${decisions.slice(-5).join('; ')}`;
    const message = `no rest after ${decisions.length} decisions; ${last}`;
    return { reason: end, message, loop, pendingTasks, decisions, schedule };
  }
  if (end === 'waiting') {
    const names = pendingTasks.map(({ address, source }) => `${address} (${source})`).join(', ');
    const message = `these promises did not settle: ${names}`;
    return { reason: end, message, loop: [], pendingTasks, decisions, schedule };
  }
  return undefined;
}
