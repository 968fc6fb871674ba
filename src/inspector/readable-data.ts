import type { AddressOf } from '../trace/canonical-json.js';

/** About how many characters of a value are shown: nobody reads more, and what hangs on a socket, say, has no end. */
export const MOST_SHOWN = 500_000;

/** What each value is reckoned as beside its text. */
const CHARACTERS_A_VALUE = 4;

/**
 * A value as plain JSON data for a person to read: actors by their addresses, functions by their names, errors with
 * their messages; what is inside of itself as `[Circular]`, what cannot be read as the reason why not, and what is too
 * much as `[left out]`.
 *
 * @param most - about how many characters that may be; all of them unless given
 */
export function readableData(
  value: unknown,
  addressOf: AddressOf,
  most: number = Number.POSITIVE_INFINITY,
): unknown {
  return new Reader(addressOf, most).read(value);
}

class Reader {
  readonly #addressOf: AddressOf;
  /** The objects around the value that is read. */
  readonly #around = new Set<object>();
  #left: number;

  constructor(addressOf: AddressOf, most: number) {
    this.#addressOf = addressOf;
    this.#left = most;
  }

  read(value: unknown): unknown {
    this.#left -= CHARACTERS_A_VALUE;
    switch (typeof value) {
      case 'string':
        return this.#readText(value);
      case 'boolean':
      case 'undefined':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'bigint':
      case 'symbol':
        return String(value);
      case 'function':
        return { type: (value as { readonly type?: unknown }).type ?? value.name };
      case 'object':
        return value === null ? null : this.#readObject(value);
    }
  }

  #readText(text: string): string {
    const shown = text.slice(0, Math.max(this.#left, 0));
    this.#left -= shown.length;
    return shown.length === text.length ? text : `${shown}[left out]`;
  }

  #readObject(value: object): unknown {
    if (this.#around.has(value)) {
      return '[Circular]';
    }
    if (this.#left < 0) {
      return '[left out]';
    }
    this.#around.add(value);
    try {
      return this.#addressOf(value) ?? this.#readFields(value);
    } catch (error) {
      // A getter or a `toJSON` of the user's own, or more levels than the stack has.
      return `[unreadable: ${(error as Error).message}]`;
    } finally {
      this.#around.delete(value);
    }
  }

  #readFields(value: object): unknown {
    if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
      return Array.from(value, (item) => this.read(item));
    }
    if (value instanceof Error) {
      return { name: value.name, message: value.message, ...this.#fieldsOf(value) };
    }
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return this.read(value.toJSON());
    }
    return this.#fieldsOf(value);
  }

  #fieldsOf(value: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        this.#left -= key.length;
        return [key, this.read(item)];
      }),
    );
  }
}
