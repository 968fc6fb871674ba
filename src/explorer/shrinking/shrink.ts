import type { ExploreOptions } from '../explore-options.js';
import { checkCount } from '../option-checks.js';
import { type FailingSchedule, failingScheduleOf } from '../failing-schedule.js';
import { scheduleOptionsOf } from '../schedule-options.js';
import { exhaustiveStates } from '../strategies/exhaustive-states.js';
import { random } from '../strategies/random.js';
import type { Strategy } from '../strategy.js';
import type { SubjectFactory } from '../subject.js';
import { minimizeList } from './delta-debugging.js';
import { type SearchResult, searchShorter } from './search-shorter.js';
import { straighten } from './straighten.js';
import { Trials } from './trials.js';

/** The options under which the schedule failed, and how much to do about it. */
export interface ShrinkOptions extends ExploreOptions {
  /** How many decisions shrinking may carry out over all of its runs; 40,000, about a second's worth, unless given. */
  readonly effort?: number;
}

/** The simplest failing schedule that was found. */
export interface MinimalSchedule extends FailingSchedule {
  /** Whether it is known that no schedule with fewer decisions breaks the property. */
  readonly isShortest: boolean;
  /** How often something comes between a decision and what follows from it, though nothing forces it to. */
  readonly preemptions: number;
}

/**
 * Makes a failing schedule as short as it can, and then as simple: fewest decisions, then fewest preemptions, then
 * nearest to the order of posting. It breaks the same property. The same arguments give the same schedule.
 *
 * 1. Delta debugging leaves out what is not needed (see {@link minimizeList}), with a replay that passes over what is
 *    not enabled and goes on in the order of posting.
 * 2. Random schedules of what is left look for something shorter from which that may start again.
 * 3. Single decisions are taken earlier as long as that makes it simpler (see {@link straighten}).
 * 4. A breadth-first search over states looks for something shorter, first among the decisions of the schedule alone,
 *    then among all. Where the effort suffices for that, the schedule is the shortest there is.
 *
 * @param failing - a schedule of this system that breaks a property under these options
 * @returns `undefined` where the schedule does not break the property when it is run again
 */
export async function shrink(
  factory: SubjectFactory,
  failing: Pick<FailingSchedule, 'property' | 'decisions' | 'schedule'>,
  options: ShrinkOptions = {},
): Promise<MinimalSchedule | undefined> {
  const { effort = DEFAULT_EFFORT } = options;
  checkCount('effort', effort, 0);
  const trials = new Trials(factory, failing.property, scheduleOptionsOf(options), effort);
  if (!(await trials.simplifies(failing.decisions))) {
    return undefined;
  }
  await leaveOut(trials);
  while ((await searchAmongItsOwn(trials, random(), 1 / 16)) === 'found') {
    await leaveOut(trials);
  }
  await simplify(trials);
  await searchAmongItsOwn(trials, exhaustiveStates(), 1 / 4);
  const shorter = await searchShorter(trials, { strategy: exhaustiveStates(), share: 1 / 2 });
  await simplify(trials);
  return minimalOf(trials, failing.schedule, shorter !== 'unknown');
}

/** Searches for something shorter that consists of decisions of the best schedule alone. */
function searchAmongItsOwn(trials: Trials, strategy: Strategy, share: number): Promise<SearchResult> {
  return searchShorter(trials, { strategy, share, among: new Set(trials.decisions) });
}

/** Leaves out and exchanges decisions as long as either helps. */
async function simplify(trials: Trials): Promise<void> {
  for (let before; before !== trials.best; ) {
    before = trials.best;
    await leaveOut(trials);
    await straighten(trials);
  }
}

async function leaveOut(trials: Trials): Promise<void> {
  await minimizeList(
    trials.decisions,
    (wishes) => trials.simplifies(wishes),
    () => trials.hasEffort,
  );
}

const DEFAULT_EFFORT = 40_000;

function minimalOf({ best }: Trials, schedule: number, isShortest: boolean): MinimalSchedule | undefined {
  const failing = best && failingScheduleOf(best.result, schedule);
  return failing && { ...failing, isShortest, preemptions: best.complexity.preemptions };
}
