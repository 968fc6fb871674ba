import type { LaneActor, LaneData } from './page/lane-data.js';

/** How long the actors of a lane were in a state, together. */
export interface StateTime {
  /** The address, or of a folded group its name and how many they are. */
  readonly who: string;
  readonly state: string;
  /** How often it was entered. */
  readonly times: number;
  /** In milliseconds. */
  readonly total: number;
  /** Of the time that they lived in the section. */
  readonly share: number;
}

/** Sums up a chart: for each lane how often and how long its actors were in each state. */
export function stateTimes(data: LaneData): StateTime[] {
  return data.groups.flatMap(({ name, states, isFolded }, group) => {
    const members = data.actors.filter((actor) => actor.group === group);
    return isFolded
      ? timesOf(data, `${name} × ${members.length}`, states, members)
      : members.flatMap((member) => timesOf(data, member.label, states, [member]));
  });
}

function timesOf(
  data: LaneData,
  who: string,
  states: readonly string[],
  members: readonly LaneActor[],
): StateTime[] {
  const times = states.map(() => 0);
  const totals = states.map(() => 0);
  for (const { states: entered, since, until } of members) {
    const last = until < data.times.length ? (data.times[until - 1] ?? 0) : data.end;
    entered.forEach((state, number) => {
      const next = since[number + 1];
      const from = data.times[since[number] ?? 0] ?? 0;
      times[state] = (times[state] ?? 0) + 1;
      totals[state] = (totals[state] ?? 0) + (next === undefined ? last : (data.times[next] ?? 0)) - from;
    });
  }
  const life = totals.reduce((sum, total) => sum + total, 0);
  return states.flatMap((state, index) => {
    const count = times[index] ?? 0;
    const total = totals[index] ?? 0;
    return count === 0 ? [] : [{ who, state, times: count, total, share: life === 0 ? 0 : total / life }];
  });
}
