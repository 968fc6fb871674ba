import { assign } from 'xstate';
import { counter } from '../../../machines/counter.js';
import type { ExpectedCustomer, Manner } from '../../../machines/customer-plan.js';
import type { OrdersTakenBy } from '../../../machines/kitchen.js';
import { defaultMenu } from '../../../machines/menu.js';
import { orderTaker } from '../../../machines/order-taker.js';
import { restaurant } from '../../../machines/restaurant.js';
import { staff } from '../../../machines/staff.js';
import { expectedCustomers } from '../orders.js';
import type { Phrasebook } from '../phrasebook.js';
import { randomCustomer } from '../random-customers.js';
import type { BlockingClock, Build, Customers, Scenario, ScenarioSettings } from '../scenario.js';

interface CounterScenario {
  readonly name: string;
  readonly explanation: string;
  readonly hasLog: boolean;
  readonly hasReport: boolean;
  readonly customers: Customers;
  readonly ordersTakenBy: OrdersTakenBy;
  /** Whether everybody has to wait while a customer thinks. */
  readonly blocking: boolean;
  /** Whether customers eat here, or take their meals away. */
  readonly eatHere: boolean;
  readonly phrasebook: Phrasebook;
}

/** A scenario with customers, who are asked, wait, get their meals and go. */
export function counterScenario(scenario: CounterScenario): Scenario {
  const { name, explanation, hasLog, hasReport, customers, ordersTakenBy, phrasebook } = scenario;
  return {
    name,
    explanation,
    hasLog,
    hasCustomers: true,
    hasReport,
    alsoAtWork: ordersTakenBy === 'order-taker' ? ['order-taker'] : [],
    defaults: { staff: ['John', 'Jane'], restMs: 1000, menu: defaultMenu, customers, seed: 1 },
    phrasebook,
    build: (settings, clock) => ({
      machine: machineFor(scenario, settings, clock),
      input: {
        staff: settings.staff,
        restMs: settings.restMs,
        menu: settings.menu,
        ordersTakenBy,
        tickets: [],
        customers:
          settings.customers.from === 'script'
            ? expectedCustomers(settings.customers.orders, mannerIn(scenario), eatMs(scenario))
            : [],
      },
    }),
  };
}

/** Time to eat for those whose plans are scripted, in milliseconds. */
const scriptedMeal = 300_000;

const mannerIn = ({ blocking }: CounterScenario): Manner => (blocking ? 'in the way' : 'aside');
const eatMs = ({ eatHere }: CounterScenario) => (eatHere ? scriptedMeal : 0);

function machineFor(
  scenario: CounterScenario,
  settings: ScenarioSettings,
  clock: BlockingClock,
): Build['machine'] {
  const blockingOrderTaker = orderTaker.provide({
    actions: { keepEverybodyWaiting: (_, { keptWaitingMs }) => clock.block(keptWaitingMs) },
  });
  const actors = scenario.blocking
    ? { orderTaker: blockingOrderTaker, staff: staff.provide({ actors: { orderTaker: blockingOrderTaker } }) }
    : {};
  const plan = planFor(scenario, settings);
  if (plan === undefined) return restaurant.provide({ actors });
  const planningCounter = counter.provide({
    actions: { planTheNextCustomer: assign({ next: ({ context }) => plan(context.arrived + 1) }) },
  });
  return restaurant.provide({ actors: { ...actors, counter: planningCounter } });
}

/** The nth customer (from 1), where they are not in the input. */
function planFor(
  scenario: CounterScenario,
  { customers, seed, menu }: ScenarioSettings,
): ((n: number) => ExpectedCustomer | null) | undefined {
  switch (customers.from) {
    case 'chance': {
      const crowd = { ...customers, seed, menu, manner: mannerIn(scenario), eatHere: scenario.eatHere };
      return (n) => randomCustomer(crowd, n);
    }
    case 'terminal':
      return () => ({
        arrives: 'when called',
        manner: 'at the terminal',
        answers: [],
        thinkMs: 0,
        eatMs: eatMs(scenario),
      });
    case 'script':
    case 'nowhere':
      return undefined;
  }
}
