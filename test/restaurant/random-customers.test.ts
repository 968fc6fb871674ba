import { describe, expect, it } from 'vitest';
import { defaultMenu } from '../../machines/menu.js';
import { randomCustomer } from '../../src/restaurant/random-customers.js';

const crowd = {
  seed: 1,
  customers: 20_000,
  perHour: 720,
  menu: defaultMenu,
  manner: 'aside',
  eatHere: true,
} as const;
const everybody = Array.from({ length: crowd.customers }, (_, index) => randomCustomer(crowd, index + 1));

describe('random customers', () => {
  it('are a function of the seed and their number alone', () => {
    expect(randomCustomer(crowd, 17_000)).toEqual(everybody[16_999]);
    expect(randomCustomer({ ...crowd, customers: 17_000 }, 17_000)).toEqual(everybody[16_999]);
    expect(randomCustomer({ ...crowd, seed: 2 }, 17_000)).not.toEqual(everybody[16_999]);
  });

  it('end with the last', () => {
    expect(randomCustomer(crowd, 20_001)).toBeNull();
  });

  it('come as a Poisson process: exponential gaps with the mean and the spread that belong to it', () => {
    const gaps = everybody.map((customer) => Number(customer?.arrives));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean / 5000).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
    const median = gaps.toSorted((a, b) => a - b)[gaps.length / 2] ?? 0;
    expect(median / (5000 * Math.LN2)).toBeCloseTo(1, 1);
  });

  it('order one to three items, each dish as often as the other', () => {
    const orders = everybody.map((customer) => (customer?.answers ?? []).map(Number));
    const items = orders.map((counts) => counts.reduce((sum, count) => sum + count, 0));
    expect(new Set(items)).toEqual(new Set([1, 2, 3]));
    const burgers = orders.reduce((sum, [count = 0]) => sum + count, 0);
    expect(burgers / items.reduce((sum, count) => sum + count, 0)).toBeCloseTo(0.5, 1);
  });

  it('who take their meals away do not eat', () => {
    expect(randomCustomer({ ...crowd, eatHere: false }, 1)?.eatMs).toBe(0);
  });
});
