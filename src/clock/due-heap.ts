import { ClockError } from './clock-error.js';

/** What a `DueHeap` needs of the objects that it keeps; they stay the caller's. */
export interface DueEntry {
  /** The heap's handle on the entry: -1 while it is in no heap. Start at -1, then leave it to the heap. */
  position: number;
}

/**
 * A priority queue of caller-owned entries, earliest due time first, ties in the order of `push`.
 *
 * `push`, `pop` and `remove` take O(log n) and allocate nothing but, now and then, a larger backing array.
 *
 * It is a 4-ary heap (D. B. Johnson, "Priority queues with update and finding minimum spanning trees", 1975):
 * half as deep as a binary one, and the four children that a step compares lie side by side. Due times live in
 * typed arrays and not in the entries, because a fractional number in an object is an allocation of its own;
 * the entries themselves stay put in numbered slots, and only the slots' numbers move. `test/bench/clock.bench.mjs`
 * measures it.
 *
 * @example
 * const heap = new DueHeap<{ position: number; name: string }>();
 * heap.push({ position: -1, name: 'fries' }, 30);
 * heap.push({ position: -1, name: 'cola' }, 10);
 * heap.nextDue; // 10
 * heap.pop()?.name; // 'cola'
 */
export class DueHeap<T extends DueEntry> {
  #size = 0;
  #pushed = 0;

  // The heap: node i has its children at 4i+1 … 4i+4.
  #dueOfNode = new Float64Array(initialCapacity);
  #slotOfNode = new Int32Array(initialCapacity);

  // The slots: where an entry rests while it is in the heap. A free slot's "node" is the next free slot.
  #entryOfSlot: (T | undefined)[] = [];
  #orderOfSlot = new Float64Array(initialCapacity);
  #nodeOfSlot = new Int32Array(initialCapacity);
  #freeSlot = none;

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** The earliest due time, in the unit of `push`; undefined if the heap is empty. */
  get nextDue(): number | undefined {
    return this.#size > 0 ? this.#dueOfNode[0] : undefined;
  }

  /**
   * Adds an entry that is due at `due`, behind all others that are due then.
   *
   * @throws ClockError `ERR_CLOCK_RANGE` if the entry is in a heap already or `due` is `NaN`
   */
  push(entry: T, due: number): void {
    if (entry.position !== none)
      throw new ClockError('ERR_CLOCK_RANGE', 'the entry is in a heap already: remove it first');
    if (Number.isNaN(due)) throw new ClockError('ERR_CLOCK_RANGE', 'an entry cannot be due at NaN');

    const slot = this.#takeSlot(entry);
    this.#orderOfSlot[slot] = this.#pushed++;
    entry.position = slot;
    this.#siftUp(this.#size++, slot, due);
  }

  /** The entry that is due first, which stays in the heap; undefined if the heap is empty. */
  peek(): T | undefined {
    return this.#size > 0 ? this.#entryOfSlot[this.#slotOfNode[0] as number] : undefined;
  }

