import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import type { Property } from '../../src/explorer/property.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import type { Strategy } from '../../src/explorer/strategy.js';
import { drawSystem, eventfulSystems } from './systems/eventful.js';

describe('the reduction leaves out nothing that an actor could tell', () => {
  test.each(Object.entries(eventfulSystems))('%s', async (_, [machine, options = {}]) => {
    const all = await historiesOf(machine, exhaustive({ reduction: false }), options);
    const reduced = await historiesOf(machine, exhaustive(), options);

    expect(reduced.histories).toEqual(all.histories);
    expect(reduced.isComplete).toBe(true);
    expect(reduced.schedules).toBeLessThanOrEqual(all.schedules);
  });
});

describe('the reduction of a system drawn at random', () => {
  test.each(Array.from({ length: 12 }, (_, seed) => seed))('leaves out nothing (seed %i)', async (seed) => {
    const [machine, options] = drawSystem(seed);
    const all = await historiesOf(machine, exhaustive({ reduction: false }), options);
    const reduced = await historiesOf(machine, exhaustive(), options);

    expect(all.isComplete).toBe(true);
    expect(reduced.histories).toEqual(all.histories);
  });
});

/** Runs a strategy to its end, and gathers for each schedule what each receiver went through, in order. */
async function historiesOf(machine: AnyStateMachine, strategy: Strategy, options: ExploreOptions) {
  const histories = new Set<string>();
  const recorder: Property = {
    name: 'histories',
    looksAt: () => false,
    watch: (view) => {
      const received = new Map<string, string[]>();
      return {
        beforeStep: ({ decision, name }) => {
          received.set(decision.to, [...(received.get(decision.to) ?? []), name]);
        },
        atEnd: () => {
          const values = view.addresses().map((address) => [address, view.value(address)]);
          const lost = view.deadLetters().map(({ envelope }) => `${envelope.event.type} to ${envelope.to}`);
          const lines = [...received].sort(([a], [b]) => (a < b ? -1 : 1));
          histories.add(JSON.stringify([lines, values, lost.toSorted()]));
          return undefined;
        },
      };
    },
  };
  const { statistics } = await explore(() => ({ machine }), {
    ...options,
    strategy,
    properties: [recorder],
    noErrors: 'none',
  });
  const { schedules, cut, isComplete } = statistics;
  return { histories: [...histories].toSorted(), schedules, cut, isComplete };
}
