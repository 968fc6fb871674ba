import { mean, quantileSorted } from 'simple-statistics';

/** Measured values, eight bytes each. */
export interface Samples {
  add(value: number): void;
  /** What they come to; `null` if there are none. */
  summary(): SampleSummary | null;
}

/** What samples come to. Between two of them, quantiles are interpolated. */
export interface SampleSummary {
  readonly mean: number;
  readonly median: number;
  /** 95 of 100 are no greater. */
  readonly percentile95: number;
  readonly longest: number;
}

/** Creates an empty collection. */
export function createSamples(): Samples {
  let values = new Float64Array(256);
  let count = 0;
  return {
    add(value) {
      if (count === values.length) {
        const larger = new Float64Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[count++] = value;
    },
    summary() {
      if (count === 0) return null;
      const sorted = Array.from(values.slice(0, count).sort());
      return {
        mean: mean(sorted),
        median: quantileSorted(sorted, 0.5),
        percentile95: quantileSorted(sorted, 0.95),
        longest: quantileSorted(sorted, 1),
      };
    },
  };
}
