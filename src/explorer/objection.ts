import type { ExploreReport } from './explore.js';

/**
 * Why an exploration is no proof that a system holds: a property was broken, nobody knows, or the system does not do
 * the same twice, so that what was seen says little.
 */
export type Objection = 'failed' | 'inconclusive' | 'nondeterministic';

/** What there is to say against a system that was explored; `undefined` where it holds as far as that went. */
export function objectionTo({ verdict, unfinished }: ExploreReport): Objection | undefined {
  switch (verdict) {
    case 'failed':
      return 'failed';
    case 'inconclusive':
      return unfinished === undefined ? 'nondeterministic' : 'inconclusive';
    default:
      return undefined;
  }
}
