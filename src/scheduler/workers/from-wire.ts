import type { Wire } from './wire.js';
import type { WireContext } from './wire-context.js';
import { instanceLike, isPlainObject, WIRE, type WireTag } from './wire-tags.js';

/** Puts a value that came from another thread together again, in place. */
export function fromWire({ value, isTagged }: Wire, context: WireContext): unknown {
  return isTagged === true ? new Reviver(context).revive(value) : value;
}

class Reviver {
  readonly #context: WireContext;
  readonly #seen = new Set<object>();

  constructor(context: WireContext) {
    this.#context = context;
  }

  revive(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (isPlainObject(value) && WIRE in value) {
      return this.#reviveTag(value[WIRE] as WireTag);
    }
    if (!this.#seen.has(value)) {
      this.#seen.add(value);
      this.#reviveWithin(value);
    }
    return value;
  }

  #reviveWithin(value: object): void {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        value[index] = this.revive(item);
      }
    } else if (value instanceof Map) {
      const entries = [...value].map(([key, item]) => [this.revive(key), this.revive(item)] as const);
      value.clear();
      for (const [key, item] of entries) {
        value.set(key, item);
      }
    } else if (value instanceof Set) {
      const items = [...value].map((item) => this.revive(item));
      value.clear();
      for (const item of items) {
        value.add(item);
      }
    } else if (isPlainObject(value)) {
      for (const key of Object.keys(value)) {
        value[key] = this.revive(value[key]);
      }
    }
  }

  #reviveTag(tag: WireTag): unknown {
    switch (tag.kind) {
      case 'actor':
        return this.#context.actorAt(tag);
      case 'error':
        return this.#reviveError(tag);
      case 'snapshot':
        return snapshotLike(this.revive(tag.fields) as SnapshotFields);
      case 'object':
        return this.revive(tag.fields);
      case 'function':
        return Object.defineProperty(() => undefined, 'name', { value: tag.name });
      case 'symbol':
        return Symbol(tag.name);
      case 'instance':
        return instanceLike(tag, this.revive(tag.fields));
      case 'handle':
        return instanceLike(tag, undefined);
    }
  }

  #reviveError({
    key,
    name,
    message,
    stack,
    fields,
    cause,
  }: Extract<WireTag, { readonly kind: 'error' }>): Error {
    const known = this.#context.errors.at(key);
    if (known !== undefined) {
      return known;
    }
    const Kind = builtInErrors.find((one) => one.name === name) ?? Error;
    const error = new Kind(message, cause === undefined ? undefined : { cause: this.revive(cause) });
    this.#context.errors.enter(key, error);
    if (error.name !== name) {
      Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
    }
    Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
    return Object.assign(error, this.revive(fields));
  }
}

const builtInErrors: readonly ErrorConstructor[] = [
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
] as readonly ErrorConstructor[];

interface SnapshotFields {
  readonly value: unknown;
  readonly children?: unknown;
}

/** A machine's snapshot without its machine: data, and whether it is in a state. */
function snapshotLike({ children, ...fields }: SnapshotFields): object {
  // As on a machine's own snapshot these are there; a trace writes the data alone.
  return Object.defineProperties(fields, {
    _nodes: { value: [] },
    machine: { value: undefined },
    children: { value: children ?? {} },
    matches: { value: (wanted: unknown) => matches(wanted, fields.value) },
  });
}

function matches(wanted: unknown, value: unknown): boolean {
  if (typeof wanted === 'string') {
    const [first = '', ...rest] = wanted.split('.');
    if (typeof value === 'string') {
      return value === wanted;
    }
    const inner = (value as Record<string, unknown> | undefined)?.[first];
    return inner !== undefined && (rest.length === 0 || matches(rest.join('.'), inner));
  }
  return Object.entries(wanted as object).every(([key, inner]) => {
    return typeof value === 'object' && value !== null && key in value
      ? matches(inner, (value as Record<string, unknown>)[key])
      : value === key && Object.keys(inner as object).length === 0;
  });
}
