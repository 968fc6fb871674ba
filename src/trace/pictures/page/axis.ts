import type { LaneData } from './lane-data.js';

/** What runs from left to right: the time of the run, or its steps, each as wide as the other. */
export type AxisKind = 'time' | 'step';

/** The part of an axis that can be seen; in milliseconds, or in steps. */
export interface View {
  readonly kind: AxisKind;
  readonly from: number;
  readonly to: number;
}

/** The least that can be seen at once. */
const LEAST = { time: 0.01, step: 2 } as const;

/** The axis to begin with: that of time, unless no time passes. */
export function firstAxis({ times, end }: LaneData): AxisKind {
  return end > (times[0] ?? 0) ? 'time' : 'step';
}

/** All of the section. */
export function wholeView(data: LaneData, kind: AxisKind): View {
  if (kind === 'step') {
    return { kind, from: 0, to: Math.max(LEAST.step, data.times.length) };
  }
  const from = data.times[0] ?? 0;
  return { kind, from, to: Math.max(from + LEAST.time, data.end) };
}

/** The view nearer or farther; `factor` below 1 is nearer, and what is at `centre` stays where it is. */
export function zoomed(data: LaneData, view: View, factor: number, centre: number): View {
  const width = Math.max(LEAST[view.kind], (view.to - view.from) * factor);
  const share = (centre - view.from) / (view.to - view.from);
  const from = centre - width * share;
  return within(data, { ...view, from, to: from + width });
}

/** The view moved by a distance of the axis. */
export function moved(data: LaneData, view: View, distance: number): View {
  return within(data, { ...view, from: view.from + distance, to: view.to + distance });
}

/** A view of the same width that shows what is between two places, or at least where it begins. */
export function showing(data: LaneData, view: View, from: number, to: number): View {
  const width = view.to - view.from;
  if (from >= view.from && to <= view.to) {
    return view;
  }
  return moved(data, view, Math.min(from, Math.max(from - width / 4, to - width)) - view.from);
}

/** A view that does not look beyond the section. */
function within(data: LaneData, view: View): View {
  const whole = wholeView(data, view.kind);
  const width = Math.min(view.to - view.from, whole.to - whole.from);
  const from = Math.min(Math.max(view.from, whole.from), whole.to - width);
  return { ...view, from, to: from + width };
}

/** Where a step stands on an axis. */
export function placeOf(data: LaneData, kind: AxisKind, position: number): number {
  return kind === 'step' ? position : (data.times[position] ?? data.end);
}

/** The last step at or before a place of an axis; -1 where there is none. */
export function positionAt(data: LaneData, kind: AxisKind, place: number): number {
  if (kind === 'step') {
    return Math.min(Math.floor(place), data.times.length - 1);
  }
  return lastAtMost(data.times, place);
}

/** The index of the last number of a rising list that is not above a limit; -1 where there is none. */
export function lastAtMost(list: readonly number[], limit: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Round numbers between two places, not more than so many. */
export function roundPlaces({ kind, from, to }: View, most: number): number[] {
  const least = Math.max((to - from) / Math.max(1, most), kind === 'step' ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= least) ?? 10 * power;
  const places: number[] = [];
  for (let count = Math.ceil(from / step); count * step <= to; count++) {
    places.push(count * step);
  }
  return places;
}

/** A time as it is said beside a chart: milliseconds below a second, then seconds. */
export function timeText(ms: number): string {
  const round = (value: number): string => String(Number(value.toFixed(3)));
  return Math.abs(ms) < 1000 ? `${round(ms)} ms` : `${round(ms / 1000)} s`;
}
