import { raise } from 'xstate';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { nodesOf } from './xstate-insides.js';
import type { InsideMachine, Transition } from './xstate-insides.js';

/** Something that XState does in a microstep, in the order in which it does it. */
export type Happening =
  | { readonly does: 'exit'; readonly node: AnyStateNode }
  | { readonly does: 'take'; readonly transition: Transition }
  | { readonly does: 'enter'; readonly node: AnyStateNode }
  /** The actions of a state's initial transition. */
  | { readonly does: 'begin'; readonly node: AnyStateNode }
  /** A state is done: the event that says so is raised, with the output of a final state, if any. */
  | { readonly does: 'finish'; readonly type: string; readonly output: AnyStateNode | undefined }
  /** The machine is done, with the output of the state that completed it, if any. */
  | { readonly does: 'complete'; readonly type: string; readonly output: AnyStateNode | undefined };

/**
 * A machine with the states of another and nothing else: each action is a mark that says where it stood. XState runs
 * it in the place of the other to find out what it does in a microstep.
 */
export interface Skeleton {
  readonly machine: AnyStateMachine;
  /** The bones of a state of the other machine. */
  readonly boneOf: ReadonlyMap<AnyStateNode, AnyStateNode>;
  readonly nodeOf: ReadonlyMap<AnyStateNode, AnyStateNode>;
  /** Told of each output that XState asks for. */
  onOutput: (happening: Happening | { readonly does: 'output'; readonly node: AnyStateNode }) => void;
}

/** The type of the event that a mark raises. */
export const MARK = 'short-order.mark';

/** The event that a mark raises. */
export interface Mark {
  readonly type: string;
  readonly happening: Happening;
}

/** Stands in an event for the output of a final state. */
export class OutputMark {
  readonly node: AnyStateNode;

  constructor(node: AnyStateNode) {
    this.node = node;
  }
}

/** Makes an action that leaves a mark. */
export function markOf(happening: Happening): unknown {
  // Not `raise` itself: XState warns where that is called by an action, and an action may be what sends an event.
  return Object.assign(() => undefined, raiseMark, { event: { type: MARK, happening } });
}

const raiseMark = raise({ type: MARK });

/** Builds the skeleton of a machine, with the machine's own class, so that it moves by the same rules. */
export function createSkeleton(machine: AnyStateMachine): Skeleton {
  const { root }: InsideMachine = machine;
  const Machine = machine.constructor as new (config: unknown) => AnyStateMachine;
  const config = (node: AnyStateNode): Record<string, unknown> => {
    const { initial, target } = node.config as { initial?: unknown; target?: unknown };
    const states = Object.entries(node.states);
    return {
      id: node.id,
      type: node.type,
      ...(node.type === 'history' ? { history: node.history, target: pathsOf(target) } : {}),
      ...(initial === undefined ? {} : { initial: markedInitial(node, initial) }),
      ...(states.length === 0
        ? {}
        : { states: Object.fromEntries(states.map(([key, child]) => [key, config(child)])) }),
      entry: [markOf({ does: 'enter', node })],
      exit: [markOf({ does: 'exit', node })],
      ...(node === root
        ? {
            output: ({ event }: { event: { type: string; output: OutputMark | undefined } }) =>
              skeleton.onOutput({ does: 'complete', type: event.type, output: event.output?.node }),
          }
        : node.output === undefined
          ? {}
          : {
              output: () => {
                skeleton.onOutput({ does: 'output', node });
                return new OutputMark(node);
              },
            }),
    };
  };
  const bones = new Machine(config(root));
  const boneOf = new Map<AnyStateNode, AnyStateNode>();
  const nodeOf = new Map<AnyStateNode, AnyStateNode>();
  const pair = (node: AnyStateNode, bone: AnyStateNode): void => {
    boneOf.set(node, bone);
    nodeOf.set(bone, node);
    for (const [key, child] of Object.entries(node.states)) {
      pair(child, bone.states[key] as AnyStateNode);
    }
  };
  const skeleton: Skeleton = { machine: bones, boneOf, nodeOf, onOutput: () => undefined };
  pair(root, bones.root);
  return skeleton;
}

/** The initial transition of a state with a mark for its actions; an odd one stays odd, and fails where it did. */
function markedInitial(node: AnyStateNode, initial: unknown): unknown {
  if (typeof initial !== 'object' || initial === null) {
    return initial;
  }
  return { target: (initial as { target?: unknown }).target, actions: [markOf({ does: 'begin', node })] };
}

/** Where a history state leads by default, with states named, not meant. */
function pathsOf(target: unknown): unknown {
  if (target === undefined || typeof target === 'string') {
    return target;
  }
  return (Array.isArray(target) ? target : [target]).map((one: unknown) =>
    typeof one === 'string' ? one : `#${(one as AnyStateNode).id}`,
  );
}

/** Outputs with functions inside are deprecated, and make XState warn each time. */
function isDeprecatedOutput(output: unknown): boolean {
  return (
    typeof output === 'object' &&
    output !== null &&
    Object.values(output).some((value) => typeof value === 'function')
  );
}

/**
 * Whether XState can be asked about a machine by its skeleton: all states that its transitions lead from and to are
 * its own, no key of a state reads as something else, and no output is of the deprecated form.
 */
export function hasPlainShape(machine: AnyStateMachine): boolean {
  const nodes = nodesOf(machine.root);
  const own = new Set(nodes);
  return nodes.every(
    (node) =>
      !node.key.startsWith('#') &&
      node.key !== '__proto__' &&
      !isDeprecatedOutput(node.output) &&
      [...node.transitions.values(), node.always ?? []]
        .flat()
        .every(
          ({ source, target }) =>
            own.has(source as AnyStateNode) &&
            (target ?? []).every((one: unknown) => own.has(one as AnyStateNode)),
        ),
  );
}
