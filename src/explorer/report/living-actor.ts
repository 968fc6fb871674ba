import * as xstate from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import type { Address } from '../../bus/address.js';
import type { SystemView } from '../system-view.js';
import { eventText } from '../../trace/words/event-text.js';
import { actorStateOf } from '../../trace/words/state-text.js';

/** An actor that lives when a run has come to its end, and what could still move it. */
export interface LivingActor {
  readonly address: Address;
  /** The states that it is in; empty for one that has none. */
  readonly state: string;
  /** The events that its states take, whether or not a guard would turn them down. */
  readonly accepts: readonly string[];
  /** What waits in its lanes, oldest first, as `event from sender`. */
  readonly waiting: readonly string[];
  /** What its own asynchronous task is called, where that has not settled. */
  readonly task: string | undefined;
}

/** The actors that live, in the order in which they were started. */
export function livingActors(view: SystemView): LivingActor[] {
  const tasks = new Map(
    view.pendingTasks().map(({ address, kind, source }) => [address, `${kind} ${source}`]),
  );
  return view
    .addresses()
    .filter((address) => view.lives(address))
    .map((address) => {
      const snapshot = view.snapshot(address);
      return {
        address,
        state: actorStateOf(snapshot)?.state ?? '',
        accepts: isMachineSnapshot(snapshot) ? acceptedBy(snapshot) : [],
        waiting: view
          .waiting()
          .filter(({ to }) => to === address)
          .map(({ event, from }) => `${eventText(event)} from ${from}`),
        task: tasks.get(address),
      };
    });
}

function acceptedBy(snapshot: AnyMachineSnapshot): string[] {
  const types = potentialEventTypes(snapshot).filter((type) => type !== '');
  return [...new Set(types.map((type) => eventText({ type })))];
}

/** By XState's own account where it gives one; its older releases do not. */
function potentialEventTypes(snapshot: AnyMachineSnapshot): string[] {
  return 'getNextTransitions' in xstate
    ? xstate.getNextTransitions(snapshot).map(({ eventType }) => eventType)
    : snapshot._nodes.flatMap((node) => [...node.transitions.keys()]);
}

function isMachineSnapshot(snapshot: unknown): snapshot is AnyMachineSnapshot {
  return typeof snapshot === 'object' && snapshot !== null && '_nodes' in snapshot;
}
