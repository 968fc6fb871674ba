import { placeOf, type View } from './axis.js';
import type { LaneData } from './lane-data.js';

/** One who enters a state, or leaves it. */
interface Change {
  /** Where this is on each axis. */
  readonly step: number;
  readonly time: number;
  readonly state: number;
  readonly by: 1 | -1;
}

/** How many actors of a group are in each state, over the steps of a section. */
export class Crowd {
  readonly #states: number;
  readonly #changes: readonly Change[];
  /** The most that live at once. */
  readonly most: number;

  constructor(data: LaneData, group: number) {
    this.#states = data.groups[group]?.states.length ?? 0;
    this.#changes = changesOf(data, group);
    let count = 0;
    let most = 0;
    for (const { by } of this.#changes) {
      count += by;
      most = Math.max(most, count);
    }
    this.most = most;
  }

  /** The counts in each state at the end of each pixel of a view: a list of counts for each pixel. */
  inView({ kind, from, to }: View, pixels: number): number[][] {
    const counts = Array.from({ length: this.#states }, () => 0);
    const columns: number[][] = [];
    let next = 0;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const until = from + ((to - from) * (pixel + 1)) / pixels;
      for (let change = this.#changes[next]; change !== undefined; change = this.#changes[++next]) {
        if (change[kind] > until) {
          break;
        }
        counts[change.state] = (counts[change.state] ?? 0) + change.by;
      }
      columns.push([...counts]);
    }
    return columns;
  }
}

function changesOf(data: LaneData, group: number): Change[] {
  const timeAt = (position: number): number => placeOf(data, 'time', position);
  const changes: Change[] = [];
  for (const { group: own, states, since, until } of data.actors) {
    if (own !== group) {
      continue;
    }
    states.forEach((state, number) => {
      const begin = since[number] ?? 0;
      changes.push({ step: begin, time: timeAt(begin), state, by: 1 });
      const next = since[number + 1];
      if (next !== undefined) {
        changes.push({ step: next, time: timeAt(next), state, by: -1 });
      } else if (until < data.times.length) {
        changes.push({ step: until, time: timeAt(until - 1), state, by: -1 });
      }
    });
  }
  // In order on both axes; who leaves goes before who comes, so that nobody is counted twice.
  return changes.sort((a, b) => a.step - b.step || a.time - b.time || a.by - b.by);
}
