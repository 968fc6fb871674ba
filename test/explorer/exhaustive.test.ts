import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explorer/explore.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import type { SystemState } from '../../src/explorer/system-state.js';
import type { Strategy } from '../../src/explorer/strategy.js';
import type { Subject } from '../../src/explorer/subject.js';
import { everybodyEats, philosophers } from './systems/philosophers.js';
import { senders } from './systems/senders.js';

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const choose = (n: number, k: number): number => factorial(n) / (factorial(k) * factorial(n - k));

describe('exhaustive, unreduced', () => {
  const strategy = exhaustive({ reduction: false });

  test.each([1, 2, 3, 4, 5])('runs k! schedules for %i senders to one receiver', async (k) => {
    const plan = Array.from({ length: k }, () => ({ to: 'r', count: 1 }));
    const { verdict, statistics } = await explore(() => senders(plan), { strategy });

    expect(verdict).toBe('passed: explored completely');
    expect(statistics).toMatchObject({ schedules: factorial(k), distinct: factorial(k), cut: 0 });
  });

  test.each([1, 2, 3, 4, 5])('runs k! schedules for %i senders to a receiver each', async (k) => {
    const plan = Array.from({ length: k }, (_, i) => ({ to: `r${i}`, count: 1 }));
    const { statistics } = await explore(() => senders(plan), { strategy });

    expect(statistics).toMatchObject({ schedules: factorial(k), distinct: factorial(k) });
  });

  test.each([1, 2, 3, 4, 5])('runs C(2n, n) schedules for two senders of %i events', async (n) => {
    const plan = [
      { to: 'r', count: n },
      { to: 'r', count: n },
    ];
    const { statistics } = await explore(() => senders(plan), { strategy });

    expect(statistics).toMatchObject({ schedules: choose(2 * n, n), distinct: choose(2 * n, n) });
  });
});

describe('exhaustive, reduced', () => {
  test.each([1, 2, 3, 4, 5])('runs k! schedules for %i senders to one receiver', async (k) => {
    const plan = Array.from({ length: k }, () => ({ to: 'r', count: 1 }));
    const { verdict, statistics } = await explore(() => senders(plan), { strategy: exhaustive() });

    expect(verdict).toBe('passed: explored completely');
    expect(statistics).toMatchObject({ schedules: factorial(k), cut: 0 });
  });

  test.each([1, 2, 3, 4, 5, 20])('runs one schedule for %i senders to a receiver each', async (k) => {
    const plan = Array.from({ length: k }, (_, i) => ({ to: `r${i}`, count: 1 }));
    const { verdict, statistics } = await explore(() => senders(plan), { strategy: exhaustive() });

    expect(verdict).toBe('passed: explored completely');
    expect(statistics).toMatchObject({ schedules: 1, cut: 0 });
  });

  test.each([1, 2, 3])('runs C(2n, n) schedules for two senders of %i events', async (n) => {
    const plan = [
      { to: 'r', count: n },
      { to: 'r', count: n },
    ];
    const { statistics } = await explore(() => senders(plan), { strategy: exhaustive() });

    expect(statistics).toMatchObject({ schedules: choose(2 * n, n), cut: 0 });
  });
});

describe('the dining philosophers, reduced', () => {
  test.each([
    [2, 9],
    [3, 49],
    [4, 225],
  ])('%i of them have %i classes of schedules, of which one starves', async (count, classes) => {
    const subject = philosophers(count);
    const { verdict, failure, statistics } = await explore(() => subject, {
      strategy: exhaustive(),
      properties: [everybodyEats(count)],
      keepGoing: true,
    });

    expect(verdict).toBe('failed');
    expect(failure?.decisions).toHaveLength(3 * count);
    expect(statistics).toMatchObject({ schedules: classes, failing: 1, cut: 0, isComplete: true });
  });

  test.each([
    [2, 8],
    [3, 48],
    [4, 224],
  ])('%i of them with one left-handed have %i, and none starves', async (count, classes) => {
    const subject = philosophers(count, { isFixed: true });
    const { verdict, statistics } = await explore(() => subject, {
      strategy: exhaustive(),
      properties: [everybodyEats(count)],
    });

    expect(verdict).toBe('passed: explored completely');
    expect(statistics).toMatchObject({ schedules: classes, cut: 0 });
  });

  test('have the classes that all schedules of two fall into', async () => {
    const subject = philosophers(2);
    const all = await historiesOf(subject, exhaustive({ reduction: false }));
    const reduced = await historiesOf(subject, exhaustive());

    expect(all.schedules).toBe(74);
    expect(reduced.schedules).toBe(9);
    expect(reduced.histories).toEqual(all.histories);
  });
});

describe('exhaustive over states', () => {
  const plan = Array.from({ length: 6 }, () => ({ to: 'r', count: 1 }));

  test('tells apart which of six senders have been heard', async () => {
    const { statistics } = await explore(() => senders(plan), { strategy: exhaustiveStates() });

    expect(statistics).toMatchObject({ isComplete: true, states: 2 ** 6 });
  });

  test('takes them for one another where it is told that they are', async () => {
    const symmetry = ({ actors, lanes }: SystemState) => [actors['r'], Object.keys(lanes).length];
    const strategy = exhaustiveStates({ symmetry });
    const { strategy: name, verdict, statistics } = await explore(() => senders(plan), { strategy });

    expect([name, verdict]).toEqual(['exhaustiveStates(symmetry)', 'passed: explored completely']);
    expect(statistics.states).toBe(7);
  });
});

/** Runs a strategy to its end, and gathers for each schedule what each receiver was sent, in order. */
async function historiesOf(subject: Subject, strategy: Strategy) {
  const histories = new Set<string>();
  const { statistics } = await explore(() => subject, {
    strategy,
    properties: [
      {
        name: 'histories',
        looksAt: () => false,
        watch: () => {
          const received = new Map<string, string[]>();
          return {
            beforeStep: ({ decision, name }) => {
              received.set(decision.to, [...(received.get(decision.to) ?? []), name]);
            },
            atEnd: () => {
              const byReceiver = [...received].sort(([a], [b]) => (a < b ? -1 : 1));
              histories.add(JSON.stringify(byReceiver));
              return undefined;
            },
          };
        },
      },
    ],
  });
  return { schedules: statistics.schedules, histories };
}
