import { describe, expect, test } from 'vitest';
import { createRailMemory, railsIn, workAtTheRails } from '../../../src/restaurant/shared-rail/rail-shift.js';
import type { SharedRail } from '../../../src/restaurant/shared-rail/shared-rail.js';

function railOf(items: number): SharedRail {
  const memory = createRailMemory(1, items);
  const [rail] = railsIn({ memory, trials: 1, items });
  return rail as SharedRail;
}

describe('a rail in shared memory', () => {
  test('loses nothing where one after the other looks and takes', () => {
    const rail = railOf(3);

    while (!rail.isEmpty()) {
      rail.take();
    }

    expect(rail.tally()).toEqual({ takenTwice: 0, lost: 0, emptyHands: 0 });
  });

  test('lets two who have seen the same last item reach into an empty rail', () => {
    const rail = railOf(1);
    const seen = [rail.isEmpty(), rail.isEmpty()];

    rail.take();
    rail.take();

    expect(seen).toEqual([false, false]);
    expect(rail.tally()).toEqual({ takenTwice: 0, lost: 0, emptyHands: 1 });
  });

  test('counts what nobody has taken', () => {
    const rail = railOf(5);

    rail.take();
    rail.take();

    expect(rail.tally()).toEqual({ takenTwice: 0, lost: 3, emptyHands: 0 });
  });

  test('is emptied by one member of staff alone, rail after rail', () => {
    const shift = { trials: 4, items: 7, staff: 1, isLocked: true, makingRounds: 1 };
    const memory = createRailMemory(shift.trials, shift.items);

    workAtTheRails({ ...shift, memory });

    expect(railsIn({ ...shift, memory }).map((rail) => [rail.isEmpty(), rail.tally()])).toEqual(
      Array.from({ length: 4 }, () => [true, { takenTwice: 0, lost: 0, emptyHands: 0 }]),
    );
  });
});
