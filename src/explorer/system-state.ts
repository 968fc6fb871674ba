import type { Address } from '../bus/address.js';
import type { Endpoint } from '../bus/lane.js';
import { ActorRecord } from '../system/actor-record.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import { canonicalJson } from '../trace/canonical-json.js';
import { addressesIn } from '../trace/trace-recorder.js';
import type { SystemView } from './system-view.js';

/**
 * All that decides what a system can do from here on, as plain data.
 *
 * No absolute time is in it, no number of an envelope and no count of the lives of an address, so that runs
 * which came here by other ways have the same.
 */
export interface SystemState {
  /** The snapshot of each actor: those that live, and the last of each address where none lives any more. */
  readonly actors: Readonly<Record<Address, unknown>>;
  /** The events that wait, oldest first, by lane: `sender>receiver`. */
  readonly lanes: Readonly<Record<string, readonly unknown[]>>;
  /** The timers in the order in which they will fire, each with the milliseconds until then. */
  readonly timers: readonly TimerState[];
  /** The addresses of asynchronous tasks that have not settled. */
  readonly tasks: readonly Address[];
  /** What the properties that watch remember, by name. */
  readonly watches: Readonly<Record<string, unknown>>;
  /** The faults that may still strike, by kind. */
  readonly faults: Readonly<Record<string, number>>;
}

export interface TimerState {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly event: unknown;
  readonly left: number;
}

/**
 * Writes the {@link SystemState} of a system as canonical JSON: the same text for the same state.
 *
 * The memories and the faults left are those of the run around it.
 */
export function writeState(
  system: ControlledSystem,
  view: SystemView,
  watches: Readonly<Record<string, unknown>>,
  faults: Readonly<Record<string, number>>,
): string {
  const lanes: Record<string, unknown[]> = {};
  for (const { kind, sender, receiver, event } of view.waiting()) {
    (lanes[`${placeOf(sender)}>${placeOf(receiver)}`] ??= []).push(
      kind === 'deliver' ? event : { [kind]: event },
    );
  }
  const state: SystemState = {
    actors: Object.fromEntries(view.addresses().map((address) => [address, stateOf(view.snapshot(address))])),
    lanes,
    timers: view.timers().map(({ id, sender, receiver, event, due }) => ({
      id,
      from: placeOf(sender),
      to: placeOf(receiver),
      event,
      left: Math.max(0, due - view.now),
    })),
    tasks: view
      .pendingTasks()
      .map(({ address }) => address)
      .sort(),
    watches,
    faults,
  };
  return canonicalJson(state, addressesIn(system));
}

/** What of a snapshot decides how its actor goes on; a machine's history does, its configuration does not. */
function stateOf(snapshot: unknown): unknown {
  if (typeof snapshot !== 'object' || snapshot === null || !('machine' in snapshot)) {
    return snapshot;
  }
  const { status, value, context, output, error, historyValue, children } =
    snapshot as unknown as MachineSnapshotParts;
  const history = Object.entries(historyValue).map(([id, nodes]) => [id, nodes.map((node) => node.id)]);
  return { status, value, context, output, error, history, children: Object.keys(children).sort() };
}

interface MachineSnapshotParts {
  readonly status: string;
  readonly value: unknown;
  readonly context: unknown;
  readonly output: unknown;
  readonly error: unknown;
  readonly historyValue: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly children: Readonly<Record<string, unknown>>;
}

/** An endpoint without the number of its life; one that has ended is no longer the one that took its place. */
function placeOf(endpoint: Endpoint): string {
  return endpoint instanceof ActorRecord && endpoint.hasEnded
    ? `${endpoint.address} (ended)`
    : endpoint.address;
}
