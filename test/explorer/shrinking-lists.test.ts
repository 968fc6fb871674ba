import { describe, expect, test } from 'vitest';
import { minimizeList } from '../../src/explorer/shrinking/delta-debugging.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('delta debugging', () => {
  test.each([
    ['one item', [5]],
    ['two neighbours', [3, 4]],
    ['two that are far apart', [0, 7]],
    ['all items', upTo(8)],
    ['none', []],
  ])('leaves %s where those alone make a list fail', async (_, culprits) => {
    const left = await minimizeList(
      upTo(8),
      (items) => Promise.resolve(culprits.every((culprit) => items.includes(culprit))),
      () => true,
    );

    expect(left).toEqual(culprits);
  });

  test('asks seldom: of 128 items with one culprit fewer than 20 times', async () => {
    let asked = 0;
    const left = await minimizeList(
      upTo(128),
      (items) => {
        asked++;
        return Promise.resolve(items.includes(100));
      },
      () => true,
    );

    expect(left).toEqual([100]);
    expect(asked).toBeLessThan(20);
  });

  test('stops asking when there is no more time, with what still fails', async () => {
    let asked = 0;
    const left = await minimizeList(
      upTo(64),
      (items) => {
        asked++;
        return Promise.resolve(items.includes(1));
      },
      () => asked < 3,
    );

    expect(asked).toBe(3);
    expect(left).toEqual(upTo(16));
  });
});
