import { checkFunction, checkNames } from '../option-checks.js';
import type { Strategy } from '../strategy.js';
import type { SystemState } from '../system-state.js';
import { StateSearch } from './state-search.js';

export interface ExhaustiveStatesOptions {
  /**
   * Gives the same value for states that are to count as one, such as a state with its interchangeable actors put
   * in order. It must not tell apart what such states lead to.
   */
  readonly symmetry?: (state: SystemState) => unknown;
}

/**
 * Goes through every state of a system, breadth-first: the first failure is one with the fewest decisions.
 *
 * Two states are one if their {@link SystemState}s are. From each it takes one step after the other, for which it puts
 * the system back there; where that cannot be done, it runs the whole schedule that led there again, and the step costs
 * as many decisions as it is deep. See `docs/decisions/0014-a-search-over-states-goes-back.md`.
 *
 * @throws ExploreOptionError for an option that is none
 */
export function exhaustiveStates(options: ExhaustiveStatesOptions = {}): Strategy {
  checkNames('exhaustiveStates', options, ['symmetry']);
  const { symmetry } = options;
  checkFunction('exhaustiveStates: symmetry', symmetry);
  return {
    name: symmetry === undefined ? 'exhaustiveStates' : 'exhaustiveStates(symmetry)',
    usualSchedules: 100_000,
    begin: () => new StateSearch(symmetry),
  };
}
