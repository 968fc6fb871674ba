import type { Address } from '../bus/address.js';
import type { Step } from '../system/step.js';
import type { RunObserver } from './run-observer.js';

/** Remembers every address at which an actor lived in the schedules that it is told of. */
export class AddressCollector implements RunObserver {
  readonly bearsGoingBack = true;
  readonly seen = new Set<Address>();

  step({ actor, effects }: Step): void {
    this.seen.add(actor.address);
    for (const effect of effects) {
      if (effect.kind === 'start') {
        this.seen.add(effect.actor.address);
      }
    }
  }
}
