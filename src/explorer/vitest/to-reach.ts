import type { ExploreOptions } from '../explore-options.js';
import type { SystemView } from '../system-view.js';
import { judge } from './judge.js';
import type { MatcherResult } from './matcher-result.js';

/** How to explore; what is to hold has no say in what can be reached. */
export type ReachOptions = Pick<
  ExploreOptions,
  'strategy' | 'seed' | 'schedules' | 'steps' | 'patience' | 'timers' | 'faults'
>;

/**
 * Passes where some schedule comes to a state of which the predicate is true, and negated where none of those that
 * were run does. Where none does and one was not run to its end, it passes neither.
 *
 * @param isNot - whether it is negated
 */
export async function toReach(
  isNot: boolean,
  received: unknown,
  predicate: (system: SystemView) => boolean,
  options: ReachOptions = {},
): Promise<MatcherResult> {
  const name = predicate.name === '' ? 'the state' : predicate.name;
  const { report, text } = await judge(received, {
    ...options,
    invariants: [{ name: `never reaches ${name}`, holds: (system) => !predicate(system) }],
    noErrors: 'none',
  });
  if (report.verdict === 'inconclusive') {
    return { pass: isNot, message: () => `nobody knows whether ${name} can be reached\n\n${text}` };
  }
  const pass = report.verdict === 'failed';
  const expected = `expected ${pass ? 'no' : 'some'} schedule to reach ${name}`;
  return { pass, message: () => `${expected}\n\n${text}` };
}
