import { addresses } from '../../machines/protocol.js';
import { InputError } from './input-error.js';

/** Who is called in, in this order, if only a number is given. */
const roster = ['John', 'Jane', 'Jim', 'Jill', 'Joe', 'Joan', 'Jack', 'June'];
const mostStaff = 1000;
const longestName = 40;

/** A name may not be the address of somebody else. */
const taken = new Set<string>([...Object.values(addresses), 'restaurant']);

/**
 * The staff that a user asks for.
 *
 * @param text - how many, or their names with commas between them: `2`, or `John,Jane`
 * @throws InputError `ERR_STAFF`
 */
export function parseStaff(text: string): readonly string[] {
  if (/^\s*-?\d+(\.\d+)?\s*$/.test(text)) return firstOfTheRoster(Number(text));
  const names = text.split(',').map((name) => name.trim());
  if (names.length > mostStaff) throw wrong(`has ${names.length} names`);
  for (const [index, name] of names.entries()) {
    if (name === '') throw wrong('has an empty name');
    if (!Number.isNaN(Number(name))) throw wrong(`has the number ${name} for a name`);
    if (name.length > longestName || /\p{Cc}/u.test(name))
      throw wrong(`has a name that is no name: "${name.slice(0, longestName)}"`);
    if (taken.has(name) || /^customer-\d+$/.test(name))
      throw wrong(`has the name "${name}", which another actor has`);
    if (names.indexOf(name) < index) throw wrong(`has the name "${name}" twice`);
  }
  return names;
}

function firstOfTheRoster(count: number): readonly string[] {
  if (!Number.isInteger(count) || count < 1 || count > mostStaff) throw wrong(`is ${count}`);
  return Array.from({ length: count }, (_, index) => roster[index] ?? `Staff ${index + 1}`);
}

function wrong(what: string): InputError {
  return new InputError(
    'ERR_STAFF',
    `The staff ${what}; it must be a number from 1 to ${mostStaff}, or different names with commas between them, like John,Jane.`,
  );
}
