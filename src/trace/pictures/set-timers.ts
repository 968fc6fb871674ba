/** A timer as the effect that set it describes it. */
interface SetTimer<T> {
  readonly due: number;
  readonly type: string;
  readonly value: T;
}

/**
 * The timers that are set, each with something that is remembered of it. An actor may set a timer of an id that is
 * set already: then both fire, and the younger alone can be cancelled.
 */
export class SetTimers<T> {
  readonly #timers = new Map<string, SetTimer<T>[]>();

  set(by: string, id: string, due: number, type: string, value: T): void {
    const key = keyOf(by, id);
    const others = this.#timers.get(key) ?? [];
    this.#timers.set(key, [...others, { due, type, value }]);
  }

  /** What is remembered of a timer that is cancelled. */
  cancel(by: string, id: string): T | undefined {
    const timers = this.#timers.get(keyOf(by, id)) ?? [];
    return this.#take(keyOf(by, id), timers.at(-1));
  }

  /** What is remembered of a timer that fires: of several, the one that falls due then, or before the others. */
  fire(by: string, id: string, type: string, time: number): T | undefined {
    const timers = (this.#timers.get(keyOf(by, id)) ?? []).filter((timer) => timer.type === type);
    const [first] = timers.toSorted((a, b) => a.due - b.due);
    return this.#take(keyOf(by, id), timers.find(({ due }) => due === time) ?? first);
  }

  /** What is remembered of the timers that are still set. */
  *values(): Generator<T> {
    for (const timers of this.#timers.values()) {
      for (const { value } of timers) {
        yield value;
      }
    }
  }

  #take(key: string, timer: SetTimer<T> | undefined): T | undefined {
    const rest = (this.#timers.get(key) ?? []).filter((other) => other !== timer);
    if (rest.length === 0) {
      this.#timers.delete(key);
    } else {
      this.#timers.set(key, rest);
    }
    return timer?.value;
  }
}

function keyOf(by: string, id: string): string {
  return JSON.stringify([by, id]);
}
