import type { AnyMachineSnapshot } from 'xstate';
import type { Choice } from '../choice.js';
import { type Property, remembersNothing, type Violation } from '../property.js';
import type { SystemView } from '../system-view.js';
import { descriptorMatches } from './descriptor.js';

/** Which events an actor may leave unhandled. */
export interface UnhandledEventsOptions {
  /** The types that any machine may ignore. */
  readonly except?: readonly string[];
}

/**
 * The property that no machine is sent an event which its state does not take; XState drops those in silence.
 *
 * An event counts as taken when an active state names it or a wildcard that covers it: also where a guard turns it
 * down, and where it is forbidden (`on: { EVENT: {} }`). XState's own events (`xstate.*`) are not looked at.
 */
export function noUnhandledEvents({ except = [] }: UnhandledEventsOptions = {}): Property {
  return {
    name: 'no unhandled events',
    looksAt: () => false,
    watch: (view) => {
      let found: Violation | undefined;
      return {
        beforeStep: (choice) => {
          found = unhandled(choice, view, except);
        },
        afterStep: () => found,
        // What it found belongs to the step under way.
        save: remembersNothing,
      };
    },
  };
}

function unhandled({ decision }: Choice, view: SystemView, except: readonly string[]): Violation | undefined {
  const { event, from, to, kind } = decision;
  if ((kind !== 'deliver' && kind !== 'fire') || event.type.startsWith('xstate.')) {
    return undefined;
  }
  const snapshot = view.snapshot(to);
  if (except.includes(event.type) || !isActiveMachine(snapshot) || takes(snapshot, event.type)) {
    return undefined;
  }
  return {
    message: `${to} in ${JSON.stringify(snapshot.value)} does not take ${event.type} from ${from}`,
    address: to,
  };
}

function isActiveMachine(snapshot: unknown): snapshot is AnyMachineSnapshot {
  return (
    typeof snapshot === 'object' &&
    snapshot !== null &&
    '_nodes' in snapshot &&
    // Of a machine that lives on a thread and is not known here there are none.
    (snapshot as AnyMachineSnapshot)._nodes.length > 0 &&
    'status' in snapshot &&
    snapshot.status === 'active'
  );
}

function takes(snapshot: AnyMachineSnapshot, type: string): boolean {
  return snapshot._nodes.some((node) =>
    [...node.transitions.keys()].some((descriptor) => descriptorMatches(descriptor, type)),
  );
}
