import { TELLERS } from './bank.js';
import type { Customers, Result } from './customers.js';

interface Happening {
  readonly time: number;
  /** Who arrives or leaves. */
  readonly customer: number;
  readonly isArrival: boolean;
}

/** The same waiting line as a loop over a binary heap of what is to happen: the floor under every simulation of it. */
export function runByHand({ gaps, services }: Customers): Result {
  const heap: Happening[] = [];
  const arrivals = new Float64Array(gaps.length);
  const line: number[] = [];
  let first = 0;
  let freeTellers = TELLERS;
  let served = 0;
  let waited = 0;
  push(heap, { time: gaps[0] ?? 0, customer: 0, isArrival: true });
  for (let next = pop(heap); next !== undefined; next = pop(heap)) {
    const { time, customer, isArrival } = next;
    if (isArrival) {
      arrivals[customer] = time;
      line.push(customer);
      const following = customer + 1;
      if (following < gaps.length) {
        push(heap, { time: time + (gaps[following] ?? 0), customer: following, isArrival: true });
      }
    } else {
      freeTellers++;
      served++;
    }
    while (freeTellers > 0 && first < line.length) {
      const called = line[first++] ?? 0;
      freeTellers--;
      waited += time - (arrivals[called] ?? 0);
      push(heap, { time: time + (services[called] ?? 0), customer: called, isArrival: false });
    }
  }
  return { served, meanWait: waited / served };
}

function push(heap: Happening[], item: Happening): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || parent.time <= item.time) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = item;
}

function pop(heap: Happening[]): Happening | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    let child = heap[below];
    if (child === undefined) break;
    const right = heap[below + 1];
    if (right !== undefined && right.time < child.time) {
      below++;
      child = right;
    }
    if (child.time >= last.time) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
  return top;
}
