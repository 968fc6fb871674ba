import type { SystemView } from '../explorer/system-view.js';
import { canonicalJson } from '../trace/canonical-json.js';
import type { Detector } from './breakpoint.js';
import { addressOf, evaluateExpression, isTrue } from './expression/evaluate-expression.js';
import type { Expression } from './expression/expression.js';
import { parseExpression } from './expression/parse-expression.js';
import { type KnownNames, knownNames } from './known-names.js';
import { nearText } from './near-names.js';
import { scopeOf, SPECIALS } from './view-scope.js';
import { wildcards } from './wildcards.js';

/**
 * Reads what a breakpoint is to stop at:
 *
 * - `kitchen`, `task.wanted`, `staff-*`: a name, of a receiver or an event, in which `*` stands for anything
 * - `kitchen:closing`: an address and the path of a state, with `*` too
 * - `kitchen.queue.length > 3`, `if kitchen.isOpen`: a condition, as {@link parseExpression} reads it
 * - `changes kitchen.queue`: a path or any expression, whose value is to become another
 * - `violated`, `violated:every order is served once`: any property, or one by its name
 *
 * @param view - of the system, to tell whether there is anything of the name
 * @param properties - the names of those that are watched
 * @throws ExpressionError where a condition cannot be read
 */
export function detectorOf(pattern: string, view: SystemView, properties: readonly string[]): Detector {
  const [, property] = /^violated(?::(.*))?$/s.exec(pattern) ?? [];
  if (property !== undefined || pattern === 'violated') {
    return violationDetector(property?.trim(), properties);
  }
  const [, condition] = /^if\s+(.*)$/s.exec(pattern) ?? [];
  if (condition !== undefined) {
    return conditionDetector(condition, view);
  }
  const [, changing] = /^changes\s+(.*)$/s.exec(pattern) ?? [];
  if (changing !== undefined) {
    return changeDetector(changing, view);
  }
  if (pattern === '' || OPERATORS.test(pattern)) {
    return conditionDetector(pattern, view);
  }
  const known = knownNames(view);
  const [, address, state] = /^(.*?):(.*)$/s.exec(pattern) ?? [];
  return address !== undefined && state !== undefined
    ? stateDetector(address, state, known)
    : nameDetector(pattern, known);
}

/** What no name has in it. */
const OPERATORS = /[\s<>=!&|+%()"'[\]]/;

const neverBefore = (): boolean => false;
const nothing = (): readonly string[] => [];

function nameDetector(pattern: string, { addresses, events }: KnownNames): Detector {
  const fits = wildcards(pattern);
  const isKnown = [...addresses, ...events].some((name) => fits(name) || coversKnown(name, pattern));
  return {
    kind: 'name',
    warning: isKnown
      ? undefined
      : `no actor or event is called ${pattern} so far; ${nearText(pattern, [...addresses, ...events])}`,
    matches: ({ to, event }) => fits(to) || fits(event.type),
    holding: nothing,
  };
}

/** Whether a machine takes events of a pattern by a wildcard of its own, as in `on: { 'task.*': … }`. */
function coversKnown(descriptor: string, pattern: string): boolean {
  return descriptor.endsWith('.*') && pattern.startsWith(descriptor.slice(0, -1));
}

function stateDetector(address: string, state: string, known: KnownNames): Detector {
  const isActor = wildcards(address);
  const isState = wildcards(state);
  return {
    kind: 'state',
    warning: stateWarning(address, state, known),
    matches: neverBefore,
    holding: (view) => {
      const addresses = address.includes('*') ? view.addresses().filter(isActor) : [address];
      return addresses.flatMap((name) =>
        pathsOf(view.value(name))
          .filter(isState)
          .map((path) => `${name}:${path}`),
      );
    },
  };
}

function stateWarning(address: string, state: string, { addresses, states }: KnownNames): string | undefined {
  const actors = addresses.filter(wildcards(address));
  if (actors.length === 0) {
    return `no actor is called ${address} so far; ${nearText(address, addresses)}`;
  }
  const paths = actors.flatMap((actor) => states.get(actor) ?? []);
  return paths.some(wildcards(state))
    ? undefined
    : `${actors.length === 1 ? actors[0] : address} has no state ${state}; ${nearText(state, paths)}`;
}

/** The paths of all states that a state value stands for: `open` and `open.takingOrders`. */
function pathsOf(value: unknown, before = ''): string[] {
  if (typeof value === 'string') {
    return [before + value];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [
    before + key,
    ...pathsOf(inner, `${before}${key}.`),
  ]);
}

function conditionDetector(text: string, view: SystemView): Detector {
  const expression = parseExpression(text);
  return {
    kind: 'condition',
    warning: pathWarning(expression, view),
    matches: neverBefore,
    holding: (now) => (isTrue(evaluateExpression(expression, scopeOf(now))) ? [text] : []),
  };
}

function changeDetector(text: string, view: SystemView): Detector {
  const expression = parseExpression(text);
  return {
    kind: 'change',
    warning: pathWarning(expression, view),
    matches: neverBefore,
    holding: (now) => [canonicalJson(evaluateExpression(expression, scopeOf(now)), nameOfActor)],
  };
}

/** Actors are no values to be looked into: their contexts are read by their addresses. */
function nameOfActor(value: object): string | undefined {
  return 'sessionId' in value ? String(value.sessionId) : undefined;
}

/** What is odd about the first path of an expression that leads nowhere. */
function pathWarning(expression: Expression, view: SystemView): string | undefined {
  switch (expression.kind) {
    case 'literal':
      return undefined;
    case 'unary':
      return pathWarning(expression.operand, view);
    case 'binary':
      return pathWarning(expression.left, view) ?? pathWarning(expression.right, view);
    case 'path':
      break;
  }
  const scope = scopeOf(view);
  const found = addressOf(expression, scope);
  const [first] = expression.parts;
  if (found === undefined) {
    const name = typeof first === 'string' ? first : 'the one in brackets';
    return typeof first === 'string' && (SPECIALS.run as readonly string[]).includes(first)
      ? undefined
      : `no actor is called ${name} so far; ${nearText(name, [...view.addresses(), ...(name.startsWith('$') ? SPECIALS.run : [])])}`;
  }
  const { address, rest } = found;
  const [field] = rest;
  if (typeof field !== 'string') {
    return undefined;
  }
  const context = scope.contextOf(address);
  const fields = typeof context === 'object' && context !== null ? Object.keys(context) : [];
  const known = field.startsWith('$') ? SPECIALS.actor : fields;
  return (known as readonly string[]).includes(field)
    ? undefined
    : `${address} has no ${field} in its context now; ${nearText(field, known)}`;
}

function violationDetector(name: string | undefined, properties: readonly string[]): Detector {
  const fits = wildcards(name ?? '*');
  return {
    kind: 'violated',
    warning:
      name === undefined || properties.some(fits)
        ? undefined
        : `no property is called ${name}; ${nearText(name, properties)}`,
    matches: neverBefore,
    holding: (_, { violations }) => violations.map(({ property }) => property).filter(fits),
  };
}
