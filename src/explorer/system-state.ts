import type { AnyActorRef } from 'xstate';
import type { Address } from '../bus/address.js';
import type { Endpoint, Envelope } from '../bus/lane.js';
import { ActorRecord } from '../system/actor-record.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import { asyncTaskKindOf, isSnapshotAll } from '../system/async-task.js';
import { logicOf } from '../system/xstate-seam.js';
import { type AddressOf, canonicalJson } from '../trace/canonical-json.js';
import { addressesIn } from '../trace/trace-recorder.js';
import type { ControlledSystemView } from './system-view.js';
import { findUnseen, type UnseenValue } from './unseen-value.js';

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

/** Writes the {@link SystemState}s of one system as canonical JSON: the same text for the same state. */
export class StateWriter {
  readonly #system: ControlledSystem;
  readonly #view: ControlledSystemView;
  readonly #addressOf: AddressOf;
  readonly #areValues: () => boolean;
  /** The texts of snapshots and events, which are the most of a state and the same in many. */
  readonly #texts = new WeakMap<object, string>();
  /** The snapshots and events of which the text tells all. */
  readonly #seen = new WeakSet<object>();
  /** The actors of which the snapshot tells all. */
  readonly #plainActors = new WeakSet<object>();

  /** @param areValues - whether snapshots and events never change, so that none needs to be written twice */
  constructor(system: ControlledSystem, view: ControlledSystemView, areValues: () => boolean) {
    this.#system = system;
    this.#areValues = areValues;
    this.#view = view;
    this.#addressOf = addressesIn(system);
  }

  /** The state now; the memories and the faults left are those of the run around it. */
  write(watches: Readonly<Record<string, unknown>>, faults: Readonly<Record<string, number>>): string {
    const view = this.#view;
    const lanes = new Map<string, string[]>();
    for (const { kind, sender, receiver, event } of view.waiting()) {
      const lane = `${placeOf(sender)}>${placeOf(receiver)}`;
      const text = this.textOf(event);
      const written = kind === 'deliver' ? text : `{${JSON.stringify(kind)}:${text}}`;
      const before = lanes.get(lane);
      if (before === undefined) {
        lanes.set(lane, [written]);
      } else {
        before.push(written);
      }
    }
    const timers = view.timers().map(({ id, sender, receiver, event, due }) => {
      const left = Math.max(0, due - view.now);
      return `{"event":${this.textOf(event)},"from":${this.#plain(placeOf(sender))},"id":${this.#plain(id)},"left":${this.#plain(left)},"to":${this.#plain(placeOf(receiver))}}`;
    });
    const tasks = view
      .pendingTasks()
      .map(({ address }) => address)
      .sort();
    const actors = view
      .addresses()
      .map((address): [string, string] => [address, this.textOf(view.snapshot(address))]);
    return [
      `{"actors":${objectText(actors)}`,
      `"faults":${this.#plain(faults)}`,
      `"lanes":${objectText([...lanes].map(([lane, events]) => [lane, `[${events.join(',')}]`]))}`,
      `"tasks":${this.#plain(tasks)}`,
      `"timers":[${timers.join(',')}]`,
      `"watches":${this.#plain(watches)}}`,
    ].join(',');
  }

