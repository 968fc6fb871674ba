import { usageError } from './command-error.js';

export interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** Whether halves and the like are wrong. */
  readonly isWhole: boolean;
  /** What is counted: `customers`; empty for a bare number. */
  readonly unit: string;
}

/** Reads the number behind an option; throws a usage error that says which numbers are right. */
export function readNumber(
  option: string,
  text: string,
  { least, most, isWhole, unit }: NumberRange,
): number {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) {
    return value;
  }
  const kind = isWhole ? 'a whole number' : 'a number';
  const of = unit === '' ? '' : ` of ${unit}`;
  throw usageError(`${option} takes ${kind}${of} from ${least} to ${most}; got ${JSON.stringify(text)}`);
}
