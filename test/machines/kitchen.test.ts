import { describe, expect, it } from 'vitest';
import { kitchen } from '../../machines/kitchen.js';
import { menu, threeBurgers } from './plain.js';
import { stage } from './stage.js';

const wants = (staff: string) => ({ type: 'task.wanted', staff });
const order = { order: 1, customer: 'customer-0001' };
const ordered = (count: number, dish = menu[0]) => ({ type: 'items.ordered', ...order, dish, count });
const complete = { type: 'order.complete', ...order };
const made = { type: 'item.made', order: 1, item: '#0001-burger00' };

function inTheKitchen(ordersTakenBy: string, tickets: readonly object[] = []) {
  return stage('kitchen', kitchen, { ordersTakenBy, tickets }, [
    'John',
    'Jane',
    'order-taker',
    'customer-0001',
  ]);
}

describe('the kitchen', () => {
  it('gives each task once, in the order of the queue, and then sends home', () => {
    const { send, told } = inTheKitchen('nobody', threeBurgers);
    for (const staff of ['John', 'Jane', 'John', 'Jane']) send(wants(staff));
    expect(told.map(({ to, event }) => [to, event['task'] ?? event.type])).toMatchObject([
      ['John', { kind: 'cook', item: { name: '#0' } }],
      ['Jane', { kind: 'cook', item: { name: '#1' } }],
      ['John', { kind: 'cook', item: { name: '#2' } }],
      ['Jane', 'shift.over'],
    ]);
  });

  it('sends nobody home while more may be ordered', () => {
    const { send, toldNow } = inTheKitchen('order-taker');
    send(wants('John'));
    expect(toldNow()).toEqual(['John <- task.none']);
  });

  it('puts the next order behind what was ordered', () => {
    const { send, told } = inTheKitchen('staff');
    send(wants('John'));
    send(ordered(1));
    send(complete);
    send({ type: 'counter.free' });
    send(wants('Jane'));
    send(wants('John'));
    expect(told.map(({ to, event }) => [to, event['task']])).toMatchObject([
      ['John', { kind: 'take order', order: 1 }],
      ['Jane', { kind: 'cook' }],
      ['John', { kind: 'take order', order: 2 }],
    ]);
  });

  it('serves an order when its last item is made', () => {
    const { send, toldNow } = inTheKitchen('order-taker');
    send(ordered(2));
    send(complete);
    send(made);
    expect(toldNow()).toEqual([]);
    send(made);
    expect(toldNow()).toEqual(['customer-0001 <- meal.served']);
  });

  it('serves an order only when nothing more can be ordered', () => {
    const { send, toldNow, subject } = inTheKitchen('order-taker');
    send(ordered(1));
    send(made);
    expect(toldNow()).toEqual([]);
    send(ordered(0, menu[1]));
    send(complete);
    expect(toldNow()).toEqual(['customer-0001 <- meal.served']);
    expect(subject.getSnapshot().context).toMatchObject({ orders: {} });
  });

  it('dismisses who has ordered nothing', () => {
    const { send, toldNow } = inTheKitchen('order-taker');
    send(ordered(0));
    send(complete);
    expect(toldNow()).toEqual(['customer-0001 <- customer.dismissed']);
  });

  it('makes what is queued after the end of orders, and sends home then', () => {
    const { send, toldNow, news } = inTheKitchen('order-taker');
    send(ordered(1));
    send({ type: 'orders.ended' });
    send(wants('John'));
    send(wants('Jane'));
    expect(toldNow()).toEqual(['John <- task.given', 'Jane <- shift.over']);
    expect(news.filter(({ type }) => type === 'orders.ended')).toHaveLength(1);
  });

  it('told to close takes the next order off the queue', () => {
    const { send, toldNow, news } = inTheKitchen('staff');
    send({ type: 'counter.close' });
    send(wants('John'));
    expect(toldNow()).toEqual(['John <- shift.over']);
    expect(news.map(({ type }) => type)).toContain('orders.ended');
  });

  it('told to close interrupts whoever is taking an order, and sends nobody home before that one is done', () => {
    const { send, toldNow } = inTheKitchen('staff');
    send(wants('John'));
    send({ type: 'counter.close' });
    send(wants('Jane'));
    expect(toldNow()).toEqual(['John <- task.given', 'John <- counter.close', 'Jane <- task.none']);
    send({ type: 'orders.ended' });
    send(wants('Jane'));
    expect(toldNow()).toEqual(['Jane <- shift.over']);
  });

  it('told to close just after an order was taken lets no other follow', () => {
    const { send, toldNow } = inTheKitchen('staff');
    send(wants('John'));
    send({ type: 'counter.close' });
    send({ type: 'counter.free' });
    send(wants('Jane'));
    expect(toldNow().at(-1)).toBe('Jane <- shift.over');
  });
});
