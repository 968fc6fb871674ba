import { expect, it } from 'vitest';
import { calibrateComputing } from '../../../src/restaurant/comparison/calibrate-computing.js';

it('counts the rounds that a millisecond takes, by the stopwatch that it is given', () => {
  let time = 0;
  // Each look at it shows that half a millisecond has passed.
  const stopwatch = () => (time += 0.5);

  expect(calibrateComputing(stopwatch)).toBe(200_000);
});
