import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSamples } from '../../src/restaurant/samples.js';

describe('samples', () => {
  it('have no summary if there are none', () => {
    expect(createSamples().summary()).toBeNull();
  });

  it('are summed up as counting would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 1000 }),
        (values) => {
          const samples = createSamples();
          for (const value of values) samples.add(value);
          const summary = samples.summary();
          if (summary === null) throw new Error('There are samples.');
          const isQuantile = (quantile: number, p: number) => {
            const position = (values.length - 1) * p;
            const noGreater = values.filter((value) => value <= quantile).length;
            const noLess = values.filter((value) => value >= quantile).length;
            return noGreater >= Math.floor(position) + 1 && noLess >= values.length - Math.ceil(position);
          };
          expect(isQuantile(summary.median, 0.5)).toBe(true);
          expect(isQuantile(summary.percentile95, 0.95)).toBe(true);
          expect(summary.longest).toBe(Math.max(...values));
        },
      ),
    );
  });
});
