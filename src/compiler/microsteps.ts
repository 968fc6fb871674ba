import type { Configuration } from './configuration.js';
import type { Microstep } from './microstep.js';
import type { HistoryValue, Transition } from './xstate-insides.js';

/** The microsteps that a machine takes in one configuration, found by the transitions that make them up. */
export class Microsteps {
  readonly #configuration: Configuration;
  readonly #kind: 'event' | 'eventless';
  #microstep: Microstep | undefined;
  #byHistory: { readonly history: HistoryValue; readonly microstep: Microstep }[] | undefined;
  #further: Map<Transition, Microsteps> | undefined;

  constructor(configuration: Configuration, kind: 'event' | 'eventless') {
    this.#configuration = configuration;
    this.#kind = kind;
  }

  /** The microstep of these transitions, of which those before `index` have led here. */
  find(
    enabled: readonly { readonly transition: Transition }[],
    index: number,
    history: HistoryValue,
  ): Microstep {
    const next = enabled[index];
    if (next === undefined) {
      return this.#microstep ?? this.#findByHistory(enabled, history) ?? this.#record(enabled, history);
    }
    this.#further ??= new Map();
    let further = this.#further.get(next.transition);
    if (further === undefined) {
      further = new Microsteps(this.#configuration, this.#kind);
      this.#further.set(next.transition, further);
    }
    return further.find(enabled, index + 1, history);
  }

  forget(): void {
    this.#microstep = undefined;
    this.#byHistory = undefined;
    this.#further = undefined;
  }

  #findByHistory(enabled: readonly unknown[], history: HistoryValue): Microstep | undefined {
    return enabled.length === 0
      ? undefined
      : this.#byHistory?.find((one) => isSameHistory(one.history, history))?.microstep;
  }

  #record(enabled: readonly { readonly transition: Transition }[], history: HistoryValue): Microstep {
    const { program } = this.#configuration;
    const transitions = enabled.map(({ transition }) => transition);
    const microstep = program.microstep(this.#configuration, this.#kind, transitions, history);
    if (microstep.failure !== undefined) {
      return microstep;
    }
    if (!program.followsHistory(transitions)) {
      this.#microstep = microstep;
      return microstep;
    }
    if (this.#byHistory === undefined || this.#byHistory.length >= program.limits.histories) {
      this.#byHistory = [];
    }
    this.#byHistory.push({ history: { ...history }, microstep });
    return microstep;
  }
}

function isSameHistory(one: HistoryValue, other: HistoryValue): boolean {
  const ids = Object.keys(one);
  return (
    ids.length === Object.keys(other).length &&
    ids.every((id) => {
      const [nodes, others] = [one[id], other[id]];
      return (
        nodes === others ||
        (nodes !== undefined &&
          others !== undefined &&
          nodes.length === others.length &&
          nodes.every((node, index) => node === others[index]))
      );
    })
  );
}
