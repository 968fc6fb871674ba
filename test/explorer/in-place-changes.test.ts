import { anything, assert, dictionary, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InPlaceChanges } from '../../src/explorer/in-place-changes.js';
import { canonicalJson } from '../../src/trace/canonical-json.js';

class Box {
  width = 3;
}

describe('InPlaceChanges', () => {
  const plain = dictionary(
    string({ maxLength: 3 }),
    anything({ withNullPrototype: false, withBigInt: true, maxDepth: 3 }).filter(isPlain),
    { noNullPrototype: true },
  );

  test('sees a change wherever the text of plain data changes, and none where it stays', () => {
    assert(
      property(plain, plain, (before, other) => {
        const changes = new InPlaceChanges();
        const value = structuredClone(before);
        expect(changes.copy(value)).toBe(true);
        expect(changes.hasChanged(value)).toBe(false);

        Object.assign(value, other);

        const isOther = canonicalJson(value) !== canonicalJson(before);
        expect(isOther && changes.hasChanged(value) === false).toBe(false);
      }),
    );
  });

  test.each([
    ['a field', (value: Order) => (value.count = 2)],
    ['a field that is new', (value: Order & { more?: number }) => (value.more = 2)],
    ['a field that is gone', (value: Partial<Order>) => delete value.count],
    ['an item far inside', (value: Order) => (value.items[1] = { name: 'fries', of: ['salt', 'oil'] })],
    ['a new item', (value: Order) => value.items.push({ name: 'cola', of: [] })],
    ['0 for -0', (value: Order) => (value.zero = 0)],
  ])('sees %s', (_, change: (value: never) => unknown) => {
    const changes = new InPlaceChanges();
    const value: Order = {
      count: 1,
      zero: -0,
      items: [
        { name: 'burger', of: [] },
        { name: 'fries', of: ['salt'] },
      ],
    };
    changes.copy(value);
    expect(changes.hasChanged(value)).toBe(false);

    change(value as never);

    expect(changes.hasChanged(value)).toBe(true);
  });

  test.each([{ box: new Box() }, { at: new Date(0) }, { of: new Map() }, { do: () => 1 }, round()])(
    'copies nothing of %o, which is not plain data, and says so',
    (value) => {
      const changes = new InPlaceChanges();

      expect(changes.copy(value)).toBe(false);
      expect(changes.hasChanged(value)).toBeUndefined();
    },
  );
});

interface Order {
  count: number;
  zero: number;
  items: { name: string; of: string[] }[];
}

function round(): object {
  const value: { itself?: object } = {};
  value.itself = value;
  return value;
}

function isPlain(value: unknown): boolean {
  return new InPlaceChanges().copy({ value });
}
