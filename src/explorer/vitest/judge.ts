import { SubjectError } from '../explorer-errors.js';
import { type ExploredText, exploreAndTell, type TellOptions } from '../report/explored-text.js';
import type { SubjectFactory } from '../subject.js';

/**
 * Explores what was given to `expect`.
 *
 * @throws SubjectError where that is no function, and whatever `explore` throws.
 */
export async function judge(received: unknown, options: TellOptions): Promise<ExploredText> {
  if (typeof received !== 'function') {
    throw new SubjectError(
      'expect takes a function that makes the system: expect(() => ({ machine, input }))',
    );
  }
  return exploreAndTell(received as SubjectFactory, options);
}
