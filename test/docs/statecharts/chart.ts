import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** A state of a machine as it is drawn, with the states in it. */
export interface ChartState {
  /** The keys from the machine on, joined by dots; the machine's own id for itself. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final';
  /** The path of the state that it begins in, where it is compound. */
  readonly initial: string | undefined;
  /** What it does by itself, a line each: entry, exit, invocations, and what it answers without leaving. */
  readonly lines: readonly string[];
  readonly states: readonly ChartState[];
}

/** An arrow from one state to another. */
export interface ChartTransition {
  readonly from: string;
  readonly to: string;
  /** What it happens on, then its guard, then its actions, each on a line of its own. */
  readonly lines: readonly string[];
}

export interface Chart {
  readonly root: ChartState;
  readonly transitions: readonly ChartTransition[];
}

/**
 * Reads off a machine what a statechart of it shows.
 *
 * @throws TypeError where it has what no chart here shows: a history state, or a transition to several states
 */
export function chartOf(machine: AnyStateMachine): Chart {
  const transitions: ChartTransition[] = [];
  const visit = (node: AnyStateNode): ChartState => {
    if (node.type === 'history') {
      throw new TypeError(`${pathOf(node)} is a history state, which the charts have no sign for`);
    }
    const outgoing = transitionsOf(node);
    for (const transition of outgoing) {
      for (const target of targetsOf(transition)) {
        transitions.push({ from: pathOf(node), to: pathOf(target), lines: linesOf(node, transition) });
      }
    }
    const [initial] = node.type === 'compound' ? (node.initial.target ?? []) : [];
    const lines = [
      ...node.invoke.map(({ id, src }) => `invoke ${sourceText(src, id)}`),
      ...actionsText('entry', node.config.entry),
      ...actionsText('exit', node.config.exit),
      ...outgoing
        .filter((transition) => targetsOf(transition).length === 0)
        .map((transition) => linesOf(node, transition).join(' ')),
    ];
    return {
      path: pathOf(node),
      name: node.key,
      kind: node.type,
      initial: initial === undefined ? undefined : pathOf(initial),
      // A state is as wide as what is in it asks for, whatever is written at its top.
      lines: node.type === 'compound' && node.parent !== undefined ? lines.flatMap(wrapped) : lines,
      states: Object.values(node.states).map(visit),
    };
  };
  return { root: visit(machine.root), transitions };
}

function pathOf({ machine, path }: AnyStateNode): string {
  return path.length === 0 ? machine.id : path.join('.');
}

function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...node.transitions.values(), node.always ?? []].flat();
}

function targetsOf({ source, eventType, target = [] }: AnyTransitionDefinition): readonly AnyStateNode[] {
  if (target.length > 1) {
    throw new TypeError(
      `${pathOf(source as AnyStateNode)} goes to several states on ${eventType}, which the charts have no sign for`,
    );
  }
  return target as readonly AnyStateNode[];
}

function linesOf(node: AnyStateNode, transition: AnyTransitionDefinition): string[] {
  const { guard, actions } = transition;
  return [
    triggerOf(node, transition),
    ...(guard === undefined ? [] : [`[${nameOf(guard)}]`]),
    ...actions.map((action) => `/ ${nameOf(action)}`),
  ];
}

/** What a transition happens on, in words. */
function triggerOf(node: AnyStateNode, transition: AnyTransitionDefinition): string {
  const { eventType } = transition;
  const delay = node.after.find((delayed) => delayed.eventType === eventType)?.delay;
  if (delay !== undefined) {
    return typeof delay === 'number' ? `after ${delay} ms` : `after ${nameOf(delay)}`;
  }
  const [, what, who] = /^xstate\.(done|error|snapshot)\.(?:actor|state)\.(.*)$/.exec(eventType) ?? [];
  if (what === undefined || who === undefined) {
    return eventType === '' ? 'always' : eventType;
  }
  return who === node.id ? what : `${what}: ${who}`;
}

function sourceText(source: unknown, id: string): string {
  return typeof source === 'string' && source !== id ? `${source} as ${id}` : id;
}

/** Of the actions that a machine's author gave; XState adds some of its own for timers. */
function actionsText(when: string, actions: unknown): string[] {
  return [actions ?? []].flat().map((action) => `${when} / ${nameOf(action)}`);
}

/** The name of an action, a guard or a delay, with parameters or without. */
function nameOf(implementation: unknown): string {
  if (typeof implementation === 'string') {
    return implementation;
  }
  const { type, name } = implementation as { readonly type?: string; readonly name?: string };
  return type ?? name ?? '(inline)';
}

const WIDEST = 42;

/** A line as several, the others indented, broken before actions. */
function wrapped(line: string): string[] {
  const lines: string[] = [];
  for (const part of line.split(/ (?=\/ )/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + part.length <= WIDEST) {
      lines[lines.length - 1] = `${last} ${part}`;
    } else {
      lines.push(last === undefined ? part : `  ${part}`);
    }
  }
  return lines;
}
