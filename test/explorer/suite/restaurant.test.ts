import { describe, expect, test } from 'vitest';
import { enqueueActions } from 'xstate';
import { kitchen } from '../../../machines/kitchen.js';
import { orderRail } from '../../../machines/order-rail.js';
import { explore } from '../../../src/explorer/explore.js';
import type { ExploreOptions } from '../../../src/explorer/explore-options.js';
import { exhaustive } from '../../../src/explorer/strategies/exhaustive.js';
import { exhaustiveStates } from '../../../src/explorer/strategies/exhaustive-states.js';
import type { SubjectFactory } from '../../../src/explorer/subject.js';
import type { Scenario } from '../../../src/restaurant/scenario.js';
import { scenarioProperties, scenarioSubject } from '../../../src/restaurant/scenario-subject.js';
import { findScenario } from '../../../src/restaurant/scenarios.js';

const SERVED_ONCE = 'every order is served once';
const COMPLETE = 'passed: explored completely';

describe('the restaurant without a lock', () => {
  const { factory, properties } = scenario('race');

  test('fails, and it takes twenty decisions to get there', async () => {
    const { failure, minimal } = await explore(factory, properties);

    expect(failure?.property).toBe('the root does not end in error');
    expect(minimal).toMatchObject({ property: failure?.property, isShortest: true, preemptions: 2 });
    expect(minimal?.decisions).toHaveLength(20);
  });

  test('needs no fewer, as a search over all states proves', async () => {
    const { failure } = await explore(factory, {
      ...properties,
      strategy: exhaustiveStates(),
      shrink: false,
    });

    expect(failure?.decisions).toHaveLength(20);
  });

  test('leaves an order unserved where nobody minds the error', async () => {
    const { failure } = await explore(factory, { ...properties, noErrors: 'none', shrink: false });

    expect(failure).toMatchObject({ property: SERVED_ONCE });
    expect(failure?.message).toMatch(/"somethingIsDue".*"hot", when the run ends$/);
  });
});

describe('the restaurant with a lock', () => {
  test.each([
    { strategy: exhaustive(), schedules: 464, states: undefined },
    { strategy: exhaustiveStates(), schedules: 16, states: 244 },
  ])('is explored completely by $strategy.name, and never fails', async ({ strategy, schedules, states }) => {
    const { factory, properties } = scenario('lock');
    const { verdict, statistics } = await explore(factory, { ...properties, strategy });

    expect(verdict).toBe(COMPLETE);
    expect(statistics).toMatchObject({ schedules, states });
  });
});

describe('by default, every order of steps is explored', () => {
  test.each([
    ['lock', 244],
    ['open-counter', 605],
    ['open', 605],
  ])('of %s, two staff and two orders, which has %i states and serves all', async (name, states) => {
    const { factory, properties } = scenario(name);
    const { verdict, statistics } = await explore(factory, properties);

    expect(verdict).toBe(COMPLETE);
    expect(statistics).toMatchObject({ isComplete: true, states, failing: 0 });
  });
});

describe('an order that is served twice or never is noticed', () => {
  const twice = kitchen.provide({
    actions: {
      serve: enqueueActions(({ enqueue, context, system }, { order }) => {
        const customer = system.get(context.orders[order]?.customer ?? '');
        enqueue.sendTo(customer, { type: 'meal.served' });
        enqueue.sendTo(customer, { type: 'meal.served' });
      }),
    },
  });
  const never = kitchen.provide({ actions: { serve: doNothing } });
  const onTheQueueForEver = kitchen.provide({ actions: { takeItOffTheQueue: doNothing } });
  const onTheRailForEver = orderRail.provide({ actions: { takeItOffTheRail: doNothing } });
  const emptyHanded = orderRail.provide({ actions: { handOverTheFirst: doNothing } });

  test.each([
    ['open', 'twice', twice, 'violation'],
    ['open', 'never', never, 'hot'],
    ['open-counter', 'twice', twice, 'violation'],
    ['open-counter', 'never', never, 'hot'],
    ['two-staff', 'again and again', onTheQueueForEver, 'violation'],
    ['lock', 'again and again', onTheRailForEver, 'violation'],
    ['lock', 'never', emptyHanded, 'hot'],
    ['race', 'again and again', onTheRailForEver, 'violation'],
    ['race', 'never', emptyHanded, 'hot'],
  ])('in %s, %s', async (name, _, broken, tag) => {
    const { factory, properties } = scenario(name);
    const brokenFactory: SubjectFactory = () => {
      const { machine, ...rest } = factory() as ReturnType<Scenario['build']>;
      return { ...rest, machine: machine.provide({ actors: { kitchen: broken as typeof kitchen } }) };
    };
    const { failure } = await explore(brokenFactory, { ...properties, schedules: 20, shrink: false });

    expect(failure).toMatchObject({ property: SERVED_ONCE });
    expect(failure?.message).toContain(`tagged "${tag}"`);
  });
});

function doNothing(): void {}

function scenario(name: string): { factory: SubjectFactory; properties: ExploreOptions } {
  const found = findScenario(name);
  if (found === undefined) {
    throw new Error(`there is no scenario ${name}`);
  }
  const { defaults } = found;
  return { factory: scenarioSubject(found, defaults), properties: scenarioProperties(found, defaults) };
}