  /**
   * What of the state now is not in its text, as a sentence names it: `shop.context.box (an instance of Box)`;
   * `undefined` where everything is. States that differ in such a thing alone have the same text.
   */
  unseen(watches: Readonly<Record<string, unknown>>): string | undefined {
    const system = this.#system;
    // Where it can be put back, all that there were of actors remember nothing beside their snapshots.
    for (const [address, actor] of system.canGoBack ? [] : system.actors()) {
      const kept = this.#keptBesideSnapshot(actor);
      if (kept !== undefined) {
        return `${address} (${kept})`;
      }
    }
    const { addresses, refs } = this.#view.sortedActors();
    for (const [index, ref] of refs.entries()) {
      const unseen = this.#unseenIn(ref.getSnapshot());
      if (unseen !== undefined) {
        return `${addresses[index]}${unseen.path} (${unseen.what})`;
      }
    }
    for (let envelope = system.bus.oldest; envelope !== undefined; envelope = envelope.younger) {
      const unseen = this.#unseenIn(envelope.event);
      if (unseen !== undefined) {
        return nameInMail(envelope, unseen);
      }
    }
    for (const timer of system.timers()) {
      const unseen = this.#unseenIn(timer.event);
      if (unseen !== undefined) {
        return nameInMail(timer, unseen);
      }
    }
    const remembered = findUnseen(watches, this.#addressOf);
    return remembered && `the memory of a property: ${remembered.path} (${remembered.what})`;
  }

  #unseenIn(value: unknown): UnseenValue | undefined {
    if (!isObject(value)) {
      return findUnseen(value, this.#addressOf);
    }
    if (isMachineSnapshot(value) && value.output === undefined && value.error === undefined) {
      // A context is that of many snapshots.
      const unseen = this.#unseenIn(value.context);
      return unseen && { ...unseen, path: `.context${unseen.path}` };
    }
    if (this.#seen.has(value) && this.#areValues()) {
      return undefined;
    }
    const unseen = findUnseen(value, this.#addressOf);
    if (unseen === undefined) {
      this.#seen.add(value);
    }
    return unseen;
  }

  #keptBesideSnapshot(actor: AnyActorRef): string | undefined {
    if (this.#plainActors.has(actor)) {
      return undefined;
    }
    const logic = logicOf(actor);
    const kind = asyncTaskKindOf(logic);
    // All that a promise does for its system is to settle, and whether it has is in its snapshot.
    if (isSnapshotAll(logic) || kind === 'promise') {
      this.#plainActors.add(actor);
      return undefined;
    }
    return kind === 'callback' || kind === 'observable'
      ? `${kind === 'callback' ? 'a callback' : 'an observable'}, whose variables nobody sees`
      : 'hand-written logic, whose variables nobody sees';
  }

  /** Whether a snapshot or an event is what it was when it was written last, if it ever was. */
  isAsWritten(value: unknown): boolean {
    const written = isObject(value) ? this.#texts.get(value) : undefined;
    return written === undefined || written === this.newTextOf(value);
  }

  /** A snapshot or an event as it stands in a state; it is written once. */
  textOf(value: unknown): string {
    if (!isObject(value) || !this.#areValues()) {
      return this.newTextOf(value);
    }
    const known = this.#texts.get(value);
    if (known !== undefined) {
      return known;
    }
    const text = this.newTextOf(value);
    this.#texts.set(value, text);
    return text;
  }

  /** The same, written anew. */
  newTextOf(value: unknown): string {
    return this.#plain(stateOf(value));
  }

  #plain(value: unknown): string {
    return canonicalJson(value, this.#addressOf);
  }
}

/** An object in canonical JSON, of its keys and the texts of what they hold. */
function objectText(entries: readonly (readonly [string, string])[]): string {
  const sorted = entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([key, text]) => `${JSON.stringify(key.startsWith('$') ? `$${key}` : key)}:${text}`).join(',')}}`;
}

/** What an event on its way holds, as a sentence names it. */
function nameInMail(
  { sender, receiver, event }: Pick<Envelope, 'sender' | 'receiver' | 'event'>,
  { path, what }: UnseenValue,
): string {
  return `${event.type} from ${sender.address} to ${receiver.address}: event${path} (${what})`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What of a snapshot decides how its actor goes on; a machine's history does, its configuration does not. */
function stateOf(snapshot: unknown): unknown {
  if (!isMachineSnapshot(snapshot)) {
    return snapshot;
  }
  const { status, value, context, output, error, historyValue, children } = snapshot;
  const history = historyOf(historyValue);
  return { status, value, context, output, error, history, children: Object.keys(children).sort() };
}

/** What history states remember, by ids. */
export function historyOf(historyValue: MachineSnapshotParts['historyValue']): unknown {
  return Object.entries(historyValue).map(([id, nodes]) => [id, nodes.map((node) => node.id)]);
}

export function isMachineSnapshot(snapshot: unknown): snapshot is MachineSnapshotParts {
  return isObject(snapshot) && 'machine' in snapshot && '_nodes' in snapshot;
}

/** The parts of a machine's snapshot that decide how its actor goes on. */
export interface MachineSnapshotParts {
  readonly status: string;
  readonly value: unknown;
  readonly _nodes: readonly unknown[];
  readonly context: object;
  readonly output: unknown;
  readonly error: unknown;
  readonly historyValue: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly children: Readonly<Record<string, unknown>>;
}

/** An endpoint without the number of its life; one that has ended is no longer the one that took its place. */
export function placeOf(endpoint: Endpoint): string {
  return endpoint instanceof ActorRecord && endpoint.hasEnded
    ? `${endpoint.address} (ended)`
    : endpoint.address;
}
