import { describe, expect, it } from 'vitest';
import { orderRail } from '../../machines/order-rail.js';
import { railLock } from '../../machines/rail-lock.js';
import { carefulStaff, hastyStaff } from '../../machines/rail-staff.js';
import { menu, threeBurgers } from './plain.js';
import { stage } from './stage.js';

const input = { name: 'John', restMs: 1000, menu };
const burger = { name: '#0', dish: 'burger', ms: 5000, order: 0 };

describe('the order rail', () => {
  it('lets two see the last item, and gives it to the one who takes first', () => {
    const { send, told } = stage('kitchen', orderRail, { tickets: [{ ...threeBurgers[0], end: 1 }] }, [
      'John',
      'Jane',
    ]);
    send({ type: 'rail.look', staff: 'John' });
    send({ type: 'rail.look', staff: 'Jane' });
    send({ type: 'rail.take', staff: 'Jane' });
    send({ type: 'rail.take', staff: 'John' });
    expect(told.map(({ to, event }) => [to, event['items'] ?? event['item']])).toEqual([
      ['John', 1],
      ['Jane', 1],
      ['Jane', burger],
      ['John', null],
    ]);
  });
});

describe('the lock on the rail', () => {
  it('goes to those who wait in the order in which they asked', () => {
    const { send, toldNow } = stage('rail-lock', railLock, undefined, ['John', 'Jane', 'Jim']);
    for (const staff of ['Jane', 'Jim', 'John']) send({ type: 'lock.acquire', staff });
    expect(toldNow()).toEqual(['Jane <- lock.granted']);
    send({ type: 'lock.release' });
    expect(toldNow()).toEqual(['Jim <- lock.granted']);
    send({ type: 'lock.release' });
    expect(toldNow()).toEqual(['John <- lock.granted']);
    send({ type: 'lock.release' });
    send({ type: 'lock.acquire', staff: 'Jim' });
    expect(toldNow()).toEqual(['Jim <- lock.granted']);
  });
});

describe('staff at the rail', () => {
  it('who are hasty look and take without a lock', () => {
    const { send, clock, toldNow } = stage('John', hastyStaff, input, ['kitchen', 'rail-lock']);
    clock.increment(1);
    send({ type: 'rail.seen', items: 1 });
    expect(toldNow()).toEqual(['kitchen <- rail.look', 'kitchen <- rail.take']);
  });

  it('who are careful hold the lock from the look to the taking', () => {
    const { send, clock, toldNow } = stage('John', carefulStaff, input, ['kitchen', 'rail-lock']);
    clock.increment(1);
    expect(toldNow()).toEqual(['rail-lock <- lock.acquire']);
    send({ type: 'lock.granted' });
    send({ type: 'rail.seen', items: 1 });
    expect(toldNow()).toEqual(['kitchen <- rail.look', 'kitchen <- rail.take']);
    send({ type: 'rail.taken', item: burger });
    expect(toldNow()).toEqual(['rail-lock <- lock.release']);
  });

  it('fail, by name, when they take from an empty rail', () => {
    const { send, clock, subject } = stage('John', hastyStaff, input, ['kitchen']);
    let failure: unknown;
    subject.subscribe({ error: (error) => (failure = error) });
    clock.increment(1);
    send({ type: 'rail.seen', items: 1 });
    send({ type: 'rail.taken', item: null });
    expect(failure).toMatchObject({ message: expect.stringMatching(/^John took from an empty order rail/) });
  });
});
