import { z } from 'zod';

/** The longest time that a restaurant is open: a day, in seconds. */
const longestTime = 86_400;

/** An object with these fields and no others. */
export function fields<TShape extends z.core.$ZodLooseShape>(shape: TShape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `does not know ${issue.keys.map((key) => `"${key}"`).join(', ')}; the fields here are ${names}`
        : `must be an object with the fields ${names}`,
  });
}

/** A list of at least one and at most so many. */
export function list<TItem extends z.core.SomeType>(what: string, item: TItem, most: number) {
  const error = `must be a list of 1 to ${most} ${what}`;
  return z.array(item, { error }).min(1, { error }).max(most, { error });
}

/** A time in seconds, from this one to a day, read as whole milliseconds. */
export function time(least: number) {
  const error = `must be a number of seconds from ${least} to ${longestTime}`;
  return z
    .number({ error })
    .min(least, { error })
    .max(longestTime, { error })
    .transform((seconds) => Math.round(seconds * 1000));
}

/** Text of one line. */
export function line(what: string, least: number, most: number) {
  const error = `must be ${what}: text of ${least} to ${most} characters, on one line`;
  return z
    .string({ error })
    .min(least, { error })
    .max(most, { error })
    .regex(/^\P{Cc}*$/u, { error });
}
