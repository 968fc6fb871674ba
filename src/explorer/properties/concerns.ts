import type { Address } from '../../bus/address.js';
import type { Step } from '../../system/step.js';

/** Whether a step may change what the actor at an address shows of itself: it is its own step, its start or its end. */
export function concerns({ actor, effects }: Step, address: Address): boolean {
  return (
    actor.address === address ||
    effects.some(
      (effect) => (effect.kind === 'start' || effect.kind === 'end') && effect.actor.address === address,
    )
  );
}
