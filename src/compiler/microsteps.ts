import type { Choice, Microstep, Microsteps } from './run.js';
import type { HistoryValue, Transition } from './xstate-insides.js';

/** Finds out what happens when a machine takes these transitions. */
export type MicrostepFinder = (transitions: readonly Transition[], history: HistoryValue) => FoundMicrostep;

export interface FoundMicrostep {
  readonly microstep: Microstep;
  /** Whether it depends on history. */
  readonly followsHistory: boolean;
}

/** Remembers each microstep when it has been found; for those that depend on history, only so many. */
export class RememberedMicrosteps implements Microsteps {
  readonly #find: MicrostepFinder;
  readonly #mostHistories: number;
  #microstep: Microstep | undefined;
  #byHistory: { readonly history: HistoryValue; readonly microstep: Microstep }[] = [];
  #further: Map<Transition, RememberedMicrosteps> | undefined;

  constructor(find: MicrostepFinder, mostHistories: number) {
    this.#find = find;
    this.#mostHistories = mostHistories;
  }

  find(enabled: readonly Choice[], index: number, history: HistoryValue): Microstep {
    const next = enabled[index];
    if (next === undefined) {
      return this.#microstep ?? this.#findByHistory(history) ?? this.#findOut(enabled, history);
    }
    this.#further ??= new Map();
    let further = this.#further.get(next.transition);
    if (further === undefined) {
      further = new RememberedMicrosteps(this.#find, this.#mostHistories);
      this.#further.set(next.transition, further);
    }
    return further.find(enabled, index + 1, history);
  }

  forget(): void {
    this.#microstep = undefined;
    this.#byHistory = [];
    this.#further = undefined;
  }

  #findByHistory(history: HistoryValue): Microstep | undefined {
    return this.#byHistory.find((one) => isSameHistory(one.history, history))?.microstep;
  }

  #findOut(enabled: readonly Choice[], history: HistoryValue): Microstep {
    const transitions = enabled.map(({ transition }) => transition);
    const { microstep, followsHistory } = this.#find(transitions, history);
    if (microstep.failure !== undefined) {
      return microstep;
    }
    if (!followsHistory) {
      this.#microstep = microstep;
      return microstep;
    }
    if (this.#byHistory.length >= this.#mostHistories) {
      this.#byHistory = [];
    }
    this.#byHistory.push({ history: { ...history }, microstep });
    return microstep;
  }
}

function isSameHistory(one: HistoryValue, other: HistoryValue): boolean {
  const ids = Object.keys(one);
  return (
    ids.length === Object.keys(other).length && ids.every((id) => areSameNodes(one[id] ?? [], other[id]))
  );
}

function areSameNodes(nodes: readonly unknown[], others: readonly unknown[] | undefined): boolean {
  return (
    nodes === others ||
    (nodes.length === others?.length && nodes.every((node, index) => node === others[index]))
  );
}
