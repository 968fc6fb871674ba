import { SimulatedClock, createActor } from 'xstate';
import type { Menu } from '../../machines/menu.js';
import { defaultMenu } from '../../machines/menu.js';
import type { News } from '../../machines/protocol.js';
import type { RestaurantInput } from '../../machines/restaurant.js';
import { restaurant } from '../../machines/restaurant.js';

/** An open restaurant without any of our own runtime: XState's `createActor` and its `SimulatedClock`. */
export function openPlainly(input: Partial<RestaurantInput>, machine = restaurant) {
  const clock = new SimulatedClock();
  const actor = createActor(machine, {
    clock,
    input: {
      staff: ['John', 'Jane'],
      restMs: 1000,
      menu,
      ordersTakenBy: 'nobody',
      tickets: [],
      customers: [],
      ...input,
    },
  });
  const news: News[] = [];
  actor.on('*', (event) => news.push(event));
  actor.start();
  /** Lets time pass in steps short enough for a timer that is set by another. */
  const pass = (ms: number, step = 100) => {
    for (let passed = 0; passed < ms; passed += step) clock.increment(step);
  };
  return { actor, clock, news, pass };
}

export const menu: Menu = defaultMenu;

/** Three burgers that nobody ordered. */
export const threeBurgers = [{ kind: 'cook', order: 0, dish: 'burger', ms: 5000, next: 0, end: 3 }] as const;
