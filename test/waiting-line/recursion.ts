import type { Customers } from './customers.js';

/**
 * The mean wait in a first-come-first-served queue with several servers, by the recursion of J. Kiefer and
 * J. Wolfowitz, "On the theory of queues with many servers" (1955): the least of the servers' work, as the next
 * customer finds it, is for how long that customer waits. It knows neither events nor a clock.
 */
export function meanWaitByRecursion({ gaps, services }: Customers, servers: number): number {
  let workLeft = Array.from({ length: servers }, () => 0);
  let total = 0;
  gaps.forEach((gap, index) => {
    workLeft = workLeft.map((work) => Math.max(0, work - gap));
    const [wait = 0, ...others] = workLeft;
    total += wait;
    workLeft = [wait + (services[index] ?? 0), ...others].toSorted((a, b) => a - b);
  });
  return total / gaps.length;
}
