import { types } from 'node:util';
import { isPlainObject, likenessOf, WIRE, type WireTag } from './wire-tags.js';
import type { WireContext } from './wire-context.js';

/** A value on its way to another thread: plain data for `structuredClone`, whatever it was before. */
export interface Wire {
  readonly value: unknown;
  /** Whether there is something in it that the other side has to put back. */
  readonly isTagged?: true;
}

/**
 * How a value is to arrive:
 * - `exact`: as it was; what cannot be brought over is refused with a {@link WireProblem}
 * - `likeness`: so that a trace shows the same of it; functions and methods do nothing there
 */
export type WireMode = 'exact' | 'likeness';

/** Something in a value that cannot go to another thread, and where in it. */
export class WireProblem extends Error {
  constructor(
    readonly path: string,
    readonly what: string,
  ) {
    super(`${path} ${what}`);
    this.name = 'WireProblem';
  }
}

/**
 * Makes a value ready for another thread.
 *
 * Actors become their names and errors keep their identity; what `structuredClone` brings over by itself is handed
 * over as it is.
 *
 * @throws WireProblem in the mode `exact`
 */
export function toWire(value: unknown, context: WireContext, mode: WireMode, path: string): Wire {
  if (!needsTags(value, new Set())) {
    return { value };
  }
  return { value: new Tagger(context, mode).tag(value, path), isTagged: true };
}

/** Whether anything in a value is lost or refused by `structuredClone`. */
function needsTags(value: unknown, seen: Set<object>): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' || typeof value === 'symbol';
  }
  if (seen.has(value)) {
    return false;
  }
  seen.add(value);
  if (Array.isArray(value)) {
    return value.some((item) => needsTags(item, seen));
  }
  if (isPlainObject(value)) {
    for (const key of Object.keys(value)) {
      if (key === WIRE || needsTags(value[key], seen)) {
        return true;
      }
    }
    return '_nodes' in value && 'machine' in value;
  }
  if (value instanceof Map) {
    return [...value].some((entry) => needsTags(entry, seen));
  }
  if (value instanceof Set) {
    return [...value].some((item) => needsTags(item, seen));
  }
  return !isClonedWhole(value);
}

/** Whether `structuredClone` makes the like of it: the class is one that every thread has, and so are its contents. */
function isClonedWhole(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    ArrayBuffer.isView(value) ||
    types.isDate(value) ||
    prototype === RegExp.prototype ||
    prototype === ArrayBuffer.prototype ||
    prototype === SharedArrayBuffer.prototype
  );
}

/** Copies a value, with tags in the place of what cannot be cloned. */
class Tagger {
  readonly #context: WireContext;
  readonly #mode: WireMode;
  /** The copies so far; a value that contains itself gets a copy that does. */
  readonly #copies = new Map<object, unknown>();

  constructor(context: WireContext, mode: WireMode) {
    this.#context = context;
    this.#mode = mode;
  }

  tag(value: unknown, path: string): unknown {
    switch (typeof value) {
      case 'function':
        return this.#refuse(path, 'is a function') ?? tagged({ kind: 'function', name: value.name });
      case 'symbol':
        return this.#refuse(path, 'is a symbol') ?? tagged({ kind: 'symbol', name: value.description ?? '' });
      case 'object':
        return value === null ? null : this.#tagObject(value, path);
      default:
        return value;
    }
  }

  #tagObject(value: object, path: string): unknown {
    const known = this.#copies.get(value);
    if (known !== undefined) {
      return known;
    }
    const name = this.#context.nameOf(value);
    if (name !== undefined) {
      return tagged({ kind: 'actor', ...name });
    }
    if (Array.isArray(value)) {
      const copy: unknown[] = Array.from({ length: value.length });
      this.#copies.set(value, copy);
      for (const [index, item] of value.entries()) {
        copy[index] = this.tag(item, `${path}[${index}]`);
      }
      return copy;
    }
    if (value instanceof Map) {
      const copy = new Map<unknown, unknown>();
      this.#copies.set(value, copy);
      for (const [key, item] of value) {
        copy.set(this.tag(key, `${path}.keys()`), this.tag(item, `${path}.get(${String(key)})`));
      }
      return copy;
    }
    if (value instanceof Set) {
      const copy = new Set<unknown>();
      this.#copies.set(value, copy);
      for (const item of value) {
        copy.add(this.tag(item, `${path}.values()`));
      }
      return copy;
    }
    if (value instanceof Error) {
      return this.#tagError(value, path);
    }
    return isPlainObject(value) ? this.#tagPlainObject(value, path) : this.#tagInstance(value, path);
  }

  #tagPlainObject(value: Record<string, unknown>, path: string): unknown {
    if ('_nodes' in value && 'machine' in value) {
      const { context, error, output, status, value: state, children } = value;
      return tagged({
        kind: 'snapshot',
        fields: this.tag({ context, error, output, status, value: state, children }, path),
      });
    }
    const copy: Record<string, unknown> = {};
    const result = WIRE in value ? tagged({ kind: 'object', fields: copy }) : copy;
    this.#copies.set(value, result);
    for (const [key, item] of Object.entries(value)) {
      copy[key] = this.tag(item, `${path}.${key}`);
    }
    return result;
  }

  /** An error is known again by who made it first: the same one that comes back is the same object. */
  #tagError(error: Error, path: string): unknown {
    const likeness = new Tagger(this.#context, 'likeness');
    const { name, message, stack = '', cause, ...fields } = { ...ownFields(error), ...own(error) };
    return tagged({
      kind: 'error',
      key: this.#context.errors.keyOf(error),
      name,
      message,
      stack,
      fields: likeness.tag(fields, path),
      ...(cause === undefined ? {} : { cause: likeness.tag(cause, path) }),
    });
  }

  #tagInstance(value: object, path: string): unknown {
    if (isClonedWhole(value)) {
      return value;
    }
    this.#refuse(
      path,
      `is an instance of ${value.constructor?.name || 'a class'}, which no other thread has`,
    );
    const likeness = likenessOf(value);
    return tagged({
      ...likeness,
      ...('fields' in likeness ? { fields: this.tag(likeness.fields, path) } : {}),
    });
  }

  #refuse(path: string, what: string): undefined {
    if (this.#mode === 'exact') {
      throw new WireProblem(path, what);
    }
    return undefined;
  }
}

function ownFields(error: object): Record<string, unknown> {
  return { ...error };
}

function own({ name, message, stack, cause }: Error): Pick<Error, 'name' | 'message' | 'stack' | 'cause'> {
  return { name, message, stack: stack ?? '', cause };
}

function tagged(tag: WireTag): object {
  return { [WIRE]: tag };
}
