import type { Endpoint } from '../bus/lane.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import { ActorRecord } from '../system/actor-record.js';
import type { InPlaceChanges } from './in-place-changes.js';
import {
  historyOf,
  isMachineSnapshot,
  type MachineSnapshotParts,
  placeOf,
  type StateWriter,
} from './system-state.js';
import type { ControlledSystemView } from './system-view.js';
import type { TextNumbers } from './text-numbers.js';

/**
 * Tells the states of systems apart by short keys: two have the same key if they have the same text, and only then.
 *
 * A key has the numbers of a state's parts in the place of their texts. Most of the parts are those of the state before,
 * and their numbers are known by the objects that they are.
 */
export class StateKeys {
  readonly #system: ControlledSystem;
  readonly #view: ControlledSystemView;
  readonly #writer: StateWriter;
  readonly #numbers: TextNumbers;
  readonly #areValues: () => boolean;
  readonly #changes: InPlaceChanges;
  readonly #known = new WeakMap<object, number>();
  readonly #places = new WeakMap<object, number>();
  readonly #histories = new WeakMap<object, number>();
  readonly #families = new WeakMap<object, number>();
  /** By receiver and sender, as long as both live. */
  readonly #lanes = new WeakMap<Endpoint, Map<Endpoint, number>>();
  /** The addresses that there were last, and their number. */
  #addresses: readonly string[] = [];
  #addressesNumber = -1;

  /**
   * @param changes - is to know of each part what it was
   * @param numbers - of all systems whose states are to be compared
   * @param areValues - whether snapshots and events never change, so that none needs to be looked at twice
   */
  constructor(
    system: ControlledSystem,
    view: ControlledSystemView,
    writer: StateWriter,
    changes: InPlaceChanges,
    numbers: TextNumbers,
    areValues: () => boolean,
  ) {
    this.#changes = changes;
    this.#system = system;
    this.#view = view;
    this.#writer = writer;
    this.#numbers = numbers;
    this.#areValues = areValues;
  }

  /** The key of the state now; `around` is what the run around the system remembers. */
  key(around: object): string {
    const areValues = this.#areValues();
    const actors = this.#view.sortedActors();
    let key = `${this.#numberOfAddresses(actors.addresses)}`;
    for (const ref of actors.refs) {
      key += `,${this.#numberOfSnapshot(ref.getSnapshot(), areValues)}`;
    }
    return `${key}|${this.#laneKeys(areValues)}|${this.#timerKeys(areValues)}|${this.#restKey(around)}`;
  }

  #laneKeys(areValues: boolean): string {
    const lanes = new Map<number, string>();
    for (let envelope = this.#system.bus.oldest; envelope !== undefined; envelope = envelope.younger) {
      const { kind, sender, receiver, event } = envelope;
      const lane = this.#laneNumber(sender, receiver);
      const number = this.#numberOf(event, areValues);
      const mail = kind === 'deliver' ? `${number}` : `${kind}${number}`;
      const before = lanes.get(lane);
      lanes.set(lane, before === undefined ? mail : `${before},${mail}`);
    }
    return [...lanes]
      .sort(([one], [other]) => one - other)
      .map(([lane, mail]) => `${lane}:${mail}`)
      .join(';');
  }

  #timerKeys(areValues: boolean): string {
    const timers = this.#system.timers();
    if (timers.length === 0) {
      return '';
    }
    const { now } = this.#system;
    return timers
      .map(({ id, sender, receiver, event, due }) => {
        const left = Math.max(0, due - now);
        const name = this.#numbers.of(id);
        return `${this.#laneNumber(sender, receiver)}:${name}:${this.#numberOf(event, areValues)}:${left}`;
      })
      .join(';');
  }

  /** What is empty mostly: the tasks that run, and what is remembered around the system. */
  #restKey(around: object): string {
    const tasks = this.#system.canGoBack
      ? []
      : this.#view
          .pendingTasks()
          .map(({ address }) => address)
          .sort();
    return tasks.length === 0 && Object.keys(around).length === 0
      ? ''
      : `${this.#numbers.of(this.#writer.newTextOf({ ...around, tasks }))}`;
  }

  #numberOfAddresses(addresses: readonly string[]): number {
    if (addresses !== this.#addresses) {
      this.#addresses = addresses;
      this.#addressesNumber = this.#numbers.of(JSON.stringify(addresses));
    }
    return this.#addressesNumber;
  }

  #laneNumber(sender: Endpoint, receiver: Endpoint): number {
    let bySender = this.#lanes.get(receiver);
    if (bySender === undefined) {
      bySender = new Map();
      this.#lanes.set(receiver, bySender);
    }
    const known = hasEnded(sender) || hasEnded(receiver) ? undefined : bySender.get(sender);
    if (known !== undefined) {
      return known;
    }
    const number = this.#numbers.of(`${placeOf(sender)}>${placeOf(receiver)}`);
    if (!hasEnded(sender) && !hasEnded(receiver)) {
      bySender.set(sender, number);
    }
    return number;
  }

  #numberOfSnapshot(snapshot: unknown, areValues: boolean): number {
    if (!isMachineSnapshot(snapshot)) {
      return this.#numberOf(snapshot, areValues);
    }
    let number = areValues ? this.#known.get(snapshot) : undefined;
    if (number === undefined) {
      number = this.#numbers.of(this.#partsOf(snapshot, areValues));
      if (!this.#changes.isCopied(snapshot.context)) {
        // Whether it stays what it is can only be seen by its text.
        this.#writer.textOf(snapshot);
      }
      this.#known.set(snapshot, number);
    }
    return number;
  }

  /** The numbers of a snapshot's parts, most of which it has in common with the one before. */
  #partsOf(
    { status, value, _nodes, context, output, error, historyValue, children }: MachineSnapshotParts,
    areValues: boolean,
  ): string {
    const place = this.#numberBy(this.#places, _nodes, () => value);
    const history = this.#numberBy(this.#histories, historyValue, () => historyOf(historyValue));
    const family = this.#numberBy(this.#families, children, () => Object.keys(children).sort());
    const parts = `${status} ${place},${this.#numberOf(context, areValues)},${history},${family}`;
    return output === undefined && error === undefined
      ? parts
      : `${parts},${this.#numbers.of(this.#writer.newTextOf(output))},${this.#numbers.of(this.#writer.newTextOf(error))}`;
  }

  /** The number of a value that follows from an object of XState's own, which is never changed. */
  #numberBy(known: WeakMap<object, number>, key: object, valueOf: () => unknown): number {
    let number = known.get(key);
    if (number === undefined) {
      number = this.#numbers.of(this.#writer.newTextOf(valueOf()));
      known.set(key, number);
    }
    return number;
  }

  #numberOf(value: unknown, areValues: boolean): number {
    if (!areValues || typeof value !== 'object' || value === null) {
      return this.#numbers.of(this.#writer.newTextOf(value));
    }
    let number = this.#known.get(value);
    if (number === undefined) {
      // What can be copied needs no text to be held against later.
      const isCopied = this.#changes.copy(value);
      number = this.#numbers.of(isCopied ? this.#writer.newTextOf(value) : this.#writer.textOf(value));
      this.#known.set(value, number);
    }
    return number;
  }
}

function hasEnded(endpoint: Endpoint): boolean {
  return endpoint instanceof ActorRecord && endpoint.hasEnded;
}
