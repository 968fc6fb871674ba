import type { EventObject } from 'xstate';
import { exactWire } from './exact-wire.js';
import { toWire, type Wire } from './wire.js';
import type { WireContext } from './wire-context.js';

/**
 * Makes an event of the coordinator's ready for the thread of its receiver.
 *
 * @throws NotCloneableError where that cannot be
 */
export function eventWire(event: EventObject, context: WireContext, sender: string, receiver: string): Wire {
  // A state that a child shows its parent may hold what no event could carry, and is not there to be used.
  return event.type.startsWith('xstate.snapshot.')
    ? toWire(event, context, 'likeness', 'event')
    : exactWire(event, context, 'event', { sender, receiver, what: event.type });
}
