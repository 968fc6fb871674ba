import { describe, expect, it } from 'vitest';
import { assign } from 'xstate';
import { counter } from '../../machines/counter.js';
import type { ComingCustomer } from '../../machines/customer-plan.js';
import { stage } from './stage.js';

const wanted = { type: 'customer.wanted', orderTaker: 'order-taker' };
const coming = (arrives: number): ComingCustomer => ({
  arrives,
  manner: 'aside',
  answers: ['1', '1'],
  thinkMs: 0,
  eatMs: 0,
});

function atTheDoor(customers: readonly ComingCustomer[], logic = counter) {
  return stage('counter', logic, { customers }, ['order-taker']);
}

describe('the counter', () => {
  it('calls customers in the order in which they came', () => {
    const { send, clock, told } = atTheDoor([coming(2000), coming(1000)]);
    clock.increment(1000);
    clock.increment(1000);
    send(wanted);
    send(wanted);
    send(wanted);
    expect(told.map(({ event }) => event['customer'] ?? event.type)).toEqual([
      'customer-0001',
      'customer-0002',
      'customer.none',
    ]);
  });

  it('lets the order-taker wait for a customer who has not come yet', () => {
    const { send, clock, toldNow } = atTheDoor([coming(1000)]);
    send(wanted);
    expect(toldNow()).toEqual([]);
    clock.increment(1000);
    expect(toldNow()).toEqual(['order-taker <- customer.called']);
  });

  it('lets in who comes when called, one at a time', () => {
    const whoever = counter.provide({
      actions: { planTheNextCustomer: assign({ next: { ...coming(0), arrives: 'when called' } }) },
    });
    const { send, subject, told } = atTheDoor([], whoever);
    expect(subject.getSnapshot().context).toMatchObject({ arrived: 0 });
    send(wanted);
    expect(subject.getSnapshot().context).toMatchObject({ arrived: 1, line: [] });
    send(wanted);
    expect(told.map(({ event }) => event['customer'])).toEqual(['customer-0001', 'customer-0002']);
  });

  it('that is closed sends the line away, lets nobody in, and calls nobody', () => {
    const { send, clock, subject, toldNow } = atTheDoor([coming(0), coming(0), coming(5000)]);
    clock.increment(1);
    send({ type: 'counter.close' });
    clock.increment(10_000);
    send(wanted);
    expect(toldNow()).toEqual(['order-taker <- customer.none']);
    expect(subject.getSnapshot().context).toMatchObject({ arrived: 2, inside: 0, served: 0 });
    expect(subject.getSnapshot().children).toEqual({});
  });

  it('answers an order-taker who is still waiting when it is closed', () => {
    const { send, toldNow } = atTheDoor([coming(60_000)]);
    send(wanted);
    send({ type: 'counter.close' });
    expect(toldNow()).toEqual(['order-taker <- customer.none']);
  });

  it('sees the last customers out before it ends', () => {
    const { send, clock, subject } = atTheDoor([coming(0)]);
    clock.increment(1);
    send(wanted);
    send({ type: 'house.close' });
    expect(subject.getSnapshot().status).toBe('active');
    subject.system.get('customer-0001').send({ type: 'meal.served' });
    expect(subject.getSnapshot()).toMatchObject({ status: 'done', output: { arrived: 1, served: 1 } });
  });
});
