import type { AnyActorRef } from 'xstate';
import { toWire, type Wire, WireProblem } from './wire.js';
import type { WireContext } from './wire-context.js';
import { isPlainObject } from './wire-tags.js';

/** The states that each history state of a machine remembers, all by their ids. */
export type History = Readonly<Record<string, readonly string[]>>;

/** What became another in an actor's snapshot since it was last told. */
export interface SnapshotChange {
  /** Every field but the context and the children that is another object than before. */
  readonly fields: Wire;
  /** The fields of the context that are; `undefined` where the context is the same, or no plain object. */
  readonly context?: Wire;
  /** The fields that the context no longer has. */
  readonly dropped?: readonly string[];
  /** A context that is no plain object, as a whole. */
  readonly whole?: Wire;
  /** The children by their ids, where they are others. */
  readonly children?: Wire;
  /** What the history states remember, where that is other. */
  readonly history?: History;
  /** Whether the snapshot is one of a machine. */
  readonly isMachine: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** An output that cannot be told to the parent, and where it cannot. */
export class OutputProblem extends WireProblem {}

/** Tells the snapshots of one actor, each as what is new about it. */
export class SnapshotTeller {
  readonly #context: WireContext;
  #told: Fields | undefined;

  constructor(context: WireContext) {
    this.#context = context;
  }

  /** Takes a snapshot for told. */
  begin(snapshot: Fields): void {
    this.#told = snapshot;
  }

  /** @throws OutputProblem where an actor is done whose output cannot go to another thread */
  tell(snapshot: Fields): SnapshotChange {
    const before = this.#told;
    this.#told = snapshot;
    const isMachine = '_nodes' in snapshot && 'machine' in snapshot;
    const fields = changedFields(
      before,
      snapshot,
      isMachine ? MACHINE_FIELDS : Object.keys(snapshot).filter(isOwnField),
    );
    if (snapshot['status'] === 'done') {
      this.#checkOutput(snapshot['output']);
    }
    const { context, children } = snapshot;
    return {
      isMachine,
      fields: this.#wire(fields, 'snapshot'),
      ...this.#contextChange(before?.['context'], context),
      ...(children === undefined || children === before?.['children']
        ? {}
        : { children: this.#wire({ ...(children as Record<string, AnyActorRef>) }, 'children') }),
      ...historyChange(before?.['historyValue'], snapshot['historyValue']),
    };
  }

  #contextChange(before: unknown, context: unknown): Partial<SnapshotChange> {
    if (context === before || context === undefined) {
      return {};
    }
    if (!isPlain(context)) {
      return { whole: this.#wire(context, 'context') };
    }
    const old = isPlain(before) ? before : undefined;
    const dropped = Object.keys(old ?? {}).filter((key) => !(key in context));
    return {
      context: this.#wire(changedFields(old, context, Object.keys(context)), 'context'),
      ...(dropped.length === 0 ? {} : { dropped }),
    };
  }

  #checkOutput(output: unknown): void {
    try {
      toWire(output, this.#context, 'exact', 'event.output');
    } catch (error) {
      throw error instanceof WireProblem ? new OutputProblem(error.path, error.what) : error;
    }
  }

  #wire(value: unknown, path: string): Wire {
    return toWire(value, this.#context, 'likeness', path);
  }
}

/** The snapshot that a change leads to; of a machine without what only its machine can add. */
export function changed(
  before: Fields | undefined,
  change: SnapshotChange,
  revive: (wire: Wire) => unknown,
): Fields {
  const fields = { ...before, ...(revive(change.fields) as Fields) };
  if (change.whole !== undefined) {
    fields['context'] = revive(change.whole);
  } else if (change.context !== undefined) {
    const context = { ...(fields['context'] as Fields), ...(revive(change.context) as Fields) };
    for (const key of change.dropped ?? []) {
      delete context[key];
    }
    fields['context'] = context;
  }
  if (change.children !== undefined) {
    fields['children'] = revive(change.children);
  }
  return fields;
}

function historyChange(before: unknown, now: unknown): Pick<SnapshotChange, 'history'> {
  if (now === before || typeof now !== 'object' || now === null || Object.keys(now).length === 0) {
    return {};
  }
  const all = Object.entries(now as Record<string, readonly { readonly id: string }[]>);
  return { history: Object.fromEntries(all.map(([id, states]) => [id, states.map((state) => state.id)])) };
}

const MACHINE_FIELDS = ['status', 'value', 'output', 'error'];

function isOwnField(key: string): boolean {
  return key !== 'context' && key !== 'children' && !key.startsWith('_');
}

function changedFields(before: Fields | undefined, now: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(
    keys.filter((key) => before === undefined || before[key] !== now[key]).map((key) => [key, now[key]]),
  );
}

function isPlain(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && isPlainObject(value);
}
