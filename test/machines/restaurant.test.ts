import { describe, expect, it } from 'vitest';
import { assign } from 'xstate';
import { counter } from '../../machines/counter.js';
import { restaurant } from '../../machines/restaurant.js';
import { openPlainly, threeBurgers } from './plain.js';

const customer = (...answers: string[]) =>
  ({ arrives: 0, manner: 'aside', answers, thinkMs: 1300, eatMs: 0 }) as const;

describe('the restaurant, run by XState alone', () => {
  it('makes what is queued, sends the staff home, and closes', () => {
    const { actor, news, pass } = openPlainly({ tickets: threeBurgers });
    pass(9900);
    expect(actor.getSnapshot().status).toBe('active');
    pass(300);
    expect(actor.getSnapshot()).toMatchObject({
      status: 'done',
      output: { items: 3, arrived: 0, served: 0 },
    });
    expect(news.map(({ type }) => type)).toEqual(['restaurant.opened', 'restaurant.closed']);
  });

  it('serves customers whose orders staff take, and closes after a goodbye', () => {
    const { actor, pass } = openPlainly({
      ordersTakenBy: 'staff',
      customers: [customer('2', '1'), customer('1', '2'), customer('q')],
    });
    pass(30_000);
    expect(actor.getSnapshot()).toMatchObject({
      status: 'done',
      output: { items: 6, arrived: 3, served: 2 },
    });
  });

  it('serves customers whose orders an order-taker takes', () => {
    const { actor, pass } = openPlainly({
      ordersTakenBy: 'order-taker',
      customers: [customer('1', '1'), { ...customer('0', '1'), eatMs: 60_000 }],
    });
    pass(60_000);
    expect(actor.getSnapshot().status).toBe('active');
    pass(30_000);
    expect(actor.getSnapshot()).toMatchObject({
      status: 'done',
      output: { items: 3, arrived: 2, served: 2 },
    });
  });

  it('closes in order when it is told to from outside, in the middle of an order', () => {
    const { actor, pass } = openPlainly({
      ordersTakenBy: 'staff',
      customers: [customer('2', '1'), customer('1', '1')],
    });
    pass(1500);
    actor.send({ type: 'counter.close' });
    pass(20_000);
    expect(actor.getSnapshot()).toMatchObject({
      status: 'done',
      output: { items: 2, arrived: 2, served: 1 },
    });
  });

  it('closes in order while the next order still waits in the queue', () => {
    const { actor, pass } = openPlainly({
      staff: ['John'],
      ordersTakenBy: 'staff',
      customers: [customer('2', '0'), customer('1', '1')],
    });
    pass(4000);
    actor.send({ type: 'counter.close' });
    pass(20_000);
    expect(actor.getSnapshot()).toMatchObject({
      status: 'done',
      output: { items: 2, arrived: 2, served: 1 },
    });
  });

  it('can be told to close more than once', () => {
    const { actor, pass } = openPlainly({ ordersTakenBy: 'staff', customers: [customer('1', '1')] });
    pass(500);
    actor.send({ type: 'counter.close' });
    actor.send({ type: 'counter.close' });
    pass(10_000);
    expect(actor.getSnapshot()).toMatchObject({
      status: 'done',
      output: { items: 0, arrived: 1, served: 0 },
    });
  });

  it('keeps nothing of the customers who have gone', () => {
    const many = 3000;
    const crowd = counter.provide({
      actions: {
        planTheNextCustomer: assign({
          next: ({ context }) =>
            context.arrived < many
              ? ({ ...customer('1', '0'), arrives: 1000, thinkMs: 100, eatMs: 1500 } as const)
              : null,
        }),
      },
    });
    const { actor, pass } = openPlainly(
      { ordersTakenBy: 'order-taker', menu: [{ name: 'cola', plural: 'colas', ms: 500 }] },
      restaurant.provide({ actors: { counter: crowd } }),
    );
    const sizes = () => {
      const { counter: atCounter, kitchen: inKitchen } = actor.getSnapshot().children;
      const counting = atCounter?.getSnapshot() as { context: { arrived: number }; children: object };
      return {
        arrived: counting.context.arrived,
        children: Object.keys(counting.children).length,
        counter: JSON.stringify(counting.context).length,
        kitchen: JSON.stringify((inKitchen?.getSnapshot() as { context: object } | undefined)?.context)
          .length,
        root: JSON.stringify(actor.getSnapshot().context).length,
        addresses: Object.keys(actor.system.getSnapshot()._scheduledEvents).length,
      };
    };
    pass(10_000);
    const early = sizes();
    pass(2_900_000);
    const late = sizes();
    expect(late.arrived).toBeGreaterThan(2800);
    expect(late.children).toBeLessThanOrEqual(early.children + 1);
    expect(late.counter).toBeLessThan(early.counter + 40);
    expect(late.kitchen).toBeLessThan(early.kitchen + 100);
    expect(late.root).toBe(early.root);
    expect(late.addresses).toBeLessThan(20);
    expect(actor.system.get('customer-0001')).toBeUndefined();
    pass(200_000);
    expect(actor.getSnapshot()).toMatchObject({ status: 'done', output: { items: many, served: many } });
  });
});
