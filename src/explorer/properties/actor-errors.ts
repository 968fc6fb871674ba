import type { AnyActorRef } from 'xstate';
import type { Step } from '../../system/step.js';
import { type Property, remembersNothing, type Violation } from '../property.js';

/** The property that the root does not end in an error. */
export const rootEndsWithoutError: Property = {
  name: 'the root does not end in error',
  looksAt: () => false,
  watch: () => ({
    afterStep: (step) => errorIn(step, (parent) => parent === undefined),
    save: remembersNothing,
  }),
};

/** The property that no actor ends in an error, not even one whose parent handles it. */
export const noActorEndsInError: Property = {
  name: 'no actor ends in error',
  looksAt: () => false,
  watch: () => ({ afterStep: (step) => errorIn(step, () => true), save: remembersNothing }),
};

function errorIn({ effects }: Step, counts: (parent: unknown) => boolean): Violation | undefined {
  for (const effect of effects) {
    if (effect.kind === 'end' && effect.status === 'error' && counts(effect.actor.parent)) {
      const { address, ref } = effect.actor;
      const error = errorOf(ref);
      const what = error instanceof Error ? error.message : String(error);
      return { message: `${address} ended in error: ${what}`, address, error };
    }
  }
  return undefined;
}

function errorOf(actor: AnyActorRef): unknown {
  return (actor.getSnapshot() as { readonly error?: unknown }).error;
}
