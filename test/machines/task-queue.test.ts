import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Queued } from '../../machines/protocol.js';
import { firstTask, itemsOn, itemsWaiting, withoutTheFirstTask } from '../../machines/task-queue.js';

const ticket = (order: number, end: number) =>
  ({ kind: 'cook', order, dish: 'burger', ms: 5000, next: 0, end }) as const;

describe('the task queue', () => {
  it('gives the items of a ticket one by one, and then what stands behind it', () => {
    let queue: readonly Queued[] = [ticket(1, 2), { kind: 'take order', order: 2 }, ticket(2, 1)];
    const given: string[] = [];
    while (queue.length > 0) {
      const task = firstTask(queue);
      given.push(task.kind === 'cook' ? task.item.name : `take order ${task.order}`);
      queue = withoutTheFirstTask(queue);
    }
    expect(given).toEqual(['#0001-burger00', '#0001-burger01', 'take order 2', '#0002-burger00']);
  });

  it('counts items, and not orders that are still to be taken', () => {
    expect(itemsWaiting([ticket(1, 3), { kind: 'take order', order: 2 }, ticket(2, 1)])).toBe(4);
  });

  it('gives each item that is on its tickets once, in order', () => {
    const tickets = fc
      .array(fc.integer({ min: 1, max: 5 }))
      .map((ends) => ends.map((end, i) => ticket(i + 1, end)));
    fc.assert(
      fc.property(tickets, (all) => {
        const given: unknown[] = [];
        for (let queue: readonly Queued[] = all; queue.length > 0; queue = withoutTheFirstTask(queue)) {
          const task = firstTask(queue);
          if (task.kind === 'cook') given.push(task.item);
        }
        expect(given).toEqual(itemsOn(all));
        expect(given).toHaveLength(itemsWaiting(all));
      }),
    );
  });
});
