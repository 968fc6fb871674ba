import type { AnyEventObject, StateValue } from 'xstate';
import type { Address } from '../../bus/address.js';
import { inputOf, logicOf } from '../../system/xstate-seam.js';
import { DEFAULT_PATIENCE, DEFAULT_STEPS } from '../explore-options.js';
import { ExploreOptionError } from '../explorer-errors.js';
import { checkCount, checkNames, checkOneOf, checkTexts, listOf, shown } from '../option-checks.js';
import type { SubjectFactory } from '../subject.js';
import { type MachinePath, machinePaths, type PathKind } from './machine-paths.js';
import { type Departure, PathWalk } from './path-walk.js';
import { PathsError } from './paths-error.js';

/** Along which paths to lead which actor. */
export interface FollowPathsOptions {
  /** The address of the actor whose machine gives the paths. */
  readonly actor: Address;
  /** Which paths; the shortest to each state unless given. */
  readonly paths?: PathKind;
  /** The events with what they carry; one of a type that is not here carries nothing. */
  readonly events?: readonly AnyEventObject[];
  /** The types of events that no path is to have; none unless given. */
  readonly except?: readonly string[];
  /** How many transitions of the graph to follow at the most; {@link DEFAULT_LIMIT} unless given. */
  readonly limit?: number;
  /** How many decisions a path takes at the most; {@link DEFAULT_STEPS} unless given. */
  readonly steps?: number;
  /** How long to wait for promises at each rest, in milliseconds of the host's time. */
  readonly patience?: number;
}

/** How a system followed the paths of one of its machines. */
export interface PathsReport {
  /** How many paths were tried. */
  readonly paths: number;
  /** Those that the system left, in the order of the graph. */
  readonly left: readonly LeftPath[];
}

/** A path that a machine has by itself and that the system cannot follow. */
export interface LeftPath extends Departure {
  /** The types of the events of the whole path. */
  readonly events: readonly string[];
  /** The value that the event of the departure should have led to. */
  readonly expected: StateValue;
}

/** How many transitions of a graph are followed unless told otherwise. */
const DEFAULT_LIMIT = 10_000;

/**
 * Takes the paths through one machine's own graph and leads the actor along each in the whole system, from its
 * start, with all other actors real.
 *
 * A path begins in the state in which the actor is when the system has started and come to rest. Its events are
 * sent from outside, each when the system is at rest again; no time passes meanwhile. Where the actor has ended by then,
 * since the system runs by itself, a path begins right after the start, and its events come before all that waits. Events that XState makes
 * (`xstate.after…`, `xstate.done…`) are waited for, and then timers fire. The actor leaves the path when an event
 * leads it to another state than in its graph, or when something else has moved it.
 *
 * @throws PathsError where there is no such actor, it is no machine, or its graph has no end; SubjectError where the
 * factory makes no system; ExploreOptionError where an option makes no sense
 *
 * @example
 * ```ts
 * const { left } = await followPaths(createMySystem, { actor: 'till', events: [{ type: 'PAY', amount: 5 }] });
 * ```
 */
export async function followPaths(
  factory: SubjectFactory,
  options: FollowPathsOptions,
): Promise<PathsReport> {
  checkPathsOptions(options);
  const { actor, steps = DEFAULT_STEPS, patience = DEFAULT_PATIENCE } = options;
  const start = (): PathWalk => new PathWalk(factory, actor, { steps, patience });
  const first = start();
  const isThere = first.hasActor;
  await first.rest();
  const isGone = isThere && !first.hasActor;
  const walk = async (): Promise<PathWalk> => {
    const started = start();
    if (isGone) {
      started.hurry();
    } else {
      await started.rest();
    }
    return started;
  };
  const paths = pathsOf(isGone ? start() : first, options);
  const left: LeftPath[] = [];
  for (const path of paths) {
    const departure = await (await walk()).follow(path);
    if (departure !== undefined) {
      left.push(describe(path, departure));
    }
  }
  return { paths: paths.length, left };
}

const NAMES: Readonly<Record<keyof FollowPathsOptions, true>> = {
  actor: true,
  paths: true,
  events: true,
  except: true,
  limit: true,
  steps: true,
  patience: true,
};

function checkPathsOptions(options: FollowPathsOptions): void {
  checkNames('followPaths', options, Object.keys(NAMES));
  const { actor, paths, events, except, limit, steps }: Readonly<Record<string, unknown>> = { ...options };
  if (typeof actor !== 'string') {
    throw new ExploreOptionError('actor', `takes the address of an actor; got ${shown(actor)}`);
  }
  checkOneOf('paths', paths, ['shortest', 'simple']);
  for (const event of listOf('events', events, 'events')) {
    if (typeof (event as { readonly type?: unknown } | null)?.type !== 'string') {
      throw new ExploreOptionError('events', `takes events { type }; got ${shown(event)}`);
    }
  }
  if (except !== undefined) {
    checkTexts('except', except, 'event types');
  }
  checkCount('limit', limit, 1);
  checkCount('steps', steps, 1);
}

function pathsOf({ system, snapshot }: PathWalk, options: FollowPathsOptions): MachinePath[] {
  const { actor, paths = 'shortest', events = [], except = [], limit = DEFAULT_LIMIT } = options;
  const ref = system.actor(actor);
  if (ref === undefined) {
    const known = [...system.actors().keys()];
    const list = known.length === 0 ? 'all have ended' : `known: ${known.join(', ')}`;
    throw new PathsError(actor, `nobody has this address when the system has started; ${list}`);
  }
  if (snapshot === undefined) {
    throw new PathsError(actor, 'the actor is no state machine');
  }
  return machinePaths(actor, logicOf(ref), snapshot, inputOf(ref), { kind: paths, events, except, limit });
}

function describe(path: MachinePath, departure: Departure): LeftPath {
  const events = path.map(({ event }) => event.type);
  return { ...departure, events, expected: path[departure.step - 1]?.value ?? {} };
}
