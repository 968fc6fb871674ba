import { countIn } from '../../machines/answer.js';
import type { Menu } from '../../machines/menu.js';
import { fields, line, list, time } from './fields.js';
import { InputError } from './input-error.js';
import type { Orders } from './orders.js';
import { readJson } from './read-json.js';

const mostCustomers = 10_000;
const mostAnswers = 100;

const schema = fields({
  customers: list(
    'customers',
    fields({
      answers: list('answers, in quotes', line('an answer in quotes, like "2"', 0, 100), mostAnswers),
      think: time(0).default(0),
      arrives: time(0).default(0),
    }),
    mostCustomers,
  ),
});

/**
 * Reads an orders file: `{"customers":[{"answers":["2","1"],"think":1.3,"arrives":0}]}`. Times are in seconds;
 * `think` (before each answer) and `arrives` (after the opening) may be left out and are 0 then.
 *
 * @param text - the file's text
 * @param file - the file's name, for messages
 * @param menu - what the customers will be asked for: one answer a dish, unless one of them is a goodbye
 * @throws InputError `ERR_ORDERS`
 */
export function parseOrders(text: string, file: string, menu: Menu): Orders {
  const { customers } = readJson(text, file, schema, 'ERR_ORDERS');
  for (const [index, { answers }] of customers.entries()) {
    if (answers.length >= menu.length || answers.some((answer) => countIn(answer) === null)) continue;
    const dishes = menu.map(({ plural }) => plural).join(', ');
    throw new InputError(
      'ERR_ORDERS',
      `${file}: customers[${index}].answers: must have one answer for each of ${dishes}, or end with a goodbye like "q" ` +
        `(found: ${answers.length} of ${menu.length}).`,
    );
  }
  return customers.map(({ answers, think, arrives }) => ({ answers, thinkMs: think, arrivesMs: arrives }));
}
