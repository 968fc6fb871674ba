import type { AnyActorRef, AnyStateMachine } from 'xstate';
import type { Finding } from '../system/finding.js';
import { logicOf } from '../system/xstate-seam.js';
import { reviveCanonical } from './canonical-json.js';
import type { TraceStep } from './trace-format.js';

/** The actor of a label, if there is one. */
type RefAt = (label: string) => AnyActorRef | undefined;

/** What the actor of a recorded step found of others, where that is not what it would find now. */
export function findingsIn({ effects }: TraceStep, refAt: RefAt): Finding[] {
  const findings: Finding[] = [];
  for (const effect of effects) {
    if (effect.effect === 'found-name') {
      const { name: systemId, holder, taken } = effect;
      findings.push(
        taken === true
          ? { about: 'taken-name', systemId }
          : { about: 'name', systemId, actor: holder === null ? undefined : refAt(holder) },
      );
    } else if (effect.effect === 'found-state') {
      const actor = refAt(effect.actor);
      if (actor !== undefined) {
        findings.push({ about: 'state', actor, snapshot: snapshotOf(actor, effect.state, refAt) });
      }
    }
  }
  return findings;
}

/** A snapshot as the actor had it: of a machine one that can tell in which state it is. */
function snapshotOf(actor: AnyActorRef, state: Readonly<Record<string, unknown>>, refAt: RefAt): object {
  const fields = reviveCanonical(state, refAt) as Record<string, unknown>;
  const logic = logicOf(actor);
  if (!('resolveState' in logic) || fields['value'] === undefined) {
    return fields;
  }
  const { value, context } = fields;
  return { ...(logic as AnyStateMachine).resolveState({ value: value as never, context }), ...fields };
}
