import { ExploreOptionError } from '../explorer-errors.js';
import { shown } from '../option-checks.js';

/** How often each part of a system came about in the schedules of an exploration: plain data, to be kept as JSON. */
export interface Coverage {
  readonly version: 1;
  /**
   * By the machine's id; a machine without an id has the name under which its parent knows it, else the address of
   * its actor. Machines of one name count as one.
   */
  readonly machines: Readonly<Record<string, MachineCoverage>>;
}

/** What came about in all actors that ran one machine. A count of 0 stands for what never did. */
export interface MachineCoverage {
  /** How often each state was entered from outside of it: `asking`, `open.waiting`. */
  readonly states: Counts;
  /** How often each transition was taken: `asking YES -> committed`, `(root) STOP`. */
  readonly transitions: Counts;
  /** By atomic state, how often an event of each type was delivered there, taken or not. */
  readonly deliveries: Readonly<Record<string, Counts>>;
  /** By event type, how many actors in how many schedules got one of it before one of each other type. */
  readonly orders: Readonly<Record<string, Counts>>;
}

/** Counts by name, in the order of the names. */
export type Counts = Readonly<Record<string, number>>;

/** How the machine itself is called where a state is named. */
export const ROOT_STATE = '(root)';

/**
 * Adds up coverages, such as those of several test files, whatever the order.
 *
 * @throws ExploreOptionError where one is no coverage
 *
 * @example
 * ```ts
 * const whole = mergeCoverage(...files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Coverage));
 * ```
 */
export function mergeCoverage(...coverages: readonly Coverage[]): Coverage {
  coverages.forEach((coverage) => checkCoverage('mergeCoverage', coverage));
  return {
    version: 1,
    machines: mergeEach(
      coverages.map(({ machines }) => machines),
      (same) => ({
        states: addCounts(same.map(({ states }) => states)),
        transitions: addCounts(same.map(({ transitions }) => transitions)),
        deliveries: mergeEach(
          same.map(({ deliveries }) => deliveries),
          addCounts,
        ),
        orders: mergeEach(
          same.map(({ orders }) => orders),
          addCounts,
        ),
      }),
    ),
  };
}

/** Throws unless it is what an exploration counts. */
export function checkCoverage(option: string, given: unknown): asserts given is Coverage {
  const { version, machines } = (given ?? {}) as { readonly version?: unknown; readonly machines?: unknown };
  const isCoverage =
    version === 1 &&
    isRecord(machines) &&
    Object.values(machines).every(
      (machine) => isRecord(machine) && PARTS.every((part) => isRecord(machine[part])),
    );
  if (!isCoverage) {
    throw new ExploreOptionError(
      option,
      `takes what explore counts with coverage: true; got ${shown(given)}`,
    );
  }
}

const PARTS: readonly (keyof MachineCoverage)[] = ['states', 'transitions', 'deliveries', 'orders'];

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addCounts(all: readonly Counts[]): Counts {
  return mergeEach(all, (same) => same.reduce((sum, count) => sum + count, 0));
}

/** One record of all names, in order, each with what its values in the records become together. */
function mergeEach<TValue, TMerged>(
  records: readonly Readonly<Record<string, TValue>>[],
  merge: (values: readonly TValue[]) => TMerged,
): Record<string, TMerged> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      merge(records.flatMap((record) => (Object.hasOwn(record, name) ? [record[name] as TValue] : []))),
    ]),
  );
}
