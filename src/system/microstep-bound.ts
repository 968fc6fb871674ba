import type { AnyActorLogic } from 'xstate';

/** How many microsteps a machine may take in one step: far more than any that comes to an end was seen to need. */
const MICROSTEP_BOUND = 100_000;

/**
 * Lets a machine whose transitions lead to each other without end fail with an error, which ends its actor, where it
 * would never give back control. A bound of the machine's own (`options.maxIterations`) stays; releases of XState that
 * know of none are left as they are.
 */
export function boundMicrosteps(logic: AnyActorLogic): void {
  if (!('__xstatenode' in logic)) {
    return;
  }
  const { options, config } = logic as unknown as MachineOptions;
  if (options?.maxIterations === Number.POSITIVE_INFINITY && config.options?.maxIterations === undefined) {
    options.maxIterations = MICROSTEP_BOUND;
  }
}

interface MachineOptions {
  readonly options?: { maxIterations?: number };
  readonly config: { readonly options?: { readonly maxIterations?: number } };
}
