import type { Decision } from '../system/decision.js';
import { Fault } from '../system/fault.js';
import { Timer } from '../system/timer.js';

/**
 * One of the decisions that a schedule can take next, under names that stay the same over all runs of a system.
 */
export class Choice {
  #name: string | undefined;

  constructor(readonly decision: Decision) {}

  /**
   * What happens between whom: `deliver rail.take John>kitchen`. It never says when: a lane has one head and
   * an actor one timer of a name at a time, so that a name is unique among what is enabled.
   */
  get name(): string {
    this.#name ??= nameOf(this.decision);
    return this.#name;
  }

  /** The queue that it is the head of: decisions of one lane are never reordered. */
  get lane(): string {
    const { kind, sender, receiver } = this.decision;
    const lane = `${sender.label}>${receiver.label}`;
    return kind === 'fire' || this.isFault ? `${kind} ${lane}` : lane;
  }

  /** Whether it is a fault, which a schedule may as well do without. */
  get isFault(): boolean {
    return this.decision instanceof Fault;
  }
}

/** The choices that these decisions are, in the same order. */
export function choicesOf(decisions: readonly Decision[]): Choice[] {
  return decisions.map((decision) => new Choice(decision));
}

function nameOf(decision: Decision): string {
  const { kind, event, sender, receiver } = decision;
  if (decision instanceof Fault && decision.envelope === undefined) {
    return `${kind} ${receiver.label}`;
  }
  const what = decision instanceof Timer ? decision.id : event.type;
  return `${kind} ${what} ${sender.label}>${receiver.label}`;
}
