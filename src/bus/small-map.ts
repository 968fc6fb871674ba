/**
 * A map that is mostly empty or has one entry, as the lanes and the timers of an actor are.
 *
 * It takes a `Map` only once there are two entries at a time: an empty one costs as much memory as all else that is
 * kept of an idle actor, and making it as much time as posting an event. No value is `undefined`.
 */
export class SmallMap<TKey, TValue> {
  #key: TKey | undefined = undefined;
  #value: TValue | undefined = undefined;
  #many: Map<TKey, TValue> | undefined = undefined;

  get size(): number {
    return this.#many === undefined ? (this.#value === undefined ? 0 : 1) : this.#many.size;
  }

  has(key: TKey): boolean {
    return this.get(key) !== undefined;
  }

  get(key: TKey): TValue | undefined {
    if (this.#many !== undefined) {
      return this.#many.get(key);
    }
    return key === this.#key ? this.#value : undefined;
  }

  /** As a `Map` does it: an entry that takes the place of another stands where that stood. */
  set(key: TKey, value: TValue): void {
    if (this.#many !== undefined) {
      this.#many.set(key, value);
    } else if (this.#value === undefined || this.#key === key) {
      this.#key = key;
      this.#value = value;
    } else {
      this.#many = new Map([
        [this.#key as TKey, this.#value],
        [key, value],
      ]);
      this.#key = undefined;
      this.#value = undefined;
    }
  }

  delete(key: TKey): void {
    if (this.#many !== undefined) {
      this.#many.delete(key);
    } else if (key === this.#key) {
      this.clear();
    }
  }

  clear(): void {
    this.#many?.clear();
    this.#key = undefined;
    this.#value = undefined;
  }

  /** In the order in which they were set. */
  entries(): Iterable<[TKey, TValue]> {
    return (this.#many?.entries() ??
      (this.#value === undefined ? [] : [[this.#key as TKey, this.#value] as const])) as Iterable<
      [TKey, TValue]
    >;
  }

  keys(): Iterable<TKey> {
    return this.#many?.keys() ?? (this.#value === undefined ? [] : [this.#key as TKey]);
  }

  values(): Iterable<TValue> {
    return this.#many?.values() ?? (this.#value === undefined ? [] : [this.#value]);
  }
}
