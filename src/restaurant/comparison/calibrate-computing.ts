import { compute } from '../../../machines/computing.js';

/** Tells the time, in milliseconds from an arbitrary zero. */
export type Stopwatch = () => number;

/**
 * Measures how many rounds of {@link compute} take a millisecond on this machine, now: the median of several samples,
 * after a first one that lets the engine compile it.
 */
export function calibrateComputing(now: Stopwatch): number {
  sample(now);
  const rates = Array.from({ length: SAMPLES }, () => sample(now)).sort((a, b) => a - b);
  return Math.max(1, Math.round(rates[(SAMPLES - 1) / 2] ?? 1));
}

function sample(now: Stopwatch): number {
  const start = now();
  let elapsed = 0;
  let rounds = 0;
  while (elapsed < SAMPLE_MS) {
    compute(ROUNDS_AT_ONCE);
    rounds += ROUNDS_AT_ONCE;
    elapsed = now() - start;
  }
  return rounds / elapsed;
}

const SAMPLES = 5;
const SAMPLE_MS = 20;
const ROUNDS_AT_ONCE = 100_000;
