import type {
  ArithmeticOperator,
  BinaryOperator,
  ComparisonOperator,
  Expression,
  Path,
} from './expression.js';

/** What the paths of a condition lead to. */
export interface Scope {
  /** Whether an actor has this address, or had it last. */
  hasActor(address: string): boolean;
  /** What is behind the address of an actor: its context. */
  contextOf(address: string): unknown;
  /** What a name that begins with `$` stands for: of an actor, or without an address of the run. */
  special(name: string, address?: string): unknown;
}

/**
 * What an expression comes to; `undefined` where a path leads nowhere, or an operation does not fit its values.
 *
 * Nothing is converted: numbers are compared and reckoned with numbers, strings with strings. A comparison of what
 * cannot be compared is false. `null` equals what is not there. `!`, `&&` and `||` take values as JavaScript does, and
 * give `true` or `false`. Only own fields are read.
 */
export function evaluateExpression(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      return valueAt(expression, scope);
    case 'unary': {
      const value = evaluateExpression(expression.operand, scope);
      if (expression.operator === '!') {
        return !isTrue(value);
      }
      return typeof value === 'number' ? -value : undefined;
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, scope);
  }
}

/** Whether a value counts as true. */
export function isTrue(value: unknown): boolean {
  return Boolean(value);
}

function binary(operator: BinaryOperator, left: Expression, right: Expression, scope: Scope): unknown {
  const first = evaluateExpression(left, scope);
  switch (operator) {
    case '||':
      return isTrue(first) || isTrue(evaluateExpression(right, scope));
    case '&&':
      return isTrue(first) && isTrue(evaluateExpression(right, scope));
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, first, evaluateExpression(right, scope));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return reckon(operator, first, evaluateExpression(right, scope));
  }
}

function compare(operator: ComparisonOperator, left: unknown, right: unknown): boolean {
  if (operator === '==' || operator === '!=') {
    return (left === right || ((left ?? null) === null && (right ?? null) === null)) === (operator === '==');
  }
  const areNumbers = typeof left === 'number' && typeof right === 'number';
  const areStrings = typeof left === 'string' && typeof right === 'string';
  if (!areNumbers && !areStrings) {
    return false;
  }
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function reckon(operator: ArithmeticOperator, left: unknown, right: unknown): number | string | undefined {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    return left + right;
  }
  if (typeof left !== 'number' || typeof right !== 'number') {
    return undefined;
  }
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

function valueAt(path: Path, scope: Scope): unknown {
  const [first, ...others] = path.parts;
  if (typeof first === 'string' && first.startsWith('$')) {
    return follow(scope.special(first), others, scope);
  }
  const found = addressOf(path, scope);
  if (found === undefined) {
    return undefined;
  }
  const { address, rest } = found;
  const [field, ...behind] = rest;
  return typeof field === 'string' && field.startsWith('$')
    ? follow(scope.special(field, address), behind, scope)
    : follow(scope.contextOf(address), rest, scope);
}

/** The longest address that a path begins with, and what follows; an address may have dots in it. */
export function addressOf(
  { parts }: Path,
  scope: Pick<Scope, 'hasActor'>,
): { readonly address: string; readonly rest: Path['parts'] } | undefined {
  const [first] = parts;
  if (typeof first === 'object') {
    const address = first.kind === 'literal' ? String(first.value) : '';
    return scope.hasActor(address) ? { address, rest: parts.slice(1) } : undefined;
  }
  const firstIndex = parts.findIndex((part) => typeof part !== 'string');
  const names = (firstIndex === -1 ? parts : parts.slice(0, firstIndex)).map(String);
  for (let length = names.length; length > 0; length--) {
    const address = names.slice(0, length).join('.');
    if (scope.hasActor(address)) {
      return { address, rest: parts.slice(length) };
    }
  }
  return undefined;
}

function follow(start: unknown, parts: Path['parts'], scope: Scope): unknown {
  return parts.reduce<unknown>(
    (value, part) => fieldOf(value, typeof part === 'string' ? part : evaluateExpression(part, scope)),
    start,
  );
}

function fieldOf(value: unknown, key: unknown): unknown {
  if ((typeof key !== 'string' && typeof key !== 'number') || value === null || value === undefined) {
    return undefined;
  }
  if ((value instanceof Map || value instanceof Set) && key === 'size') {
    return value.size;
  }
  const holder = Object(value) as Readonly<Record<string | number, unknown>>;
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}
