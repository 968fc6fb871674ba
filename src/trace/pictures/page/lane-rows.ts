import type { LaneData } from './lane-data.js';

/** A lane of the chart: one actor, or a group of them that is folded; the head of a group that is not. */
export interface LaneRow {
  readonly kind: 'actor' | 'crowd' | 'head';
  /** An index into the groups. */
  readonly group: number;
  /** An index into the actors; -1 where it is not about one. */
  readonly actor: number;
  readonly top: number;
  readonly height: number;
}

const HEIGHTS = { actor: 24, crowd: 84, head: 24 } as const;

/** The lanes from top to bottom, with some of the groups folded. */
export function laneRows(data: LaneData, folded: ReadonlySet<number>): LaneRow[] {
  const rows: LaneRow[] = [];
  let top = 0;
  const add = (kind: LaneRow['kind'], group: number, actor: number): void => {
    const height = HEIGHTS[kind];
    rows.push({ kind, group, actor, top, height });
    top += height;
  };
  data.groups.forEach(({ isFolded }, group) => {
    if (folded.has(group)) {
      add('crowd', group, -1);
      return;
    }
    if (isFolded) {
      add('head', group, -1);
    }
    data.actors.forEach((actor, index) => {
      if (actor.group === group) {
        add('actor', group, index);
      }
    });
  });
  return rows;
}

/** How high all lanes are together. */
export function heightOf(rows: readonly LaneRow[]): number {
  const last = rows.at(-1);
  return last === undefined ? 0 : last.top + last.height;
}

/** The number of the lane at a height; -1 where there is none. */
export function rowAt(rows: readonly LaneRow[], height: number): number {
  return rows.findIndex(({ top, height: own }) => height >= top && height < top + own);
}
