import { describe, expect, it } from 'vitest';
import { parseStaff } from '../../src/restaurant/staff-names.js';

describe('the staff', () => {
  it('can be called in by number', () => {
    expect(parseStaff('2')).toEqual(['John', 'Jane']);
    expect(parseStaff('10').slice(7)).toEqual(['June', 'Staff 9', 'Staff 10']);
  });

  it('can be called in by name', () => {
    expect(parseStaff('Ann, Bob')).toEqual(['Ann', 'Bob']);
  });

  it.each([
    '0',
    '-1',
    '1.5',
    '1001',
    '',
    'Ann,',
    'Ann,Ann',
    '1e3',
    '0x10',
    'Ann,2',
    'kitchen',
    'order-taker',
    'customer-0001',
    'restaurant',
  ])('cannot be %j', (text) => {
    expect(() => parseStaff(text)).toThrow(
      expect.objectContaining({
        code: 'ERR_STAFF',
        message: expect.stringMatching(/^The staff .*; it must be .*John,Jane\.$/),
      }),
    );
  });
});
