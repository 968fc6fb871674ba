import { describe, expect, it } from 'vitest';
import { defaultMenu } from '../../machines/menu.js';
import { parseMenu } from '../../src/restaurant/menu-file.js';

const read = (dishes: unknown) => parseMenu(JSON.stringify({ dishes }), 'menu.json');
const wrong = (message: string) => expect.objectContaining({ code: 'ERR_MENU', message });

describe('a menu file', () => {
  it('can say what the tutorial serves', () => {
    expect(
      read([
        { name: 'burger', plural: 'burgers', seconds: 5 },
        { name: 'fries', plural: 'fries', seconds: 2 },
      ]),
    ).toEqual(defaultMenu);
  });

  it('may leave out the plural', () => {
    expect(read([{ name: 'cola', seconds: 0.5 }])).toEqual([{ name: 'cola', plural: 'colas', ms: 500 }]);
  });

  it.each([
    [[], 'menu.json: dishes: must be a list of 1 to 50 dishes (found: []).'],
    [
      [{ name: '', seconds: 1 }],
      'menu.json: dishes[0].name: must be what one is called, like "burger": text of 1 to 40 characters, on one line (found: "").',
    ],
    [
      [{ name: 'burger', seconds: 0 }],
      'menu.json: dishes[0].seconds: must be a number of seconds from 0.001 to 86400 (found: 0).',
    ],
    [
      [
        { name: 'burger', seconds: 1 },
        { name: 'burger', seconds: 2 },
      ],
      'menu.json: dishes[1].name: must be a name of its own; "burger" is dishes[0] already.',
    ],
  ])('that is wrong is named with the field and what would be right (%j)', (dishes, message) => {
    expect(() => read(dishes)).toThrow(wrong(message));
  });
});
