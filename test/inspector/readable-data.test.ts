import * as fc from 'fast-check';
import { createActor, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { readableData } from '../../src/inspector/readable-data.js';

const noActors = () => undefined;

function inside(): object {
  const list: unknown[] = [];
  list.push(list);
  return { list };
}

describe('data for a person to read', () => {
  test.each([
    ['a function by its name', { guard: function isOpen() {} }, { guard: { type: 'isOpen' } }],
    [
      'an error by what it says',
      { error: new TypeError('no') },
      { error: { name: 'TypeError', message: 'no' } },
    ],
    ['numbers that JSON lacks', [Number.NaN, Number.POSITIVE_INFINITY, 1n], ['NaN', 'Infinity', '1']],
    ['maps and sets as lists', [new Map([['a', 1]]), new Set([2])], [[['a', 1]], [2]]],
    ['dates as JSON does', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['what is inside of itself', inside(), { list: ['[Circular]'] }],
    ['the same thing twice', [noActors, noActors], [{ type: 'noActors' }, { type: 'noActors' }]],
    [
      'what cannot be read as the reason',
      {
        fine: 1,
        broken: {
          get field() {
            throw new Error('closed');
          },
        },
      },
      { fine: 1, broken: '[unreadable: closed]' },
    ],
  ])('shows %s', (_, value, expected) => {
    expect(readableData(value, noActors)).toEqual(expected);
  });

  test('names actors by their addresses', () => {
    const actor = createActor(createMachine({}));

    expect(readableData({ who: actor }, (value) => (value === actor ? 'house/cook' : undefined))).toEqual({
      who: 'house/cook',
    });
  });

  test('leaves nothing out of a deep value, and the end out of one that is too long', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 500; level++) {
      deep = { deep };
    }

    expect(readableData(deep, noActors)).toEqual(deep);
    expect(readableData(['a'.repeat(90), { b: 1 }, { c: 1 }], noActors, 100)).toEqual([
      'a'.repeat(90),
      '[left out]',
      '[left out]',
    ]);
    expect(readableData('a'.repeat(90), noActors, 14)).toBe(`${'a'.repeat(10)}[left out]`);
  });

  test('is what JSON makes of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(readableData(value, noActors))).toBe(JSON.stringify(value));
      }),
    );
  });
});
