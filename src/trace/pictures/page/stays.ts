import { type AxisKind, lastAtMost, placeOf, positionAt, type View } from './axis.js';
import type { LaneActor, LaneData } from './lane-data.js';

/** The time that an actor spends in a state, from when it enters it until it leaves it. */
export interface Stay {
  readonly actor: number;
  /** Which of the actor's stays it is, from 0. */
  readonly number: number;
  /** The state's index in the group. */
  readonly state: number;
  /** The places on the axis. */
  readonly from: number;
  readonly to: number;
}

/** A stay of an actor by its number; `undefined` where it has none. */
export function stayOf(data: LaneData, kind: AxisKind, actor: number, number: number): Stay | undefined {
  const life = data.actors[actor];
  const state = life?.states[number];
  const since = life?.since[number];
  if (life === undefined || state === undefined || since === undefined) {
    return undefined;
  }
  return { actor, number, state, from: placeOf(data, kind, since), to: endOf(data, kind, life, number) };
}

function endOf(data: LaneData, kind: AxisKind, life: LaneActor, number: number): number {
  const next = life.since[number + 1];
  if (next !== undefined) {
    return placeOf(data, kind, next);
  }
  if (kind === 'step' || life.until >= data.times.length) {
    return placeOf(data, kind, life.until);
  }
  return placeOf(data, kind, life.until - 1);
}

/** The stay of an actor at a place of the axis; `undefined` where it did not live then. */
export function stayAt(data: LaneData, kind: AxisKind, actor: number, place: number): Stay | undefined {
  const life = data.actors[actor];
  const number = life === undefined ? -1 : lastAtMost(life.since, positionAt(data, kind, place));
  const stay = stayOf(data, kind, actor, number);
  return stay !== undefined && place <= stay.to ? stay : undefined;
}

/**
 * The stays of an actor that can be seen, in order, when the view is so many pixels wide. Of stays narrower than a
 * pixel one a pixel is given, so there are never many more than pixels; a stay without width is seen by nobody.
 */
export function* staysInView(data: LaneData, view: View, actor: number, pixels: number): Generator<Stay> {
  const { kind, from, to } = view;
  const life = data.actors[actor];
  if (life === undefined) {
    return;
  }
  const pixel = (to - from) / pixels;
  let number = Math.max(0, lastAtMost(life.since, positionAt(data, kind, from)));
  for (;;) {
    const stay = stayOf(data, kind, actor, number);
    if (stay === undefined || stay.from > to) {
      return;
    }
    number++;
    if (stay.to > stay.from && stay.to >= from) {
      yield stay;
      if (stay.to - stay.from < pixel) {
        const next = lastAtMost(life.since, positionAt(data, kind, stay.from + pixel));
        number = Math.max(number, next);
      }
    }
  }
}
