import { describe, expect, it } from 'vitest';
import { defaultMenu } from '../../machines/menu.js';
import { InputError } from '../../src/restaurant/input-error.js';
import { parseOrders } from '../../src/restaurant/orders-file.js';

const read = (text: string) => parseOrders(text, 'orders.json', defaultMenu);
const message = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError && error.code === 'ERR_ORDERS') return error.message;
    throw error;
  }
  return 'nothing is wrong';
};
const withCustomer = (customer: unknown) => JSON.stringify({ customers: [{ answers: ['q'] }, customer] });

describe('an orders file', () => {
  it('gives times in milliseconds', () => {
    expect(read('{"customers":[{"answers":["2","1"],"think":1.3,"arrives":0.25}]}')).toEqual([
      { answers: ['2', '1'], thinkMs: 1300, arrivesMs: 250 },
    ]);
  });

  it('may leave out the times, and begin with a byte order mark', () => {
    expect(read('\uFEFF{"customers":[{"answers":["0","0"]}]}')).toEqual([
      { answers: ['0', '0'], thinkMs: 0, arrivesMs: 0 },
    ]);
  });

  it('may have fewer answers if one of them is a goodbye', () => {
    expect(read('{"customers":[{"answers":["q"]}]}')).toHaveLength(1);
  });

  it.each([
    ['', /^orders\.json:1:1: is not JSON: /],
    ['{"customers":', /^orders\.json:1:14: is not JSON: /],
    ['{"customers":[\n  {"answers" ["1"]}]}', /^orders\.json:2:14: is not JSON: /],
    ['{customers}', /^orders\.json:.* is not JSON: /],
  ])('that is no JSON is named with the place (%j)', (text, expected) => {
    expect(message(text)).toMatch(expected);
  });

  it.each([
    ['[]', 'orders.json: must be an object with the fields customers (found: []).'],
    ['{}', 'orders.json: customers: must be a list of 1 to 10000 customers (found: nothing).'],
    ['{"customers":[]}', 'orders.json: customers: must be a list of 1 to 10000 customers (found: []).'],
    [
      '{"customers":[{"answers":["q"]}],"staff":2}',
      'orders.json: does not know "staff"; the fields here are customers.',
    ],
    [
      withCustomer({ answers: ['1', '1'], think: -1 }),
      'orders.json: customers[1].think: must be a number of seconds from 0 to 86400 (found: -1).',
    ],
    [
      withCustomer({ answers: ['1', '1'], arrives: 86_401 }),
      'orders.json: customers[1].arrives: must be a number of seconds from 0 to 86400 (found: 86401).',
    ],
    [
      withCustomer({ answers: ['1', '1'], think: '1.3' }),
      'orders.json: customers[1].think: must be a number of seconds from 0 to 86400 (found: "1.3").',
    ],
    [
      withCustomer({ answers: ['1', 2] }),
      'orders.json: customers[1].answers[1]: must be an answer in quotes, like "2": text of 0 to 100 characters, on one line (found: 2).',
    ],
    [
      withCustomer({ answers: ['1', '1\n'] }),
      'orders.json: customers[1].answers[1]: must be an answer in quotes, like "2": text of 0 to 100 characters, on one line (found: "1\\n").',
    ],
    [
      withCustomer({ answers: ['1', '1'], thinks: 1 }),
      'orders.json: customers[1]: does not know "thinks"; the fields here are answers, think, arrives.',
    ],
    [
      withCustomer({ answers: ['1'] }),
      'orders.json: customers[1].answers: must have one answer for each of burgers, fries, or end with a goodbye like "q" (found: 1 of 2).',
    ],
  ])('that is wrong in a field is named with the field and what would be right (%j)', (text, expected) => {
    expect(message(text)).toBe(expected);
  });

  it('never needs more than one line to say what is wrong', () => {
    const long = JSON.stringify({ customers: [{ answers: 'x\n'.repeat(1000) }] });
    expect(message(long).split('\n')).toHaveLength(1);
    expect(message(long).length).toBeLessThan(200);
  });
});
