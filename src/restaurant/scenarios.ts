import { carefulStaff, hastyStaff } from '../../machines/rail-staff.js';
import { tutorialOrders } from './orders.js';
import {
  counterPhrasebook,
  kitchenPhrasebook,
  openPhrasebook,
  rushPhrasebook,
  staffPhrasebook,
} from './phrasebook.js';
import type { Scenario } from './scenario.js';
import { counterScenario } from './scenarios/counter-scenario.js';
import { kitchenScenario } from './scenarios/kitchen-scenario.js';
import { railScenario } from './scenarios/rail-scenario.js';

/** The scenario that runs when none is named. */
export const defaultScenario = 'lunch-rush';

/** All scenarios, in the order in which the tour goes through them. */
export const scenarios: readonly Scenario[] = [
  kitchenScenario({
    name: 'one-cook',
    explanation: 'one cook makes three burgers, one after the other',
    staff: ['John'],
    phrasebook: kitchenPhrasebook,
  }),
  kitchenScenario({
    name: 'all-at-once',
    explanation: 'three burgers, and as many hands as burgers',
    staff: ['John', 'Jane', 'Jim'],
    phrasebook: kitchenPhrasebook,
  }),
  kitchenScenario({
    name: 'two-staff',
    explanation: 'John and Jane take three burgers from a queue',
    staff: ['John', 'Jane'],
    phrasebook: staffPhrasebook,
  }),
  counterScenario({
    name: 'blocking-counter',
    explanation: 'staff take orders, and while a customer thinks the whole restaurant stands still',
    hasLog: false,
    hasReport: false,
    customers: { from: 'script', orders: tutorialOrders },
    ordersTakenBy: 'staff',
    blocking: true,
    eatHere: false,
    phrasebook: counterPhrasebook,
  }),
  counterScenario({
    name: 'open-counter',
    explanation: 'staff take orders, and the kitchen goes on while a customer thinks',
    hasLog: false,
    hasReport: false,
    customers: { from: 'script', orders: tutorialOrders },
    ordersTakenBy: 'staff',
    blocking: false,
    eatHere: false,
    phrasebook: counterPhrasebook,
  }),
  counterScenario({
    name: 'open',
    explanation: 'the same with the terminal for the customers, all else in the log, and closing in order',
    hasLog: true,
    hasReport: false,
    customers: { from: 'script', orders: tutorialOrders },
    ordersTakenBy: 'staff',
    blocking: false,
    eatHere: false,
    phrasebook: openPhrasebook,
  }),
  railScenario({
    name: 'race',
    explanation: 'staff look at a shared list, then take from it, without a lock: with luck it goes well',
    staff: hastyStaff,
  }),
  railScenario({
    name: 'lock',
    explanation: 'the same with a lock around the look and the taking: it always goes well',
    staff: carefulStaff,
  }),
  counterScenario({
    name: defaultScenario,
    explanation: 'customers come at random to an order-taker at the counter, wait, eat and leave',
    hasLog: true,
    hasReport: true,
    customers: { from: 'chance', customers: 600, perHour: 800 },
    ordersTakenBy: 'order-taker',
    blocking: false,
    eatHere: true,
    phrasebook: rushPhrasebook,
  }),
];

/** The scenario of this name, if there is one. */
export function findScenario(name: string): Scenario | undefined {
  return scenarios.find((scenario) => scenario.name === name);
}
