import { CrashError } from '../system/fault.js';
import type { AddressOf } from '../trace/canonical-json.js';

/** A value of which canonical JSON does not tell all, so that two that differ may have the same text. */
export interface UnseenValue {
  /** Where it is, such as `.context.box`. */
  readonly path: string;
  /** What it is, such as `an instance of Box`. */
  readonly what: string;
}

/**
 * Finds the first value in another of which canonical JSON does not tell all; `undefined` where it tells everything.
 *
 * It does not of functions and symbols, of properties that are hidden, computed or named by a symbol, and of instances
 * of classes: no program can see whether they have private fields. Of an error the stack is no state.
 */
export function findUnseen(value: unknown, addressOf: AddressOf): UnseenValue | undefined {
  return find(value, addressOf, []);
}

function find(value: unknown, addressOf: AddressOf, around: object[]): UnseenValue | undefined {
  if (typeof value === 'function') {
    return { path: '', what: value.name === '' ? 'a function' : `the function ${value.name}` };
  }
  if (typeof value === 'symbol') {
    return { path: '', what: 'a symbol' };
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    addressOf(value) !== undefined ||
    around.includes(value)
  ) {
    return undefined;
  }
  around.push(value);
  const unseen = findIn(value, addressOf, around);
  around.pop();
  return unseen;
}

function findIn(value: object, addressOf: AddressOf, around: object[]): UnseenValue | undefined {
  if ('_nodes' in value && 'machine' in value) {
    const { context, error, output } = value as unknown as SnapshotData;
    return findInFields({ context, error, output }, addressOf, around);
  }
  if ('_subscription' in value && 'status' in value) {
    return findInFields({ ...value, _subscription: undefined }, addressOf, around);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return findInFields(value, addressOf, around);
  }
  if (prototype === Array.prototype) {
    const items = value as unknown[];
    // Each item and the length; fewer where there are holes, more where it has other properties.
    return Reflect.ownKeys(items).length === items.length + 1
      ? findInItems(items, addressOf, around)
      : { path: '', what: 'an array with holes, or with properties of its own' };
  }
  if (ERRORS.has(prototype)) {
    return findInFields(value, addressOf, around, isPlainInErrors);
  }
  if (WHOLE.has(prototype) && (ArrayBuffer.isView(value) || Reflect.ownKeys(value).length === 0)) {
    return value instanceof Map || value instanceof Set
      ? findInItems([...value], addressOf, around)
      : undefined;
  }
  return { path: '', what: `an instance of ${classNameOf(value)}` };
}

interface SnapshotData {
  readonly context: unknown;
  readonly error: unknown;
  readonly output: unknown;
}

function findInFields(
  value: object,
  addressOf: AddressOf,
  around: object[],
  isPlain: (key: string) => boolean = () => false,
): UnseenValue | undefined {
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') {
      return { path: `[${String(key)}]`, what: 'a property named by a symbol' };
    }
    if (isPlain(key)) {
      continue;
    }
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property?.enumerable !== true) {
      return { path: `.${key}`, what: 'a hidden property' };
    }
    if (!('value' in property)) {
      return { path: `.${key}`, what: 'a computed property' };
    }
    const unseen = find(property.value, addressOf, around);
    if (unseen !== undefined) {
      return { ...unseen, path: `.${key}${unseen.path}` };
    }
  }
  return undefined;
}

function findInItems(
  items: readonly unknown[],
  addressOf: AddressOf,
  around: object[],
): UnseenValue | undefined {
  for (const [index, item] of items.entries()) {
    const unseen = find(item, addressOf, around);
    if (unseen !== undefined) {
      return { ...unseen, path: `[${index}]${unseen.path}` };
    }
  }
  return undefined;
}

function classNameOf(value: { readonly constructor?: { readonly name?: unknown } }): string {
  const name = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? name : 'a class without a name';
}

/** What errors have beside their fields: their message is written, and where they were made is no state. */
function isPlainInErrors(key: string): boolean {
  return key === 'message' || key === 'stack';
}

const ERRORS: ReadonlySet<unknown> = new Set(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, CrashError].map(
    ({ prototype }) => prototype,
  ),
);

/** The prototypes of what canonical JSON writes in full. */
const WHOLE: ReadonlySet<unknown> = new Set(
  [
    Date,
    Map,
    Set,
    URL,
    DataView,
    Buffer,
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ].map(({ prototype }): unknown => prototype),
);
