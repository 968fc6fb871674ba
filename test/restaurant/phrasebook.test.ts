import { describe, expect, it } from 'vitest';
import type { News } from '../../machines/protocol.js';
import {
  counterPhrasebook,
  kitchenPhrasebook,
  openPhrasebook,
  rushPhrasebook,
  staffPhrasebook,
} from '../../src/restaurant/phrasebook.js';
import type { Phrasebook } from '../../src/restaurant/phrasebook.js';

const item = { name: '#0001-fries00', dish: 'fries', ms: 2000, order: 1 };
const said = (phrasebook: Phrasebook, event: News, address = 'Jane', time = 0) =>
  phrasebook({ time, address, event }).map(({ channel, text }) => `${channel}: ${text}`);

describe('a phrasebook', () => {
  it('says who has caused a line', () => {
    const started = { type: 'task.started', task: { kind: 'cook', item } } as const;
    expect(staffPhrasebook({ time: 0, address: 'Jane', event: started })).toEqual([
      { channel: 'staff', actor: 'Jane', text: 'Jane is working...' },
      { channel: 'staff', actor: 'Jane', text: 'Preparing fries #0001-fries00...' },
    ]);
  });

  it('leaves out who does it where the program does', () => {
    const started = { type: 'task.started', task: { kind: 'cook', item } } as const;
    expect(said(kitchenPhrasebook, started)).toEqual(['staff: Preparing fries #0001-fries00...']);
  });

  it('has the words of each program for a finished task', () => {
    const finished = { type: 'task.finished', task: { kind: 'cook', item } } as const;
    expect(said(kitchenPhrasebook, finished)).toEqual([]);
    expect(said(staffPhrasebook, finished)).toEqual(['staff: Jane finished a task...']);
    expect(said(counterPhrasebook, finished)).toEqual(['staff: Jane finish task...']);
    expect(said(openPhrasebook, finished)).toEqual(['staff: Jane finish task.']);
  });

  it('does not say of a task that it is cooking when it is an order', () => {
    const started = { type: 'task.started', task: { kind: 'take order', order: 3 } } as const;
    expect(said(openPhrasebook, started)).toEqual(['staff: Jane is working...']);
  });

  it.each([
    [['burger'], 'Order burger for order #0007:'],
    [['burger', 'fries'], 'Order burger and fries for order #0007:'],
    [['burger', 'fries', 'cola'], 'Order burger, fries and cola for order #0007:'],
  ])('reads out a menu of %j', (dishes, text) => {
    expect(said(counterPhrasebook, { type: 'order.opened', order: 7, dishes })).toEqual([`counter: ${text}`]);
  });

  it('asks, and waits for what is typed', () => {
    const asked = { type: 'question.heard', order: 1, dish: 'burgers', answer: null } as const;
    expect(said(openPhrasebook, asked)).toEqual(['prompt: Number of burgers: ']);
  });

  it('speaks to nobody at a crowded counter, but keeps the log', () => {
    expect(said(rushPhrasebook, { type: 'order.queued', order: 1 })).toEqual(['staff: Order #0001 queued.']);
    expect(said(rushPhrasebook, { type: 'question.heard', order: 1, dish: 'burgers', answer: '2' })).toEqual(
      [],
    );
  });

  it('says how long it took', () => {
    expect(said(kitchenPhrasebook, { type: 'restaurant.closed' }, 'restaurant', 16_200)).toEqual([
      'staff: Orders completed in 16.20 seconds.',
    ]);
  });
});
