import { describe, expect, it } from 'vitest';
import { orderTaker } from '../../machines/order-taker.js';
import { menu } from './plain.js';
import { stage } from './stage.js';

const answer = (text: string, keptWaitingMs = 0) => ({ type: 'answer.given', text, keptWaitingMs });
const called = { type: 'customer.called', customer: 'customer-0001' };

function atTheCounter(stays: boolean) {
  return stage('order-taker', orderTaker, { order: 1, menu, stays }, ['kitchen', 'counter', 'customer-0001']);
}

describe('an order-taker', () => {
  it('asks for each dish in the order of the menu, and passes on each answer at once', () => {
    const { send, toldNow, subject } = atTheCounter(false);
    expect(toldNow()).toEqual(['counter <- customer.wanted']);
    send(called);
    expect(toldNow()).toEqual(['customer-0001 <- question.asked']);
    send(answer('2'));
    expect(toldNow()).toEqual(['kitchen <- items.ordered', 'customer-0001 <- question.asked']);
    send(answer('1'));
    expect(toldNow()).toEqual([
      'kitchen <- items.ordered',
      'kitchen <- order.complete',
      'customer-0001 <- order.confirmed',
      'kitchen <- counter.free',
    ]);
    expect(subject.getSnapshot().status).toBe('done');
  });

  it('who stays calls the next customer, with the next number', () => {
    const { send, toldNow, subject } = atTheCounter(true);
    send(called);
    send(answer('1'));
    send(answer('1'));
    expect(toldNow().at(-1)).toBe('counter <- customer.wanted');
    expect(subject.getSnapshot().context).toMatchObject({ order: 2 });
  });

  it.each(['q', '', '1.5', '-1'])('takes %j for a goodbye, and ends the order where it stands', (text) => {
    const { send, told, toldNow, subject } = atTheCounter(true);
    send(called);
    send(answer('2'));
    toldNow();
    send(answer(text));
    expect(told.map(({ to, event }) => `${to} <- ${event.type}`)).toEqual([
      'kitchen <- order.complete',
      'kitchen <- orders.ended',
      'counter <- counter.close',
    ]);
    expect(subject.getSnapshot().status).toBe('done');
  });

  it('lets whoever was kept waiting go first when it was for a goodbye', () => {
    const { send, toldNow, clock } = atTheCounter(false);
    send(called);
    toldNow();
    send(answer('q', 1300));
    expect(toldNow()).toEqual([]);
    clock.increment(1);
    expect(toldNow()).toContain('kitchen <- orders.ended');
  });

  it('closes when nobody will come', () => {
    const { send, toldNow } = atTheCounter(true);
    toldNow();
    send({ type: 'customer.none' });
    expect(toldNow()).toEqual(['kitchen <- orders.ended', 'counter <- counter.close']);
  });

  it('ends the order where it stands when it is told to close', () => {
    const { send, toldNow } = atTheCounter(true);
    send(called);
    send(answer('2'));
    toldNow();
    send({ type: 'counter.close' });
    expect(toldNow()).toEqual([
      'kitchen <- order.complete',
      'kitchen <- orders.ended',
      'counter <- counter.close',
    ]);
  });

  it('who is told to close while a customer is being called leaves nobody standing at the counter', () => {
    const { send, toldNow, subject } = atTheCounter(true);
    send({ type: 'counter.close' });
    expect(subject.getSnapshot().status).toBe('active');
    toldNow();
    send(called);
    expect(toldNow()).toEqual([
      'kitchen <- order.complete',
      'kitchen <- orders.ended',
      'counter <- counter.close',
    ]);
  });
});
