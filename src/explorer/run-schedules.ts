import { nextMacrotask } from '../clock/host-timers.js';
import { DEFAULT_SEED } from '../scheduler/run.js';
import { type ExploreOptions, spentBudget } from './explore-options.js';
import type { Findings } from './findings.js';
import { scheduleOptionsOf } from './schedule-options.js';
import { runSchedule } from './schedule-run.js';
import type { StartingPlace } from './starting-place.js';
import type { Exploration, Strategy } from './strategy.js';
import type { SubjectFactory } from './subject.js';

/** Begins an exploration by a strategy under these options, with the schedule of a number. */
export function beginExploration(strategy: Strategy, options: ExploreOptions, first = 0): Exploration {
  const { seed = DEFAULT_SEED, schedules = strategy.usualSchedules } = options;
  const { steps, lateTimers, properties } = scheduleOptionsOf(options);
  return strategy.begin({
    seed,
    schedules,
    first,
    steps,
    lateTimers,
    onlookers: (step) => properties.filter((property) => property.looksAt(step)).map(({ name }) => name),
  });
}

/**
 * Runs so many schedules of an exploration and adds each to the findings, until one breaks a property unless the
 * options say to go on, or they took as many decisions as they may.
 *
 * @param start - where schedules begin that need no new system; `undefined` where each has one
 * @returns whether the exploration had no more
 */
export async function runSchedules(
  factory: SubjectFactory,
  exploration: Exploration,
  schedules: number,
  findings: Findings,
  options: ExploreOptions,
  start: StartingPlace | undefined,
): Promise<boolean> {
  const { statistics, observer } = findings;
  const invariants = (options.invariants ?? []).map((invariant) => findings.asked.listensTo(invariant));
  const scheduleOptions = { ...scheduleOptionsOf({ ...options, invariants }), observer };
  const { decisions = Number.POSITIVE_INFINITY, onProgress } = options;
  const taken = { runs: 0, decisions: 0 };
  while (
    taken.runs < schedules &&
    taken.decisions < decisions &&
    (findings.failure === undefined || options.keepGoing === true)
  ) {
    const picker = exploration.next(taken.runs);
    if (picker === undefined) {
      return true;
    }
    const result = await runSchedule(factory, picker, scheduleOptions, start);
    if (picker.isRepeat !== true) {
      findings.add(result);
    }
    taken.runs += picker.from === undefined ? 1 : PART;
    taken.decisions += result.carriedOut;
    const spent = spentBudget(taken, { schedules, decisions });
    onProgress?.({ schedules: statistics.runs, spent, isShrinking: false });
    if (statistics.runs % RUNS_A_TURN === 0) {
      await nextMacrotask();
    }
  }
  return false;
}

/**
 * What a schedule counts for that begins where another once stood. Mostly it is a single step; so many of them take
 * about as long as one schedule from the start (docs/decisions/0011-where-an-exploration-spends-its-time.md).
 */
const PART = 1 / 10;

/** How many schedules are run before the host's other work gets its turn. */
const RUNS_A_TURN = 64;
