import type { AnyMachineSnapshot, AnyStateNode, StateValue } from 'xstate';
import { configurationOf, RememberingConfiguration } from './configuration.js';
import type { Rules } from './configuration.js';
import { nodesOf } from './xstate-insides.js';

/** The configurations of a machine that were met so far, up to its limit. */
export class Configurations {
  readonly #rules: Rules;
  readonly #known = new Map<string, RememberingConfiguration>();
  /** Those of lists of states that XState made. */
  readonly #foreign = new WeakMap<readonly AnyStateNode[], RememberingConfiguration>();
  readonly #numbers: ReadonlyMap<AnyStateNode, number>;
  #misses = 0;

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#numbers = new Map(nodesOf(rules.root).map((node, number) => [node, number]));
  }

  /** The configuration of a snapshot; undefined if it is not remembered, and there is no room for it. */
  of(snapshot: AnyMachineSnapshot): RememberingConfiguration | undefined {
    const own = configurationOf(snapshot);
    if (own?.isCurrent === true) {
      return own;
    }
    const known = this.#foreign.get(snapshot._nodes);
    if (known?.isCurrent === true) {
      return known;
    }
    const configuration = this.at(snapshot._nodes, snapshot.value as StateValue);
    if (!configuration.isCurrent) {
      return undefined;
    }
    this.#foreign.set(snapshot._nodes, configuration);
    return configuration;
  }

  /** The configuration in which these states are active; it is not remembered if there is no room for it. */
  at(nodes: readonly AnyStateNode[], value: StateValue): RememberingConfiguration {
    const key = nodes.map((node) => this.#numbers.get(node)).join();
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    const configuration = new RememberingConfiguration(this.#rules, nodes, value);
    const { configurations, patience } = this.#rules.limits;
    if (this.#known.size < configurations) {
      this.#known.set(key, configuration);
      return configuration;
    }
    configuration.isCurrent = false;
    if (++this.#misses > patience) {
      this.#forget();
    }
    return configuration;
  }

  #forget(): void {
    this.#misses = 0;
    for (const configuration of this.#known.values()) {
      configuration.forget();
    }
    this.#known.clear();
  }
}
