import { expect, test } from 'vitest';
import { runRailTrials } from '../../../dist/src/restaurant/shared-rail/rail-trials.js';

test('trials on threads end at once when they are aborted, with the reason', async () => {
  const stop = new AbortController();
  const trials = runRailTrials({
    trials: 10_000_000,
    items: 3,
    staff: 2,
    isLocked: true,
    signal: stop.signal,
  });

  stop.abort(new Error('enough'));

  await expect(trials).rejects.toThrow('enough');
});

test('more trials than are held in memory at once are all counted', async () => {
  const options = { trials: 5001, items: 1, staff: 1, isLocked: false };

  await expect(runRailTrials(options)).resolves.toEqual({
    trials: 5001,
    spoilt: 0,
    takenTwice: 0,
    lost: 0,
    emptyHands: 0,
  });
});
