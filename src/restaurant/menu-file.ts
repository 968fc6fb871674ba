import type { Menu } from '../../machines/menu.js';
import { fields, line, list, time } from './fields.js';
import { InputError } from './input-error.js';
import { readJson } from './read-json.js';

const mostDishes = 50;

const schema = fields({
  dishes: list(
    'dishes',
    fields({
      name: line('what one is called, like "burger"', 1, 40),
      plural: line('what several are called, like "burgers"', 1, 40).optional(),
      seconds: time(0.001),
    }),
    mostDishes,
  ),
});

/**
 * Reads a menu file: `{"dishes":[{"name":"burger","plural":"burgers","seconds":5}]}`. Customers are asked for the
 * dishes in this order. `plural` may be left out and is the name with an s then.
 *
 * @param text - the file's text
 * @param file - the file's name, for messages
 * @throws InputError `ERR_MENU`
 */
export function parseMenu(text: string, file: string): Menu {
  const { dishes } = readJson(text, file, schema, 'ERR_MENU');
  const names = dishes.map(({ name }) => name);
  const repeated = names.findIndex((name, index) => names.indexOf(name) < index);
  if (repeated !== -1) {
    const first = names.indexOf(names[repeated] as string);
    throw new InputError(
      'ERR_MENU',
      `${file}: dishes[${repeated}].name: must be a name of its own; "${names[repeated]}" is dishes[${first}] already.`,
    );
  }
  return dishes.map(({ name, plural = `${name}s`, seconds }) => ({ name, plural, ms: seconds }));
}
