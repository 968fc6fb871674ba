import type { ExploredMemento, ExploredSystem } from './explored-system.js';

/** Where a schedule once stood, from which another can go on without running again what led there. */
export class Place {
  readonly explored: ExploredSystem;
  /** The names of the decisions that led there. */
  readonly decisions: readonly string[];
  /** Of how many choices each of them was taken. */
  readonly choices: readonly number[];
  readonly #memento: ExploredMemento;

  constructor(
    explored: ExploredSystem,
    memento: ExploredMemento,
    decisions: readonly string[],
    choices: readonly number[],
  ) {
    this.explored = explored;
    this.decisions = decisions;
    this.choices = choices;
    this.#memento = memento;
  }

  /** Whether the system has gone where it cannot come back from; then only the start leads here. */
  get isLost(): boolean {
    return !this.explored.canGoBack;
  }

  /** Puts the system back here. */
  comeBack(): void {
    this.explored.restore(this.#memento);
  }
}
