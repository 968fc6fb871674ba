import { DEFAULT_SEED } from '../../scheduler/run.js';
import { NondeterminismError } from '../explorer-errors.js';
import type { Picker, Strategy } from '../strategy.js';
import type { Trials } from './trials.js';

export interface SearchOptions {
  /** In which order to search. */
  readonly strategy: Strategy;
  /** Which part of the effort that is left the search may use, from 0 to 1. */
  readonly share: number;
  /** Which decisions may be in the schedule, by name; all unless given. */
  readonly among?: ReadonlySet<string>;
}

/** Whether a shorter schedule was found, there is none, or nobody knows yet. */
export type SearchResult = 'found' | 'none' | 'unknown';

/**
 * Searches for a failing schedule with fewer decisions than the best has, and makes the first that it finds the best.
 */
export async function searchShorter(
  trials: Trials,
  { strategy, share, among }: SearchOptions,
): Promise<SearchResult> {
  if (trials.length === 0) {
    return 'none';
  }
  const shorter = trials.length - 1;
  const exploration = strategy.begin({
    seed: DEFAULT_SEED,
    schedules: Number.POSITIVE_INFINITY,
    steps: shorter,
    lateTimers: trials.lateTimers,
    onlookers: () => [],
  });
  const reserve = Math.max(0, trials.effort * (1 - share));
  try {
    for (let picker = exploration.next(0); picker !== undefined; picker = exploration.next(0)) {
      if (trials.effort <= reserve) {
        return 'unknown';
      }
      const result = await trials.run(among === undefined ? picker : showOnly(picker, among), shorter);
      if (trials.isFailure(result)) {
        return (await trials.simplifies(result.decisions)) ? 'found' : 'unknown';
      }
    }
    return exploration.isComplete ? 'none' : 'unknown';
  } catch (error) {
    if (error instanceof NondeterminismError) {
      return 'unknown';
    }
    throw error;
  }
}

/** The picker, shown no other choices than these. */
function showOnly(picker: Picker, names: ReadonlySet<string>): Picker {
  return {
    from: picker.from,
    ended: (situation) => picker.ended?.(situation),
    pick: (choices, situation) => {
      const some = choices.filter(({ name }) => names.has(name));
      const index = some.length === 0 ? undefined : picker.pick(some, situation);
      const choice = index === undefined ? undefined : some[index];
      return choice === undefined ? undefined : choices.indexOf(choice);
    },
  };
}
