import type { kitchen } from '../../../machines/kitchen.js';
import { orderRail } from '../../../machines/order-rail.js';
import type { carefulStaff, hastyStaff } from '../../../machines/rail-staff.js';
import { restaurant } from '../../../machines/restaurant.js';
import type { staff } from '../../../machines/staff.js';
import { staffPhrasebook } from '../phrasebook.js';
import type { Scenario } from '../scenario.js';
import { kitchenScenario } from './kitchen-scenario.js';

interface RailScenario {
  readonly name: string;
  readonly explanation: string;
  readonly staff: typeof hastyStaff | typeof carefulStaff;
}

/** A scenario in which staff take what they make from a bare list. */
export function railScenario({ name, explanation, staff: railStaff }: RailScenario): Scenario {
  return kitchenScenario({
    name,
    explanation,
    staff: ['John', 'Jane'],
    phrasebook: staffPhrasebook,
    // `provide` asks for the type of the very machine that is replaced. The root needs its input and output, no more.
    machine: restaurant.provide({
      actors: {
        kitchen: orderRail as unknown as typeof kitchen,
        staff: railStaff as unknown as typeof staff,
      },
    }),
  });
}
