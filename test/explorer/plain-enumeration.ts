/** An event of a plain actor: its type, and a number where it carries one. */
export type PlainEvent = readonly [type: string, number?];
export type PlainSend = readonly [to: string, ...event: PlainEvent];

/** An actor as plain data: what it is at first, what it sends then, and what becomes of it with each event. */
export interface PlainActor<TState> {
  readonly start: TState;
  readonly sends?: readonly PlainSend[];
  react(state: TState, event: PlainEvent, from: string): readonly [state: TState, ...sends: PlainSend[]];
}

export interface PlainState<TState> {
  readonly actors: Readonly<Record<string, TState>>;
  /** The events under way, by `from>to`, oldest first; no lane is empty. */
  readonly lanes: Readonly<Record<string, readonly PlainEvent[]>>;
  /** The fewest deliveries that lead here. */
  readonly depth: number;
}

/**
 * Every state that a system of plain actors can come to, breadth-first: an enumeration that shares no line with
 * what it is to confirm.
 */
export function enumerate<TState>(
  actors: Readonly<Record<string, PlainActor<TState>>>,
): readonly PlainState<TState>[] {
  const names = Object.keys(actors);
  let first: PlainState<TState> = {
    actors: Object.fromEntries(names.map((name) => [name, (actors[name] as PlainActor<TState>).start])),
    lanes: {},
    depth: 0,
  };
  for (const name of names) {
    first = { ...first, lanes: post(first.lanes, name, actors[name]?.sends ?? []) };
  }
  const found = [first];
  const seen = new Set([keyOf(first)]);
  for (const state of found) {
    for (const [lane, [event, ...rest]] of Object.entries(state.lanes)) {
      const [from = '', to = ''] = lane.split('>');
      const before = state.actors[to] as TState;
      const [after, ...sends] = (actors[to] as PlainActor<TState>).react(before, event as PlainEvent, from);
      const { [lane]: _, ...others } = state.lanes;
      const next = {
        actors: { ...state.actors, [to]: after },
        lanes: post(rest.length === 0 ? others : { ...others, [lane]: rest }, to, sends),
        depth: state.depth + 1,
      };
      const key = keyOf(next);
      if (!seen.has(key)) {
        seen.add(key);
        found.push(next);
      }
    }
  }
  return found;
}

/** The states in which nothing is under way. */
export function endsOf<TState>(states: readonly PlainState<TState>[]): readonly PlainState<TState>[] {
  return states.filter(({ lanes }) => Object.keys(lanes).length === 0);
}

function post(
  lanes: PlainState<unknown>['lanes'],
  from: string,
  sends: readonly PlainSend[],
): PlainState<unknown>['lanes'] {
  return sends.reduce<PlainState<unknown>['lanes']>((before, [to, ...event]) => {
    const lane = `${from}>${to}`;
    return { ...before, [lane]: [...(before[lane] ?? []), event] };
  }, lanes);
}

function keyOf({ actors, lanes }: PlainState<unknown>): string {
  const sorted = (entries: object): unknown[] => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted(actors), sorted(lanes)]);
}
