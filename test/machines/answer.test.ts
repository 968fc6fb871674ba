import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countIn, mostOfOneDish } from '../../machines/answer.js';

describe('an answer', () => {
  it.each([
    ['2', 2],
    ['0', 0],
    [' 7 ', 7],
    ['007', 7],
    ['10000', mostOfOneDish],
  ])('%j is a number of portions', (answer, count) => {
    expect(countIn(answer)).toBe(count);
  });

  it.each(['q', '', ' ', '1.5', '-1', '+1', '1e3', '0x10', '1 2', '10001', '٣', 'NaN', 'Infinity'])(
    '%j is a goodbye',
    (answer) => {
      expect(countIn(answer)).toBeNull();
    },
  );

  it('is never a number that a kitchen could not count to', () => {
    fc.assert(
      fc.property(fc.string(), (answer) => {
        const count = countIn(answer);
        expect(count === null || (Number.isInteger(count) && count >= 0 && count <= mostOfOneDish)).toBe(
          true,
        );
      }),
    );
  });
});
