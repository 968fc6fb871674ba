import type { Endpoint } from '../bus/lane.js';
import { ActorRecord } from '../system/actor-record.js';
import type { Effect } from '../system/effect.js';
import type { Step } from '../system/step.js';
import { Fault } from '../system/fault.js';
import { Timer } from '../system/timer.js';
import { systemIdOf } from '../system/xstate-seam.js';

/**
 * What a step read and wrote of everything that steps have in common, so that one can tell which of them commute.
 *
 * Two steps are independent if neither writes what the other reads or writes: then both orders lead to the same
 * state, and neither enables or disables the other. What is assumed of the actors is what `docs/execution-model.md`
 * asks of them: they share nothing, and do not read each other's snapshots.
 */
export interface Footprint {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** The actors that the step started. */
  readonly starts: ReadonlySet<string>;
}

export interface FootprintOptions {
  /** Whether timers may fire while envelopes wait. */
  readonly lateTimers: boolean;
  /** The names of the properties that look at the step. */
  readonly onlookers: readonly string[];
}

/**
 * The footprint of a step.
 *
 * - It writes the actor whose step it is, each actor that it starts, ends or tells to stop, and both ends of a timer
 *   that it fires or cancels when due.
 * - It reads the life of each actor that it sends to: whether an event waits in a lane or is a dead letter depends
 *   on whether its receiver has ended, and who ends writes its own life.
 * - Of timers due at the same time the one that was set first fires first, so it writes each due time for which
 *   it sets a timer, and the list of what is due now where it fires, sets or cancels such a timer. With late timers
 *   any timer may come to fire at any moment: whatever it does to one, it does to all.
 * - Everybody may look up a `systemId`, so who starts, stops or ends an actor with one writes what all others read. The
 *   same goes for a step that blocks the clock.
 * - Faults share a count of how many may still strike.
 * - Each property that looks at it counts as written: of those steps every order is run.
 */
export function footprintOf(step: Step, { lateTimers, onlookers }: FootprintOptions): Footprint {
  const reads = new Set(['names', 'time']);
  const writes = new Set<string>([placeOf(step.actor)]);
  const starts = new Set<string>();
  const { decision, time } = step;
  const touchTimer = ({ sender, receiver, due }: Timer): void => {
    if (lateTimers) {
      writes.add('timers');
    } else if (due <= time) {
      writes.add('timers due').add(placeOf(sender)).add(placeOf(receiver));
    }
  };
  if (decision instanceof Fault) {
    writes.add('faults');
  }
  if (decision instanceof Timer) {
    writes.add(placeOf(decision.sender));
    touchTimer(decision);
  }
  for (const effect of step.effects) {
    addEffect(effect, reads, writes, touchTimer);
    if (effect.kind === 'start') {
      starts.add(placeOf(effect.actor));
    }
  }
  for (const name of onlookers) {
    writes.add(`seen by ${name}`);
  }
  return { reads, writes, starts };
}

/** Whether two steps may not be taken in the other order without a difference. */
export function areDependent(one: Footprint, other: Footprint): boolean {
  return meet(one.writes, other.writes) || meet(one.writes, other.reads) || meet(one.reads, other.writes);
}

/** How a footprint names an endpoint; each life of an actor has the same name. */
export function placeOf(endpoint: Endpoint): string {
  return `actor ${endpoint instanceof ActorRecord ? endpoint.path : endpoint.address}`;
}

function addEffect(
  effect: Effect,
  reads: Set<string>,
  writes: Set<string>,
  touchTimer: (timer: Timer) => void,
): void {
  switch (effect.kind) {
    case 'send':
    case 'dead-letter': {
      const { kind, receiver } = effect.envelope;
      reads.add(`life of ${placeOf(receiver)}`);
      if (kind === 'stop') {
        // XState gives up the name of a child when its parent stops it, and not only when it has stopped.
        touchActor(receiver as ActorRecord, writes);
      }
      break;
    }
    case 'set-timer':
      writes.add(`timers due at ${effect.timer.due}`);
      touchTimer(effect.timer);
      break;
    case 'cancel-timer':
      touchTimer(effect.timer);
      break;
    case 'start':
    case 'end': {
      const { actor } = effect;
      touchActor(actor, writes);
      if (effect.kind === 'end') {
        writes.add(`life of ${placeOf(actor)}`);
      }
      break;
    }
    case 'block':
      writes.add('time');
      break;
    case 'emit':
    case 'found-name':
    case 'found-state':
      break;
  }
}

/** An actor that comes or goes, and its `systemId` with it. */
function touchActor(actor: ActorRecord, writes: Set<string>): void {
  writes.add(placeOf(actor));
  if (systemIdOf(actor.ref) !== undefined) {
    writes.add('names');
  }
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const [small, large] = some.size < others.size ? [some, others] : [others, some];
  for (const item of small) {
    if (large.has(item)) {
      return true;
    }
  }
  return false;
}
