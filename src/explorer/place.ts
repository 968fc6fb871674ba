import type { Step } from '../system/step.js';
import type { ExploredMemento, ExploredSystem } from './explored-system.js';

/** Where a schedule once stood, from which another can go on without running again what led there. */
export class Place {
  readonly explored: ExploredSystem;
  /** The names of the decisions that led there. */
  readonly decisions: readonly string[];
  /** Of how many choices each of them was taken. */
  readonly choices: readonly number[];
  /** The step that started the system, where this is the place right behind it; a schedule hears of it first. */
  readonly start: Step | undefined;
  readonly #memento: ExploredMemento;

  constructor(
    explored: ExploredSystem,
    memento: ExploredMemento,
    decisions: readonly string[],
    choices: readonly number[],
    start?: Step,
  ) {
    this.explored = explored;
    this.decisions = decisions;
    this.choices = choices;
    this.start = start;
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
