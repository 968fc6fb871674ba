import { type Objection, objectionTo } from '../objection.js';
import type { TellOptions } from '../report/explored-text.js';
import { isThrownByProperty } from '../report/thrown-by-property.js';
import { judge } from './judge.js';
import type { MatcherResult } from './matcher-result.js';

/**
 * Passes where every property held in every schedule that was run, and negated where one was broken. An exploration
 * that comes to no verdict, or whose audit finds the system to differ from run to run, passes neither; nor does one in
 * which a property threw, since that is as likely a mistake in the property.
 *
 * @param isNot - whether it is negated; then a failure is what was wanted, and no files are written of it
 */
export async function toHold(
  isNot: boolean,
  received: unknown,
  { failuresIn, ...options }: TellOptions = {},
): Promise<MatcherResult> {
  const saving = isNot || failuresIn === undefined ? {} : { failuresIn };
  const { report, text } = await judge(received, { ...options, ...saving });
  if (isNot && report.failure !== undefined && isThrownByProperty(report.failure)) {
    return { pass: true, message: () => `a property threw in place of answering\n\n${text}` };
  }
  const objection = objectionTo(report);
  const pass =
    objection === 'inconclusive' || objection === 'nondeterministic' ? isNot : objection === undefined;
  return { pass, message: () => `${MESSAGES[objection ?? 'none']}\n\n${text}` };
}

const MESSAGES: Readonly<Record<Objection | 'none', string>> = {
  none: 'expected some schedule to break a property',
  failed: 'expected the system to hold',
  inconclusive: 'nobody knows whether the system holds',
  nondeterministic: 'expected the system to do the same twice',
};
