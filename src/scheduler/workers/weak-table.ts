/** Finds objects by a key for as long as somebody else holds them. */
export class WeakTable<T extends object> {
  readonly #refs = new Map<string, WeakRef<T>>();
  readonly #forget = new FinalizationRegistry<string>((key) => {
    if (this.#refs.get(key)?.deref() === undefined) {
      this.#refs.delete(key);
    }
  });

  get(key: string): T | undefined {
    return this.#refs.get(key)?.deref();
  }

  set(key: string, value: T): void {
    this.#refs.set(key, new WeakRef(value));
    this.#forget.register(value, key);
  }
}
