import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lastAtMost,
  moved,
  positionAt,
  roundPlaces,
  showing,
  timeText,
  wholeView,
  zoomed,
} from '../../../src/trace/pictures/page/axis.js';
import { Crowd } from '../../../src/trace/pictures/page/crowd.js';
import { crowdText, stayText } from '../../../src/trace/pictures/page/describe.js';
import type { LaneActor, LaneData } from '../../../src/trace/pictures/page/lane-data.js';
import { heightOf, laneRows, rowAt } from '../../../src/trace/pictures/page/lane-rows.js';
import { stayAt, stayOf, staysInView } from '../../../src/trace/pictures/page/stays.js';

/** Lanes of any actors with three states, over steps at any times. */
const anyLanes: fc.Arbitrary<LaneData> = fc
  .array(fc.constantFrom(0, 0, 1, 1, 5, 40), { minLength: 2, maxLength: 60 })
  .chain((gaps) => {
    let time = 0;
    const times = gaps.map((gap) => (time += gap));
    const position = fc.integer({ min: 0, max: times.length - 1 });
    const actor = fc
      .tuple(fc.uniqueArray(position, { minLength: 1, maxLength: 20 }), fc.boolean())
      .map(([entered, isAlive]): LaneActor => {
        const since = entered.toSorted((a, b) => a - b);
        const until = isAlive ? times.length : since.at(-1)! + 1;
        return { label: 'a', group: 0, states: since.map((_, number) => number % 3), since, until };
      });
    return fc.array(actor, { minLength: 1, maxLength: 6 }).map((actors) => lanes(times, actors));
  });

function lanes(times: readonly number[], actors: readonly LaneActor[], isFolded = false): LaneData {
  const none = times.map(() => -1);
  return {
    system: 's',
    first: 10,
    times,
    end: times.at(-1) ?? 0,
    texts: ['GO', 'a → b'],
    events: times.map(() => 0),
    changes: times.map(() => 1),
    senders: none,
    receivers: none,
    causes: none,
    groups: [{ name: 'g', states: ['x', 'y', 'z'], isFolded }],
    actors,
    gone: [],
    series: [],
  };
}

const small = lanes(
  [0, 0, 100, 2000],
  [
    { label: 'one', group: 0, states: [0, 1], since: [0, 2], until: 4 },
    { label: 'two', group: 0, states: [2], since: [1], until: 3 },
  ],
  true,
);

describe('an axis', () => {
  test('zooms around a place that stays where it is, and never leaves the section', () => {
    const whole = wholeView(small, 'time');

    const near = zoomed(small, whole, 0.5, 500);

    expect(near).toEqual({ kind: 'time', from: 250, to: 1250 });
    expect(zoomed(small, near, 100, 500)).toEqual(whole);
    expect(moved(small, near, -1e9)).toEqual({ kind: 'time', from: 0, to: 1000 });
    expect(moved(small, near, 1e9)).toEqual({ kind: 'time', from: 1000, to: 2000 });
    expect(showing(small, near, 1900, 1950)).toEqual({ kind: 'time', from: 1000, to: 2000 });
    expect(showing(small, near, 300, 400)).toBe(near);
  });

  test('finds the step at a place', () => {
    expect([-1, 0, 99, 100, 5000].map((time) => positionAt(small, 'time', time))).toEqual([-1, 1, 1, 2, 3]);
    expect([0, 1.5, 99].map((place) => positionAt(small, 'step', place))).toEqual([0, 1, 3]);
  });

  test('has round numbers', () => {
    expect(roundPlaces({ kind: 'time', from: 130, to: 1250 }, 5)).toEqual([500, 1000]);
    expect(roundPlaces({ kind: 'step', from: 0, to: 3 }, 10)).toEqual([0, 1, 2, 3]);
    expect([0, 12.5, 1000, 61_500].map(timeText)).toEqual(['0 ms', '12.5 ms', '1 s', '61.5 s']);
  });

  test('searches as a plain search does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 })),
        fc.integer({ min: -1, max: 21 }),
        (list, limit) => {
          const sorted = list.toSorted((a, b) => a - b);
          expect(lastAtMost(sorted, limit)).toBe(sorted.findLastIndex((value) => value <= limit));
        },
      ),
    );
  });
});

