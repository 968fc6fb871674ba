import type { Dish } from '../../../machines/menu.js';
import { defaultMenu } from '../../../machines/menu.js';
import { restaurant } from '../../../machines/restaurant.js';
import type { Phrasebook } from '../phrasebook.js';
import type { Build, Scenario } from '../scenario.js';

interface KitchenScenario {
  readonly name: string;
  readonly explanation: string;
  readonly staff: readonly string[];
  readonly phrasebook: Phrasebook;
  /** The restaurant, or one with other actors in it. */
  readonly machine?: Build['machine'];
}

/** How many of the menu's first dish there are to make. */
const portions = 3;

/** A scenario without customers: three burgers are to be made, and nothing more will come. */
export function kitchenScenario({
  name,
  explanation,
  staff,
  phrasebook,
  machine = restaurant,
}: KitchenScenario): Scenario {
  return {
    name,
    explanation,
    hasLog: false,
    hasCustomers: false,
    hasReport: false,
    alsoAtWork: [],
    defaults: { staff, restMs: 1000, menu: defaultMenu, customers: { from: 'nowhere' }, seed: 1 },
    phrasebook,
    build: (settings) => {
      const dish = settings.menu[0] as Dish;
      return {
        machine,
        input: {
          staff: settings.staff,
          restMs: settings.restMs,
          menu: settings.menu,
          ordersTakenBy: 'nobody',
          tickets: [{ kind: 'cook', order: 0, dish: dish.name, ms: dish.ms, next: 0, end: portions }],
          customers: [],
        },
      };
    },
  };
}
