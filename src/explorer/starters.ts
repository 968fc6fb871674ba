import type { Step } from '../system/step.js';

/** The addresses of the actors that the first step of a system starts, the root's first. */
export function startersOf({ actor, effects }: Step): string[] {
  const others = effects.flatMap((effect) => (effect.kind === 'start' ? [effect.actor.address] : []));
  return [...new Set([actor.address, ...others])];
}
