/**
 * Finds out whether contexts and events were changed in place since they were first seen, which they never are where
 * actors keep to XState's rules. A copy of their plain data costs less to compare with than their text.
 */
export class InPlaceChanges {
  readonly #copies = new WeakMap<object, Copy>();

  /** Takes a copy of a value; `false` where it has other things in it than plain data. */
  copy(value: object): boolean {
    const copy = copyOf(value, 0);
    if (copy === undefined) {
      return false;
    }
    this.#copies.set(value, copy);
    return true;
  }

  /** Whether there is a copy of a value. */
  isCopied(value: object): boolean {
    return this.#copies.has(value);
  }

  /** Whether a value was changed since it was copied; `undefined` where it was not copied. */
  hasChanged(value: unknown): boolean | undefined {
    const copy = typeof value === 'object' && value !== null ? this.#copies.get(value) : undefined;
    return copy === undefined ? undefined : !isSame(value, copy);
  }
}

/** Plain data as it was: what is no object as it is, of an object the names and copies of its fields. */
type Copy = string | number | bigint | boolean | null | CopiedFields;

class CopiedFields {
  constructor(
    readonly prototype: unknown,
    readonly names: readonly string[],
    readonly fields: readonly (Copy | undefined)[],
  ) {}
}

/** Deeper data is left to its text; so is what goes round in a circle. */
const DEEPEST = 20;

function copyOf(value: unknown, depth: number): Copy | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : copyOfObject(value, depth);
    default:
      return undefined;
  }
}

function copyOfObject(value: object, depth: number): CopiedFields | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (depth > DEEPEST || (prototype !== Object.prototype && prototype !== Array.prototype)) {
    return undefined;
  }
  const names = Object.keys(value);
  const fields: (Copy | undefined)[] = [];
  for (const name of names) {
    const field = (value as Record<string, unknown>)[name];
    const copy = field === undefined ? undefined : copyOf(field, depth + 1);
    if (copy === undefined && field !== undefined) {
      return undefined;
    }
    fields.push(copy);
  }
  return new CopiedFields(prototype, names, fields);
}

function isSame(value: unknown, copy: Copy | undefined): boolean {
  if (!(copy instanceof CopiedFields)) {
    return Object.is(value, copy);
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== copy.prototype) {
    return false;
  }
  const { names, fields } = copy;
  if (Object.keys(value).length !== names.length) {
    return false;
  }
  for (let index = 0; index < names.length; index++) {
    if (!isSame((value as Record<string, unknown>)[names[index] as string], fields[index])) {
      return false;
    }
  }
  return true;
}
