import type { ExploreOptions } from '../explore-options.js';
import { judge } from './judge.js';
import type { MatcherResult } from './matcher-result.js';

/**
 * Passes where every property held in every schedule that was run, and negated where one was broken. An exploration
 * that comes to no verdict passes neither.
 *
 * @param isNot - whether it is negated
 */
export async function toHold(
  isNot: boolean,
  received: unknown,
  options: ExploreOptions = {},
): Promise<MatcherResult> {
  const { report, text } = await judge(received, options);
  if (report.verdict === 'inconclusive') {
    return { pass: isNot, message: () => `nobody knows whether the system holds\n\n${text}` };
  }
  const pass = report.verdict !== 'failed';
  const expected = pass ? 'expected some schedule to break a property' : 'expected the system to hold';
  return { pass, message: () => `${expected}\n\n${text}` };
}
