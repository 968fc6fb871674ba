import type { Figures } from './report.js';

/** The figures as they stand in the last line of a trace, where all times are in seconds of the run's clock. */
export function summaryFigures({ customers, items, waiting, staff, queue }: Figures) {
  return {
    customers: customersIn(customers),
    items,
    waiting: waiting === null ? null : mapValues(waiting, inSeconds),
    staff,
    queue: { mean: queue.mean, longest: queue.highest },
  };
}

/** Those who were not served are named where there are any. */
function customersIn({ notServed, neverCame, ...counts }: Figures['customers']) {
  return {
    ...counts,
    ...(notServed.length === 0 ? {} : { notServed }),
    ...(neverCame === null ? {} : { neverCame }),
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
