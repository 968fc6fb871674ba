import type { AnyStateMachine } from 'xstate';
import { counter } from '../../../machines/counter.js';
import { customer } from '../../../machines/customer.js';
import { kitchen } from '../../../machines/kitchen.js';
import { orderRail } from '../../../machines/order-rail.js';
import { orderTaker } from '../../../machines/order-taker.js';
import { railLock } from '../../../machines/rail-lock.js';
import { carefulStaff, hastyStaff } from '../../../machines/rail-staff.js';
import { restaurant } from '../../../machines/restaurant.js';
import { staff } from '../../../machines/staff.js';
import { chartOf } from './chart.js';
import { layOut } from './chart-layout.js';
import { chartSvg } from './chart-svg.js';

/** The machines of which there is a picture, in `docs/statecharts/` under the id of each. */
export const charted: readonly AnyStateMachine[] = [
  restaurant,
  counter,
  customer,
  orderTaker,
  kitchen,
  staff,
  orderRail,
  railLock,
  hastyStaff,
  carefulStaff,
];

/** Draws the statechart of a machine as SVG; the same machine gives the same text. */
export async function drawStatechart(machine: AnyStateMachine): Promise<string> {
  const chart = chartOf(machine);
  return chartSvg(chart, await layOut(chart));
}
