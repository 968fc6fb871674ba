import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { ROOT_STATE } from './coverage.js';

/** The states and transitions that a machine has, under the names that coverage gives them. */
export interface MachineShape {
  /** All states but the machine itself and its history states, which nobody is ever in. */
  readonly states: readonly string[];
  /** The name of each transition; several that go alike from one state have numbers. */
  readonly transitions: ReadonlyMap<AnyTransitionDefinition, string>;
}

/** Reads the shape of a machine off its state nodes. */
export function shapeOf({ root }: AnyStateMachine): MachineShape {
  const states: string[] = [];
  const transitions = new Map<AnyTransitionDefinition, string>();
  const uses = new Map<string, number>();
  const visit = (node: AnyStateNode): void => {
    if (node !== root && node.type !== 'history') {
      states.push(stateName(node));
    }
    for (const transition of [...node.transitions.values(), node.always ?? []].flat()) {
      const name = transitionName(node, transition);
      const use = (uses.get(name) ?? 0) + 1;
      uses.set(name, use);
      transitions.set(transition, use === 1 ? name : `${name} (${use})`);
    }
    Object.values(node.states).forEach(visit);
  };
  visit(root);
  return { states, transitions };
}

/** The snapshot, if it is one of a machine. */
export function machineSnapshot(snapshot: unknown): AnyMachineSnapshot | undefined {
  return typeof snapshot === 'object' && snapshot !== null && '_nodes' in snapshot
    ? (snapshot as AnyMachineSnapshot)
    : undefined;
}

/** The keys from the machine to a state, joined by dots. */
export function stateName({ path }: AnyStateNode): string {
  return path.length === 0 ? ROOT_STATE : path.join('.');
}

function transitionName(source: AnyStateNode, { eventType, target }: AnyTransitionDefinition): string {
  const what = eventType === '' ? 'always' : eventType;
  const goal = (target ?? []).map((node) => stateName(node as AnyStateNode)).join(', ');
  return `${stateName(source)} ${what}${goal === '' ? '' : ` -> ${goal}`}`;
}
