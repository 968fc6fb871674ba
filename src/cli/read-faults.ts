import type { FaultPlan, FaultPlans } from '../explorer/faults.js';
import { usageError } from './command-error.js';
import { readNumber } from './read-number.js';

/** The options that ask for faults, as they were typed. */
export interface FaultOptions {
  readonly drop?: string;
  readonly duplicate?: string;
  readonly crash?: string;
  readonly restart?: string;
}

const kinds = ['drop', 'duplicate', 'crash', 'restart'] as const;

/** The faults that `--drop` and its like ask for: `till`, `till,kitchen`, `till,kitchen:2`. */
export function readFaults(options: FaultOptions): FaultPlans {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const text = options[kind];
      return text === undefined ? [] : [[kind, readPlan(`--${kind}`, text)]];
    }),
  );
}

function readPlan(option: string, text: string): FaultPlan {
  const [, names = text, count] = /^(.*):([^:,]*)$/.exec(text) ?? [];
  const actors = names.split(',').map((name) => name.trim());
  if (actors.includes('')) {
    throw usageError(
      `${option} takes the addresses of actors, and how often: till,kitchen:2; got ${JSON.stringify(text)}`,
    );
  }
  return count === undefined
    ? { actors }
    : {
        actors,
        count: readNumber(`${option} <actors>:<count>`, count, {
          least: 1,
          most: 1000,
          isWhole: true,
          unit: '',
        }),
      };
}
