import * as fc from 'fast-check';
import { createActor, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { canonicalJson, reviveCanonical } from '../../src/trace/canonical-json.js';

const noRef = (): undefined => undefined;

/** Written, read and restored, as a replay does it. */
function restored(value: unknown): unknown {
  return reviveCanonical(JSON.parse(canonicalJson(value)), noRef);
}

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(shuffled);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, shuffled(item)]),
  );
}

/** JSON values with keys that are apt to be mistaken for tags. */
const jsonValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.string(),
        fc.constantFrom('$ref', '$$ref', '$', '$date', '$undefined', '__proto__', 'a', 'b'),
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

/** What an event may carry beside JSON. */
const dataValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    jsonValue,
    fc.constantFrom(undefined, NaN, Infinity, -Infinity, -0),
    fc.bigInt(),
    fc.date(),
    fc.uint8Array({ maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(fc.string(), tie('value')), { selector: ([key]) => key, maxLength: 3 })
      .map((entries) => new Map(entries)),
    fc.uniqueArray(fc.string(), { maxLength: 3 }).map((items) => new Set(items)),
  ),
})).value;

describe('canonical JSON', () => {
  test('of a JSON value is JSON that is read back as the same value', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(restored(value)).toEqual(value);
      }),
    );
  });

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('is the same for two JSON values only if they are equal', () => {
    const key = (value: unknown): string =>
      JSON.stringify(value, (_, item: unknown) => (isPlain(item) ? sortedEntries(item) : item));
    fc.assert(
      fc.property(jsonValue, jsonValue, (one, other) => {
        expect(canonicalJson(one) === canonicalJson(other)).toBe(key(one) === key(other));
      }),
    );
  });

  test('restores dates, maps, sets, bytes and the numbers that JSON lacks', () => {
    fc.assert(
      fc.property(dataValue, (value) => {
        expect(restored(value)).toEqual(value);
      }),
    );
  });

  test('writes what it restored as the same text again', () => {
    fc.assert(
      fc.property(dataValue, (value) => {
        expect(canonicalJson(restored(value))).toBe(canonicalJson(value));
      }),
    );
  });
});

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
  norm(): number {
    return Math.hypot(this.x, this.y);
  }
}

class Celsius {
  constructor(readonly degrees: number) {}
  toJSON(): object {
    return { celsius: this.degrees };
  }
}

