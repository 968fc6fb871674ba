/** How a level went up and down over time, kept in a fixed amount of memory. */
export interface LevelHistory {
  /** The level is this from now on. Times may not go back. */
  note(time: number, level: number): void;
  /** What was noted, up to this time. */
  upTo(time: number): LevelFigures;
}

/** A level over some time. */
export interface LevelFigures {
  /** Weighted by time. */
  readonly mean: number;
  readonly highest: number;
  /** Width of a bin, in milliseconds. */
  readonly binMs: number;
  /** The mean level in each bin; the last bin may be cut short. */
  readonly bins: readonly number[];
}

const mostBins = 64;

/**
 * Creates a history that begins at 0 with level 0. It keeps the area under the level in at most 64 bins of equal
 * width: one second at first, twice as much whenever they do not suffice.
 */
export function createLevelHistory(): LevelHistory {
  const areas = new Float64Array(mostBins);
  let binMs = 1000;
  let since = 0;
  let level = 0;
  let highest = 0;

  const areaOf = (bin: number) => areas[bin] ?? 0;
  const joinThePairs = () => {
    for (let bin = 0; bin < mostBins / 2; bin++) areas[bin] = areaOf(2 * bin) + areaOf(2 * bin + 1);
    areas.fill(0, mostBins / 2);
  };

  const fillUpTo = (time: number) => {
    while (time > binMs * mostBins) {
      joinThePairs();
      binMs *= 2;
    }
    while (since < time) {
      const bin = Math.floor(since / binMs);
      const until = Math.min(time, (bin + 1) * binMs);
      areas[bin] = areaOf(bin) + level * (until - since);
      since = until;
    }
  };

  return {
    note(time, newLevel) {
      fillUpTo(time);
      level = newLevel;
      highest = Math.max(highest, level);
    },
    upTo(time) {
      fillUpTo(time);
      const used = Array.from(areas.subarray(0, Math.ceil(time / binMs)));
      return {
        mean: time === 0 ? level : used.reduce((sum, area) => sum + area, 0) / time,
        highest,
        binMs,
        bins: used.map((area, bin) => area / (Math.min(time, (bin + 1) * binMs) - bin * binMs)),
      };
    },
  };
}
