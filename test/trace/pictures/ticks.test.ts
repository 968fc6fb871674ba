import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ticks } from '../../../src/trace/pictures/ticks.js';

describe('ticks', () => {
  test('put the steps of one moment side by side, and go on with the clock behind them', () => {
    const ticks = new Ticks();

    expect([0, 0, 0, 1, 1, 2.5].map((time) => ticks.at(time))).toEqual([0, 1, 2, 1000, 1001, 2500]);
  });

  test('push back a moment for which there is no room yet, and catch up', () => {
    const ticks = new Ticks();
    for (let step = 0; step < 1500; step++) {
      ticks.at(0);
    }

    expect([ticks.at(1), ticks.at(1), ticks.at(2)]).toEqual([1500, 1501, 2000]);
  });

  test('rise, and are late by fewer microseconds than there were steps', () => {
    const waits = fc.array(fc.constantFrom(0, 0, 0, 0.0004, 0.001, 0.5, 3), { maxLength: 200 });
    fc.assert(
      fc.property(waits, (gaps) => {
        const ticks = new Ticks();
        let time = 0;
        let last = -1;
        gaps.forEach((gap, step) => {
          time += gap;
          const tick = ticks.at(time);
          expect(tick).toBeGreaterThan(last);
          expect(tick - Math.floor(time * 1000)).toBeGreaterThanOrEqual(0);
          expect(tick - Math.floor(time * 1000)).toBeLessThanOrEqual(step);
          last = tick;
        });
      }),
    );
  });
});
