import { createMachine, raise, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { createRandomSelector, createSelector, selectOldest } from '../../src/scheduler/selector.js';
import { prepared } from '../system/watch.js';

const idle = createMachine({ id: 'idle' });

/** A system at rest with five children, each of which has mail, and a timer that is due. */
function busySystem() {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { system } = prepared(
    setup({ actors: { idle } }).createMachine({
      id: 'm',
      invoke: names.map((id) => ({ id, src: 'idle' as const })),
      entry: raise({ type: 'TICK' }, { delay: 0, id: 'tick' }),
    }),
  );
  system.start();
  for (const name of names) {
    system.send(`m/${name}`, { type: 'ONE' });
    system.send(`m/${name}`, { type: 'TWO' });
  }
  return system;
}

describe('the FIFO selector', () => {
  test('takes the envelope that has waited longest, and a timer when none waits', () => {
    const system = busySystem();
    const taken: string[] = [];

    for (let next = selectOldest(system); next !== undefined; next = selectOldest(system)) {
      taken.push(`${next.event.type} ${next.to}`);
      system.apply(next);
    }

    expect(taken).toEqual([
      ...['a', 'b', 'c', 'd', 'e'].flatMap((name) => [`ONE m/${name}`, `TWO m/${name}`]),
      'TICK m',
    ]);
  });
});

describe('the random selector', () => {
  test('takes every enabled decision equally often, and nothing else', () => {
    const system = busySystem();
    const select = createRandomSelector(7);
    const draws = 60_000;

    const counts = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const decision = select(system)!;
      const name = `${decision.event.type} ${decision.to}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }

    expect([...counts.keys()].toSorted()).toEqual([
      'ONE m/a',
      'ONE m/b',
      'ONE m/c',
      'ONE m/d',
      'ONE m/e',
      'TICK m',
    ]);
    const expected = draws / 6;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // The 99.9th percentile of the chi-square distribution with five degrees of freedom.
    expect(chiSquare).toBeLessThan(20.5);
  });

  test('draws the same with the same seed, and otherwise with another', () => {
    const drawsOf = (seed: number): string[] => {
      const system = busySystem();
      const select = createRandomSelector(seed);
      return Array.from({ length: 40 }, () => select(system)!.to);
    };

    expect(drawsOf(1)).toEqual(drawsOf(1));
    expect(drawsOf(2)).not.toEqual(drawsOf(1));
  });

  test('draws nothing where there is no choice', () => {
    const { system } = prepared(idle);
    system.start();
    const [lonely, busy] = [createRandomSelector(3), createRandomSelector(3)];

    expect(lonely(system)).toBeUndefined();
    system.send('idle', { type: 'ONE' });
    expect(lonely(system)?.event.type).toBe('ONE');

    const other = busySystem();
    expect(lonely(other)).toBe(busy(other));
  });
});

describe('an order', () => {
  test('has a selector', () => {
    expect(createSelector('fifo', 1)).toBe(selectOldest);
    expect(createSelector('random', 1)(busySystem())?.event.type).toMatch(/ONE|TICK/);
  });
});
