import { describe, expect, it } from 'vitest';
import { itemName, orderNumber } from '../../machines/menu.js';

describe('the names of orders and items', () => {
  it('have four digits for the order and two for the item, or as many as it takes', () => {
    expect(orderNumber(1)).toBe('0001');
    expect(orderNumber(12_345)).toBe('12345');
    expect(itemName(1, 'burger', 0)).toBe('#0001-burger00');
    expect(itemName(12_345, 'fries', 100)).toBe('#12345-fries100');
  });

  it('are a plain number for what nobody ordered', () => {
    expect(itemName(0, 'burger', 2)).toBe('#2');
  });
});
