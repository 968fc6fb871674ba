import type {
  ArithmeticOperator,
  BinaryOperator,
  ComparisonOperator,
  Expression,
  LogicalOperator,
  Path,
} from './expression.js';
import { ExpressionError } from './expression-error.js';
import { type Token, tokensOf } from './tokens.js';

/**
 * Reads a condition: `kitchen.queue.length > 3 && !(John.task == null)`.
 *
 * From what binds loosest to what binds tightest: `||`, `&&`, one comparison (`==`, `!=`, `<`, `<=`, `>`, `>=`), `+` and
 * `-`, `*`, `/` and `%`, then `!` and `-`. A value is a number, a string in single or double quotes, `true`, `false`,
 * `null`, or a path: names with dots between them, indexes and other names in brackets. It is never run as JavaScript.
 *
 * @throws ExpressionError with the position, where it cannot be read
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(text);
  const expression = parser.expression();
  parser.end();
  return expression;
}

/** Deeper than anybody writes, and far from the end of the stack. */
const DEEPEST = 100;

const SUMS: readonly ArithmeticOperator[] = ['+', '-'];
const PRODUCTS: readonly ArithmeticOperator[] = ['*', '/', '%'];
const COMPARISONS: readonly ComparisonOperator[] = ['==', '!=', '<', '<=', '>', '>='];

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #place = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  expression(): Expression {
    if (++this.#depth > DEEPEST) {
      this.#fail(`nested more than ${DEEPEST} deep`);
    }
    const expression = this.#logical('||', () => this.#logical('&&', () => this.#comparison()));
    this.#depth--;
    return expression;
  }

  end(): void {
    if (this.#next.kind !== 'end') {
      this.#fail(`expected an operator or the end, found ${this.#found()}`);
    }
  }

  #logical(operator: LogicalOperator, operand: () => Expression): Expression {
    return this.#leftToRight([operator], operand);
  }

  #comparison(): Expression {
    const left = this.#sum();
    const operator = this.#take(COMPARISONS);
    if (operator === undefined) {
      return left;
    }
    const right = this.#sum();
    if (this.#isAt(COMPARISONS)) {
      this.#fail('comparisons do not chain: write a < b && b < c, or use parentheses');
    }
    return { kind: 'binary', operator, left, right };
  }

  #sum(): Expression {
    return this.#leftToRight(SUMS, () => this.#leftToRight(PRODUCTS, () => this.#unary()));
  }

  #leftToRight(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (let operator = this.#take(operators); operator !== undefined; operator = this.#take(operators)) {
      left = { kind: 'binary', operator, left, right: operand() };
    }
    return left;
  }

  #unary(): Expression {
    const operator = this.#take(['!', '-'] as const);
    if (operator === undefined) {
      return this.#value();
    }
    if (++this.#depth > DEEPEST) {
      this.#fail(`nested more than ${DEEPEST} deep`);
    }
    const operand = this.#unary();
    this.#depth--;
    return { kind: 'unary', operator, operand };
  }

  #value(): Expression {
    const { kind, text } = this.#next;
    if (this.#take(['(']) !== undefined) {
      const inner = this.expression();
      this.#expect(')');
      return inner;
    }
    switch (kind) {
      case 'number':
        this.#place++;
        return { kind: 'literal', value: Number(text) };
      case 'string':
        this.#place++;
        return { kind: 'literal', value: text };
      case 'name': {
        const constant = CONSTANTS.get(text);
        if (constant === undefined) {
          this.#place++;
          return this.#path(text);
        }
        this.#place++;
        return { kind: 'literal', value: constant };
      }
      case 'symbol':
        if (this.#take(['[']) !== undefined) {
          return this.#path(this.#address());
        }
        break;
      case 'end':
        break;
    }
    this.#fail(`expected a value, found ${this.#found()}`);
  }

  /** The string in brackets at the beginning of a path. */
  #address(): Expression {
    const { kind, text } = this.#next;
    if (kind !== 'string') {
      this.#fail(`expected an address in quotes, found ${this.#found()}`);
    }
    this.#place++;
    this.#expect(']');
    return { kind: 'literal', value: text };
  }

  #path(first: string | Expression): Path {
    const parts = [first];
    for (;;) {
      if (this.#take(['.']) !== undefined) {
        const { kind, text } = this.#next;
        if (kind !== 'name') {
          this.#fail(`expected a name behind the dot, found ${this.#found()}`);
        }
        this.#place++;
        parts.push(text);
      } else if (this.#take(['[']) !== undefined) {
        parts.push(this.expression());
        this.#expect(']');
      } else {
        return { kind: 'path', parts };
      }
    }
  }

  get #next(): Token {
    return this.#tokens[this.#place] as Token;
  }

  #isAt(symbols: readonly string[]): boolean {
    return this.#next.kind === 'symbol' && symbols.includes(this.#next.text);
  }

  #take<const Symbol extends string>(symbols: readonly Symbol[]): Symbol | undefined {
    if (!this.#isAt(symbols)) {
      return undefined;
    }
    const { text } = this.#next;
    this.#place++;
    return text as Symbol;
  }

  #expect(symbol: string): void {
    if (this.#take([symbol]) === undefined) {
      this.#fail(`expected ${symbol}, found ${this.#found()}`);
    }
  }

  #found(): string {
    const { kind, text } = this.#next;
    return kind === 'end' ? 'the end' : kind === 'string' ? `the string "${text}"` : text;
  }

  #fail(problem: string): never {
    throw new ExpressionError(this.#text, this.#next.position, problem);
  }
}