describe('canonical JSON writes', () => {
  test.each<[string, unknown, string]>([
    ['undefined', undefined, '{"$undefined":true}'],
    ['a field that is undefined as none', { a: undefined, b: 1 }, '{"b":1}'],
    ['an item that is undefined', [undefined], '[{"$undefined":true}]'],
    ['a hole in an array as undefined', Object.assign([], { length: 1 }), '[{"$undefined":true}]'],
    ['NaN', Number.NaN, '{"$number":"NaN"}'],
    ['infinities', [Infinity, -Infinity], '[{"$number":"Infinity"},{"$number":"-Infinity"}]'],
    ['negative zero', -0, '{"$number":"-0"}'],
    ['large and small numbers as JSON does', [1e21, 1e-7, 0.1], '[1e+21,1e-7,0.1]'],
    ['a bigint', 12345678901234567890n, '{"$bigint":"12345678901234567890"}'],
    ['a date', new Date(0), '{"$date":"1970-01-01T00:00:00.000Z"}'],
    ['an invalid date', new Date(Number.NaN), '{"$date":"invalid"}'],
    ['a map', new Map([['b', 1]]), '{"$map":[["b",1]]}'],
    ['a set', new Set(['b', 'a']), '{"$set":["b","a"]}'],
    ['bytes', Uint8Array.of(1, 255), '{"$bytes":[1,255]}'],
    ['a view on bytes', new DataView(Uint8Array.of(1, 2, 3).buffer, 1), '{"$bytes":[2,3]}'],
    ['a function by its name', Math.max, '{"$function":"max"}'],
    ['a symbol by its description', Symbol('sign'), '{"$symbol":"sign"}'],
    ['an error', new TypeError('no'), '{"$error":{"message":"no","name":"TypeError"}}'],
    [
      'the fields of an error',
      Object.assign(new Error('gone'), { code: 'ENOENT' }),
      '{"$error":{"code":"ENOENT","message":"gone","name":"Error"}}',
    ],
    ['an instance', new Point(1, 2), '{"$class":["Point",{"x":1,"y":2}]}'],
    ['an instance by its own word', new Celsius(20), '{"celsius":20}'],
    ['what goes on by its class alone', Promise.resolve(), '{"$class":"Promise"}'],
    ['an object of nobody’s class', Object.create(Object.create(null) as object), '{"$class":["",{}]}'],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    [
      'keys in the order of their code units',
      { b: 1, a: 2, B: 3, é: 4, 10: 5, 9: 6 },
      '{"10":5,"9":6,"B":3,"a":2,"b":1,"é":4}',
    ],
    ['a key of the data that looks like a tag', { $ref: 'x', $$y: 1 }, '{"$$$y":1,"$$ref":"x"}'],
    ['a line separator as it is', '\u2028', '"\u2028"'],
    ['a lone surrogate as an escape', '\ud800', '"\\ud800"'],
  ])('%s', (_, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test('a value inside of itself by the number of levels up', () => {
    const self: { name: string; me?: unknown; deep?: unknown } = { name: 'x' };
    self.me = self;
    self.deep = [{ back: self }];

    expect(canonicalJson(self)).toBe('{"deep":[{"back":{"$cycle":3}}],"me":{"$cycle":1},"name":"x"}');
  });

  test('a value that stands in two places twice', () => {
    const shared = { a: 1 };

    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  test('an actor by its address', () => {
    const actor = createActor(createMachine({}));
    const addressOf = (value: object) => (value === actor ? 'shop/ann' : undefined);

    expect(canonicalJson({ from: actor }, addressOf)).toBe('{"from":{"$ref":"shop/ann"}}');
    expect(canonicalJson({ from: actor })).toBe('{"from":{"$class":"Actor"}}');
  });

  test('the state of a machine’s snapshot, and not the machine', () => {
    const snapshot = createActor(
      createMachine({ id: 'm', context: { n: 1 }, initial: 'a', states: { a: {} } }),
    ).getSnapshot();

    expect(canonicalJson(snapshot)).toBe('{"context":{"n":1},"status":"active","value":"a"}');
  });

  test('an observable’s snapshot without its subscription', () => {
    const snapshot = { status: 'active', context: 1, _subscription: { unsubscribe: () => undefined } };

    expect(canonicalJson(snapshot)).toBe('{"context":1,"status":"active"}');
    expect(canonicalJson({ _subscription: 1 })).toBe('{"_subscription":1}');
  });
});

describe('what canonical JSON wrote is restored', () => {
  test.each<[string, unknown]>([
    ['an instance', new Point(1, 2)],
    ['an instance within another', new Point(new Point(1, 2) as never, 3)],
    ['what goes on', Promise.resolve()],
    ['a function', Math.max],
    ['a symbol', Symbol('sign')],
    ['an error with fields', Object.assign(new RangeError('gone'), { code: 7, deep: { a: 1 } })],
    ['an invalid date', new Date(Number.NaN)],
  ])('%s as something that is written alike', (_, value) => {
    expect(canonicalJson(restored(value))).toBe(canonicalJson(value));
  });

  test('an instance with its fields', () => {
    expect(restored(new Point(1, 2))).toMatchObject({ x: 1, y: 2 });
  });

  test('an error as an error', () => {
    const error = restored(Object.assign(new TypeError('no'), { code: 'E' }));

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'TypeError', message: 'no', code: 'E' });
    expect(Object.keys(error as object)).toEqual(['code']);
  });

  test('an actor as the one that has its address', () => {
    const actor = createActor(createMachine({}));

    const value = reviveCanonical(JSON.parse('{"from":{"$ref":"shop/ann"}}'), (address) =>
      address === 'shop/ann' ? actor : undefined,
    );

    expect(value).toEqual({ from: actor });
  });
});

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedEntries(value: Record<string, unknown>): unknown[] {
  return [
    'an object',
    ...Object.keys(value)
      .toSorted()
      .map((key) => [key, value[key]]),
  ];
}
