import type { Coverage, MachineCoverage } from './coverage.js';

/** What coverage is measured in: of what is there, how much came about. */
export type CoverageMeasure = 'states' | 'transitions' | 'orders';

/** How much of what a machine has came about. */
export interface Share {
  readonly covered: number;
  readonly total: number;
  /** What did not, by name; of two event types the order that was not seen: `STOP before GO`. */
  readonly missing: readonly string[];
}

/** The share of one machine by one measure; `undefined` if no such machine was seen. */
export function shareOf(coverage: Coverage, machine: string, measure: CoverageMeasure): Share | undefined {
  const found = Object.hasOwn(coverage.machines, machine) ? coverage.machines[machine] : undefined;
  return found === undefined ? undefined : SHARES[measure](found);
}

/** How many pairs of a state and an event type were delivered. */
export function deliveryCount({ deliveries }: MachineCoverage): number {
  return Object.values(deliveries).reduce((sum, events) => sum + Object.keys(events).length, 0);
}

const SHARES: Readonly<Record<CoverageMeasure, (machine: MachineCoverage) => Share>> = {
  states: ({ states }) => shareOfCounts(states),
  transitions: ({ transitions }) => shareOfCounts(transitions),
  orders: ({ orders }) => {
    const seen = new Set<string>();
    let covered = 0;
    const missing: string[] = [];
    for (const [first, followers] of Object.entries(orders)) {
      for (const second of Object.keys(followers)) {
        const pair = JSON.stringify([first, second].sort());
        if (orders[second]?.[first] === undefined) {
          missing.push(`${second} before ${first}`);
        } else if (!seen.has(pair)) {
          covered++;
        }
        seen.add(pair);
      }
    }
    return { covered, total: seen.size, missing };
  },
};

function shareOfCounts(counts: Readonly<Record<string, number>>): Share {
  const names = Object.keys(counts);
  const missing = names.filter((name) => counts[name] === 0);
  return { covered: names.length - missing.length, total: names.length, missing };
}
