import { itemName } from './menu.js';
import type { Item, Queued, Task, Ticket } from './protocol.js';

/** The task at the head of the queue, which must not be empty. */
export function firstTask(queue: readonly Queued[]): Task {
  const head = queue[0] as Queued;
  if (head.kind !== 'cook') return head;
  const { order, dish, ms, next } = head;
  return { kind: 'cook', item: { name: itemName(order, dish, next), dish, ms, order } };
}

/** The queue without the task at its head. */
export function withoutTheFirstTask(queue: readonly Queued[]): readonly Queued[] {
  const [head, ...rest] = queue;
  if (head?.kind !== 'cook' || head.next + 1 === head.end) return rest;
  return [{ ...head, next: head.next + 1 }, ...rest];
}

/** How many items wait to be made. */
export function itemsWaiting(queue: readonly Queued[]): number {
  return queue.reduce((sum, queued) => (queued.kind === 'cook' ? sum + queued.end - queued.next : sum), 0);
}

/** Each item of these tickets, one by one. */
export function itemsOn(tickets: readonly Ticket[]): readonly Item[] {
  return tickets.flatMap(({ order, dish, ms, next, end }) =>
    Array.from({ length: end - next }, (_, n) => ({
      name: itemName(order, dish, next + n),
      dish,
      ms,
      order,
    })),
  );
}
