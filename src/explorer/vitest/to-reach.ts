import type { ExploreOptions } from '../explore-options.js';
import { ExploreOptionError } from '../explorer-errors.js';
import { shown } from '../option-checks.js';
import { isThrownByProperty } from '../report/thrown-by-property.js';
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
 * were run does. Where none does and one was not run to its end, or the predicate throws, it passes neither.
 *
 * @param isNot - whether it is negated
 * @throws ExploreOptionError where the predicate is no function
 */
export async function toReach(
  isNot: boolean,
  received: unknown,
  predicate: (system: SystemView) => boolean,
  options: ReachOptions = {},
): Promise<MatcherResult> {
  if (typeof predicate !== 'function') {
    const problem = `takes a function of the system that says whether it is there; got ${shown(predicate)}`;
    throw new ExploreOptionError('toReach', problem);
  }
  const name = predicate.name === '' ? 'the state' : predicate.name;
  const { report, text } = await judge(received, {
    ...options,
    invariants: [{ name: `never reaches ${name}`, holds: (system) => !answerOf(predicate, system) }],
    noErrors: 'none',
  });
  if (report.verdict === 'inconclusive') {
    return { pass: isNot, message: () => `nobody knows whether ${name} can be reached\n\n${text}` };
  }
  const { failure } = report;
  if (failure !== undefined && isThrownByProperty(failure)) {
    const hint = 'of an actor that is not there yet, value and context are undefined';
    const message = `the predicate ${name} threw ${String(failure.error)}; ${hint}`;
    return { pass: isNot, message: () => `${message}\n\n${text}` };
  }
  const pass = failure !== undefined;
  const expected = `expected ${pass ? 'no' : 'some'} schedule to reach ${name}`;
  return { pass, message: () => `${expected}\n\n${text}` };
}

function answerOf(predicate: (system: SystemView) => unknown, system: SystemView): boolean {
  const answer = predicate(system);
  if (answer instanceof Promise) {
    throw new TypeError('it answered with a promise, which nobody waits for');
  }
  return Boolean(answer);
}
