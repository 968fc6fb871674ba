import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstDifference } from '../../src/trace/first-difference.js';

describe('the first difference', () => {
  test('of equal values is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(firstDifference(value, structuredClone(value))).toBeUndefined();
      }),
    );
  });

  test.each([
    [1, 2, { path: '', expected: 1, actual: 2 }],
    [{ a: 1 }, { a: 2 }, { path: 'a', expected: 1, actual: 2 }],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, { path: 'a[0].b', expected: 1, actual: 2 }],
    [
      { a: 1, b: 1 },
      { a: 2, b: 2 },
      { path: 'a', expected: 1, actual: 2 },
    ],
    [{ a: 1 }, {}, { path: 'a', expected: 1, actual: undefined }],
    [{}, { a: 1 }, { path: 'a', expected: undefined, actual: 1 }],
    [[1], [1, 2], { path: '[1]', expected: undefined, actual: 2 }],
    [[], {}, { path: '', expected: [], actual: {} }],
    [{ a: null }, { a: {} }, { path: 'a', expected: null, actual: {} }],
  ])('of %j and %j is %j', (expected, actual, difference) => {
    expect(firstDifference(expected, actual)).toEqual(difference);
  });
});
