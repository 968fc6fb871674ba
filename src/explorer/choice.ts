import type { Envelope } from '../bus/lane.js';
import type { Decision } from '../system/decision.js';
import { Timer } from '../system/timer.js';

/**
 * One of the decisions that a schedule can take next, with a name that stays the same over all runs of a system.
 *
 * The name says what happens between whom (`deliver rail.take John>kitchen`), never when: a lane has one head and
 * an actor one timer of a name at a time, so that it is unique among what is enabled.
 */
export interface Choice {
  readonly name: string;
  readonly decision: Decision;
}

/** The choices that these decisions are, in the same order. */
export function choicesOf(decisions: readonly Decision[]): Choice[] {
  return decisions.map((decision) => ({ name: nameOf(decision), decision }));
}

function nameOf(decision: Decision): string {
  return decision instanceof Timer ? timerName(decision) : envelopeName(decision);
}

function envelopeName({ kind, event, sender, receiver }: Envelope): string {
  return `${kind} ${event.type} ${sender.label}>${receiver.label}`;
}

function timerName({ id, sender, receiver }: Timer): string {
  return `fire ${id} ${sender.label}>${receiver.label}`;
}
