import { describe, expect, it } from 'vitest';
import { customer } from '../../machines/customer.js';
import { stage } from './stage.js';

const question = { type: 'question.asked', orderTaker: 'order-taker', order: 1, dish: 'burgers' };

function comeIn(plan: object) {
  return stage(
    'customer-0001',
    customer,
    { manner: 'aside', answers: ['2', '1'], thinkMs: 1300, eatMs: 0, ...plan },
    ['order-taker'],
  );
}

const farewell = (served: boolean) => ({
  to: 'parent',
  event: { type: 'visit.over', customer: 'customer-0001', served },
});

describe('a customer', () => {
  it('thinks before each answer', () => {
    const { send, clock, told } = comeIn({});
    send(question);
    clock.increment(1299);
    expect(told).toEqual([]);
    clock.increment(1);
    send({ ...question, dish: 'fries' });
    clock.increment(1300);
    expect(told.map(({ event }) => event['text'])).toEqual(['2', '1']);
  });

  it('says goodbye when there is no answer left', () => {
    const { send, clock, told } = comeIn({ answers: [] });
    send(question);
    clock.increment(1300);
    expect(told.map(({ event }) => event)).toEqual([{ type: 'answer.given', text: '', keptWaitingMs: 0 }]);
  });

  it('who stands in the way answers at once, and says how long everybody has to wait for it', () => {
    const { send, told } = comeIn({ manner: 'in the way' });
    send(question);
    expect(told.map(({ event }) => event)).toEqual([
      { type: 'answer.given', text: '2', keptWaitingMs: 1300 },
    ]);
  });

  it('at the terminal answers what is typed, once for each question', () => {
    const { send, told, news, clock } = comeIn({ manner: 'at the terminal', answers: [] });
    send({ type: 'answer.typed', text: 'too early' });
    send(question);
    clock.increment(100_000);
    expect(told).toEqual([]);
    expect(news.at(-1)).toEqual({ type: 'question.heard', order: 1, dish: 'burgers', answer: null });
    send({ type: 'answer.typed', text: '3' });
    send({ type: 'answer.typed', text: 'too late' });
    expect(told.map(({ event }) => event['text'])).toEqual(['3']);
  });

  it('takes the meal away and is gone', () => {
    const { send, told, news } = comeIn({});
    send({ type: 'order.confirmed' });
    send({ type: 'meal.served' });
    expect(told.at(-1)).toEqual(farewell(true));
    expect(news.map(({ type }) => type)).toEqual(['customer.served', 'customer.left']);
  });

  it('eats, and then is gone', () => {
    const { send, told, subject, clock } = comeIn({ eatMs: 60_000 });
    send({ type: 'meal.served' });
    clock.increment(59_999);
    expect(subject.getSnapshot()).toMatchObject({ status: 'active', value: 'eating' });
    clock.increment(1);
    expect(told.at(-1)).toEqual(farewell(true));
  });

  it('who is dismissed goes without a meal, even in the middle of a thought', () => {
    const { send, clock, told } = comeIn({});
    send(question);
    send({ type: 'customer.dismissed' });
    clock.increment(5000);
    expect(told).toEqual([farewell(false)]);
  });
});
