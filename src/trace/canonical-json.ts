/** Tells the address of an actor ref; `undefined` for everything that is none of the system's actors. */
export type AddressOf = (value: object) => string | undefined;

/**
 * Writes any value as JSON text, the same text for the same value on every machine.
 *
 * Object keys are sorted as in RFC 8785 (JSON Canonicalization Scheme, section 3.2.3). What JSON cannot say is
 * written as an object with one key that begins with `$`: `{"$ref":address}` for an actor, `$undefined`,
 * `$number` (NaN, Infinity, -0), `$bigint`, `$date`, `$error` (name, message and own fields), `$map`, `$set`,
 * `$bytes`, `$function`, `$symbol`, `$class` for instances of other classes, `$cycle` for a value inside of
 * itself (the number of levels up). Keys of the data that begin with `$` get a second one. Properties that are
 * `undefined` are left out, as in JSON. Of a machine's snapshot only context, error, output, status and value
 * are written.
 */
export function canonicalJson(value: unknown, addressOf: AddressOf = () => undefined): string {
  return write(value, addressOf, []);
}

/** Restores the values that {@link canonicalJson} wrote, as far as data can be restored. */
export function reviveCanonical(value: unknown, refAt: (address: string) => unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => reviveCanonical(item, refAt));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined && /^\$[a-z]/.test(first[0])) {
    return reviveTagged(first[0], first[1], refAt);
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key.startsWith('$$') ? key.slice(1) : key, reviveCanonical(item, refAt)]),
  );
}

function reviveTagged(tag: string, content: unknown, refAt: (address: string) => unknown): unknown {
  switch (tag) {
    case '$ref':
      return refAt(String(content));
    case '$undefined':
      return undefined;
    case '$number':
      return Number(content);
    case '$bigint':
      return BigInt(String(content));
    case '$date':
      return new Date(String(content));
    case '$map':
      return new Map(reviveCanonical(content, refAt) as [unknown, unknown][]);
    case '$set':
      return new Set(reviveCanonical(content, refAt) as unknown[]);
    case '$bytes':
      return Uint8Array.from(content as number[]);
    case '$error':
      return reviveError(reviveCanonical(content, refAt) as { readonly message: string });
    case '$function':
      return Object.defineProperty(() => undefined, 'name', { value: content });
    case '$symbol':
      return Symbol(String(content));
    case '$class':
      return reviveInstance(content, refAt);
    default:
      return { [tag]: content };
  }
}

function reviveError({ message, ...fields }: { readonly message: string }): Error {
  const error = new Error(message);
  for (const [field, value] of Object.entries(fields)) {
    // As in a thrown error, the name is no field of its own.
    const enumerable = field !== 'name';
    Object.defineProperty(error, field, { value, enumerable, writable: true, configurable: true });
  }
  return error;
}

/** An object with the fields of an instance and the name of its class; its methods are gone. */
function reviveInstance(content: unknown, refAt: (address: string) => unknown): object {
  if (!Array.isArray(content)) {
    return Object.create({ __proto__: null, constructor: { name: content }, subscribe: undefined });
  }
  const [name, fields] = content as [unknown, unknown];
  const prototype: object = Object.create(null, { constructor: { value: { name } } });
  return Object.assign(Object.create(prototype) as object, reviveCanonical(fields, refAt));
}

function write(value: unknown, addressOf: AddressOf, path: object[]): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? String(value)
        : `{"$number":"${numberName(value)}"}`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return '{"$undefined":true}';
    case 'bigint':
      return `{"$bigint":"${value}"}`;
    case 'function':
      return `{"$function":${JSON.stringify(value.name)}}`;
    case 'symbol':
      return `{"$symbol":${JSON.stringify(value.description ?? '')}}`;
    case 'object':
      return value === null ? 'null' : writeObject(value, addressOf, path);
  }
}

function numberName(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function writeObject(value: object, addressOf: AddressOf, path: object[]): string {
  const address = addressOf(value);
  if (address !== undefined) {
    return `{"$ref":${JSON.stringify(address)}}`;
  }
  const level = path.indexOf(value);
  if (level !== -1) {
    return `{"$cycle":${path.length - level}}`;
  }
  path.push(value);
  const text = writeKind(value, addressOf, path);
  path.pop();
  return text;
}

function writeKind(value: object, addressOf: AddressOf, path: object[]): string {
  if ('_nodes' in value && 'machine' in value) {
    return write(snapshotData(value as unknown as MachineSnapshotLike), addressOf, path);
  }
  if ('_subscription' in value && 'status' in value) {
    // An observable's snapshot; whose observable it was, and how that keeps its subscribers, is no state.
    return writeFields({ ...value, _subscription: undefined }, addressOf, path);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return writeFields(value as Record<string, unknown>, addressOf, path);
  }
  if (Array.isArray(value)) {
    // `map` would leave out the holes of a sparse array.
    return `[${Array.from(value, (item) => write(item, addressOf, path)).join(',')}]`;
  }
  if (value instanceof Error) {
    const fields: Record<string, unknown> = {
      ...(value as object),
      name: value.name,
      message: value.message,
    };
    return `{"$error":${writeFields(fields, addressOf, path)}}`;
  }
  if (value instanceof Date) {
    return `{"$date":${JSON.stringify(Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString())}}`;
  }
  if (value instanceof Map) {
    return `{"$map":${write([...value], addressOf, path)}}`;
  }
  if (value instanceof Set) {
    return `{"$set":${write([...value], addressOf, path)}}`;
  }
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return `{"$bytes":[${bytes.join(',')}]}`;
  }
  return writeInstance(value, addressOf, path);
}

/** What a machine's snapshot says of its state, without the machine itself. */
function snapshotData({ context, error, output, status, value }: MachineSnapshotLike): object {
  return { context, error, output, status, value };
}

interface MachineSnapshotLike {
  readonly context: unknown;
  readonly error: unknown;
  readonly output: unknown;
  readonly status: unknown;
  readonly value: unknown;
}

/** An instance of some class: its own word for itself, else the name of its class and its fields. */
function writeInstance(value: object, addressOf: AddressOf, path: object[]): string {
  const { toJSON } = value as { toJSON?: unknown };
  // An actor of another system would name itself by a number that XState counts in the whole process.
  if (typeof toJSON === 'function' && !('sessionId' in value)) {
    return write(toJSON.call(value), addressOf, path);
  }
  const name = JSON.stringify(classNameOf(value));
  if (isHandle(value)) {
    return `{"$class":${name}}`;
  }
  return `{"$class":[${name},${writeFields(value as Record<string, unknown>, addressOf, path)}]}`;
}

function classNameOf(value: { readonly constructor?: { readonly name?: unknown } }): string {
  const name = value.constructor?.name;
  return typeof name === 'string' ? name : '';
}

/** Whether an object stands for something that goes on (a promise, a subscription), and is no data. */
function isHandle(value: object): boolean {
  return 'then' in value || 'unsubscribe' in value || 'subscribe' in value || 'addEventListener' in value;
}

function writeFields(value: Record<string, unknown>, addressOf: AddressOf, path: object[]): string {
  const keys = Object.keys(value);
  if (keys.length > 1) {
    keys.sort();
  }
  let text = '{';
  for (const key of keys) {
    const field = value[key];
    if (field === undefined) {
      continue;
    }
    const name = key.startsWith('$') ? `$${key}` : key;
    text += `${text === '{' ? '' : ','}${JSON.stringify(name)}:${write(field, addressOf, path)}`;
  }
  return `${text}}`;
}
