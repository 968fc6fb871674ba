import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DueHeap } from '../../src/clock/due-heap.js';

interface Entry {
  readonly name: number;
  position: number;
}

describe('DueHeap', () => {
  test('does with any pushes, pops and removals what a sorted list does', () => {
    const step = fc.oneof(
      { weight: 50, arbitrary: fc.record({ kind: fc.constant('push' as const), due: dues }) },
      { weight: 30, arbitrary: fc.record({ kind: fc.constant('pop' as const) }) },
      { weight: 20, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const heap = new DueHeap<Entry>();
        const list: { due: number; entry: Entry }[] = [];
        const got: unknown[] = [];
        const wanted: unknown[] = [];
        for (const [name, one] of steps.entries()) {
          if (one.kind === 'push') {
            const entry = { name, position: -1 };
            heap.push(entry, one.due);
            const behind = list.findIndex(({ due }) => due > one.due);
            list.splice(behind < 0 ? list.length : behind, 0, { due: one.due, entry });
          } else if (one.kind === 'pop') {
            got.push(heap.pop());
            wanted.push(list.shift()?.entry);
          } else if (one.kind === 'clear') {
            heap.clear();
            got.push(...list.splice(0).map(({ entry }) => entry.position));
            while (wanted.length < got.length) wanted.push(-1);
          } else if (list.length > 0) {
            const [removed] = list.splice(one.which % list.length, 1);
            got.push(heap.remove(removed!.entry), removed!.entry.position);
            wanted.push(true, -1);
          }
          got.push(heap.size, heap.peek(), heap.nextDue);
          wanted.push(list.length, list[0]?.entry, list[0]?.due);
        }
        got.push(heap.entries().sort(byName), ...list.map(() => heap.pop()));
        const left = list.map(({ entry }) => entry);
        wanted.push(left.toSorted(byName), ...left);

        expect(got).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  test('gives out entries that are due at once in the order in which they were pushed', () => {
    const heap = new DueHeap<Entry>();
    for (let name = 0; name < 100; name++) heap.push({ name, position: -1 }, name % 3);

    const names = Array.from({ length: 100 }, () => heap.pop()!.name);

    const ofThird = (third: number) => Array.from({ length: third === 0 ? 34 : 33 }, (_, i) => 3 * i + third);
    expect(names).toEqual([...ofThird(0), ...ofThird(1), ...ofThird(2)]);
  });

  test('puts an entry that is pushed again behind the others that are due then', () => {
    const heap = new DueHeap<Entry>();
    const [first, second] = [
      { name: 1, position: -1 },
      { name: 2, position: -1 },
    ];
    heap.push(first, 5);
    heap.push(second, 5);

    heap.remove(first);
    heap.push(first, 5);

    expect([heap.pop(), heap.pop()]).toEqual([second, first]);
  });

  test('knows when an entry of its own is due, and nothing of any other', () => {
    const [heap, other] = [new DueHeap<Entry>(), new DueHeap<Entry>()];
    const [mine, foreign] = [
      { name: 1, position: -1 },
      { name: 2, position: -1 },
    ];
    heap.push(mine, 2.5);
    other.push(foreign, 1);

    expect(heap.dueOf(mine)).toBe(2.5);
    expect(heap.has(foreign)).toBe(false);
    expect(heap.dueOf(foreign)).toBeUndefined();
    expect(heap.remove(foreign)).toBe(false);
    expect(other.size).toBe(1);
  });

  test('is empty at first: nothing to peek at, to pop or to remove', () => {
    const heap = new DueHeap<Entry>();

    expect(heap.nextDue).toBeUndefined();
    expect(heap.peek()).toBeUndefined();
    expect(heap.pop()).toBeUndefined();
    expect(heap.remove({ name: 1, position: -1 })).toBe(false);
    expect(heap.entries()).toEqual([]);
  });

  test('refuses an entry that is in a heap, and a due time that is no number', () => {
    const heap = new DueHeap<Entry>();
    const entry = { name: 1, position: -1 };
    heap.push(entry, 1);

    expect(() => heap.push(entry, 2)).toThrow('the entry is in a heap already: remove it first');
    expect(() => heap.push({ name: 2, position: -1 }, Number.NaN)).toThrow('an entry cannot be due at NaN');
    expect(heap.size).toBe(1);
  });
});

/** Few enough to tie often, and with the ends of the range among them. */
const dues = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.double({ noNaN: true }));

function byName(a: Entry, b: Entry): number {
  return a.name - b.name;
}
