import { ExploreOptionError } from './explorer-errors.js';
import { nearest } from './nearest.js';

/**
 * Throws unless what was given is an object that has no other names than these: a misspelt one would be left out in
 * silence.
 *
 * @param option - how the error calls it
 */
export function checkNames(
  option: string,
  given: unknown,
  known: readonly string[],
): asserts given is object {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ExploreOptionError(option, `takes an object { ${known.join(', ')} }; got ${shown(given)}`);
  }
  const wrong = Object.keys(given).find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new ExploreOptionError(
      `${option}: ${wrong}`,
      `is none of ${known.join(', ')} (${nearest(wrong, known)})`,
    );
  }
}

/** Throws where something was given to what takes nothing: it would be left out in silence. */
export function checkNoOptions(option: string, given: readonly unknown[]): void {
  if (given.length > 0) {
    throw new ExploreOptionError(option, `takes no options; got ${shown(given[0])}`);
  }
}

/** Throws unless a count is left out, infinite, or an integer that is `least` or more. */
export function checkCount(option: string, count: unknown, least: number): void {
  if (count !== undefined && count !== Number.POSITIVE_INFINITY) {
    checkInteger(option, count, least);
  }
}

/** Throws unless it is an integer that is `least` or more. */
export function checkInteger(option: string, given: unknown, least: number): void {
  if (!Number.isSafeInteger(given) || (given as number) < least) {
    throw new ExploreOptionError(option, `takes an integer, ${least} or more; got ${shown(given)}`);
  }
}

/** Throws unless it is left out, `true` or `false`. */
export function checkSwitch(option: string, given: unknown): void {
  if (given !== undefined && typeof given !== 'boolean') {
    throw new ExploreOptionError(option, `takes true or false; got ${shown(given)}`);
  }
}

/** Throws unless it is left out or one of these. */
export function checkOneOf(option: string, given: unknown, known: readonly string[]): void {
  if (given !== undefined && !known.includes(given as string)) {
    throw new ExploreOptionError(option, `takes ${known.join(' or ')}; got ${shown(given)}`);
  }
}

/** Throws unless it is left out or a function. */
export function checkFunction(option: string, given: unknown): void {
  if (given !== undefined && typeof given !== 'function') {
    throw new ExploreOptionError(option, `takes a function; got ${shown(given)}`);
  }
}

/** Throws unless it is a list of texts. */
export function checkTexts(option: string, given: unknown, what: string): void {
  if (!Array.isArray(given) || !given.every((text) => typeof text === 'string')) {
    throw new ExploreOptionError(option, `takes a list of ${what}; got ${shown(given)}`);
  }
}

/** What was left out, or a list; throws where it is neither. */
export function listOf(option: string, given: unknown, what: string): readonly unknown[] {
  if (given !== undefined && !Array.isArray(given)) {
    throw new ExploreOptionError(option, `takes a list of ${what}; got ${shown(given)}`);
  }
  return given ?? [];
}

/** A value as an error shows it, in a few words. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : objectText(value);
    case 'undefined':
      return 'nothing';
    default:
      return String(value);
  }
}

function objectText(value: object): string {
  const names = Object.keys(value);
  return names.length === 0 ? 'an empty object' : `an object with ${names.slice(0, MOST_NAMES).join(', ')}`;
}

const MOST_NAMES = 5;
