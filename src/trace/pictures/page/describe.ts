import { timeText } from './axis.js';
import { FIRST_GONE, type LaneData, OUTSIDE_INDEX } from './lane-data.js';
import type { Stay } from './stays.js';

/** A stay in words: who, in which state, how long, and what led to it. */
export function stayText(data: LaneData, { actor, number }: Stay): string {
  const life = data.actors[actor];
  const group = data.groups[life?.group ?? -1];
  const since = life?.since[number];
  if (life === undefined || group === undefined || since === undefined) {
    return '';
  }
  const state = group.states[life.states[number] ?? -1] ?? '';
  const next = life.since[number + 1];
  const last = data.times.length;
  const until = next ?? life.until;
  const from = data.times[since] ?? 0;
  const to =
    next === undefined ? (until < last ? (data.times[until - 1] ?? 0) : data.end) : (data.times[next] ?? 0);
  const fate = next === undefined ? (until < last ? ', its last state' : ', to the end') : '';
  return `${life.label}: ${state}, ${timeText(from)} to ${timeText(to)} (${timeText(to - from)})${fate}. ${stepText(data, since)}`;
}

/** A step in words. */
function stepText(data: LaneData, position: number): string {
  const change = data.texts[data.changes[position] ?? -1];
  const cause = data.causes[position] ?? -1;
  const because = cause < 0 ? '' : `, caused by step ${data.first + cause}`;
  return (
    `Step ${data.first + position} at ${timeText(data.times[position] ?? 0)}: ` +
    `${data.texts[data.events[position] ?? -1] ?? ''} from ${actorName(data, data.senders[position])} ` +
    `to ${actorName(data, data.receivers[position])}${because}` +
    `${change === undefined ? '' : `; ${change}`}.`
  );
}

/** A moment of a folded group in words: how many are in each state. */
export function crowdText(data: LaneData, group: number, counts: readonly number[]): string {
  const { name = '', states = [] } = data.groups[group] ?? {};
  const parts = states.flatMap((state, index) => {
    const count = counts[index] ?? 0;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return `${name}: ${parts.length === 0 ? 'nobody' : parts.join(', ')}.`;
}

/** The name of an actor by its index. */
export function actorName({ actors, gone }: LaneData, actor: number = OUTSIDE_INDEX): string {
  return actors[actor]?.label ?? gone[FIRST_GONE - actor] ?? 'outside';
}