describe('the stays of an actor', () => {
  test('last until the next, or until the end of its life', () => {
    expect(stayOf(small, 'time', 0, 0)).toMatchObject({ state: 0, from: 0, to: 100 });
    expect(stayOf(small, 'time', 0, 1)).toMatchObject({ state: 1, from: 100, to: 2000 });
    expect(stayOf(small, 'step', 1, 0)).toMatchObject({ state: 2, from: 1, to: 3 });
    expect(stayOf(small, 'time', 1, 0)).toMatchObject({ from: 0, to: 100 });
    expect(stayOf(small, 'time', 0, 2)).toBeUndefined();
    expect(stayAt(small, 'time', 1, 1500)).toBeUndefined();
    expect(stayAt(small, 'time', 0, 1500)).toMatchObject({ number: 1 });
  });

  test('can all be seen where each is wide enough, and else one a pixel', () => {
    fc.assert(
      fc.property(
        anyLanes,
        fc.constantFrom('time' as const, 'step' as const),
        fc.integer({ min: 1, max: 40 }),
        (data, kind, pixels) => {
          const view = wholeView(data, kind);
          const all = data.actors[0]!.since.map((_, number) => stayOf(data, kind, 0, number)!).filter(
            ({ from, to }) => to > from,
          );
          const pixel = (view.to - view.from) / pixels;

          const seen = [...staysInView(data, view, 0, pixels)];

          expect(seen.filter((stay) => stay.to - stay.from >= pixel)).toEqual(
            all.filter((stay) => stay.to - stay.from >= pixel),
          );
          expect(seen.length).toBeLessThanOrEqual(2 * pixels + 2);
          expect([...staysInView(data, view, 0, 1e6)]).toEqual(all);
        },
      ),
    );
  });
});

describe('a crowd', () => {
  test('has at every pixel as many in each state as one counts', () => {
    fc.assert(
      fc.property(anyLanes, fc.constantFrom('time' as const, 'step' as const), (data, kind) => {
        const view = wholeView(data, kind);

        const columns = new Crowd(data, 0).inView(view, 7);

        columns.forEach((counts, pixel) => {
          const place = view.from + ((view.to - view.from) * (pixel + 1)) / 7;
          const expected = [0, 0, 0];
          data.actors.forEach((actor, index) => {
            actor.states.forEach((state, number) => {
              const { from, to } = stayOf(data, kind, index, number)!;
              const isLast = number === actor.states.length - 1 && actor.until === data.times.length;
              expected[state]! += from <= place && (place < to || isLast) ? 1 : 0;
            });
          });
          expect(counts).toEqual(expected);
        });
      }),
    );
  });

  test('knows the most at once', () => {
    expect(new Crowd(small, 0).most).toBe(2);
  });
});

describe('the lanes of a page', () => {
  test('fold a group into one, and unfold it', () => {
    const folded = laneRows(small, new Set([0]));
    const open = laneRows(small, new Set());

    expect(folded.map(({ kind, top, height }) => [kind, top, height])).toEqual([['crowd', 0, 84]]);
    expect(open.map(({ kind, actor, top }) => [kind, actor, top])).toEqual([
      ['head', -1, 0],
      ['actor', 0, 24],
      ['actor', 1, 48],
    ]);
    expect(heightOf(open)).toBe(72);
    expect([-1, 0, 47, 48, 72].map((height) => rowAt(open, height))).toEqual([-1, 0, 1, 2, -1]);
  });

  test('are told in words', () => {
    expect(stayText(small, stayOf(small, 'time', 0, 1)!)).toBe(
      'one: y, 100 ms to 2 s (1.9 s), to the end. Step 12 at 100 ms: GO from outside to outside; a → b.',
    );
    expect(stayText(small, stayOf(small, 'step', 1, 0)!)).toBe(
      'two: z, 0 ms to 100 ms (100 ms), its last state. Step 11 at 0 ms: GO from outside to outside; a → b.',
    );
    expect(crowdText(small, 0, [1, 0, 3])).toBe('g: 1 x, 3 z.');
    expect(crowdText(small, 0, [0, 0, 0])).toBe('g: nobody.');
  });
});
