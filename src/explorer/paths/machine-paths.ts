import type { AnyActorLogic, AnyMachineSnapshot, AnyStateMachine, EventObject, StateValue } from 'xstate';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import type { Address } from '../../bus/address.js';
import { machineGraph, TransitionError } from './machine-graph.js';
import { PathsError } from './paths-error.js';

/** Which way through a machine's graph: to each state the shortest, or all that come to no state twice. */
export type PathKind = 'shortest' | 'simple';

/** A way through one machine: what happens to it, and the state that each event leads to. */
export type MachinePath = readonly PathStep[];

export interface PathStep {
  readonly event: EventObject;
  /** The state value that the event leads to. */
  readonly value: StateValue;
}

export interface MachinePathsOptions {
  readonly kind: PathKind;
  /** The events with what they carry; one of a type that is not here carries nothing. */
  readonly events: readonly EventObject[];
  /** The types of events that no path is to have. */
  readonly except: readonly string[];
  /** How many transitions to follow at the most. */
  readonly limit: number;
}

/**
 * The paths of a machine by itself, from the state of a snapshot on, as `xstate/graph` finds them; the empty one is
 * left out. Guards and assignments are asked, and nothing else that the machine does. Wildcards name no event, and are
 * not followed.
 *
 * @throws PathsError where the machine has more states than the limit lets it see, or an event throws
 */
export function machinePaths(
  address: Address,
  logic: AnyActorLogic,
  from: AnyMachineSnapshot,
  input: unknown,
  { kind, events, except, limit }: MachinePathsOptions,
): MachinePath[] {
  const find = kind === 'shortest' ? getShortestPaths : getSimplePaths;
  let paths: ReturnType<typeof find>;
  try {
    paths = find(machineGraph(logic as AnyStateMachine, from), {
      events: (snapshot) => eventsIn(snapshot as AnyMachineSnapshot, events) as never[],
      fromState: from,
      input: input as never,
      limit,
      filterEvents: (_, { type }) => !type.includes('*') && !except.includes(type),
    });
  } catch (error) {
    if (error instanceof TransitionError) {
      const { event, from: state } = error;
      const where = `its graph cannot be walked: ${event.type} throws in ${JSON.stringify(state.value)}`;
      throw new PathsError(
        address,
        `${where}; give it in events with what it carries, or leave it out with except`,
        error,
      );
    }
    throw new PathsError(
      address,
      'its graph cannot be walked; where it has no end, as with a context that counts, give a limit, fewer events or except',
      error,
    );
  }
  return paths
    .map(({ steps }) =>
      steps.slice(1).map(({ event, state }) => ({ event, value: (state as AnyMachineSnapshot).value })),
    )
    .filter((steps) => steps.length > 0);
}

/** The events that the active states name, with what they carry; several where several of one type are given. */
function eventsIn({ _nodes }: AnyMachineSnapshot, given: readonly EventObject[]): EventObject[] {
  const types = [...new Set(_nodes.flatMap((node): readonly string[] => node.ownEvents))];
  return types.flatMap((type) => {
    const ofType = given.filter((event) => event.type === type);
    return ofType.length > 0 ? ofType : [{ type }];
  });
}
