import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import type { Heard } from '../../src/restaurant/heard.js';
import type { Customers } from '../../src/restaurant/scenario.js';
import { findScenario } from '../../src/restaurant/scenarios.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import { play } from './play.js';

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

describe('the race', () => {
  it('is lost with some seeds and not with others, with each seed always in the same way', async () => {
    const outcomes = await Promise.all(
      seeds.map(async (seed) => (await play('race', { seed }, 'random')).outcome),
    );
    const again = await Promise.all(
      seeds.map(async (seed) => (await play('race', { seed }, 'random')).outcome),
    );
    expect(again).toEqual(outcomes);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['done', 'failed']));
    for (const { failure } of outcomes.filter(({ status }) => status === 'failed')) {
      expect(failure?.error).toMatchObject({
        message: `${failure?.address} took from an empty order rail: the last item was gone since the look.`,
      });
    }
  });

  it('is never lost with the lock', async () => {
    for (const seed of seeds) {
      const { outcome } = await play('lock', { seed }, 'random');
      expect(outcome).toMatchObject({ status: 'done', output: { items: 3 } });
    }
  });
});

/** Runs a scenario in random order, and closes the counter from outside after so many pieces of news. */
async function playAndClose(name: string, customers: Customers, seed: number, closeAfter: number) {
  const scenario = findScenario(name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  const clock = createVirtualClock();
  const { machine, input } = scenario.build({ ...scenario.defaults, customers, seed }, clock);
  const run = createRun(machine, {
    input,
    clock,
    scheduler: createCooperativeScheduler({ order: 'random' }),
    seed,
  });
  const counts = new Map<Heard['event']['type'], number>();
  let heard = 0;
  run.system.emitted.subscribe(({ event }) => {
    const type = event.type as Heard['event']['type'];
    counts.set(type, (counts.get(type) ?? 0) + 1);
    if (heard++ === closeAfter) run.system.sendToRoot({ type: 'counter.close' });
  });
  const outcome = await run.finish();
  return { outcome, count: (type: Heard['event']['type']) => counts.get(type) ?? 0 };
}

describe.each(['blocking-counter', 'open-counter', 'open', 'lunch-rush'])(
  '%s, in any order of events',
  (name) => {
    it('ends, with everybody gone and everything finished, whenever it is closed', async () => {
      for (const seed of seeds) {
        const perHour = seed % 2 === 0 ? 800 : 4000;
        const customers = { from: 'chance', customers: 8, perHour } as const;
        const { outcome, count } = await playAndClose(name, customers, seed, seed * 3);
        expect(outcome.status).toBe('done');
        expect(count('customer.left')).toBe(count('customer.arrived'));
        expect(count('task.finished')).toBe(count('task.started'));
        expect(count('orders.ended')).toBe(1);
        expect(outcome.output).toEqual({
          items: count('item.made'),
          arrived: count('customer.arrived'),
          served: count('customer.served'),
        });
      }
    });
  },
);
