import { createContext, runInContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateExpression, type Scope } from '../../../src/debugger/expression/evaluate-expression.js';
import { ExpressionError } from '../../../src/debugger/expression/expression-error.js';
import { parseExpression } from '../../../src/debugger/expression/parse-expression.js';

const contexts: Readonly<Record<string, unknown>> = {
  kitchen: {
    queue: [{ dish: 'burger', count: 3 }, { dish: 'fries' }],
    counts: [7, 0, -2],
    isOpen: true,
    'two words': 5,
    nothing: null,
    seen: new Set(['a', 'b']),
  },
  'staff-1': { made: 4 },
  'root/staff.John': { made: 9 },
  number: 3,
};

const scope: Scope = {
  hasActor: (address) => Object.hasOwn(contexts, address),
  contextOf: (address) => contexts[address],
  special: (name, address) => (name === '$time' && address === undefined ? 5000 : `${name} of ${address}`),
};

function valueOf(text: string): unknown {
  return evaluateExpression(parseExpression(text), scope);
}

/** Where a text goes wrong, if it does; whatever else is thrown passes through. */
function placeOfMistake(text: string): number | undefined {
  try {
    parseExpression(text);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) {
      return error.position;
    }
    throw error;
  }
}

/** Texts that JavaScript reads as well, and where nothing is converted. */
const { sum, condition } = fc.letrec<{
  sum: string;
  product: string;
  unary: string;
  condition: string;
  all: string;
  one: string;
}>((tie) => ({
  sum: chain(tie('product'), ['+', '-']),
  product: chain(tie('unary'), ['*', '/', '%']),
  unary: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      '0',
      '1',
      '2.5',
      '12',
      '1e3',
      'kitchen.counts[0]',
      'kitchen.counts[2]',
      'kitchen.queue.length',
    ),
    fc.constantFrom('kitchen.queue[0].count', 'kitchen["two words"]', 'kitchen.counts[kitchen.counts[1]]'),
    tie('unary').map((operand) => `- ${operand}`),
    tie('sum').map((inner) => `(${inner})`),
  ),
  condition: chain(tie('all'), ['||']),
  all: chain(tie('one'), ['&&']),
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false', 'kitchen.isOpen', '"a" < "b"', "kitchen.queue[1].dish == 'fries'"),
    fc
      .tuple(tie('sum'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('sum'))
      .map((parts) => parts.join(' ')),
    tie('condition').map((inner) => `!(${inner})`),
    tie('condition').map((inner) => `(${inner})`),
  ),
}));

function chain(operand: fc.Arbitrary<string>, operators: readonly string[]): fc.Arbitrary<string> {
  const rest = fc.array(fc.tuple(fc.constantFrom(...operators), operand), { maxLength: 2 });
  return fc
    .tuple(operand, rest)
    .map(([first, others]) => [first, ...others.flatMap(([operator, next]) => [operator, next])].join(' '));
}

describe('an expression', () => {
  const javascript = createContext({ kitchen: contexts['kitchen'] });

  test('of numbers comes to what JavaScript makes of the same text', () => {
    fc.assert(
      fc.property(sum, (text) => {
        expect(valueOf(text)).toBe(runInContext(text, javascript));
      }),
      { numRuns: 300 },
    );
  });

  test('of conditions comes to what JavaScript makes of the same text', () => {
    fc.assert(
      fc.property(condition, (text) => {
        expect(valueOf(text)).toBe(runInContext(text, javascript));
      }),
      { numRuns: 300 },
    );
  });

  test('of any text is read, or refused with a position in it', () => {
    const pieces = fc.constantFrom(
      'a',
      '.',
      '[',
      ']',
      '(',
      ')',
      '1',
      '"',
      "'",
      '==',
      '<',
      '!',
      '-',
      '&&',
      ' ',
      '$',
      '\\',
      '=',
      '&',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          const position = placeOfMistake(text) ?? 0;
          expect(position >= 0 && position <= text.length).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each<[string, unknown]>([
    ['staff-1.made', 4],
    ['staff-1.made - 1', 3],
    ['["root/staff.John"].made', 9],
    ['root/staff.John.made', 9],
    ['number', 3],
    ['number + 1', 4],
    ['$time', 5000],
    ['$time > 4999', true],
    ['kitchen.$state', '$state of kitchen'],
    ['kitchen.seen.size', 2],
    ['kitchen.queue[0].dish[0]', 'b'],
    ['kitchen.queue[9].dish', undefined],
    ['kitchen.nothing == null', true],
    ['kitchen.missing == null', true],
    ['kitchen.missing != 0', true],
    ['nobody.queue.length > 3', false],
    ['kitchen.queue.constructor', undefined],
    ['kitchen.__proto__', undefined],
    ['"a" + "b"', 'ab'],
    ['"1" + 1', undefined],
    ['"1" == 1', false],
    ['"2" > 1', false],
    ['2 <= 2', true],
    ['2 >= 2', true],
    ['2 < 2', false],
    ['2 > 2', false],
    ['"a" <= "a"', true],
    ['kitchen && "x"', true],
    ['!kitchen.nothing', true],
    ["'it\\'s' == \"it's\"", true],
  ])('%s comes to %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['kitchen.queue.length >', 'expected a value, found the end', 22],
    ['', 'expected a value, found the end', 0],
    ['a = 1', 'write == to compare', 2],
    ['a === 1', 'write ==, which never converts', 2],
    ['a & b', 'write && for and', 2],
    ['a | b', 'write || for or', 2],
    ['(a', 'expected ), found the end', 2],
    ['a b', 'expected an operator or the end, found b', 2],
    ['a.', 'expected a name behind the dot, found the end', 2],
    ['a[1', 'expected ], found the end', 3],
    ['[1].x', 'expected an address in quotes, found 1', 1],
    ['"open', 'the string has no " at its end', 0],
    ['1 < 2 < 3', 'comparisons do not chain: write a < b && b < c, or use parentheses', 6],
    ['a ? b : c', '? means nothing here', 2],
    ['f(1)', 'expected an operator or the end, found (', 1],
    ['('.repeat(200), 'nested more than 100 deep', 100],
    ['!'.repeat(200), 'nested more than 100 deep', 100],
  ])('%s is refused', (text, problem, position) => {
    expect(() => parseExpression(text)).toThrow(
      expect.objectContaining({ code: 'ERR_EXPRESSION', problem, position }),
    );
  });
});
