import type { Figures } from './report.js';

/** The figures as they stand in the last line of a trace, where all times are in seconds of the run's clock. */
export function summaryFigures({ customers, items, waiting, staff, queue }: Figures) {
  return {
    customers,
    items,
    waiting: waiting === null ? null : mapValues(waiting, inSeconds),
    staff,
    queue: { mean: queue.mean, longest: queue.highest },
  };
}

const inSeconds = (ms: number): number => ms / 1000;

function mapValues<TKey extends string>(
  record: Readonly<Record<TKey, number>>,
  change: (value: number) => number,
): Record<TKey, number> {
  return Object.fromEntries(
    Object.entries<number>(record).map(([key, value]) => [key, change(value)]),
  ) as Record<TKey, number>;
}
