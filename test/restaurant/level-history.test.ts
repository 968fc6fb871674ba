import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLevelHistory } from '../../src/restaurant/level-history.js';

describe('the history of a level', () => {
  it('weights by time', () => {
    const history = createLevelHistory();
    history.note(1000, 4);
    history.note(3000, 0);
    expect(history.upTo(4000)).toEqual({ mean: 2, highest: 4, binMs: 1000, bins: [0, 4, 4, 0] });
  });

  it('divides a last bin that is cut short by the time it has', () => {
    const history = createLevelHistory();
    history.note(0, 2);
    expect(history.upTo(1500)).toEqual({ mean: 2, highest: 2, binMs: 1000, bins: [2, 2] });
  });

  it('knows the level when no time has passed', () => {
    expect(createLevelHistory().upTo(0)).toEqual({ mean: 0, highest: 0, binMs: 1000, bins: [] });
  });

  it('keeps mean and area however often the bins get wider', () => {
    const changes = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 200_000 }), level: fc.integer({ min: 0, max: 50 }) }),
      { minLength: 1, maxLength: 100 },
    );
    fc.assert(
      fc.property(changes, (all) => {
        const history = createLevelHistory();
        let time = 0;
        let level = 0;
        let area = 0;
        for (const change of all) {
          area += level * change.after;
          time += change.after;
          level = change.level;
          history.note(time, level);
        }
        time += 500;
        area += level * 500;
        const { mean, bins, binMs, highest } = history.upTo(time);
        expect(bins.length).toBeLessThanOrEqual(64);
        expect(mean).toBeCloseTo(area / time, 6);
        const width = (bin: number) => Math.min(time, (bin + 1) * binMs) - bin * binMs;
        expect(bins.reduce((sum, binMean, bin) => sum + binMean * width(bin), 0)).toBeCloseTo(area, 2);
        expect(highest).toBe(Math.max(...all.map((change) => change.level)));
      }),
    );
  });
});
