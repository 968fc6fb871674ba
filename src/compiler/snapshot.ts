import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import type { HistoryValue } from './xstate-insides.js';

/** The active states, and what a snapshot says of them. */
export interface Place {
  readonly nodes: readonly AnyStateNode[];
  readonly tags: readonly string[];
  /** The state value, made anew. */
  readonly value: () => StateValue;
}

/** What of a snapshot changes from one to the next, beside the place. */
export interface SnapshotParts {
  readonly status: AnyMachineSnapshot['status'];
  readonly output: unknown;
  readonly error: unknown;
  readonly context: unknown;
  readonly children: unknown;
  readonly historyValue: HistoryValue;
}

/** Makes snapshots of one machine that are like XState's own: the same fields, in the same order. */
export type SnapshotFactory = (
  place: Place,
  status: SnapshotParts['status'],
  output: unknown,
  error: unknown,
  context: unknown,
  children: unknown,
  historyValue: HistoryValue,
) => AnyMachineSnapshot;

/** Creates the factory for a machine; `sample` is any snapshot that XState made. */
export function createSnapshotFactory(machine: AnyStateMachine, sample: AnyMachineSnapshot): SnapshotFactory {
  const { matches, hasTag, can, getMeta, toJSON } = sample;
  return (place, status, output, error, context, children, historyValue) =>
    ({
      status,
      output,
      error,
      machine,
      context,
      _nodes: place.nodes,
      value: place.value(),
      tags: place.tags.length === 0 ? new Set() : new Set(place.tags),
      children,
      historyValue,
      matches,
      hasTag,
      can,
      getMeta,
      toJSON,
    }) as unknown as AnyMachineSnapshot;
}

/** Makes a snapshot that nobody has seen another: as a new one would be, in the object that is there. */
export function changeSnapshot(
  snapshot: AnyMachineSnapshot,
  place: Place,
  status: SnapshotParts['status'],
  output: unknown,
  error: unknown,
  context: unknown,
  children: unknown,
  historyValue: HistoryValue,
): void {
  const parts = snapshot as { -readonly [TKey in keyof AnyMachineSnapshot]: unknown };
  parts.status = status;
  parts.output = output;
  parts.error = error;
  parts.context = context;
  parts.children = children;
  parts.historyValue = historyValue;
  if (parts._nodes !== place.nodes) {
    parts._nodes = place.nodes;
    parts.value = place.value();
    if (snapshot.tags.size > 0 || place.tags.length > 0) {
      parts.tags = new Set(place.tags);
    }
  }
}

/** Whether XState's snapshots have the fields that are known here, and no others. */
export function isKnownSnapshot(sample: AnyMachineSnapshot): boolean {
  return Object.keys(sample).join() === FIELDS;
}

const FIELDS =
  'status,output,error,machine,context,_nodes,value,tags,children,historyValue,matches,hasTag,can,getMeta,toJSON';

/** Creates a function that makes a state value anew each time, as XState does for each snapshot. */
export function valueFactory(template: StateValue): () => StateValue {
  if (typeof template === 'string') {
    return () => template;
  }
  const flat = { ...template };
  const deep = Object.entries(template).flatMap(([key, part]) =>
    part === undefined || typeof part === 'string' ? [] : [{ key, create: valueFactory(part) }],
  );
  if (deep.length === 0) {
    return () => ({ ...flat });
  }
  return () => {
    const value = { ...flat };
    for (const { key, create } of deep) {
      value[key] = create();
    }
    return value;
  };
}