  /** Takes out the entry that is due first; undefined if the heap is empty. */
  pop(): T | undefined {
    if (this.#size === 0) return undefined;
    const slot = this.#slotOfNode[0] as number;
    const entry = this.#entryOfSlot[slot] as T;
    this.#releaseSlot(slot, entry);
    const last = --this.#size;
    if (last > 0) this.#siftDown(0, this.#slotOfNode[last] as number, this.#dueOfNode[last] as number);
    return entry;
  }

  /** Takes out this entry, wherever it is; false if it is not in this heap. */
  remove(entry: T): boolean {
    if (!this.has(entry)) return false;
    const slot = entry.position;
    const node = this.#nodeOfSlot[slot] as number;
    this.#releaseSlot(slot, entry);
    const last = --this.#size;
    if (node < last) this.#replace(node, this.#slotOfNode[last] as number, this.#dueOfNode[last] as number);
    return true;
  }

  /** Whether this entry is in this heap. */
  has(entry: T): boolean {
    return entry.position !== none && this.#entryOfSlot[entry.position] === entry;
  }

  /** When this entry is due; undefined if it is not in this heap. */
  dueOf(entry: T): number | undefined {
    return this.has(entry) ? this.#dueOfNode[this.#nodeOfSlot[entry.position] as number] : undefined;
  }

  /** A copy of the entries, in no particular order. */
  entries(): T[] {
    return this.#entryOfSlot.filter((entry) => entry !== undefined);
  }

  /** Takes out all entries, and gives the memory back. */
  clear(): void {
    for (const entry of this.entries()) entry.position = none;
    this.#size = 0;
    this.#entryOfSlot = [];
    this.#freeSlot = none;
    this.#resize(initialCapacity);
  }

  #takeSlot(entry: T): number {
    const slot = this.#freeSlot;
    if (slot === none) {
      const fresh = this.#entryOfSlot.length;
      if (fresh === this.#orderOfSlot.length) this.#resize(2 * fresh);
      this.#entryOfSlot.push(entry);
      return fresh;
    }
    this.#freeSlot = this.#nodeOfSlot[slot] as number;
    this.#entryOfSlot[slot] = entry;
    return slot;
  }

  #releaseSlot(slot: number, entry: T): void {
    this.#entryOfSlot[slot] = undefined;
    this.#nodeOfSlot[slot] = this.#freeSlot;
    this.#freeSlot = slot;
    entry.position = none;
  }

  /** Puts a slot where another was taken out: it may belong further up or further down. */
  #replace(node: number, slot: number, due: number): void {
    const parent = (node - 1) >> 2;
    const rises =
      node > 0 &&
      this.#precedes(slot, due, this.#slotOfNode[parent] as number, this.#dueOfNode[parent] as number);
    if (rises) this.#siftUp(node, slot, due);
    else this.#siftDown(node, slot, due);
  }

  #precedes(slot: number, due: number, otherSlot: number, otherDue: number): boolean {
    if (due !== otherDue) return due < otherDue;
    return (this.#orderOfSlot[slot] as number) < (this.#orderOfSlot[otherSlot] as number);
  }

  #siftUp(start: number, slot: number, due: number): void {
    const dues = this.#dueOfNode;
    const slots = this.#slotOfNode;
    const nodes = this.#nodeOfSlot;
    let node = start;
    while (node > 0) {
      const parent = (node - 1) >> 2;
      const parentDue = dues[parent] as number;
      const parentSlot = slots[parent] as number;
      if (!this.#precedes(slot, due, parentSlot, parentDue)) break;
      dues[node] = parentDue;
      slots[node] = parentSlot;
      nodes[parentSlot] = node;
      node = parent;
    }
    dues[node] = due;
    slots[node] = slot;
    nodes[slot] = node;
  }

  #siftDown(start: number, slot: number, due: number): void {
    const dues = this.#dueOfNode;
    const slots = this.#slotOfNode;
    const nodes = this.#nodeOfSlot;
    const size = this.#size;
    let node = start;
    for (let first = 4 * node + 1; first < size; first = 4 * node + 1) {
      const end = Math.min(first + 4, size);
      let child = first;
      let childDue = dues[first] as number;
      for (let other = first + 1; other < end; other++) {
        const otherDue = dues[other] as number;
        if (otherDue > childDue) continue;
        if (
          otherDue < childDue ||
          this.#precedes(slots[other] as number, otherDue, slots[child] as number, childDue)
        ) {
          child = other;
          childDue = otherDue;
        }
      }
      const childSlot = slots[child] as number;
      if (!this.#precedes(childSlot, childDue, slot, due)) break;
      dues[node] = childDue;
      slots[node] = childSlot;
      nodes[childSlot] = node;
      node = child;
    }
    dues[node] = due;
    slots[node] = slot;
    nodes[slot] = node;
  }

  #resize(capacity: number): void {
    this.#dueOfNode = resized(this.#dueOfNode, new Float64Array(capacity));
    this.#slotOfNode = resized(this.#slotOfNode, new Int32Array(capacity));
    this.#orderOfSlot = resized(this.#orderOfSlot, new Float64Array(capacity));
    this.#nodeOfSlot = resized(this.#nodeOfSlot, new Int32Array(capacity));
  }
}

const none = -1;
const initialCapacity = 16;

function resized<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from.subarray(0, to.length));
  return to;
}
